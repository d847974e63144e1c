"""Two people who are one: everything that refers to one of them refers to the other from then on.

The columns that refer to people are found by the metadata, so no table that is added can be forgotten.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    exists,
    null,
    select,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.dml import UpdateBase

from bot.store.columns import metadata
from bot.store.matters import handovers, pushes
from bot.store.notice_tables import notices, receipts
from bot.store.schema import accounts, attendees, dialogs, leaves, outbox, people, schedules
from bot.store.session import Session
from bot.store.statements import given, number
from bot.store.survey_tables import survey_roster

KEPT, GONE = bindparam("kept", type_=BigInteger()), bindparam("gone", type_=BigInteger())

BY_NUMBER_ALONE = {"people.merged_into", "outbox.by_person_id"}
"""Columns that hold a person without a foreign key, and follow; `outbox` as far as it is still to be sent."""

STAYS = {"audit.actor_id"}
"""Columns that say who it was at that time."""


def references() -> list[Column[Any]]:
    """Every column with a foreign key to people."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column is people.c.id for key in column.foreign_keys)
    ]


def _keys(column: Column[Any]) -> Iterator[list[Column[Any]]]:
    """The other columns of each key that this one is part of."""
    table = column.table
    assert isinstance(table, Table)
    wholes = [tuple(table.primary_key.columns)]
    wholes += [tuple(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    wholes += [tuple(one.columns) for one in table.indexes if one.unique]
    return ([other for other in whole if other is not column] for whole in wholes if column in whole)


def _drop_twins(column: Column[Any], others: list[Column[Any]]) -> UpdateBase:
    """Where both have a row of the same key, the kept one's stays."""
    table = column.table
    assert isinstance(table, Table)
    twin = table.alias("twin")
    same = and_(twin.c[column.name] == KEPT, *(twin.c[one.name] == one for one in others))
    return delete(table).where(column == GONE, exists(select(number(1)).select_from(twin).where(same)))


@lru_cache(maxsize=1)
def _moves() -> tuple[UpdateBase, ...]:
    found: list[UpdateBase] = []
    for column in references():
        table = column.table
        assert isinstance(table, Table)
        found += [_drop_twins(column, others) for others in _keys(column)]
        found.append(update(table).where(column == GONE).values({column.name: KEPT}))
    return tuple(found)


CLOSE_QUESTIONS = delete(dialogs).where(dialogs.c.person_id == GONE)
LAST_RANK = select(accounts.c.rank).where(accounts.c.person_id == KEPT).order_by(accounts.c.rank.desc()).limit(1)
BEHIND = (
    update(accounts)
    .where(accounts.c.person_id == GONE)
    .values(rank=accounts.c.rank + bindparam("after", type_=BigInteger()))
)
NOT_FOR_ONESELF = (
    update(attendees).where(attendees.c.stand_in_for == attendees.c.person_id).values(stand_in_for=null()),
    update(leaves).where(leaves.c.deputy_id == leaves.c.person_id).values(deputy_id=null()),
)
FOLLOW = (
    update(people).where(people.c.merged_into == GONE).values(merged_into=KEPT),
    update(outbox).where(outbox.c.state == "open", outbox.c.by_person_id == GONE).values(by_person_id=KEPT),
    update(outbox).where(outbox.c.untold == number(1), outbox.c.by_person_id == GONE).values(by_person_id=KEPT),
)
MERGED = update(people).where(people.c.id == GONE).values(merged_into=KEPT)
OTHER = people.alias("other")
LACKING = tuple(
    update(people)
    .where(people.c.id == KEPT, people.c[name] == "")
    .values({name: select(OTHER.c[name]).where(OTHER.c.id == GONE).scalar_subquery()})
    for name in ("email", "mobile", "language", "prefers")
)


def merge(session: Session, kept: int, gone: int) -> None:
    """Nothing of either is lost but rows that both have, of which the kept one's stays."""
    _receipts(session, kept, gone)
    for column in IN_JSON:
        _rewrite(session, column, kept, gone)
    session.run(CLOSE_QUESTIONS, gone=gone)
    last = session.row(LAST_RANK, kept=kept)
    session.run(BEHIND, gone=gone, after=1 + (last[0] if last else -1))
    for lacking in LACKING:
        session.run(lacking, kept=kept, gone=gone)
    session.run(ANSWERED_ONCE, kept=kept, gone=gone)
    for move in (*_moves(), *FOLLOW, MERGED):
        session.run(move, kept=kept, gone=gone)
    for statement in NOT_FOR_ONESELF:
        session.run(statement)


OTHERS_ENTRY = survey_roster.alias("others_entry")
ANSWERED_ONCE = (
    update(survey_roster)
    .where(
        survey_roster.c.person_id == KEPT,
        exists(
            select(number(1)).where(
                OTHERS_ENTRY.c.survey_id == survey_roster.c.survey_id,
                OTHERS_ENTRY.c.person_id == GONE,
                OTHERS_ENTRY.c.progress > survey_roster.c.progress,
            )
        ).correlate(survey_roster),
    )
    .values(
        {
            name: select(OTHERS_ENTRY.c[name])
            .where(OTHERS_ENTRY.c.survey_id == survey_roster.c.survey_id, OTHERS_ENTRY.c.person_id == GONE)
            .correlate(survey_roster)
            .scalar_subquery()
            for name in ("progress", "is_done", "day")
        }
    )
)
"""Where one of the two has answered, the one that they are has, and answers no second time."""

OWN = ("version", "seen_at", "acked_at", "acked_version", "answered_at", "answer", "chased", "is_gone")
RECEIPTS = select(receipts.c.notice_id, *(receipts.c[name] for name in OWN)).where(
    receipts.c.person_id == bindparam("person", type_=BigInteger())
)
SAVE = (
    update(receipts)
    .where(receipts.c.person_id == KEPT, receipts.c.notice_id == given("notice", receipts.c.notice_id))
    .values({name: given(f"new_{name}", receipts.c[name]) for name in OWN})
)
ONE_LESS = (
    update(notices).where(notices.c.id == given("notice", notices.c.id)).values(people=notices.c.people - number(1))
)
RENAME = tuple(
    update(outbox)
    .where(column == bindparam("old_key", type_=String()), *also)
    .values({column.name: bindparam("new_key", type_=String())})
    for column, also in (
        (outbox.c.root, ()), (outbox.c.replaces, (outbox.c.replaces.is_not(None),)), (outbox.c.key, ()),
    )
)  # fmt: skip


def _receipts(session: Session, kept: int, gone: int) -> None:
    """One person, one receipt: the facts of both; the card that was sent is found under the kept one's name."""
    there = {row[0]: dict(zip(OWN, row[1:], strict=True)) for row in session.rows(RECEIPTS, person=kept)}
    for notice_id, *values in session.rows(RECEIPTS, person=gone):
        theirs = dict(zip(OWN, values, strict=True))
        if notice_id in there:
            facts = _both(there[notice_id], theirs)
            session.run(SAVE, kept=kept, notice=notice_id, **{f"new_{name}": facts[name] for name in OWN})
            session.run(ONE_LESS, notice=notice_id)
        else:
            _rename_cards(session, notice_id, theirs["version"], kept, gone)


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    later = max(one, other, key=lambda facts: facts["acked_version"])
    answered = one if one["answered_at"] or not other["answered_at"] else other
    return {
        "version": max(one["version"], other["version"]),
        "seen_at": min((at for at in (one["seen_at"], other["seen_at"]) if at), default=None),
        "acked_at": later["acked_at"],
        "acked_version": later["acked_version"],
        "answered_at": answered["answered_at"],
        "answer": answered["answer"],
        "chased": max(one["chased"], other["chased"]),
        "is_gone": min(one["is_gone"], other["is_gone"]),
    }


def _rename_cards(session: Session, notice_id: int, versions: int, kept: int, gone: int) -> None:
    """A receipt's card is found by a key that ends with the person, as `fates` finds it."""
    for version in range(1, versions + 1):
        keys = {"old_key": f"notice:{notice_id}:v{version}:{gone}", "new_key": f"notice:{notice_id}:v{version}:{kept}"}
        for rename in RENAME:
            session.run(rename, **keys)


def _in_list(value: Any, kept: int, gone: int) -> Any:
    return list(dict.fromkeys(kept if one == gone else one for one in value))


def _in_audience(value: Any, kept: int, gone: int) -> Any:
    return {**value, **{part: _in_list(value[part], kept, gone) for part in ("people", "but_people") if part in value}}


def _in_lines(value: Any, kept: int, gone: int) -> Any:
    named = {"person_id", "for_id"}
    return [{name: kept if name in named and one == gone else one for name, one in line.items()} for line in value]


IN_JSON: dict[Column[Any], Callable[[Any, int, int], Any]] = {
    schedules.c.people: _in_list,
    handovers.c.agreed: _in_list,
    pushes.c.lines: _in_lines,
    **{table.c.audience: _in_audience for table in metadata.sorted_tables if "audience" in table.c},
}
"""Columns of JSON that hold people, and how they are found in them."""


@lru_cache(maxsize=8)
def _reading(column: Column[Any]) -> tuple[Any, UpdateBase]:
    table = column.table
    assert isinstance(table, Table)
    written = sql_cast(column, String).like(bindparam("has", type_=String()))
    save = update(table).where(table.c.id == bindparam("row", type_=BigInteger()))
    return select(table.c.id, column).where(written), save.values({column.name: given("value", column)})


def _rewrite(session: Session, column: Column[Any], kept: int, gone: int) -> None:
    reading, save = _reading(column)
    for row, value in session.rows(reading, has=f"%{gone}%"):
        after = IN_JSON[column](value, kept, gone)
        if after != value:
            session.run(save, row=row, value=after)
