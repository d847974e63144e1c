"""Each row of a ledger is judged by itself: what it says of an item, or what is wrong with it and how to mend it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.lamps import Terms
from bot.domain.procedure import State
from bot.domain.supervision import STANDARD_LENGTH, TITLE_LENGTH, WORDS_LENGTH, Source, Urgency
from bot.errors import UserError
from bot.register.cells import Reference, reference_of, when
from bot.register.columns import COLUMNS, NEEDED, SOURCES, STATES, TIMES, URGENCIES, value_of
from bot.register.neutral import plain
from bot.register.sheets import UNKNOWN, Ledger, Line
from bot.understanding.regex import regex

ORIGIN_LENGTH = 4000
LONGEST = {
    "title": TITLE_LENGTH,
    "standard": STANDARD_LENGTH,
    "progress": WORDS_LENGTH,
    "source": ORIGIN_LENGTH,
    "co_owners": ORIGIN_LENGTH,
    "origin": ORIGIN_LENGTH,
}
LONGEST_ELSE = 200
MOST_YEARS = 50
APART = regex(r"[、,，;；/|\n]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says; None or empty where it says nothing. Times are days where no hour was said.

    `cells` are the row's own words, by our names of the columns.
    """

    line: int
    cells: Mapping[str, str]
    number: Reference | None = None
    title: str = ""
    source: tuple[Source, str] | None = None
    standard: str = ""
    lead: str = ""
    co_owners: tuple[str, ...] = ()
    unit: str = ""
    supervisor: str = ""
    due: date | None = None
    urgency: Urgency | None = None
    state: State | None = None
    progress: str = ""
    assigned: date | None = None
    accepted: date | None = None
    ended: date | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` is 0 for what is wrong with the file as a whole."""

    line: int
    why: UserError


def read_rows(ledger: Ledger, terms: Terms, now: datetime) -> tuple[list[Said], list[Fault]]:
    """What the rows say, and the faults of those that cannot be read."""
    missing = [COLUMNS[name][0] for name in NEEDED if name not in ledger.columns]
    if missing:
        return [], [Fault(0, UserError("supervision.file_columns", columns=tuple(missing)))]
    rows: list[Said] = []
    faults: list[Fault] = []
    for line in ledger.lines:
        try:
            rows.append(_said(line, terms, now))
        except UserError as fault:
            faults.append(Fault(line.number, fault))
    return rows, faults


def _said(line: Line, terms: Terms, now: datetime) -> Said:
    for name, cell in line.cells.items():
        _must_fit(name, cell)
    cells = {name: words for name, cell in line.cells.items() if (words := plain(cell))}
    values: dict[str, Any] = {name: READERS[name](cell) for name, cell in cells.items() if name in READERS}
    return Said(line.number, cells, **values | dict(_times(cells, terms, now)))


def _must_fit(name: str, cell: str) -> None:
    most = LONGEST.get(name, LONGEST_ELSE)
    if cell == UNKNOWN:
        raise UserError("supervision.row_formula", column=COLUMNS[name][0])
    if len(cell) > most:
        raise UserError("supervision.row_too_long", column=COLUMNS[name][0], length=len(cell), most=most)


def _times(cells: Mapping[str, str], terms: Terms, now: datetime) -> Iterator[tuple[str, date]]:
    """A day without a year is one of the year in which the item was set up, or else of this one."""
    year = terms.day(now).year
    for name in ("assigned", *(one for one in TIMES if one != "assigned")):
        if not cells.get(name):
            continue
        found = _time(name, cells[name], terms, year)
        year = found.year if name == "assigned" else year
        yield name, found


def _time(name: str, said: str, terms: Terms, year: int) -> date:
    try:
        found = when(said, terms.zone, year)
        if not year - MOST_YEARS <= found.year <= year + MOST_YEARS:
            raise ValueError
        return found
    except (ValueError, OverflowError) as fault:
        raise UserError("supervision.row_time", column=COLUMNS[name][0], said=said[:20]) from fault


def _source(said: str) -> tuple[Source, str]:
    """`领导批示：李校长11月3日批示` is a kind and its words; words of no kind are their own."""
    head, mark, tail = said.replace("：", ":", 1).partition(":")
    kind = value_of(head, SOURCES)
    if kind is None:
        return Source.OTHER, said
    return kind, tail.strip() if mark else ""


def _state(said: str) -> State:
    found = value_of(said, STATES)
    if found is None:
        words = tuple(known[0] for known in STATES.values())
        raise UserError("supervision.row_state", said=said[:20], words=words)
    return found


def _urgency(said: str) -> Urgency:
    found = value_of(said, URGENCIES)
    if found is None:
        raise UserError("supervision.row_urgency", said=said[:20], words=tuple(one[0] for one in URGENCIES.values()))
    return found


def _lead(said: str) -> str:
    named = _names(said)
    if len(named) > 1:
        raise UserError("supervision.row_leads", names=named)
    return next(iter(named), "")


def _names(said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in APART.split(said) if part.strip()))


def _words(said: str) -> str:
    return said


READERS: Mapping[str, Callable[[str], Any]] = {
    "number": reference_of,
    "title": _words,
    "source": _source,
    "standard": _words,
    "lead": _lead,
    "co_owners": _names,
    "unit": _words,
    "supervisor": _words,
    "urgency": _urgency,
    "state": _state,
    "progress": _words,
    "origin": _words,
}
