"""Reminders of the due date, and the slips that they become when it has long passed."""

from bot.cards import Card, Tone
from bot.domain.lamps import is_overdue, slip_of
from bot.domain.procedure import UNDER_WAY, Deed, State
from bot.domain.supervision import SLIPS, Slip, SupervisionItem
from bot.messages import Outgoing
from bot.texts import Say
from bot.turn import Tick
from handlers.supervision import time_words as words
from handlers.supervision.cards import buttons_of
from handlers.supervision.desk import router, trail_of
from handlers.supervision.planning import follow, head_of
from handlers.supervision.reaching import Write, fetch, reader, to_lead

SLIP_SENT = "supervision.slip_sent_"
TO_HEAD = frozenset({Slip.YELLOW, Slip.RED})


@router.reminder("due", fetch=fetch, follow=follow("due"), firm=True)
def due(tick: Tick, item_id: int) -> tuple[Outgoing, ...]:
    """To the lead; on the day on which its slip gets another colour it is the slip, of which the head hears, too."""
    item: SupervisionItem | None = tick.fetched.get(item_id)
    if item is None or item.state not in UNDER_WAY:
        return ()
    colour = _new_colour(tick, item)
    if colour is Slip.NONE:
        return to_lead(tick, item, pushing(tick, item))
    tick.uow.audit.note(None, f"{SLIP_SENT}{colour}", trail_of(item), tick.now)
    return (*to_lead(tick, item, pushing(tick, item, colour)), *_to_head(tick, item, colour))


def _new_colour(tick: Tick, item: SupervisionItem) -> Slip:
    """The colour that its overdue days ask for, if no slip of this colour has been sent since it was due."""
    if not is_overdue(item, tick.now):
        return Slip.NONE
    colour = slip_of(item, tick.now, tick.house.terms)
    trail = tick.uow.audit.trail(trail_of(item))
    deeds = (note.deed for note in trail if note.at > item.due_at and note.deed.startswith(SLIP_SENT))
    sent = [Slip(deed.removeprefix(SLIP_SENT)) for deed in deeds]
    is_stronger = SLIPS.index(colour) > max(map(SLIPS.index, sent), default=0)
    return colour if is_stronger else Slip.NONE


def pushing(tick: Tick, item: SupervisionItem, colour: Slip = Slip.NONE) -> Write:
    """The card for the lead."""
    terms, lead = tick.house.terms, (Deed.ACCEPT, Deed.REPORT, Deed.SUBMIT)
    deeds = lead if is_overdue(item, tick.now) else (*lead, Deed.EXTEND)

    def write(say: Say) -> Card:
        standing = words.standing(item, tick.now, terms, say)
        title = say("supervision.push_title", standing=standing, item=item.short, title=item.title)
        notes = [words.stuck_line(item, tick.now, terms, say)]
        if item.state is State.ASSIGNED:
            notes.append(say("supervision.not_signed"))
        if colour is not Slip.NONE:
            title = _slip_title(item, colour, say)
            notes.insert(0, say("supervision.slip_body", standing=standing))
        tone: Tone = "warn" if is_overdue(item, tick.now) else "ask"
        return Card(title, _facts(tick, item, say), _lines(notes), buttons_of(item, deeds, say), tone)

    return write


def _facts(tick: Tick, item: SupervisionItem, say: Say) -> tuple[tuple[str, str], ...]:
    terms, people = tick.house.terms, tick.familiar.named({*item.people, item.supervisor_id})
    helpers = say.listed(people[one].name for one in item.co_owners)
    found = (
        (say("supervision.due"), say.moment(item.due_at)),
        (say("supervision.lamp"), words.lamp_line(item, tick.now, terms, say)),
        (say("supervision.slip"), words.slip_line(item, tick.now, terms, say)),
        (say("supervision.lead"), people[item.lead_id].name),
        (say("supervision.co_owners"), helpers),
        (say("supervision.supervisor"), people[item.supervisor_id].name),
        (say("supervision.standard"), item.standard),
        (say("supervision.rule"), words.rule_line(terms.rules, say)),
    )
    return tuple((label, value) for label, value in found if value)


def _to_head(tick: Tick, item: SupervisionItem, colour: Slip) -> tuple[Outgoing, ...]:
    head = head_of(tick.familiar, item) if colour in TO_HEAD else None
    found = reader(tick, head.id, item) if head else None
    lead = tick.familiar.get(item.lead_id).name

    def write(say: Say) -> Card:
        standing = words.standing(item, tick.now, tick.house.terms, say)
        body = say("supervision.slip_to_head", lead=lead, standing=standing)
        return Card(_slip_title(item, colour, say), _facts(tick, item, say), body, tone="warn")

    return (found.card(write),) if found else ()


def _slip_title(item: SupervisionItem, colour: Slip, say: Say) -> str:
    return say("supervision.slip_title", slip=words.slip_name(colour, say), item=item.short, title=item.title)


def _lines(notes: list[str]) -> str:
    return "\n".join(note for note in notes if note)
