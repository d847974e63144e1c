"""Statements for notices to very many: receipts in bulk, their counters, and the parts that wait."""

from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.store.notice_tables import notice_parts, notices, receipt_counts, receipts
from bot.store.schema import people
from bot.store.statements import given, insert_into, number, one_of, word

PLACE_OF_ALL = 16
"""Of those who came by many; a receipt that changes counts in the places before, as the migration's triggers do it."""

FACTS = ("acked", "answered", "seen", "missing")

_wanted = case((notices.c.wants == word(""), number(0)), else_=number(1))
_this = notices.c.id == given("notice_id", notices.c.id)
# Notice and person come out of their own tables, so that there is no receipt without them: see 0009 of the decisions.
ADDRESS = (
    insert(receipts)
    .from_select(
        ("notice_id", "person_id", "version", "is_open"),
        select(notices.c.id, people.c.id, given("version", receipts.c.version), _wanted)
        .select_from(notices.join(people, one_of(people.c.id, "people")))
        .where(_this),
    )
    .inline()
    .on_conflict_do_nothing()
)
_people = given("people", receipt_counts.c.people)
_come = (
    insert(receipt_counts)
    .from_select(
        ("notice_id", "place", "people", "missing"),
        select(
            notices.c.id, number(PLACE_OF_ALL), _people, case((notices.c.wants == word(""), number(0)), else_=_people)
        ).where(_this),
    )
    .inline()
)
COME = _come.on_conflict_do_update(
    index_elements=["notice_id", "place"],
    set_={name: receipt_counts.c[name] + _come.excluded[name] for name in ("people", "missing")},
)

_of_notice = receipt_counts.c.notice_id == given("notice_id", receipt_counts.c.notice_id)
COUNTED = select(*(func.coalesce(func.sum(receipt_counts.c[name]), number(0)) for name in ("people", *FACTS))).where(
    _of_notice
)
TO_COUNT = select(receipt_counts.c.place).where(_of_notice).order_by(receipt_counts.c.place).with_for_update()
CLEAR = update(receipt_counts).where(_of_notice).values({name: number(0) for name in ("people", *FACTS)})


def _how_many(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, number(1)), else_=number(0))), number(0))


_anew = (
    insert(receipt_counts)
    .from_select(
        ("notice_id", "place", "people", *FACTS),
        select(
            notices.c.id,
            number(PLACE_OF_ALL),
            func.count(),
            _how_many(receipts.c.acked_version >= notices.c.version),
            _how_many(receipts.c.answered_at.is_not(None) & (receipts.c.acked_version >= notices.c.version)),
            _how_many(receipts.c.seen_at.is_not(None) & (receipts.c.version >= notices.c.version)),
            _how_many((receipts.c.is_open == number(1)) & (receipts.c.is_gone == number(0))),
        )
        .select_from(receipts.join(notices, notices.c.id == receipts.c.notice_id))
        .where(_this)
        .group_by(notices.c.id),
    )
    .inline()
)
COUNT_ANEW = _anew.on_conflict_do_update(
    index_elements=["notice_id", "place"], set_={name: _anew.excluded[name] for name in ("people", *FACTS)}
)

_parts = notice_parts.c.notice_id == given("notice_id", notice_parts.c.notice_id)
QUEUE = insert_into(notice_parts, "notice_id", "deed", "detail", "people", "count")
NEXT_PART = (
    delete(notice_parts)
    .where(notice_parts.c.id == select(func.min(notice_parts.c.id)).where(_parts).scalar_subquery())
    .returning(notice_parts.c.deed, notice_parts.c.detail, notice_parts.c.people)
)
WAITING = select(notice_parts.c.deed, func.sum(notice_parts.c.count)).where(_parts).group_by(notice_parts.c.deed)
DROP_PARTS = delete(notice_parts).where(_parts)
