"""Which items are wanted, as SQL: one statement for each set of conditions, made once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, bindparam, case, func, or_, select

from bot.store.matters import co_owners, items
from bot.store.statements import given, number, one_of
from bot.supervising import Wanted, Which

CHANGING = (
    "year", "number", "part", "title", "standard", "source", "source_words", "urgency", "due_at", "first_due_at",
    "supervisor_id", "lead_id", "unit", "state", "resumes_as", "chat_id", "language", "origin_text", "origin_by",
    "origin_where", "origin_at", "meeting_id", "assigned_at", "moved_at", "accepted_at", "submitted_at", "ended_at",
    "progress", "report", "clock", "slip", "extend_until", "extend_reason", "extend_asked_at", "extended", "sent_back",
    "parent_id", "merged_into", "duty_id", "period", "version",
)  # fmt: skip
ITEM = select(items.c.id, *(items.c[name] for name in CHANGING))

_at = items.c.due_at.type


_helped = select(co_owners.c.item_id)


def _helped_by(name: str) -> ColumnElement[bool]:
    return items.c.id.in_(_helped.where(one_of(co_owners.c.person_id, name)))


def _same(column: str) -> Callable[[], ColumnElement[bool]]:
    return lambda: items.c[column] == given(column, items.c[column])


CONDITIONS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "people": lambda: or_(one_of(items.c.lead_id, "people"), _helped_by("people")),
    "leads": lambda: one_of(items.c.lead_id, "leads"),
    "supervisor_id": _same("supervisor_id"),
    "unit": _same("unit"),
    "states": lambda: one_of(items.c.state, "states"),
    "source": _same("source"),
    "chat_id": _same("chat_id"),
    "due_from": lambda: items.c.due_at >= bindparam("due_from", type_=_at),
    "due_until": lambda: items.c.due_at < bindparam("due_until", type_=_at),
    "ended_from": lambda: items.c.ended_at >= bindparam("ended_from", type_=_at),
    "ended_until": lambda: items.c.ended_at < bindparam("ended_until", type_=_at),
    "moved_before": lambda: items.c.moved_at < bindparam("moved_before", type_=_at),
    "title": lambda: func.lower(items.c.title).contains(bindparam("title", type_=String()), escape="/"),
    "seen": lambda: or_(
        items.c.lead_id == given("seer", items.c.lead_id),
        items.c.supervisor_id == given("seer", items.c.supervisor_id),
        items.c.unit == given("seer_unit", items.c.unit),
        items.c.id.in_(
            select(co_owners.c.item_id).where(co_owners.c.person_id == given("seer", co_owners.c.person_id))
        ),
    ),
}
SHAPES = {"seer": "seen", "seer_unit": "seen"}
NO_UNIT = "\x1f"
"""What no unit is called."""

WHICH: dict[Which, Callable[[], list[ColumnElement[bool]]]] = {
    "open": lambda: [items.c.ended_at.is_(None)],
    "over": lambda: [items.c.ended_at.is_not(None)],
    "any": list,
}
ORDER: dict[Which, tuple[Any, ...]] = {
    "open": (items.c.due_at, items.c.id),
    "over": (items.c.ended_at.desc(), items.c.id.desc()),
    "any": (items.c.id.desc(),),
}


def _where(which: Which, names: frozenset[str]) -> list[ColumnElement[bool]]:
    wanted = sorted({SHAPES.get(name, name) for name in names})
    return [*WHICH[which](), *(CONDITIONS[name]() for name in wanted)]


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
        "unit": wanted.unit or None,
        "states": [state.value for state in wanted.states] or None,
        "source": wanted.source.value if wanted.source else None,
        "chat_id": wanted.chat_id,
        "due_from": wanted.due_from,
        "due_until": wanted.due_until,
        "ended_from": wanted.ended_from,
        "ended_until": wanted.ended_until,
        "moved_before": wanted.moved_before,
        "title": _escaped(wanted.title.lower()) or None,
        "seer": wanted.seen_by[0] if wanted.seen_by else None,
        "seer_unit": (wanted.seen_by[1] or NO_UNIT) if wanted.seen_by else None,
    }
    return {name: value for name, value in conditions.items() if value is not None}


def _escaped(words: str) -> str:
    """The words themselves, and no wildcards."""
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")
