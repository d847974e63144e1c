"""What a ledger's rows make of the office's items: which are new, which change and how; all are kept or none.

It is history: the procedure is not played, and what was due long ago is taken as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.lamps import Terms
from bot.domain.people import Person
from bot.domain.procedure import IN_COMMAND, Hand
from bot.domain.supervision import SupervisionItem
from bot.errors import UserError
from bot.messages import ChatRef
from bot.ports import UnitOfWork
from bot.register.build import Importing, changed, made
from bot.register.columns import COLUMNS
from bot.register.people import People
from bot.register.reading import Fault, Said, read_rows
from bot.register.rows import row_of
from bot.register.sheets import Ledger
from bot.supervising import Wanted

NOWHERE = ChatRef("none", "direct", "register")
"""The chat of items whose people cannot be written to."""

MOST_COMPARED = 20_000

Key = tuple[int, int, int]
Plan = Callable[[SupervisionItem], None]


@dataclass(frozen=True, slots=True)
class Bringing:
    """Who brings which file along, from which chat: nobody from none on the command line."""

    name: str
    language: str
    by: Person | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What becomes of one row: `before` is None for a new item; `what` says how an old one changes."""

    line: int
    after: SupervisionItem
    before: SupervisionItem | None = None
    what: tuple[str, ...] = ()


@dataclass(slots=True)
class Prepared:
    """`unended` counts new ones that are over without a word of when, `again` those without a number of which there is
    an open one already with the same title, lead and due date."""

    rows: int = 0
    new: list[Entry] = field(default_factory=list)
    old: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    unended: int = 0
    again: int = 0
    faults: list[Fault] = field(default_factory=list)
    extra: tuple[str, ...] = ()


def prepare(uow: UnitOfWork, ledger: Ledger, bringing: Bringing, terms: Terms, now: datetime) -> Prepared:
    """Judge every row; nothing is kept yet."""
    rows, faults = read_rows(ledger, terms, now)
    people = People(uow.people.all())
    importing = Importing(people, bringing.by, bringing.name, terms, now, bringing.language)
    found = Prepared(len(ledger.lines), faults=faults, extra=ledger.extra)
    there = _there(uow, rows)
    keys: dict[Key, int] = {}
    for row in rows:
        try:
            _judge(row, importing, there, keys, found)
        except UserError as fault:
            found.faults.append(Fault(row.line, fault))
    for entry in found.new:
        _must_have_parent(entry, there, keys, found)
    found.faults += _not_theirs(bringing, found.old)
    found.again = _again(uow, [entry.after for entry in found.new if not entry.after.number])
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _not_theirs(bringing: Bringing, old: Iterable[Entry]) -> Iterator[Fault]:
    """Through the chat nobody changes what is not theirs to amend; on the server it is the operator who does it."""
    if bringing.by is None or bringing.chat_id is None:
        return
    hand = Hand(bringing.by)
    for entry in old:
        if entry.before and entry.before.parts_of(hand).isdisjoint(IN_COMMAND):
            yield Fault(entry.line, UserError("supervision.row_not_yours", item=entry.before.short))


def _there(uow: UnitOfWork, rows: Iterable[Said]) -> dict[Key, SupervisionItem]:
    """The office's items of those numbers, oldest year first."""
    numbers = {row.number[1] for row in rows if row.number}
    return {(one.year, one.number, one.part): one for one in uow.items.all_numbered(numbers)}


def _judge(
    row: Said, importing: Importing, there: dict[Key, SupervisionItem], keys: dict[Key, int], found: Prepared
) -> None:
    key = _key(row, importing, there)
    if key is not None:
        first = keys.setdefault(key, row.line)
        if first != row.line:
            raise UserError("supervision.row_twice", first=first)
    before = there.get(key) if key else None
    if before is None:
        item = made(row, importing, key)
        found.unended += item.state.is_over and row.ended is None
        found.new.append(Entry(row.line, item))
        return
    was = row_of(before, importing.people, importing.terms)
    after, columns = changed(row, before, was, importing)
    if columns:
        what = tuple(f"{COLUMNS[name][0]}：{_brief(was[name])} → {_brief(row.cells[name])}" for name in columns)
        found.old.append(Entry(row.line, after, before, what))
    else:
        found.unchanged += 1


