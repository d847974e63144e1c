"""Which items are wanted, as SQL: one statement for each set of conditions, made once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    bindparam,
    case,
    func,
    select,
    union,
)

from bot.domain.procedure import State
from bot.store.matters import co_owners, items
from bot.store.statements import given, number, one_of, word
from bot.supervising import Wanted, Which

CHANGING = (
    "year", "number", "part", "title", "standard", "source", "source_words", "urgency", "due_at", "first_due_at",
    "supervisor_id", "lead_id", "unit", "state", "resumes_as", "chat_id", "language", "origin_text", "origin_by",
    "origin_where", "origin_at", "meeting_id", "assigned_at", "moved_at", "accepted_at", "submitted_at", "ended_at",
    "progress", "report", "clock", "slip", "extend_until", "extend_reason", "extend_asked_at", "extended", "sent_back",
    "parent_id", "merged_into", "duty_id", "period", "version",
)  # fmt: skip
ITEM = select(items.c.id, *(items.c[name] for name in CHANGING))

Condition = ColumnElement[bool]
_at = items.c.due_at.type
_mine = items.alias("mine")

WHICH: dict[Which, Callable[[FromClause], list[Condition]]] = {
    "open": lambda table: [table.c.ended_at.is_(None)],
    "over": lambda table: [table.c.ended_at.is_not(None)],
    "any": lambda table: [],
}
ORDER: dict[Which, tuple[Any, ...]] = {
    "open": (items.c.due_at, items.c.id),
    "over": (items.c.ended_at.desc(), items.c.id.desc()),
    "any": (items.c.id.desc(),),
}


def _same(column: str) -> Callable[[Which], Condition]:
    return lambda which: items.c[column] == given(column, items.c[column])


def _compared(column: str, name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=items.c[column].type)


def _found_by(which: Which, conditions: list[Condition], helped: Condition) -> Condition:
    """Its id is among those that one index each finds: no database looks into an OR over two tables by index."""
    found = [select(_mine.c.id).where(*WHICH[which](_mine), condition) for condition in conditions]
    still = [co_owners.c.is_open == number(1)] if which == "open" else []
    return items.c.id.in_(union(*found, select(co_owners.c.item_id).where(helped, *still)))


def _of_people(which: Which) -> Condition:
    return _found_by(which, [one_of(_mine.c.lead_id, "people")], one_of(co_owners.c.person_id, "people"))


def _seen(which: Which) -> Condition:
    mine = [_mine.c[name] == given("seer", _mine.c[name]) for name in ("lead_id", "supervisor_id")]
    unit = _mine.c.unit == given("seer_unit", _mine.c.unit)
    return _found_by(which, [*mine, unit], co_owners.c.person_id == given("seer", co_owners.c.person_id))


def _pressing(which: Which) -> Condition:
    still = items.c.moved_at < _compared("moved_at", "still_since")
    return (items.c.due_at < _compared("due_at", "pressing_until")) | (items.c.state == word(ASSIGNED)) | still


CONDITIONS: dict[str, Callable[[Which], Condition]] = {
    "people": _of_people,
    "leads": lambda which: one_of(items.c.lead_id, "leads"),
    "supervisor_id": _same("supervisor_id"),
    "supervisors": lambda which: one_of(items.c.supervisor_id, "supervisors"),
    "unit": _same("unit"),
    "states": lambda which: one_of(items.c.state, "states"),
    "source": _same("source"),
    "chat_id": _same("chat_id"),
    "due_from": lambda which: items.c.due_at >= _compared("due_at", "due_from"),
    "due_until": lambda which: items.c.due_at < _compared("due_at", "due_until"),
    "ended_from": lambda which: items.c.ended_at >= _compared("ended_at", "ended_from"),
    "ended_until": lambda which: items.c.ended_at < _compared("ended_at", "ended_until"),
    "moved_before": lambda which: items.c.moved_at < _compared("moved_at", "moved_before"),
    "pressing": _pressing,
    "title": lambda which: func.lower(items.c.title).contains(bindparam("title", type_=String()), escape="/"),
    "seen": _seen,
}
SHAPES = {"seer": "seen", "seer_unit": "seen", "pressing_until": "pressing", "still_since": "pressing"}
ASSIGNED = State.ASSIGNED.value
NO_UNIT = "\x1f"
"""What no unit is called."""


def _where(which: Which, names: frozenset[str]) -> list[Condition]:
    wanted = sorted({SHAPES.get(name, name) for name in names})
    return [*WHICH[which](items), *(CONDITIONS[name](which) for name in wanted)]


@lru_cache(maxsize=256)
def finding(which: Which, names: frozenset[str]) -> Select[Any]:
    """A page of items; parameters `most`, `skipped` and those of the conditions."""
    page = (bindparam("most", type_=BigInteger()), bindparam("skipped", type_=BigInteger()))
    return ITEM.where(*_where(which, names)).order_by(*ORDER[which]).limit(page[0]).offset(page[1])


@lru_cache(maxsize=256)
def counting(which: Which, names: frozenset[str]) -> Select[Any]:
    """All of them, those due before `first`, those due from `first` and before `second`."""
    first, second = (bindparam(name, type_=_at) for name in ("first", "second"))
    before = func.sum(case((items.c.due_at < first, number(1)), else_=number(0)))
    between = func.sum(case(((items.c.due_at >= first) & (items.c.due_at < second), number(1)), else_=number(0)))
    columns: list[ColumnElement[Any]] = [func.count(), before, between]
    return select(*columns).select_from(items).where(*_where(which, names))


def params_of(wanted: Wanted) -> dict[str, Any]:
    """The parameters of the conditions that were given."""
    conditions: dict[str, Any] = {
        "people": list(wanted.people) or None,
        "leads": list(wanted.leads) or None,
        "supervisor_id": wanted.supervisor,
        "supervisors": list(wanted.supervisors) or None,
        "unit": wanted.unit or None,
        "states": [state.value for state in wanted.states] or None,
        "source": wanted.source.value if wanted.source else None,
        "chat_id": wanted.chat_id,
        "due_from": wanted.due_from,
        "due_until": wanted.due_until,
        "ended_from": wanted.ended_from,
        "ended_until": wanted.ended_until,
        "moved_before": wanted.moved_before,
        "pressing_until": wanted.pressing[0] if wanted.pressing else None,
        "still_since": wanted.pressing[1] if wanted.pressing else None,
        "title": _escaped(wanted.title.lower()) or None,
        "seer": wanted.seen_by[0] if wanted.seen_by else None,
        "seer_unit": (wanted.seen_by[1] or NO_UNIT) if wanted.seen_by else None,
    }
    return {name: value for name, value in conditions.items() if value is not None}


def _escaped(words: str) -> str:
    """The words themselves, and no wildcards."""
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")
