"""Items among each other: split into parts, made a part of another, merged into another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from bot.asking.steps import ask
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.people import Person
from bot.domain.procedure import Deed, must_be_allowed_to_assign
from bot.domain.supervision import SupervisionItem
from bot.errors import UserError
from bot.messages import Outgoing
from bot.turn import Answer, Ask, ReadBack, Turn
from bot.understanding.times import find_times
from handlers.supervision import tell
from handlers.supervision.assign import register
from handlers.supervision.cards import Shown, due_words
from handlers.supervision.desk import Which, hand, noted, numbered, router, the_item, until_closing
from handlers.supervision.keeping import saved, settled_on, why

MOST_PARTS = 20
DEEPEST = 20
BETWEEN = re.compile(r"[;；\n]+")
EDGES = " ,，、:：。.;；\t"


@dataclass(frozen=True, slots=True)
class Split(Which):
    """Each of `parts` is one clause: what, who, by when."""

    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge(Which):
    """`numbers` go into the item `into`."""

    into: str = ""


@dataclass(frozen=True, slots=True)
class Adopt(Which):
    """`numbers` become parts of the item `into`."""

    into: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part as it was said, settled."""

    title: str
    lead: Person
    due_at: datetime


@router.intent("split", Split)
def split(turn: Turn, slots: Split) -> Answer:
    item = the_item(turn, slots, Deed.SPLIT)
    if isinstance(item, Ask):
        return item
    item.must(Deed.SPLIT, hand(turn))
    known = settled_on(slots, item)
    if not known.parts:
        return ask(turn, known, "parts", "supervision.which_parts", item=item.short)
    pieces = _pieces(turn, item, known)
    numbered_pieces = zip(_free_parts(turn, item), pieces, strict=False)
    lines = [_piece_line(turn, item, part, piece) for part, piece in numbered_pieces]
    title = turn.say("supervision.split_title", item=item.short, title=item.title, count=len(pieces))
    return ReadBack(known, Card(title, body="\n".join(lines)))


@router.confirmed("split")
def confirm_split(turn: Turn, slots: Split) -> Answer:
    item = the_item(turn, slots, Deed.SPLIT)
    if isinstance(item, Ask):
        return item
    item.must(Deed.SPLIT, hand(turn))
    pieces = _pieces(turn, item, slots)
    made = [_make_part(turn, item, part, piece) for part, piece in zip(_free_parts(turn, item), pieces, strict=False)]
    noted(turn, item, "split", name=turn.say.listed(one.short for one in made))
    told = [card for one in made for card in tell.assigned(turn, tell.shown(turn, one))]
    return tell.done(turn, item, "supervision.split", *told, count=len(made))


def _free_parts(turn: Turn, item: SupervisionItem) -> Iterator[int]:
    """The next numbers within the whole, which is held: parts of a part are counted with it."""
    whole = turn.uow.items.numbered(item.number, 0, item.year)
    if whole is not None:
        turn.uow.items.get(whole.id)
    return (part for part in count(1) if turn.uow.items.numbered(item.number, part, item.year) is None)


def _pieces(turn: Turn, item: SupervisionItem, slots: Split) -> list[Piece]:
    clauses = [clause for said in slots.parts for clause in BETWEEN.split(said) if clause.strip(EDGES)]
    if len(clauses) > MOST_PARTS:
        raise UserError("supervision.too_many_parts", most=MOST_PARTS, count=len(clauses))
    return [_piece(turn, item, clause) for clause in clauses]


def _piece(turn: Turn, item: SupervisionItem, clause: str) -> Piece:
    """`收集数据 王芳 12月5日前`: the person's name and the time are taken out, the rest is the title."""
    lead = _named(turn, clause)
    if lead is None:
        raise UserError("supervision.part_without_lead", part=clause.strip(EDGES))
    must_be_allowed_to_assign(hand(turn), lead, item.people)
    due_at, bare = _due_of(turn, item, clause)
    named = rf"\s*(?:主办|负责|牵头|lead|owner)?[:\uff1a]?\s*{re.escape(lead.name)}\s*(?:负责|主办|牵头)?"
    title = re.sub(r"\s{2,}", " ", re.sub(named, " ", bare)).strip(EDGES)
    if not title:
        raise UserError("supervision.part_without_title", name=lead.name)
    return Piece(title, lead, due_at)


def _named(turn: Turn, clause: str) -> Person | None:
    named = sorted((name for name in turn.directory.names if name in clause), key=len, reverse=True)
    found = meant_by(turn, named[0]) if named else ()
    if named and len(found) != 1:
        raise UserError("supervision.part_whose", name=named[0])
    return found[0] if found else None