def _key(row: Said, importing: Importing, there: dict[Key, SupervisionItem]) -> Key | None:
    """Of a number without a year: that of the row's own start, else the newest that there is, else this year's."""
    if row.number is None:
        return None
    year, number, part = row.number
    if year is None and row.assigned is not None:
        year = row.assigned.year
    if year is None:
        year = max(
            (key[0] for key in there if key[1:] == (number, part)), default=importing.terms.day(importing.now).year
        )
    return year, number, part


def _must_have_parent(entry: Entry, there: dict[Key, SupervisionItem], keys: dict[Key, int], found: Prepared) -> None:
    item = entry.after
    whole = (item.year, item.number, 0)
    if item.part and whole not in there and whole not in keys:
        found.faults.append(
            Fault(entry.line, UserError("supervision.row_no_whole", item=f"督〔{item.year}〕{item.number}号"))
        )


def _again(uow: UnitOfWork, new: Sequence[SupervisionItem]) -> int:
    """Perhaps the same file came before."""
    leads = tuple({item.lead_id for item in new})
    there = uow.items.found(Wanted("open", leads=leads), MOST_COMPARED) if leads else []
    known = {(item.title, item.lead_id, item.due_at) for item in there}
    return sum((item.title, item.lead_id, item.due_at) in known for item in new)


def _brief(words: str) -> str:
    most = 40
    return (words[:most] + "…" if len(words) > most else words) or "—"


def keep(uow: UnitOfWork, prepared: Prepared, bringing: Bringing, now: datetime, plan: Plan) -> None:
    """All of it, in this unit of work; wholes before their parts."""
    chats = _Chats(uow, bringing.chat_id, now)
    new = [replace(entry.after, chat_id=chats.of(entry.after.supervisor_id)) for entry in prepared.new]
    stored = uow.items.add_all([item for item in new if not item.part])
    stored += uow.items.add_all(_under_their_wholes(uow, [item for item in new if item.part], stored))
    for entry in prepared.old:
        uow.items.save(entry.after)
    changed = [entry.after for entry in prepared.old]
    said = [*((item, ()) for item in stored), *((entry.after, entry.what) for entry in prepared.old)]
    subjects = [(f"item:{item.id}", _details(bringing, what)) for item, what in said]
    uow.audit.note_each(bringing.by.id if bringing.by else None, "supervision.imported", subjects, now)
    for item in (*(one for one in stored if not one.state.is_over), *changed):
        plan(item)


def _under_their_wholes(
    uow: UnitOfWork, parts: Sequence[SupervisionItem], stored: Sequence[SupervisionItem]
) -> list[SupervisionItem]:
    there = uow.items.all_numbered({one.number for one in parts})
    ids = {(one.year, one.number): one.id for one in (*there, *stored) if not one.part}
    return [replace(one, parent_id=ids[one.year, one.number]) for one in parts]


def _details(bringing: Bringing, what: Sequence[str]) -> dict[str, Any]:
    return {"name": bringing.name, **({"words": "；".join(what)} if what else {})}


class _Chats:
    """Where an item belongs: the chat that the ledger was sent to, else its supervisor's own with the bot."""

    def __init__(self, uow: UnitOfWork, chat_id: int | None, now: datetime) -> None:
        self._uow = uow
        self._chat_id = chat_id
        self._now = now
        self._found: dict[int, int] = {}

    def of(self, person_id: int) -> int:
        if self._chat_id is not None:
            return self._chat_id
        if person_id not in self._found:
            account = self._uow.people.account(person_id)
            ref = account.direct() if account else NOWHERE
            self._found[person_id] = self._uow.chats.seen(ref, "", self._now).id
        return self._found[person_id]
