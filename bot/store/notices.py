"""Notices and their receipts."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, case, exists, func, or_, select, update

from bot.domain.notice import Audience, Level, Notice, Receipt, State, Tally, Wants
from bot.domain.people import Role
from bot.noticing import Part
from bot.store import notice_counts as counting
from bot.store.notice_tables import notices, receipts
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, number, one_of, word

MOST = bindparam("most", type_=BigInteger())
SKIPPED = bindparam("skipped", type_=BigInteger())
CHANGING = (
    "title", "text", "level", "wants", "choices", "audience", "sender_id", "chat_id", "language", "made_at", "due_at",
    "send_at", "sent_at", "valid_until", "state", "approved_by", "version", "people",
)  # fmt: skip
NOTICE = select(notices.c.id, *(notices.c[name] for name in CHANGING))
ADD = insert_into(notices, *CHANGING).returning(notices.c.id)
SAVE = (
    update(notices)
    .where(notices.c.id == given("notice_id", notices.c.id))
    .values({name: given(f"new_{name}", notices.c[name]) for name in CHANGING})
)
GET = NOTICE.where(notices.c.id == given("notice_id", notices.c.id))
GET_TO_CHANGE = GET.with_for_update()
GET_HELD = GET.with_for_update(read=True)
NAMED = NOTICE.where(one_of(notices.c.id, "ids"))
NEWEST = NOTICE.where(one_of(notices.c.state, "states")).order_by(notices.c.id.desc()).limit(MOST).offset(SKIPPED)
NEWEST_OF = NEWEST.where(notices.c.sender_id == given("sender_id", notices.c.sender_id))
URGENT_SINCE = select(func.count()).where(
    notices.c.level == word("urgent"),
    notices.c.sent_at >= given("since", notices.c.sent_at),
    notices.c.id != given("but", notices.c.id),
)
VALID = NOTICE.where(
    notices.c.valid_until > given("now", notices.c.valid_until), notices.c.state == word("sent")
).order_by(notices.c.id)

FIELDS = (
    "notice_id", "person_id", "version", "seen_at", "acked_at", "acked_version", "answered_at", "answer", "chased",
    "is_gone",
)  # fmt: skip
OWN = tuple(name for name in FIELDS if name not in {"notice_id", "person_id"})
RECEIPT = select(*(receipts.c[name] for name in FIELDS))
OF_NOTICE = receipts.c.notice_id == given("notice_id", receipts.c.notice_id)
OF_PERSON = receipts.c.person_id == given("person_id", receipts.c.person_id)
AFTER = receipts.c.person_id > given("after", receipts.c.person_id)
ADDRESSED_AFTER = RECEIPT.where(OF_NOTICE, AFTER).order_by(receipts.c.person_id).limit(MOST)
ONE = RECEIPT.where(OF_NOTICE, OF_PERSON)
ONE_TO_CHANGE = ONE.with_for_update()
MANY = RECEIPT.where(OF_NOTICE, one_of(receipts.c.person_id, "people")).order_by(receipts.c.person_id)

IS_OPEN = and_(receipts.c.is_open == number(1), receipts.c.is_gone == number(0))
"""Something is still wanted: as the partial indexes have it."""


def still_open(answered_at: Any, acked_version: Any) -> Any:
    """What `is_open` is to be, of a receipt like that."""
    is_old = notices.c.version > acked_version
    is_unanswered = and_(notices.c.wants != word("ack"), answered_at.is_(None))
    wanting = select(notices.c.id).where(
        notices.c.id == receipts.c.notice_id, notices.c.wants != word(""), or_(is_old, is_unanswered)
    )
    return case((exists(wanting.correlate(receipts)), number(1)), else_=number(0))


SAVE_RECEIPT = (
    update(receipts)
    .where(OF_NOTICE, OF_PERSON)
    .values(
        {name: given(f"new_{name}", receipts.c[name]) for name in OWN}
        | {
            "is_open": still_open(
                given("new_answered_at", receipts.c.answered_at), given("new_acked_version", receipts.c.acked_version)
            )
        }
    )
)
MISSING = RECEIPT.where(OF_NOTICE, AFTER, IS_OPEN).order_by(receipts.c.person_id).limit(MOST)
ALL_MISSING = select(receipts.c.person_id).where(OF_NOTICE, IS_OPEN).order_by(receipts.c.person_id)
ADDRESSED = select(receipts.c.person_id).where(OF_NOTICE).order_by(receipts.c.person_id)
ANSWERED = (
    RECEIPT.where(OF_NOTICE, AFTER, receipts.c.answered_at.is_not(None)).order_by(receipts.c.person_id).limit(MOST)
)
CHASED = (
    update(receipts)
    .where(OF_NOTICE, one_of(receipts.c.person_id, "people"))
    .values(chased=receipts.c.chased + number(1))
)
WANTING = (
    select(receipts.c.person_id, notices.c.id, *(notices.c[name] for name in CHANGING))
    .join(notices, receipts.c.notice_id == notices.c.id)
    .where(one_of(receipts.c.person_id, "people"), IS_OPEN, notices.c.state == word("sent"))
    .order_by(receipts.c.person_id, notices.c.due_at, notices.c.id)
)
_present = given("version", receipts.c.version)
CARRY_OVER = (
    update(receipts)
    .where(OF_NOTICE, receipts.c.acked_version == given("old", receipts.c.acked_version))
    .values(acked_version=_present, is_open=still_open(receipts.c.answered_at, _present))
)
REOPEN = (
    update(receipts)
    .where(OF_NOTICE, receipts.c.is_open == number(0), receipts.c.acked_version < _present)
    .values(is_open=still_open(receipts.c.answered_at, receipts.c.acked_version))
)


class SqlNotices:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, notice: Notice) -> Notice:
        return replace(notice, id=self._session.rows(ADD, **_values(notice))[0][0])

    def save(self, notice: Notice) -> None:
        values = {f"new_{name}": value for name, value in _values(notice).items()}
        self._session.run(SAVE, notice_id=notice.id, **values)

    def held(self, notice_id: int) -> Notice | None:
        row = self._session.row(GET_HELD if self._session.is_writer else GET, notice_id=notice_id)
        return None if row is None else notice_of(row)

    def get(self, notice_id: int) -> Notice | None:
        row = self._session.row(GET_TO_CHANGE if self._session.is_writer else GET, notice_id=notice_id)
        return None if row is None else notice_of(row)

    def named(self, notice_ids: Collection[int]) -> dict[int, Notice]:
        return {row[0]: notice_of(row) for row in self._session.rows(NAMED, ids=sorted(notice_ids))}

    def newest(self, sender_id: int | None, states: Collection[State], limit: int, offset: int = 0) -> list[Notice]:
        params: dict[str, Any] = {"states": sorted(one.value for one in states), "most": limit, "skipped": offset}
        if sender_id is None:
            return [notice_of(row) for row in self._session.rows(NEWEST, **params)]
        return [notice_of(row) for row in self._session.rows(NEWEST_OF, sender_id=sender_id, **params)]

    def wanting(self, person_ids: Collection[int]) -> dict[int, list[Notice]]:
        found: dict[int, list[Notice]] = {}
        for person_id, *row in self._session.rows(WANTING, people=sorted(person_ids)):
            found.setdefault(person_id, []).append(notice_of(tuple(row)))
        return found

    def valid(self, now: datetime) -> list[Notice]:
        return [notice_of(row) for row in self._session.rows(VALID, now=now)]

    def not_addressed(self, notice_id: int, person_ids: Collection[int]) -> list[int]:
        there = {row[0] for row in self._session.rows(ADDRESSED, notice_id=notice_id)}
        return sorted(set(person_ids) - there)

    def urgent_since(self, since: datetime, but: int) -> int:
        return int(self._session.rows(URGENT_SINCE, since=since, but=but)[0][0])

    def address(self, notice_id: int, version: int, person_ids: Sequence[int]) -> int:
        new = self._session.run(counting.ADDRESS, notice_id=notice_id, version=version, people=person_ids)
        if new > 0:
            self._session.run(counting.COME, notice_id=notice_id, people=new)
        return new

    def addressed_after(self, notice_id: int, person_id: int, limit: int) -> list[Receipt]:
        return self._receipts(ADDRESSED_AFTER, notice_id=notice_id, after=person_id, most=limit)

    def receipt(self, notice_id: int, person_id: int) -> Receipt | None:
        statement = ONE_TO_CHANGE if self._session.is_writer else ONE
        return next(iter(self._receipts(statement, notice_id=notice_id, person_id=person_id)), None)

    def save_receipt(self, receipt: Receipt) -> None:
        values = {f"new_{name}": getattr(receipt, name) for name in OWN}
        values["new_is_gone"] = int(receipt.is_gone)
        self._session.run(SAVE_RECEIPT, notice_id=receipt.notice_id, person_id=receipt.person_id, **values)

    def receipts(self, notice_id: int, person_ids: Collection[int]) -> list[Receipt]:
        return self._receipts(MANY, notice_id=notice_id, people=sorted(person_ids))

    def chased(self, notice_id: int, person_ids: Collection[int]) -> None:
        self._session.run(CHASED, notice_id=notice_id, people=sorted(person_ids))

    def missing(self, notice: Notice, limit: int, after: int = 0) -> list[Receipt]:
        return self._receipts(MISSING, notice_id=notice.id, after=after, most=limit)

    def all_missing(self, notice_id: int) -> list[int]:
        return [row[0] for row in self._session.rows(ALL_MISSING, notice_id=notice_id)]

    def addressed(self, notice_id: int) -> list[int]:
        return [row[0] for row in self._session.rows(ADDRESSED, notice_id=notice_id)]

    def answered(self, notice_id: int, limit: int, after: int = 0) -> list[Receipt]:
        return self._receipts(ANSWERED, notice_id=notice_id, after=after, most=limit)

    def tally(self, notice: Notice) -> Tally:
        people, acked, answered, seen, missing = self._session.rows(counting.COUNTED, notice_id=notice.id)[0]
        return Tally(max(int(people), notice.people), int(acked), int(answered), int(seen), int(missing))

    def carry_over(self, notice: Notice) -> int:
        carried = self._session.run(CARRY_OVER, notice_id=notice.id, old=notice.version - 1, version=notice.version)
        self._count_anew(notice.id)
        return carried

    def reopen(self, notice: Notice) -> None:
        self._session.run(REOPEN, notice_id=notice.id, version=notice.version)
        self._count_anew(notice.id)

    def _count_anew(self, notice_id: int) -> None:
        """The counters are taken first, so that whoever changes one meanwhile is waited for and then seen."""
        self._session.rows(counting.TO_COUNT, notice_id=notice_id)
        self._session.run(counting.CLEAR, notice_id=notice_id)
        self._session.run(counting.COUNT_ANEW, notice_id=notice_id)

    def queue(self, notice_id: int, deed: str, detail: str, parts: Sequence[Sequence[int]]) -> None:
        rows = [
            {"notice_id": notice_id, "deed": deed, "detail": detail, "people": list(part), "count": len(part)}
            for part in parts
        ]
        self._session.run_many(counting.QUEUE, rows)

    def next_part(self, notice_id: int) -> Part | None:
        row = self._session.row(counting.NEXT_PART, notice_id=notice_id)
        return None if row is None else Part(row[0], row[1], tuple(row[2]))

    def waiting(self, notice_id: int, deed: str = "") -> int:
        by_deed: dict[str, int] = {
            name: int(count) for name, count in self._session.rows(counting.WAITING, notice_id=notice_id)
        }
        return by_deed.get(deed, 0) if deed else sum(by_deed.values())

    def drop_parts(self, notice_id: int) -> None:
        self._session.run(counting.DROP_PARTS, notice_id=notice_id)

    def _receipts(self, statement: Select[Any], **params: Any) -> list[Receipt]:
        return [receipt_of(row) for row in self._session.rows(statement, **params)]


def receipt_of(row: Row) -> Receipt:
    """A row of `FIELDS`."""
    values = dict(zip(FIELDS, row, strict=True))
    return Receipt(**{**values, "is_gone": bool(values["is_gone"])})


def notice_of(row: Row) -> Notice:
    values = dict(zip(("id", *CHANGING), row, strict=True))
    audience = audience_of(values["audience"])
    return Notice(
        **{
            **values,
            "audience": audience,
            "choices": tuple(values["choices"]),
            "level": Level(values["level"]),
            "wants": Wants(values["wants"]),
            "state": State(values["state"]),
        }
    )


def audience_of(written: dict[str, Any]) -> Audience:
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in written.items()}
    return Audience(**{**told, **{name: tuple(map(Role, told.get(name, ()))) for name in ("roles", "but_roles")}})


def _values(notice: Notice) -> dict[str, Any]:
    plain = {
        "audience": asdict(notice.audience),
        "choices": list(notice.choices),
        "level": notice.level.value,
        "wants": notice.wants.value,
        "state": notice.state.value,
    }
    return {name: plain[name] if name in plain else getattr(notice, name) for name in CHANGING}
