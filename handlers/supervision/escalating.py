"""Going above the lead by hand: to the head of the unit (提级), or with a coloured slip (督办单)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.asking.steps import ask
from bot.asking.telling import Write
from bot.cards import Card
from bot.domain.people import Person, Role
from bot.domain.procedure import Deed
from bot.domain.supervision import Slip, SupervisionItem
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.texts import Say
from bot.turn import Answer, Ask, Turn
from handlers.supervision import tell
from handlers.supervision.cards import item_card
from handlers.supervision.desk import Which, hand, names, router
from handlers.supervision.keeping import settled_on
from handlers.supervision.lists import left_words, line_of, opening
from handlers.supervision.pushing import Parcel, items_of, parcel, send

COLOURS = (Slip.BLUE, Slip.YELLOW, Slip.RED)
TO_HEAD = frozenset({Slip.YELLOW, Slip.RED})
"""A blue slip stays between the office and the lead."""
MOST_NAMED = 3
LEADS_DEEDS = (Deed.ACCEPT, Deed.REPORT, Deed.SUBMIT)


@dataclass(frozen=True, slots=True)
class Escalate(Which):
    """`reason` goes to the head with it."""


@dataclass(frozen=True, slots=True)
class PutSlip(Which):
    """`colour` is blue, yellow or red."""

    colour: str = ""


@router.intent("escalate", Escalate)
def escalate(turn: Turn, slots: Escalate) -> Answer:
    """To the head of each item's unit: one card for all that is his."""
    found = items_of(turn, slots, Deed.ESCALATE)
    if isinstance(found, Ask):
        return found
    items, refused = found
    by_head: dict[int, list[SupervisionItem]] = defaultdict(list)
    for item in items:
        head = _must_have_head(turn, item)
        by_head[head.id].append(item)
    parcels = [parcel(turn, head_id, theirs) for head_id, theirs in by_head.items()]
    cards = [(one, _for_head(turn, one, slots.reason)) for one in parcels]
    sent = send(turn, "escalation", cards, "escalated", words=slots.reason)
    return Reply((*sent, *_beside(turn, refused)))


def head_above(turn: Turn, item: SupervisionItem) -> Person | None:
    """A leader of the item's unit, who is neither its lead nor the one who asks; one who can be reached first."""
    leaders = turn.uow.people.leaders(item.unit) if item.unit else []
    others = [one for one in leaders if one.id not in {item.lead_id, turn.actor.id}]
    reached = (one for one in others if parcel(turn, one.id, ()).to is not None)
    return next(reached, next(iter(others), None))


def _must_have_head(turn: Turn, item: SupervisionItem) -> Person:
    head = head_above(turn, item)
    if head is not None:
        return head
    above = [one.name for one in turn.directory.people if one.role is Role.LEADER and one.id != item.lead_id]
    others = [name for name in above if name != turn.actor.name][:MOST_NAMED]
    if not others:
        raise UserError("supervision.raise_no_leader", item=item.short)
    unit = item.unit or turn.say("supervision.raise_no_unit")
    raise UserError("supervision.raise_nobody", item=item.short, unit=unit, names=others)


def _for_head(turn: Turn, one: Parcel, reason: str) -> Write:
    first = one.items[0]

    def write(say: Say) -> Card:
        reading = replace(turn, say=say)
        because = [say("supervision.because", reason=reason)] if reason else []
        if len(one.items) == 1:
            title = say("supervision.raise_card", name=turn.actor.name, item=first.short, title=first.title)
            words = say("supervision.raise_please", standing=left_words(reading, first))
            body = "\n".join((words, *because))
            return replace(item_card(tell.shown(turn, first), say, deeds=(Deed.NUDGE,), body=body), title=title)
        leads = names(turn, (item.lead_id for item in one.items))
        lines = [line_of(reading, item, leads.get(item.lead_id, "?")) for item in one.items]
        title = say("supervision.raise_cards", name=turn.actor.name, count=len(one.items))
        return Card(title, body="\n".join((*lines, *because)), buttons=opening(one.items), tone="warn")

    return write


@router.intent("slip", PutSlip)
def put_slip(turn: Turn, slots: PutSlip) -> Answer:
    found = items_of(turn, slots, Deed.ESCALATE)
    if isinstance(found, Ask):
        return found
    items, refused = found
    if slots.colour not in COLOURS:
        options = [Option(turn.say(f"supervision.slip_{one}"), {"colour": one.value}) for one in COLOURS]
        asked = settled_on(slots, items[0]) if len(items) == 1 else slots
        return ask(turn, asked, "colour", "supervision.slip_which", options, item=[one.short for one in items])
    colour = Slip(slots.colour)
    already = [one.short for one in items if one.slip is colour]
    if already:
        words = turn.say(f"supervision.slip_{colour}")
        refused.append(turn.say("supervision.slip_already", item=already, slip=words))
    sent = [card for one in items if one.slip is not colour for card in _slipped(turn, one, colour, slots.reason)]
    return Reply((*sent, *_beside(turn, refused)))


def _beside(turn: Turn, refused: Sequence[str]) -> tuple[Outgoing, ...]:
    """A sentence about each that was named in vain."""
    return turn.reply(Card("\n".join(refused), tone="warn"), "refused").out if refused else ()


def _slipped(turn: Turn, item: SupervisionItem, colour: Slip, reason: str) -> tuple[Outgoing, ...]:
    """For the lead; a yellow or red one for the head of the unit, too."""
    after = item.slipped(hand(turn), colour)
    turn.uow.items.save(after)
    head = head_above(turn, after) if colour in TO_HEAD else None
    told = [parcel(turn, one, (after,)) for one in dict.fromkeys((after.lead_id, *((head.id,) if head else ())))]
    cards = [(one, _slip_card(turn, one, colour, reason)) for one in told]
    sent = send(turn, "escalation", cards, f"slip_sent_{colour}", words=reason)
    return (*tell.refreshed(turn, tell.shown(turn, after)), *sent)


def _slip_card(turn: Turn, one: Parcel, colour: Slip, reason: str) -> Write:
    (item,) = one.items
    deeds = LEADS_DEEDS if one.whom == item.lead_id else (Deed.NUDGE,)

    def write(say: Say) -> Card:
        slip = say(f"supervision.slip_{colour}")
        title = say("supervision.slip_title", slip=slip, item=item.short, title=item.title)
        key = "supervision.slip_lead" if one.whom == item.lead_id else "supervision.raise_please"
        words = [say(key, standing=left_words(replace(turn, say=say), item))]
        words += [say("supervision.because", reason=reason)] if reason else []
        return replace(item_card(tell.shown(turn, item), say, deeds=deeds, body="\n".join(words)), title=title)

    return write
