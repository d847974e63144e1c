"""Moving a meeting to another time or room, and telling everyone who knows the old one."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.steps import ask, ask_again
from bot.asking.when import ask_hour, believable, instant, local_day
from bot.cards import Card
from bot.domain.availability import Wanted
from bot.domain.meeting import Meeting, Room, Span, checked_span, not_backwards, plan_for_meeting
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.scheduling import follow_meeting
from bot.texts import Say
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.meetings import cards, tell
from handlers.meetings.clash import clash_with
from handlers.meetings.desk import Shown, organizer_name, router, shown
from handlers.meetings.find import the_meeting
from handlers.meetings.slots import NO_ROOM, Move
from handlers.meetings.warn import warnings
from handlers.meetings.when import one_day, span_of, suits_part
from handlers.meetings.where import known_room, room_of


@dataclass(frozen=True, slots=True)
class Change:
    """A move that nothing speaks against; `slots` are settled."""

    slots: Move
    meeting: Meeting
    span: Span
    room: Room | None


@router.intent("move", Move)
def move(turn: Turn, slots: Move) -> Answer:
    change = changed(turn, slots)
    return change if isinstance(change, Ask) else ReadBack(change.slots, _read_back(turn, change))


@router.confirmed("move")
def confirm(turn: Turn, slots: Move) -> Answer:
    """The room is locked first, so what is checked then stays true."""
    room = room_of(turn, slots.room)
    if room:
        turn.uow.rooms.lock(room.id)
    change = changed(turn, slots)
    if isinstance(change, Ask):
        return change
    moved = change.meeting.rescheduled(change.span, change.room.id if change.room else None)
    turn.uow.meetings.save(moved)
    turn.uow.reminders.cancel("meetings", moved.id)
    turn.uow.reminders.plan(plan_for_meeting(moved, turn.now, turn.house.remind_before))
    follow_meeting(turn.uow, moved, turn.now)
    turn.uow.audit.note(turn.actor.id, "meetings.moved", f"meeting:{moved.id}", turn.now, title=moved.title)
    return Reply(_news(turn, shown(turn.uow, change.meeting), shown(turn.uow, moved)))


def changed(turn: Turn, slots: Move) -> Change | Ask:
    """The meeting, its new time and place, and the room free; or the next question."""
    meeting = the_meeting(turn, slots, slots.orig_start, slots.orig_room)
    if isinstance(meeting, Ask):
        return meeting
    meeting.must_be_led_by(turn.actor, organizer_name(turn, meeting))
    settled = _settled(turn, replace(slots, meeting=meeting.id), meeting)
    if isinstance(settled, Ask):
        return settled
    span, room = span_of(turn, settled), room_of(turn, settled.room)
    if (span, room.id if room else None) == (meeting.span, meeting.room_id):
        raise UserError("meetings.no_change", title=meeting.title, when=turn.say.span(span.start, span.end))
    taken = clash_with(turn, settled, Wanted(span, room, _heads(meeting)), meeting.id) if room else None
    return taken or Change(settled, meeting, span, room)


def _settled(turn: Turn, slots: Move, meeting: Meeting) -> Move | Ask:
    believed = believable(turn, slots)
    known = believed if isinstance(believed, Ask) else known_room(turn, believed)
    if isinstance(known, Ask):
        return known
    timed = _timed(turn, known, meeting)
    if isinstance(timed, Ask):
        return timed
    room = known.room or next((one.name for one in turn.directory.rooms if one.id == meeting.room_id), NO_ROOM)
    return replace(timed, room=room)


def _timed(turn: Turn, slots: Move, meeting: Meeting) -> Move | Ask:
    """What was not said of the new time is as it was: the day, the hour, the length."""
    known = one_day(turn, _on_own_day(turn, slots, meeting))
    if isinstance(known, Ask):
        return known
    start = _new_start(turn, known, meeting)
    if start is None:
        if not (known.room or known.end or known.duration):
            known = replace(known, start=local_day(turn, meeting.span.start))
            return ask(turn, known, "start", "meetings.move_when", title=meeting.title)
        start = meeting.span.start
    if not suits_part(turn, start, known.part):
        return ask_hour(turn, known, local_day(turn, start))
    return _checked(turn, replace(known, start=start), meeting)


def _checked(turn: Turn, slots: Move, meeting: Meeting) -> Move | Ask:
    """A meeting that is running may be made longer, but not begin before now."""
    try:
        span = not_backwards(span_of(turn, replace(slots, duration=slots.duration or meeting.span.length)))
        if span.start != meeting.span.start:
            checked_span(span, turn.now)
    except UserError as fault:
        return ask_again(turn, replace(slots, start=None, end=None), "start", fault)
    return replace(slots, start=span.start, end=None, duration=span.length, part="", shift=None)


def _on_own_day(turn: Turn, slots: Move, meeting: Meeting) -> Move:
    """An hour that was said without a day is one of the meeting's own day."""
    start, end = instant(slots.start), instant(slots.end)
    if start is None or not slots.undated:
        return slots
    days = local_day(turn, meeting.span.start) - local_day(turn, start)
    return replace(slots, start=start + days, end=end + days if end else slots.end, undated=0)


def _new_start(turn: Turn, slots: Move, meeting: Meeting) -> datetime | None:
    """A day without an hour keeps the hour."""
    old, said = meeting.span.start.astimezone(turn.house.zone), instant(slots.start)
    if slots.shift:
        return old + slots.shift
    if slots.start is None or said:
        return said
    return datetime.combine(slots.start, old.time(), turn.house.zone)


def _heads(meeting: Meeting) -> int:
    return sum(one.stand_in_for is None for one in meeting.attendees)


def _read_back(turn: Turn, change: Change) -> Card:
    """Old and new beside each other, and what should be thought of."""
    say, before = turn.say, shown(turn.uow, change.meeting)
    facts = (
        (say("meetings.old"), cards.when_and_where(before, say)),
        (say("meetings.new"), cards.time_and_place(change.span, cards.place(change.room, say), say)),
    )
    names = {one.person_id: before.name(one.person_id) for one in change.meeting.attendees if one.stand_in_for is None}
    body = "\n".join(warnings(turn, change.span, change.room, names, change.meeting.id))
    return Card(say("meetings.move_title", title=change.meeting.title), facts, body, tone="warn" if body else "info")


def _news(turn: Turn, before: Shown, after: Shown) -> tuple[Outgoing, ...]:
    """Whoever was told the old time is told the new one, and the old cards say that they are over."""
    old, new = before.meeting, after.meeting

    def over(say: Say) -> Card:
        now = say("meetings.now", now=cards.when_and_where(after, say))
        return cards.gone(before, say, "meetings.moved_title", now)

    def released(say: Say) -> Card:
        return replace(cards.booked(after, say, before), body=say("meetings.stand_in_asked_anew"), tone="warn")

    return (
        tell.instead_of_chat_card(turn, before, over),
        tell.chat_card(turn, after, before),
        *tell.here_and_to_organizer(turn, after, lambda say: cards.booked(after, say, before)),
        *tell.instead_of_all(turn, old, over),
        *tell.invitations(turn, after, (one for one in new.attendees if one.person_id != new.organizer_id), before),
        *tell.to_people(turn, new, (one for one in tell.told(old) if new.place_of(one) is None), released),
    )
