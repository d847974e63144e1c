"""Many receipts of one notice at once: how they stand, page by page, and what a correction makes of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Select,
    String,
    Update,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    tuple_,
    update,
)  # fmt: skip

from bot.domain.notice import Notice, Receipt, Wants
from bot.noticing import Entry, Which
from bot.store.notice_tables import notices, receipts
from bot.store.notices import (
    FIELDS,
    IS_OPEN,
    MOST,
    OF_NOTICE,
    OF_PERSON,
    RECEIPT,
    receipt_of,
)  # fmt: skip
from bot.store.schema import people
from bot.store.session import Row, Session
from bot.store.statements import given, number, one_of

IS_CURRENT = receipts.c.acked_version >= given("version", receipts.c.version)
IS_OLD = receipts.c.acked_version < given("version", receipts.c.version)
ANSWERED = and_(receipts.c.answered_at.is_not(None), IS_CURRENT)

NOTE_SEEN = (
    update(receipts)
    .where(
        OF_NOTICE,
        OF_PERSON,
        receipts.c.seen_at.is_(None),
        select(notices.c.id)
        .where(
            notices.c.id == given("notice_id", notices.c.id), notices.c.version == given("version", notices.c.version)
        )
        .exists(),
    )
    .values(seen_at=given("at", receipts.c.seen_at))
)


WITH_PERSON = RECEIPT.add_columns(people.c.name, people.c.unit).join(people, people.c.id == receipts.c.person_id)
FURTHER = tuple_(people.c.unit, people.c.id) > tuple_(given("after_unit", people.c.unit), given("after", people.c.id))


@cache
def _page(which: Which, *, wants_answer: bool, in_unit: bool) -> Select[Any]:
    statement = WITH_PERSON.where(OF_NOTICE, FURTHER)
    if in_unit:
        statement = statement.where(people.c.unit == given("unit", people.c.unit))
    if which == "missing":
        statement = statement.where(IS_OPEN)
    if which == "back":
        statement = statement.where(ANSWERED if wants_answer else IS_CURRENT)
    return statement.order_by(people.c.unit, people.c.id).limit(MOST)


def _by_unit(condition: Any) -> Select[Any]:
    counted = select(people.c.unit, func.count()).join(receipts, people.c.id == receipts.c.person_id)
    return counted.where(OF_NOTICE, condition).group_by(people.c.unit).order_by(func.count().desc(), people.c.unit)


MISSING_BY_UNIT = _by_unit(IS_OPEN)
ANSWERS = (
    select(receipts.c.answer, func.count())
    .where(OF_NOTICE, ANSWERED)
    .group_by(receipts.c.answer)
    .order_by(func.count().desc(), receipts.c.answer)
)

OUTDATED = (
    RECEIPT.where(
        OF_NOTICE,
        receipts.c.version < given("version", receipts.c.version),
    )
    .order_by(receipts.c.person_id)
    .limit(MOST)
)
_new = {"version": given("version", receipts.c.version), "seen_at": null()}
_kept = {
    "answered_at": case((IS_OLD, null()), else_=receipts.c.answered_at),
    "answer": case((IS_OLD, bindparam("nothing", type_=String())), else_=receipts.c.answer),
}
OF_THESE = one_of(receipts.c.person_id, "people")
RENEW = update(receipts).where(OF_NOTICE, OF_THESE).values(**_new, **_kept)
MARK = update(receipts).where(OF_NOTICE, OF_THESE).values(version=given("version", receipts.c.version))


@cache
def _acknowledge(*, wants_answer: bool) -> Update:
    """An answer to this very text stays, and alone leaves nothing to be wanted where one is."""
    is_unanswered = or_(IS_OLD, receipts.c.answered_at.is_(None))
    facts = {
        "acked_at": case((IS_OLD, given("at", receipts.c.acked_at)), else_=receipts.c.acked_at),
        "acked_version": case((IS_OLD, _new["version"]), else_=receipts.c.acked_version),
        "is_open": case((is_unanswered, number(1)), else_=number(0)) if wants_answer else number(0),
    }
    returned = (receipts.c[name] for name in FIELDS)
    return update(receipts).where(OF_NOTICE, OF_THESE).values(**facts, **_kept).returning(*returned)


class SqlReceipts:
    def __init__(self, session: Session) -> None:
        self._session = session

    def note_seen(self, notice_id: int, version: int, person_id: int, at: datetime) -> None:
        self._session.run(NOTE_SEEN, notice_id=notice_id, person_id=person_id, version=version, at=at)

    def acknowledge(self, notice: Notice, person_ids: Collection[int], at: datetime) -> dict[int, Receipt]:
        statement, people = _acknowledge(wants_answer=notice.wants.is_answer), sorted(person_ids)
        rows = self._session.rows(
            statement, notice_id=notice.id, version=notice.version, people=people, at=at, nothing=""
        )
        return {one.person_id: one for one in map(receipt_of, rows)}

    def page(
        self, notice: Notice, which: Which, limit: int, after: tuple[str, int] = ("", 0), unit: str | None = None
    ) -> list[Entry]:
        if which != "all" and notice.wants is Wants.NOTHING:
            return []
        statement = _page(which, wants_answer=notice.wants.is_answer, in_unit=unit is not None)
        params: dict[str, Any] = {} if unit is None else {"unit": unit}
        if which == "back":
            params["version"] = notice.version
        rows = self._session.rows(
            statement, notice_id=notice.id, after_unit=after[0], after=after[1], most=limit, **params
        )
        return [_entry(row) for row in rows]

    def missing_by_unit(self, notice: Notice) -> dict[str, int]:
        if notice.wants is Wants.NOTHING:
            return {}
        rows = self._session.rows(MISSING_BY_UNIT, notice_id=notice.id)
        return {str(unit): int(count) for unit, count in rows}

    def answers(self, notice: Notice) -> dict[str, int]:
        rows = self._session.rows(ANSWERS, notice_id=notice.id, version=notice.version)
        return {str(answer): int(count) for answer, count in rows}

    def outdated(self, notice: Notice, limit: int) -> list[Receipt]:
        rows = self._session.rows(OUTDATED, notice_id=notice.id, version=notice.version, most=limit)
        return [receipt_of(row) for row in rows]

    def renew(self, notice: Notice, person_ids: Sequence[int], *, anew: bool) -> None:
        given_ = {"notice_id": notice.id, "version": notice.version, "people": person_ids}
        if anew:
            self._session.run(RENEW, **given_, nothing="")
        else:
            self._session.run(MARK, **given_)


def _entry(row: Row) -> Entry:
    return Entry(receipt_of(row[: len(FIELDS)]), str(row[-2]), str(row[-1]))
