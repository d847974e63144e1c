"""Nudging (催办): who is to be nudged about what is shown first; each gets one card; then it is told how it went."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.asking.telling import Write
from bot.asking.when import local_day
from bot.asking.who import certain_in, meant_by
from bot.cards import Card
from bot.domain.lamps import is_overdue, lamp
from bot.domain.procedure import UNDER_WAY, Deed
from bot.domain.supervision import SupervisionItem
from bot.errors import UserError
from bot.messages import Reply
from bot.supervising import Wanted
from bot.texts import Say
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.supervision import tell
from handlers.supervision.cards import item_card
from handlers.supervision.desk import Which, hand, names, router, seen_by, trail_of
from handlers.supervision.filters import STATES
from handlers.supervision.lists import left_words, mark_of, opening
from handlers.supervision.pushing import Parcel, items_of, parcel, send

A_WHILE = timedelta(hours=1)
MOST_LINES = 20
MOST_SEARCHED = 20_000
WHAT_TO_DO = (Deed.ACCEPT, Deed.REPORT, Deed.SUBMIT)
ALL = re.compile(
    r"(?:所有|全部|一切|逾期|超期|过期|红灯|未完成|未办结|的|了|督办|事项|任务|all|every|the|overdue|late|items?|ones?|"
    r"everything|that|is|are|\s)*",
    re.IGNORECASE,
)
"""A title that says no more than that all overdue ones are meant."""


@dataclass(frozen=True, slots=True)
class Nudge(Which):
    """Without a number, a title, a name or a filter all that is overdue is meant; filters are those of lists.

    `chosen` are the items that were read back.
    """

    lead: str = ""
    unit: str = ""
    due: date | None = None
    lamp: str = ""
    state: str = ""
    source: str = ""
    chosen: tuple[int, ...] = ()


@dataclass(slots=True)
class Sorted:
    """Who gets a card about what, and in sentences what is left out and why."""

    parcels: list[Parcel] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(item.id for one in self.parcels for item in one.items)


@router.intent("nudge", Nudge)
def nudge(turn: Turn, slots: Nudge) -> Answer:
    known = _whose(turn, slots)
    if isinstance(known, Ask):
        return known
    found = _meant(turn, known)
    if isinstance(found, Ask):
        return found
    items, refused = found
    sorted_out = _sorted(turn, items)
    sorted_out.left += refused
    if not sorted_out.parcels:
        return turn.reply(Card(turn.say("supervision.nudge_nobody"), body="\n".join(sorted_out.left), tone="warn"))
    return ReadBack(replace(known, chosen=sorted_out.ids), _read_back(turn, sorted_out))


@router.action("nudge")
def press_nudge(turn: Turn, item_id: int, _choice: str) -> Answer:
    return nudge(turn, Nudge(item=item_id))


@router.confirmed("nudge")
def confirm(turn: Turn, slots: Nudge) -> Answer:
    """Those that can still be nudged: somebody else may have been quicker, whom this one waits for."""
    mine, held = hand(turn), {one: turn.uow.items.get(one) for one in sorted(slots.chosen)}
    items = [item for one in slots.chosen if (item := held[one]) and item.can(Deed.NUDGE, mine)]
    sorted_out = _sorted(turn, items)
    if not sorted_out.parcels:
        return turn.reply(Card(turn.say("supervision.nudge_nobody"), body="\n".join(sorted_out.left), tone="warn"))
    cards = [(one, _card(turn, one)) for one in sorted_out.parcels]
    return Reply(send(turn, "nudge", cards, "nudged"))


def _whose(turn: Turn, slots: Nudge) -> Nudge | Ask:
    """Certain people; a unit among them is the unit."""
    said = tuple(dict.fromkeys((*slots.people, *((slots.lead,) if slots.lead else ()))))
    units = [name for name in said if name in turn.directory.units]
    people = tuple(name for name in said if name not in units)
    slots = replace(slots, lead="", people=people, unit=slots.unit or next(iter(units), ""))
    found = certain_in(turn, slots, "people", people)
    return found if isinstance(found, Ask) else replace(slots, people=found)


def _meant(turn: Turn, slots: Nudge) -> tuple[list[SupervisionItem], list[str]] | Ask:
    """The items, and a sentence about each that cannot be nudged."""
    if slots.item or slots.numbers or slots.number or not ALL.fullmatch(slots.title):
        return items_of(turn, slots, Deed.NUDGE)
    found = _narrowed(turn, slots, [one for one in _under_way(turn, slots) if _fits(turn, slots, one)])
    if not found:
        raise UserError(f"supervision.nudge_{_none(slots)}", names=slots.people)
    return found, []


def _none(slots: Nudge) -> str:
    """Which sentence says that there is nothing to nudge."""
    if slots.people:
        return "none_of"
    return (
        "none_such"
        if slots.unit or slots.source or slots.state or slots.due or slots.lamp not in {"", "red"}
        else "none"
    )


def _under_way(turn: Turn, slots: Nudge) -> list[SupervisionItem]:
    """All that the actor may nudge, of those people and that unit; by their due date."""
    leads = tuple(sorted({person.id for name in slots.people for person in meant_by(turn, name)}))
    wanted = Wanted(leads=leads, unit=slots.unit, states=tuple(sorted(UNDER_WAY)), seen_by=seen_by(turn))
    mine = hand(turn)
    return [one for one in turn.uow.items.found(wanted, MOST_SEARCHED) if one.can(Deed.NUDGE, mine)]


def _fits(turn: Turn, slots: Nudge, item: SupervisionItem) -> bool:
    """Whether each filter that was given lets it through."""
    states = STATES.get(slots.state, STATES[""])[2]
    return (
        (not slots.source or item.source == slots.source)
        and (not states or item.state in states)
        and (not slots.lamp or lamp(item, turn.now, turn.house.terms) == slots.lamp)
        and (slots.due is None or local_day(turn, item.due_at) <= local_day(turn, slots.due))
    )


def _narrowed(turn: Turn, slots: Nudge, items: list[SupervisionItem]) -> list[SupervisionItem]:
    """Of a person's and a unit's the overdue ones, all where none is; of everybody's only what is overdue."""
    is_said = bool(slots.lamp or slots.state or slots.due)
    overdue = [one for one in items if is_said or is_overdue(one, turn.now)]
    if not slots.people:
        return overdue or (items if slots.unit or slots.source else [])
    people = [{person.id for person in meant_by(turn, name)} for name in slots.people]
    late = [[one for one in overdue if one.lead_id in ids] for ids in people]
    every = [[one for one in items if one.lead_id in ids] for ids in people]
    return [one for some, rest in zip(late, every, strict=True) for one in some or rest]


