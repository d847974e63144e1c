"""What stands beside the items: duties that come again, early signals, hand-overs, pushes."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Table, bindparam, select, update
from sqlalchemy.sql.dml import Update

from bot.domain.duty import Duty
from bot.domain.schedule import Rule, State
from bot.domain.signal import Level, Signal, Watch
from bot.store.matters import duties, handovers, pushes, signals
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, word
from bot.supervising import Handover, Push, PushLine

MOST = bindparam("most", type_=BigInteger())
DUTY = (
    "title", "standard", "lead_id", "supervisor_id", "unit", "chat_id", "language", "starts", "zone", "rrule", "days",
    "lead_days", "state", "last_period",
)  # fmt: skip
SIGNAL = ("text", "level", "state", "by_id", "chat_id", "made_at", "review_at", "ended_at", "item_id")
HANDOVER = ("from_id", "heir_id", "asked_by", "chat_id", "made_at", "agreed", "state", "ended_at")
PUSH = ("kind", "by_id", "chat_id", "language", "made_at", "lines")


def _saving(table: Table, names: tuple[str, ...]) -> Update:
    return (
        update(table)
        .where(table.c.id == given("row_id", table.c.id))
        .values({name: given(f"new_{name}", table.c[name]) for name in names})
    )


def _renamed(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


ADD_DUTY = insert_into(duties, *DUTY).returning(duties.c.id)
SAVE_DUTY = _saving(duties, DUTY)
ALL_DUTIES = select(duties.c.id, *(duties.c[name] for name in DUTY)).order_by(duties.c.id)
GET_DUTY = ALL_DUTIES.where(duties.c.id == given("row_id", duties.c.id))
LOCK_DUTY = GET_DUTY.with_for_update()
STANDING_DUTIES = ALL_DUTIES.where(duties.c.state != word("over"))
DUTIES_OF = STANDING_DUTIES.where(duties.c.lead_id == given("lead_id", duties.c.lead_id))


class SqlDuties:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, duty: Duty) -> Duty:
        return replace(duty, id=self._session.rows(ADD_DUTY, **_duty_values(duty))[0][0])

    def save(self, duty: Duty) -> None:
        self._session.run(SAVE_DUTY, row_id=duty.id, **_renamed(_duty_values(duty)))

    def get(self, duty_id: int) -> Duty | None:
        row = self._session.row(LOCK_DUTY if self._session.is_writer else GET_DUTY, row_id=duty_id)
        return None if row is None else _duty(row)

    def of(self, person_id: int) -> list[Duty]:
        return [_duty(row) for row in self._session.rows(DUTIES_OF, lead_id=person_id)]

    def all(self) -> list[Duty]:
        return [_duty(row) for row in self._session.rows(STANDING_DUTIES)]


def _duty(row: Row) -> Duty:
    values = dict(zip(("id", *DUTY), row, strict=True))
    starts, zone, rrule, days = (values.pop(name) for name in ("starts", "zone", "rrule", "days"))
    rule = Rule(datetime.fromisoformat(starts), zone, rrule, days)
    return Duty(**{**values, "rule": rule, "state": State(values["state"])})


def _duty_values(one: Duty) -> dict[str, Any]:
    rule = {
        "starts": one.rule.start.isoformat(timespec="seconds"),
        "zone": one.rule.zone,
        "rrule": one.rule.rrule,
        "days": one.rule.days,
        "state": one.state.value,
    }
    return {name: rule[name] if name in rule else getattr(one, name) for name in DUTY}


ADD_SIGNAL = insert_into(signals, *SIGNAL).returning(signals.c.id)
SAVE_SIGNAL = _saving(signals, SIGNAL)
_signal = select(signals.c.id, *(signals.c[name] for name in SIGNAL))
GET_SIGNAL = _signal.where(signals.c.id == given("row_id", signals.c.id))
LOCK_SIGNAL = GET_SIGNAL.with_for_update()
WATCHED = _signal.where(signals.c.ended_at.is_(None)).order_by(signals.c.review_at, signals.c.id).limit(MOST)


class SqlSignals:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, signal: Signal) -> Signal:
        return replace(signal, id=self._session.rows(ADD_SIGNAL, **_signal_values(signal))[0][0])

    def save(self, signal: Signal) -> None:
        self._session.run(SAVE_SIGNAL, row_id=signal.id, **_renamed(_signal_values(signal)))

    def get(self, signal_id: int) -> Signal | None:
        row = self._session.row(LOCK_SIGNAL if self._session.is_writer else GET_SIGNAL, row_id=signal_id)
        return None if row is None else _signal_of(row)

    def watched(self, limit: int) -> list[Signal]:
        return [_signal_of(row) for row in self._session.rows(WATCHED, most=limit)]


def _signal_of(row: Row) -> Signal:
    values = dict(zip(("id", *SIGNAL), row, strict=True))
    return Signal(**{**values, "level": Level(values["level"]), "state": Watch(values["state"])})


def _signal_values(one: Signal) -> dict[str, Any]:
    plain = {"level": one.level.value, "state": one.state.value}
    return {name: plain[name] if name in plain else getattr(one, name) for name in SIGNAL}


ADD_HANDOVER = insert_into(handovers, *HANDOVER).returning(handovers.c.id)
SAVE_HANDOVER = _saving(handovers, HANDOVER)
GET_HANDOVER = select(handovers.c.id, *(handovers.c[name] for name in HANDOVER)).where(
    handovers.c.id == given("row_id", handovers.c.id)
)
LOCK_HANDOVER = GET_HANDOVER.with_for_update()


class SqlHandovers:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, handover: Handover) -> Handover:
        return replace(handover, id=self._session.rows(ADD_HANDOVER, **_handover_values(handover))[0][0])

    def save(self, handover: Handover) -> None:
        self._session.run(SAVE_HANDOVER, row_id=handover.id, **_renamed(_handover_values(handover)))

    def get(self, handover_id: int) -> Handover | None:
        row = self._session.row(LOCK_HANDOVER if self._session.is_writer else GET_HANDOVER, row_id=handover_id)
        if row is None:
            return None
        values = dict(zip(("id", *HANDOVER), row, strict=True))
        return Handover(**{**values, "agreed": tuple(values["agreed"])})


def _handover_values(one: Handover) -> dict[str, Any]:
    return {name: list(one.agreed) if name == "agreed" else getattr(one, name) for name in HANDOVER}


ADD_PUSH = insert_into(pushes, *PUSH).returning(pushes.c.id)
SAVE_PUSH = _saving(pushes, PUSH)
GET_PUSH = select(pushes.c.id, *(pushes.c[name] for name in PUSH)).where(pushes.c.id == given("row_id", pushes.c.id))


class SqlPushes:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, push: Push) -> Push:
        return replace(push, id=self._session.rows(ADD_PUSH, **_push_values(push))[0][0])

    def save(self, push: Push) -> None:
        self._session.run(SAVE_PUSH, row_id=push.id, **_renamed(_push_values(push)))

    def get(self, push_id: int) -> Push | None:
        row = self._session.row(GET_PUSH, row_id=push_id)
        if row is None:
            return None
        values = dict(zip(("id", *PUSH), row, strict=True))
        lines = tuple(PushLine(**{**line, "items": tuple(line["items"])}) for line in values["lines"])
        return Push(**{**values, "lines": lines})


def _push_values(one: Push) -> dict[str, Any]:
    return {name: [asdict(line) for line in one.lines] if name == "lines" else getattr(one, name) for name in PUSH}
