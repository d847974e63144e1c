"""When a room is free, and which rooms are."""

from bot.asking.when import instant, local_day
from bot.cards import Card
from bot.domain import availability
from bot.domain.meeting import Meeting, Room, Span
from bot.errors import UserError
from bot.turn import Answer, Turn
from handlers.meetings import cards
from handlers.meetings.desk import organizer_name, router
from handlers.meetings.look import window_of, written
from handlers.meetings.slots import Free
from handlers.meetings.when import PARTS
from handlers.meetings.where import the_room


@router.intent("free", Free)
def free(turn: Turn, slots: Free) -> Answer:
    """Of a room the free hours, or a plain yes or no where hours were asked; without a room all rooms."""
    window = _window(turn, slots)
    if not slots.room:
        return turn.reply(_all_rooms(turn, window, exact=_has_hours(slots)))
    room = the_room(turn, slots.room)
    if _has_hours(slots):
        return turn.reply(_yes_or_no(turn, room, window))
    return turn.reply(_hours(turn, room, window))


def _has_hours(slots: Free) -> bool:
    return instant(slots.start) is not None


def _window(turn: Turn, slots: Free) -> Span:
    """Hours as said; of a day the office's hours, of today what is left of them."""
    window = window_of(turn, slots)
    if not _has_hours(slots):
        office = availability.opening(local_day(turn, window.start), turn.house.calendar, turn.house.zone)
        window = window.common(office) or window if slots.part in PARTS else office
    elif _has_hours(slots) and not (slots.end or slots.duration):
        window = Span(window.start, window.start + turn.house.meeting_length)
    left = availability.from_now(window, turn.now)
    if left is None:
        raise UserError("house.past", start=window.start)
    return left


def _all_rooms(turn: Turn, window: Span, *, exact: bool) -> Card:
    taken = availability.taken_by_room(turn.uow.meetings.between(window))
    when = written(turn, window)
    lines = []
    for room in availability.that_fit(turn.directory.rooms, 0):
        spans = availability.free_spans(window, taken.get(room.id, ()))
        if spans == (window,) or (spans and not exact):
            lines.append(_room_line(turn, room, () if spans == (window,) else spans))
    if not lines:
        return Card(turn.say("meetings.no_room_free_then", when=when))
    return Card(turn.say("meetings.rooms_free", when=when), body="\n".join(lines))


def _room_line(turn: Turn, room: Room, spans: tuple[Span, ...]) -> str:
    seats = turn.say("meetings.room_seats", room=room.name, seats=room.seats) if room.seats else room.name
    return turn.say("meetings.room_hours", room=seats, hours=_listed(turn, spans)) if spans else seats


def _yes_or_no(turn: Turn, room: Room, window: Span) -> Card:
    when = turn.say.span(window.start, window.end)
    in_the_way = turn.uow.meetings.in_room(room.id, window)
    if not in_the_way:
        return Card(turn.say("meetings.is_free", room=room.name, when=when), tone="done")
    other = in_the_way[0]
    by = organizer_name(turn, other)
    taken = turn.say.span(other.span.start, other.span.end)
    day = _hours(turn, room, availability.opening(local_day(turn, window.start), turn.house.calendar, turn.house.zone))
    return Card(turn.say("meetings.is_taken", room=room.name, when=taken, by=by, title=other.title), body=day.title)


def _hours(turn: Turn, room: Room, window: Span) -> Card:
    """The free hours of a room, and what it is taken for between."""
    meetings = turn.uow.meetings.in_room(room.id, window)
    spans = availability.free_spans(window, [one.span for one in meetings])
    if not spans:
        return Card(turn.say("meetings.never_free", room=room.name, when=written(turn, window)))
    day = local_day(turn, window.start)
    title = turn.say("meetings.free_hours", room=room.name, day=day, hours=_listed(turn, spans))
    lines = [_taken_line(turn, one) for one in meetings]
    return Card(title, body="\n".join([turn.say("meetings.taken_for"), *lines]) if lines else "")


def _taken_line(turn: Turn, meeting: Meeting) -> str:
    by = organizer_name(turn, meeting)
    return turn.say("meetings.taken_line", hours=cards.hours(meeting.span, turn.say), title=meeting.title, by=by)


def _listed(turn: Turn, spans: tuple[Span, ...]) -> str:
    return turn.say.listed(cards.hours(span, turn.say) for span in spans)