def _sorted(turn: Turn, items: Iterable[SupervisionItem]) -> Sorted:
    """By lead; not what was nudged within the hour, nor one's own, nor what is for someone whom nobody reaches."""
    recent, found = _nudged_lately(turn), Sorted()
    by_lead: dict[int, list[SupervisionItem]] = defaultdict(list)
    left: dict[str, list[SupervisionItem]] = defaultdict(list)
    for item in items:
        if trail_of(item) in recent:
            left["nudge_lately"].append(item)
        elif item.lead_id == turn.actor.id:
            left["nudge_own"].append(item)
        else:
            by_lead[item.lead_id].append(item)
    who = names(turn, by_lead)
    for lead_id, theirs in by_lead.items():
        one = parcel(turn, lead_id, theirs)
        if one.to is None:
            found.left.append(turn.say("supervision.nudge_unreached", name=who[lead_id], items=_listed(turn, theirs)))
        elif one.to == turn.actor.id:
            left["nudge_own"] += theirs
        else:
            found.parcels.append(one)
    found.left += [turn.say(f"supervision.{key}", items=_listed(turn, ones)) for key, ones in left.items()]
    return found


def _nudged_lately(turn: Turn) -> set[str]:
    """The trails that say so of the last hour."""
    since = turn.uow.audit.since(turn.now - A_WHILE, "item")
    return {subject for deed, subject, _ in since if deed == "supervision.nudged"}


def _listed(turn: Turn, items: Iterable[SupervisionItem]) -> str:
    return turn.say.listed(item.short for item in items)


def _read_back(turn: Turn, found: Sorted) -> Card:
    lines = []
    who = names(turn, (person for one in found.parcels for person in (one.whom, one.to) if person))
    for one in found.parcels:
        key = "supervision.nudge_deputy" if one.is_for_another else "supervision.nudge_person"
        lines.append(turn.say(key, name=who[one.whom], deputy=who[one.to or one.whom], count=len(one.items)))
        lines += _lines(turn, one.items)
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], turn.say("supervision.nudge_more")]
    title = turn.say("supervision.nudge_read_back", count=len(found.ids), people=len(found.parcels))
    return Card(title, body="\n".join((*lines, *found.left)))


def _lines(turn: Turn, items: Iterable[SupervisionItem]) -> list[str]:
    return [f"{mark_of(turn, one)} {one.short} {one.title} · {left_words(turn, one)}" for one in items]


def _card(turn: Turn, one: Parcel) -> Write:
    """For the lead: what to do about a single item, or the list with the first few to open."""
    first = one.items[0]

    def write(say: Say) -> Card:
        reading = replace(turn, say=say)
        if len(one.items) == 1:
            title = say("supervision.nudge_card", name=turn.actor.name, item=first.short, title=first.title)
            words = say("supervision.nudge_please", standing=left_words(reading, first))
            return replace(item_card(tell.shown(turn, first), say, deeds=WHAT_TO_DO, body=words), title=title)
        title = say("supervision.nudge_cards", name=turn.actor.name, count=len(one.items))
        body = "\n".join((*_lines(reading, one.items), say("supervision.nudge_how", item=first.short)))
        return Card(title, body=body, buttons=opening(one.items), tone="ask")

    return write
