"""One item with its whole story: where it came from, what was done to it, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import Action, Button, Card
from bot.delivery import OutboxLine
from bot.domain.procedure import Deed, State
from bot.domain.supervision import SupervisionItem
from bot.messages import Reply
from bot.ports import Note
from bot.turn import Answer, Ask, Turn
from handlers.supervision import tell
from handlers.supervision.cards import item_card, usual_deeds
from handlers.supervision.desk import Which, hand, names, router, standing, the_item, trail_of

MOST_LINES = 10
TIMES = frozenset({"until"})
"""The details that are instants; all others are words, whatever they look like."""


@dataclass(frozen=True, slots=True)
class Show(Which):
    """One item, as it was named; or only who has yet to sign for it."""

    unsigned: int = 0


@router.intent("show", Show)
def show(turn: Turn, slots: Show) -> Answer:
    item = the_item(turn, slots, Deed.SEE)
    if isinstance(item, Ask):
        return item
    return turn.reply(_unsigned(turn, item) if slots.unsigned else whole(turn, item))


def _unsigned(turn: Turn, item: SupervisionItem) -> Card:
    """The leads of the item and of its parts who have not signed."""
    waiting = [one.lead_id for one in (item, *turn.uow.items.parts(item.id)) if one.state is State.ASSIGNED]
    named = turn.say.listed(names(turn, waiting).values())
    text = (
        turn.say("supervision.unsigned", item=item.short, title=item.title, names=named)
        if waiting
        else turn.say("supervision.all_signed", item=item.short, title=item.title)
    )
    return Card(text, buttons=(Button(turn.say("supervision.whole_item"), Action("supervision.show", item.id)),))


@router.action("show")
def press_show(turn: Turn, item_id: int, choice: str) -> Reply:
    """`choice` is how many of the newest lines of the story to leave out."""
    item = standing(turn, item_id)
    skipped = int(choice) if choice.isascii() and choice.isdigit() and len(choice) < len("10000") else 0
    return turn.reply(whole(turn, item, skipped))


def whole(turn: Turn, item: SupervisionItem, skipped: int = 0) -> Card:
    """The newest part of its story, in order, and a button for what was before."""
    notes = turn.uow.audit.trail(trail_of(item))
    until = max(len(notes) - skipped, 0)
    first = max(until - MOST_LINES, 0)
    lines = _lines(turn, notes[first:until])
    body = "\n".join((*_parts(turn, item), *_origin(turn, item), *lines))
    card = item_card(tell.shown(turn, item), turn.say, body=body, deeds=usual_deeds(item, hand(turn)), ruled=True)
    if not first:
        return card
    label = turn.say("supervision.earlier", count=first)
    more = Button(label, Action("supervision.show", item.id, str(len(notes) - first)))
    return replace(card, buttons=(*card.buttons, more))


def _origin(turn: Turn, item: SupervisionItem) -> tuple[str, ...]:
    """The exact sentence, whose, where and when."""
    origin = item.origin
    if not origin.text:
        return ()
    return (turn.say("supervision.origin", by=origin.by, where=origin.where, at=origin.at, text=origin.text),)


def _parts(turn: Turn, item: SupervisionItem) -> list[str]:
    parts = turn.uow.items.parts(item.id)
    leads = names(turn, (one.lead_id for one in parts))
    return [
        turn.say(
            "supervision.part_line", item=one.short, title=one.title, name=leads.get(one.lead_id, "?"),
            state=turn.say(f"supervision.state_{one.state}"),
        )
        for one in parts
    ]  # fmt: skip


def _lines(turn: Turn, notes: Sequence[Note]) -> list[str]:
    who = names(turn, (one.actor_id for one in notes if one.actor_id))
    fates = turn.uow.outbox.fates([note.details["sent"] for note in notes if "sent" in note.details])
    house = turn.say("supervision.the_house")
    return [
        _line(turn, note, who.get(note.actor_id or 0, house)) + _fate(turn, fates.get(note.details.get("sent", "")))
        for note in notes
    ]


def _fate(turn: Turn, sent: OutboxLine | None) -> str:
    """Whether what went out by this deed arrived, and when."""
    if sent is None:
        return ""
    at = f" {sent.sent_at.astimezone(turn.house.zone):%m-%d %H:%M}" if sent.sent_at else ""
    return turn.say("supervision.fate", state=turn.say(f"supervision.fate_{sent.state}"), at=at)


def _line(turn: Turn, note: Note, by: str) -> str:
    """`11-24 10:02 王芳 签收`."""
    deed = note.deed.partition(".")[2]
    known = {name: _instant(value) if name in TIMES else value for name, value in note.details.items()}
    told = turn.say(f"supervision.trail_{deed}", **{"name": "", "until": "", **known, "by": by})
    words = str(known.get("words", ""))
    tail = f"：{words}" if words and turn.say.language == "zh" else f": {words}" if words else ""
    local = note.at.astimezone(turn.house.zone)
    return f"{local:%m-%d %H:%M} {told}{tail if deed != 'assigned' else ''}"


def _instant(value: str) -> datetime | str:
    """It stands in the trail as ISO text."""
    return datetime.fromisoformat(value) if value else ""
