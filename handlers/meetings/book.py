"""Booking a meeting: from a sentence over the questions to the read-back, and from the yes to the cards."""

from dataclasses import dataclass, replace

from bot.asking.steps import ask, ask_again, settled
from bot.asking.when import believable
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.availability import Wanted
from bot.domain.meeting import Meeting, Room, Span, checked_title, invited, plan_for_meeting
from bot.domain.people import Person
from bot.errors import UserError
from bot.messages import Reply
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.meetings import cards, tell
from handlers.meetings.clash import clash_with
from handlers.meetings.desk import router, shown
from handlers.meetings.slots import Book
from handlers.meetings.warn import warnings
from handlers.meetings.when import one_day, single, span_of, with_hour
from handlers.meetings.where import ask_room, known_room, room_of
from handlers.meetings.who import known_chair, known_people


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking that nothing speaks against; `slots` are settled, `people` leave out the organizer."""

    slots: Book
    span: Span
    room: Room | None
    people: tuple[Person, ...]
    chair: Person
    organizer: Person

    @property
    def everyone(self) -> dict[int, str]:
        """All who will come, by id: the organizer, the chair, the invited."""
        return {person.id: person.name for person in (self.organizer, self.chair, *self.people)}


@router.intent("book", Book)
def book(turn: Turn, slots: Book) -> Answer:
    draft = drafted(turn, slots)
    return draft if isinstance(draft, Ask) else ReadBack(draft.slots, read_back(turn, draft))


@router.confirmed("book")
def confirm(turn: Turn, slots: Book) -> Answer:
    """The room is locked first, so what is checked then stays true."""
    room = room_of(turn, slots.room)
    if room:
        turn.uow.rooms.lock(room.id)
    draft = drafted(turn, slots)
    if isinstance(draft, Ask):
        return draft
    meeting = turn.uow.meetings.add(_meeting(turn, draft))
    turn.uow.reminders.plan(plan_for_meeting(meeting, turn.now, turn.house.remind_before))
    turn.uow.audit.note(turn.actor.id, "meetings.booked", f"meeting:{meeting.id}", turn.now, title=meeting.title)
    seen = shown(turn.uow, meeting)
    others = (one for one in meeting.attendees if one.person_id != turn.actor.id)
    return Reply((tell.chat_card(turn, seen), *tell.invitations(turn, seen, others)))


def drafted(turn: Turn, slots: Book) -> Draft | Ask:
    """Everything settled and the room free, or the next question."""
    steps = (believable, _titled, single, one_day, with_hour, known_room, known_people, known_chair)
    known = settled(turn, slots, steps)
    if isinstance(known, Ask):
        return known
    people = tuple(person for name in known.people for person in meant_by(turn, name) if person != turn.actor)
    chair = next(iter(meant_by(turn, known.chair)), turn.actor)
    draft = Draft(known, span_of(turn, known), room_of(turn, known.room), people, chair, turn.actor)
    return _placed(turn, draft)


def _placed(turn: Turn, draft: Draft) -> Draft | Ask:
    heads = len(draft.everyone)
    if not draft.slots.room:
        return ask_room(turn, draft.slots, draft.span, heads)
    taken = clash_with(turn, draft.slots, Wanted(draft.span, draft.room, heads)) if draft.room else None
    return taken or draft


def _titled(turn: Turn, slots: Book) -> Book | Ask:
    if not slots.title:
        return ask(turn, slots, "title", "meetings.what_title")
    try:
        checked_title(slots.title)
    except UserError as fault:
        return ask_again(turn, replace(slots, title=""), "title", fault)
    return slots


def _meeting(turn: Turn, draft: Draft) -> Meeting:
    return Meeting(
        id=0,
        title=draft.slots.title,
        span=draft.span,
        organizer_id=turn.actor.id,
        chair_id=draft.chair.id,
        room_id=draft.room.id if draft.room else None,
        chat_id=turn.chat.id,
        language=turn.say.language,
        attendees=invited(turn.actor.id, draft.chair.id, (person.id for person in draft.people)),
    )


def read_back(turn: Turn, draft: Draft) -> Card:
    """What will be booked, as it was understood, and what should be thought of."""
    say = turn.say
    people = cards.named([person.name for person in draft.people], say) or say("meetings.nobody_said")
    facts = (
        (say("meetings.time"), _time(turn, draft)),
        (say("meetings.room"), cards.place(draft.room, say)),
        (say("meetings.people"), people),
        (say("meetings.chair"), draft.chair.name),
    )
    body = "\n".join(warnings(turn, draft.span, draft.room, draft.everyone))
    return Card(say("meetings.book_title", title=draft.slots.title), facts, body, tone="warn" if body else "info")


def _time(turn: Turn, draft: Draft) -> str:
    written = turn.say.span(draft.span.start, draft.span.end)
    if draft.slots.duration:
        return written
    return turn.say("meetings.length_assumed", time=written, length=draft.span.length)