def _due_of(turn: Turn, item: SupervisionItem, clause: str) -> tuple[datetime, str]:
    """No later than the whole; the whole's own date where none was said."""
    zone, calendar = turn.house.zone, turn.house.calendar
    found = find_times(clause, turn.now.astimezone(zone), zone=zone, calendar=calendar)
    if not found:
        return item.due_at, clause
    moment = found[0]
    at = moment.end if moment.kind == "deadline" and moment.end else moment.start
    due_at = until_closing(turn, at if moment.timed or moment.kind == "deadline" else at.date()) if at else item.due_at
    if due_at <= turn.now:
        raise UserError("supervision.due_past", due=due_at)
    if due_at > item.due_at:
        raise UserError("supervision.part_later", part=clause.strip(EDGES), due=item.due_at)
    return due_at, clause[: moment.span[0]] + " " + clause[moment.span[1] :]


def _piece_line(turn: Turn, item: SupervisionItem, part: int, piece: Piece) -> str:
    as_part = replace(item, part=part, due_at=piece.due_at)
    due = due_words(Shown(as_part, {}, turn.house), turn.say)
    day = piece.due_at.astimezone(turn.house.zone).date()
    note = "" if turn.house.calendar.is_working(day) else turn.say("supervision.on_rest_day")
    return f"{as_part.short} {piece.title} · {piece.lead.name} · {due}{note}"


def _make_part(turn: Turn, item: SupervisionItem, part: int, piece: Piece) -> SupervisionItem:
    made = replace(
        item,
        id=0,
        part=part,
        parent_id=item.id,
        title=piece.title,
        standard="",
        lead_id=piece.lead.id,
        unit=piece.lead.unit or item.unit,
        due_at=piece.due_at,
        first_due_at=piece.due_at,
        co_owners=(),
        state=type(item.state).ASSIGNED,
        assigned_at=turn.now,
        moved_at=turn.now,
        accepted_at=None,
        progress="",
        extension=None,
        extended=0,
        sent_back=0,
        duty_id=None,
        period="",
        version=1,
    )
    return register(turn, made.checked())


@router.intent("merge", Merge)
def merge(turn: Turn, slots: Merge) -> Answer:
    """All that were named go into the one; each keeps its trail, and the one's trail names them."""
    into = _target(turn, slots, "merge_into")
    if isinstance(into, Ask):
        return into
    merged = list({one.id: one for one in (numbered(turn, said) for said in slots.numbers)}.values())
    mine = hand(turn)
    for item in merged:
        item.must(Deed.MERGE, mine)
        into.must(Deed.MERGE, mine)
    if not slots.reason:
        return why(turn, slots, into, Deed.MERGE)
    told: list[Outgoing] = []
    for item in merged:
        after = item.merged(mine, into, turn.uow.items.open_parts(item.id), turn.now)
        saved(turn, after, "merged", name=into.short, words=slots.reason)
        noted(turn, into, "merged_in", name=item.short, words=slots.reason)
        told += tell.refreshed(turn, tell.shown(turn, after))
        told += tell.news(turn, after, tell.concerned(after), "supervision.merged_news", into=into.short)
        told += tell.whole_again(turn, after)
    into = _with_their_people(turn, into, merged)
    return tell.done(turn, into, "supervision.merged", *told, names=turn.say.listed(item.short for item in merged))


def _with_their_people(turn: Turn, into: SupervisionItem, merged: list[SupervisionItem]) -> SupervisionItem:
    """Who did the merged items helps with the one from now on."""
    people = [one for item in merged for one in item.people]
    co_owners = tuple(dict.fromkeys((*into.co_owners, *(one for one in people if one != into.lead_id))))
    after = replace(into, co_owners=co_owners)
    turn.uow.items.save(after)
    return after


@router.intent("adopt", Adopt)
def adopt(turn: Turn, slots: Adopt) -> Answer:
    parent = _target(turn, slots, "adopt_into")
    if isinstance(parent, Ask):
        return parent
    above = _above(turn, parent)
    told: list[str] = []
    for said in slots.numbers:
        item = numbered(turn, said)
        after = saved(turn, item.adopted(hand(turn), parent, above, turn.now), "adopted", name=parent.short)
        noted(turn, parent, "part_made", name=after.short)
        told.append(after.short)
    return tell.done(turn, parent, "supervision.adopted", names=turn.say.listed(told))


def _above(turn: Turn, item: SupervisionItem) -> list[int]:
    """The item, and all that it is a part of."""
    found = [item.id]
    above = item
    while above.parent_id is not None and len(found) < DEEPEST:
        parent = turn.uow.items.get(above.parent_id)
        if parent is None or parent.id in found:
            break
        found.append(parent.id)
        above = parent
    return found


def _target(turn: Turn, slots: Merge | Adopt, key: str) -> SupervisionItem | Ask:
    if not slots.numbers:
        raise UserError("supervision.merge_how")
    if not slots.into:
        named = turn.say.listed(f"督{one}" for one in slots.numbers)
        return ask(turn, slots, "into", f"supervision.{key}", names=named)
    return numbered(turn, slots.into.removeprefix("督"))
