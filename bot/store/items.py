"""Supervision items and their co-owners."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, case, delete, func, select, tuple_, update

from bot.domain.appraisal import Done
from bot.domain.procedure import State
from bot.domain.supervision import Extension, Origin, Slip, Source, SupervisionItem, Urgency
from bot.store.items_wanted import CHANGING, ITEM, counting, finding, params_of
from bot.store.matters import co_owners, item_numbers, items
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, one_of
from bot.supervising import Counted, Wanted

COLUMNS = ("id", *CHANGING)
MOST = bindparam("most", type_=BigInteger())
_number = insert_into(item_numbers, "year", "last")
_given = _number.excluded.last
NEXT_NUMBER = _number.on_conflict_do_update(index_elements=["year"], set_={"last": item_numbers.c.last + 1}).returning(
    item_numbers.c.last
)
NEXT_NUMBERS = _number.on_conflict_do_update(
    index_elements=["year"], set_={"last": item_numbers.c.last + _given}
).returning(item_numbers.c.last)
RAISE_NUMBER = _number.on_conflict_do_update(
    index_elements=["year"],
    set_={
        "last": case((item_numbers.c.last < _number.excluded.last, _number.excluded.last), else_=item_numbers.c.last)
    },
)
ADD_ONE_OF_MANY = insert_into(items, *CHANGING)
ADD = ADD_ONE_OF_MANY.returning(items.c.id)
SAVE = (
    update(items)
    .where(items.c.id == given("item_id", items.c.id))
    .values({name: given(f"new_{name}", items.c[name]) for name in CHANGING})
)
GET = ITEM.where(items.c.id == given("item_id", items.c.id))
GET_TO_CHANGE = GET.with_for_update()
NAMED = ITEM.where(one_of(items.c.id, "ids"))
NUMBERED = ITEM.where(
    items.c.year == given("year", items.c.year),
    items.c.number == given("number", items.c.number),
    items.c.part == given("part", items.c.part),
)
LATEST_YEAR = (
    select(item_numbers.c.year)
    .where(item_numbers.c.last >= given("number", item_numbers.c.last))
    .order_by(item_numbers.c.year.desc())
)
YEARS = select(item_numbers.c.year).order_by(item_numbers.c.year)
OF_YEAR = ITEM.where(items.c.year == given("year", items.c.year), one_of(items.c.number, "numbers")).order_by(
    items.c.id
)
OF_YEAR_TO_CHANGE = OF_YEAR.with_for_update()
IDS_OF_YEAR = select(items.c.number, items.c.part, items.c.id).where(
    items.c.year == given("year", items.c.year), one_of(items.c.number, "numbers")
)
AFTER = ITEM.where(items.c.id > given("after", items.c.id)).order_by(items.c.id).limit(MOST)
DONE = (
    select(items.c.id, items.c.unit, items.c.due_at, items.c.submitted_at, items.c.ended_at, items.c.sent_back)
    .where(
        items.c.ended_at.is_not(None),
        items.c.ended_at < given("until", items.c.ended_at),
        tuple_(items.c.ended_at, items.c.id) > tuple_(given("after", items.c.ended_at), given("after_id", items.c.id)),
        items.c.state == given("state", items.c.state),
    )
    .order_by(items.c.ended_at, items.c.id)
    .limit(MOST)
)
PARTS = ITEM.where(items.c.parent_id == given("parent_id", items.c.parent_id), items.c.parent_id.is_not(None)).order_by(
    items.c.id
)
OPEN_PARTS = select(func.count()).where(
    items.c.parent_id == given("parent_id", items.c.parent_id),
    items.c.parent_id.is_not(None),
    items.c.ended_at.is_(None),
)
SAID = (
    ITEM.where(
        items.c.origin_by == given("by", items.c.origin_by),
        items.c.origin_at >= given("since", items.c.origin_at),
        items.c.origin_text == given("text", items.c.origin_text),
    )
    .order_by(items.c.origin_at.desc())
    .limit(1)
)
_of_duty = ITEM.where(items.c.duty_id == given("duty_id", items.c.duty_id), items.c.duty_id.is_not(None))
OF_DUTY = _of_duty.where(items.c.period == given("period", items.c.period))
LAST_OF_DUTY = _of_duty.order_by(items.c.id.desc()).limit(1)

CO_OWNERS = (
    select(co_owners.c.item_id, co_owners.c.person_id)
    .where(one_of(co_owners.c.item_id, "ids"))
    .order_by(co_owners.c.item_id, co_owners.c.position)
)
PLACED = (
    select(co_owners.c.person_id, co_owners.c.is_open)
    .where(co_owners.c.item_id == given("item_id", co_owners.c.item_id))
    .order_by(co_owners.c.position)
)
PLACE = insert_into(co_owners, "item_id", "person_id", "position", "is_open")
UNPLACE = delete(co_owners).where(co_owners.c.item_id == given("item_id", co_owners.c.item_id))


class SqlItems:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, item: SupervisionItem) -> SupervisionItem:
        """A number that is given (a part's, an imported one's) keeps later ones above it."""
        numbered = item if item.number else replace(item, number=self._next_number(item.year))
        if item.number and not item.part:
            self._session.run(RAISE_NUMBER, year=item.year, last=item.number)
        stored = replace(numbered, id=self._session.rows(ADD, **_values(numbered))[0][0])
        self._place(stored)
        return stored

    def add_all(self, new: Sequence[SupervisionItem]) -> list[SupervisionItem]:
        """A few statements however many they are."""
        numbered = self._all_with_numbers(new)
        self._session.run_many(ADD_ONE_OF_MANY, map(_values, numbered))
        ids = self._ids(numbered)
        stored = [replace(one, id=ids[one.year, one.number, one.part]) for one in numbered]
        self._place(*stored)
        return stored

    def save(self, item: SupervisionItem) -> None:
        values = {f"new_{name}": value for name, value in _values(item).items()}
        self._session.run(SAVE, item_id=item.id, **values)
        if self._session.rows(PLACED, item_id=item.id) != [(one, int(item.ended_at is None)) for one in item.co_owners]:
            self._session.run(UNPLACE, item_id=item.id)
            self._place(item)

    def get(self, item_id: int) -> SupervisionItem | None:
        statement = GET_TO_CHANGE if self._session.is_writer else GET
        return self._one(statement, item_id=item_id)

    def named(self, item_ids: Collection[int]) -> dict[int, SupervisionItem]:
        return {one.id: one for one in self._found(NAMED, ids=sorted(item_ids))}

    def numbered(self, number: int, part: int = 0, year: int | None = None) -> SupervisionItem | None:
        if year is not None:
            return self._one(NUMBERED, number=number, part=part, year=year)
        years = [row[0] for row in self._session.rows(LATEST_YEAR, number=number)]
        found = (self._one(NUMBERED, number=number, part=part, year=one) for one in years)
        return next((one for one in found if one is not None), None)

    def all_numbered(self, numbers: Collection[int]) -> list[SupervisionItem]:
        statement = OF_YEAR_TO_CHANGE if self._session.is_writer else OF_YEAR
        years = [row[0] for row in self._session.rows(YEARS)] if numbers else []
        return [one for year in years for one in self._found(statement, year=year, numbers=sorted(numbers))]

    def all_after(self, item_id: int, limit: int) -> list[SupervisionItem]:
        return self._found(AFTER, after=item_id, most=limit)

    def done(self, since: datetime, until: datetime, after: tuple[datetime, int], limit: int) -> list[Done]:
        at, item_id = max(after, (since, 0))
        params = {"until": until, "after": at, "after_id": item_id, "most": limit, "state": State.CLOSED.value}
        return [Done(*row) for row in self._session.rows(DONE, **params)]

    def parts(self, item_id: int) -> list[SupervisionItem]:
        return self._found(PARTS, parent_id=item_id)

    def open_parts(self, item_id: int) -> int:
        return int(self._session.rows(OPEN_PARTS, parent_id=item_id)[0][0])

    def found(self, wanted: Wanted, limit: int, offset: int = 0) -> list[SupervisionItem]:
        params = params_of(wanted)
        return self._found(finding(wanted.which, frozenset(params)), most=limit, skipped=offset, **params)

    def counted(self, wanted: Wanted, first_edge: datetime, second_edge: datetime) -> Counted:
        params = params_of(wanted)
        statement = counting(wanted.which, frozenset(params))
        total, before, between = self._session.rows(statement, first=first_edge, second=second_edge, **params)[0]
        return Counted(total, before or 0, between or 0)

    def said(self, text: str, by: str, since: datetime) -> SupervisionItem | None:
        return self._one(SAID, text=text, by=by, since=since)

    def of_duty(self, duty_id: int, period: str) -> SupervisionItem | None:
        return self._one(OF_DUTY, duty_id=duty_id, period=period)

    def last_of_duty(self, duty_id: int) -> SupervisionItem | None:
        return self._one(LAST_OF_DUTY, duty_id=duty_id)

    def _all_with_numbers(self, new: Sequence[SupervisionItem]) -> list[SupervisionItem]:
        """Later numbers come after those that were given, and those that are missing after all of them."""
        given_ones, wanting = defaultdict[int, int](int), defaultdict[int, int](int)
        for one in new:
            given_ones[one.year] = max(given_ones[one.year], 0 if one.part else one.number)
            wanting[one.year] += not one.number
        for year, last in given_ones.items():
            if last:
                self._session.run(RAISE_NUMBER, year=year, last=last)
        free: dict[int, Iterator[int]] = {}
        for year, count in wanting.items():
            last = self._session.rows(NEXT_NUMBERS, year=year, last=count)[0][0] if count else 0
            free[year] = iter(range(last - count + 1, last + 1))
        return [one if one.number else replace(one, number=next(free[one.year])) for one in new]

    def _ids(self, new: Sequence[SupervisionItem]) -> dict[tuple[int, int, int], int]:
        numbers: dict[int, set[int]] = defaultdict(set)
        for one in new:
            numbers[one.year].add(one.number)
        return {
            (year, number, part): item_id
            for year, of_year in numbers.items()
            for number, part, item_id in self._session.rows(IDS_OF_YEAR, year=year, numbers=sorted(of_year))
        }

    def _next_number(self, year: int) -> int:
        return int(self._session.rows(NEXT_NUMBER, year=year, last=1)[0][0])

    def _one(self, statement: Select[Any], **params: Any) -> SupervisionItem | None:
        return next(iter(self._found(statement, **params)), None)

    def _found(self, statement: Select[Any], **params: Any) -> list[SupervisionItem]:
        rows = self._session.rows(statement, **params)
        who = self._co_owners([row[0] for row in rows]) if rows else {}
        return [_item(row, tuple(who[row[0]])) for row in rows]

    def _co_owners(self, item_ids: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for item_id, person_id in self._session.rows(CO_OWNERS, ids=item_ids):
            found[item_id].append(person_id)
        return found

    def _place(self, *stored: SupervisionItem) -> None:
        rows = [
            {"item_id": item.id, "person_id": person_id, "position": place, "is_open": int(item.ended_at is None)}
            for item in stored
            for place, person_id in enumerate(item.co_owners)
        ]
        if rows:
            self._session.run_many(PLACE, rows)


WORDS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("source", {one.value: one for one in Source}),
    ("urgency", {one.value: one for one in Urgency}),
    ("state", {one.value: one for one in State}),
    ("slip", {one.value: one for one in Slip}),
    ("resumes_as", {one.value: one for one in State} | {"": None}),
)
"""What is kept as a word, and what each of them means."""


def _item(row: Row, co_owner_ids: tuple[int, ...]) -> SupervisionItem:
    values = dict(zip(COLUMNS, row, strict=True))
    take = values.pop
    origin = Origin(take("origin_text"), take("origin_by"), take("origin_where"), take("origin_at"), take("meeting_id"))
    until, reason, asked_at = take("extend_until"), take("extend_reason"), take("extend_asked_at")
    for name, meant in WORDS:
        values[name] = meant[values[name]]
    values["clock"] = bool(values["clock"])
    extension = Extension(until, reason, asked_at) if until else None
    return SupervisionItem(**values, origin=origin, extension=extension, co_owners=co_owner_ids)


def _values(item: SupervisionItem) -> dict[str, Any]:
    extension, origin = item.extension, item.origin
    beside = {
        "origin_text": origin.text,
        "origin_by": origin.by,
        "origin_where": origin.where,
        "origin_at": origin.at,
        "meeting_id": origin.meeting_id,
        "extend_until": extension.until if extension else None,
        "extend_reason": extension.reason if extension else "",
        "extend_asked_at": extension.asked_at if extension else None,
        "resumes_as": item.resumes_as.value if item.resumes_as else "",
        "clock": int(item.clock),
    }
    return {name: beside[name] if name in beside else _plain(getattr(item, name)) for name in CHANGING}


def _plain(value: Any) -> Any:
    """Enumerations as their words: the drivers take no other kind of text."""
    return value.value if isinstance(value, State | Source | Urgency | Slip) else value
