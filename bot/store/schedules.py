"""What is said at times of the office's clock, and who is away when."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.domain.leave import Leave
from bot.domain.schedule import Rule, Schedule, State
from bot.store.schema import leaves, schedules
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, one_of, word

CHANGING = (
    "kind", "owner_id", "chat_id", "made_in", "text", "language", "starts", "zone", "rrule", "days", "people",
    "meeting_id", "lead_seconds", "rings", "state", "said_at", "rests_from", "rests_until",
)  # fmt: skip
SCHEDULE = select(schedules.c.id, *(schedules.c[name] for name in CHANGING))
NOT_OVER = schedules.c.state != word("over")
ADD = insert_into(schedules, *CHANGING).returning(schedules.c.id)
SAVE = (
    update(schedules)
    .where(schedules.c.id == given("schedule_id", schedules.c.id))
    .values({name: given(f"new_{name}", schedules.c[name]) for name in CHANGING})
)
WAS_SAID = (
    update(schedules)
    .where(schedules.c.id == given("schedule_id", schedules.c.id))
    .values(said_at=given("now", schedules.c.said_at))
)
GET = SCHEDULE.where(schedules.c.id == given("schedule_id", schedules.c.id))
GET_TO_CHANGE = GET.with_for_update()
NAMED = SCHEDULE.where(one_of(schedules.c.id, "ids"))
IN_CHAT = SCHEDULE.where(schedules.c.chat_id == given("chat_id", schedules.c.chat_id), NOT_OVER).order_by(
    schedules.c.id
)
OF_OWNER = SCHEDULE.where(schedules.c.owner_id == given("owner_id", schedules.c.owner_id), NOT_OVER).order_by(
    schedules.c.id
)
OF_MEETING = SCHEDULE.where(
    schedules.c.meeting_id == given("meeting_id", schedules.c.meeting_id),
    schedules.c.meeting_id.is_not(None),
    NOT_OVER,
)
ACTIVE = SCHEDULE.where(schedules.c.state == word("active")).order_by(schedules.c.id)


class SqlSchedules:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, schedule: Schedule) -> Schedule:
        return replace(schedule, id=self._session.rows(ADD, **_values(schedule))[0][0])

    def save(self, schedule: Schedule) -> None:
        values = {f"new_{name}": value for name, value in _values(schedule).items()}
        self._session.run(SAVE, schedule_id=schedule.id, **values)

    def was_said(self, schedule_id: int, now: datetime) -> None:
        self._session.run(WAS_SAID, schedule_id=schedule_id, now=now)

    def get(self, schedule_id: int) -> Schedule | None:
        row = self._session.row(GET_TO_CHANGE if self._session.is_writer else GET, schedule_id=schedule_id)
        return None if row is None else _schedule(row)

    def named(self, ids: Collection[int]) -> dict[int, Schedule]:
        return {row[0]: _schedule(row) for row in self._session.rows(NAMED, ids=sorted(ids))}

    def in_chat(self, chat_id: int) -> list[Schedule]:
        return [_schedule(row) for row in self._session.rows(IN_CHAT, chat_id=chat_id)]

    def of(self, person_id: int) -> list[Schedule]:
        return [_schedule(row) for row in self._session.rows(OF_OWNER, owner_id=person_id)]

    def of_meeting(self, meeting_id: int) -> list[Schedule]:
        return [_schedule(row) for row in self._session.rows(OF_MEETING, meeting_id=meeting_id)]

    def active(self) -> list[Schedule]:
        return [_schedule(row) for row in self._session.rows(ACTIVE)]


def _values(one: Schedule) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "owner_id": one.owner_id,
        "chat_id": one.chat_id,
        "made_in": one.made_in,
        "text": one.text,
        "language": one.language,
        "starts": one.rule.start.isoformat(timespec="seconds"),
        "zone": one.rule.zone,
        "rrule": one.rule.rrule,
        "days": one.rule.days,
        "people": list(one.people),
        "meeting_id": one.meeting_id,
        "lead_seconds": None if one.lead is None else int(one.lead.total_seconds()),
        "rings": int(one.rings),
        "state": one.state.value,
        "said_at": one.said_at,
        "rests_from": one.rests_from,
        "rests_until": one.rests_until,
    }


def _schedule(row: Row) -> Schedule:
    (
        schedule_id, kind, owner_id, chat_id, made_in, text, language, starts, zone, rrule, days, people, meeting_id,
        lead, rings, state, said_at, rests_from, rests_until,
    ) = row  # fmt: skip
    return Schedule(
        id=schedule_id,
        kind=kind,
        owner_id=owner_id,
        chat_id=chat_id,
        rule=Rule(datetime.fromisoformat(starts), zone, rrule, days),
        text=text,
        language=language,
        people=tuple(people),
        meeting_id=meeting_id,
        lead=None if lead is None else timedelta(seconds=lead),
        made_in=made_in,
        rings=bool(rings),
        state=State(state),
        said_at=said_at,
        rests_from=rests_from,
        rests_until=rests_until,
    )


LEAVE = select(leaves.c.id, leaves.c.person_id, leaves.c.start_at, leaves.c.end_at, leaves.c.deputy_id)
STANDS = leaves.c.ended_at.is_(None)
ADD_LEAVE = insert_into(leaves, "person_id", "start_at", "end_at", "deputy_id").returning(leaves.c.id)
END_LEAVE = (
    update(leaves)
    .where(leaves.c.id == given("leave_id", leaves.c.id), STANDS)
    .values(ended_at=given("now", leaves.c.ended_at))
)
BETWEEN = LEAVE.where(
    STANDS,
    leaves.c.end_at > given("since", leaves.c.end_at),
    leaves.c.start_at < given("until", leaves.c.start_at),
).order_by(leaves.c.start_at, leaves.c.id)
GET_LEAVE = LEAVE.where(leaves.c.id == given("leave_id", leaves.c.id), STANDS)


class SqlLeaves:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, leave: Leave) -> Leave:
        row = self._session.rows(
            ADD_LEAVE,
            person_id=leave.person_id,
            start_at=leave.start_at,
            end_at=leave.end_at,
            deputy_id=leave.deputy_id,
        )[0]
        return replace(leave, id=row[0])

    def end(self, leave_id: int, now: datetime) -> bool:
        return self._session.run(END_LEAVE, leave_id=leave_id, now=now) > 0

    def get(self, leave_id: int) -> Leave | None:
        row = self._session.row(GET_LEAVE, leave_id=leave_id)
        return None if row is None else Leave(*row)

    def between(self, since: datetime, until: datetime) -> list[Leave]:
        return [Leave(*row) for row in self._session.rows(BETWEEN, since=since, until=until)]
