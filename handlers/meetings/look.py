"""What is on: the meetings of a day or of some days."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from bot.asking.when import instant, local_day, today
from bot.asking.who import meant_by
from bot.cards import Action, Button, Card
from bot.domain.likeness import titled
from bot.domain.meeting import Meeting, Span
from bot.turn import Answer, Turn
from handlers.meetings import cards
from handlers.meetings.desk import room_name, router
from handlers.meetings.slots import Listing, TimeAndPlace
from handlers.meetings.when import days, in_part
from handlers.meetings.where import the_room

MOST_LINES = 10
MOST_DECISIONS = 3
MOMENT = timedelta(minutes=1)
DECIDE = "supervision.decide"
"""The supervision desk's verb for a meeting's decision."""


@router.intent("list", Listing)
def list_meetings(turn: Turn, slots: Listing) -> Answer:
    """By time, at most ten and the count of the rest; whoever asks may see them all."""
    window = window_of(turn, slots)
    found = _wanted(turn, slots, turn.uow.meetings.between(window))
    when = written(turn, window)
    if not found:
        return turn.reply(Card(turn.say("meetings.none_on", when=when)))
    lines = _lines(turn, found[:MOST_LINES], one_day=_last_day(turn, window) == local_day(turn, window.start))
    if len(found) > MOST_LINES:
        lines.append(turn.say("meetings.more_on", count=len(found) - MOST_LINES))
    title = turn.say("meetings.on_title", when=when, count=len(found))
    return turn.reply(Card(title, body="\n".join(lines), buttons=_decisions(turn, found)))


def _decisions(turn: Turn, meetings: Iterable[Meeting]) -> tuple[Button, ...]:
    """What was decided at a meeting that has begun becomes an item in one tap, for whoever leads or is in charge."""
    begun = [one for one in meetings if one.span.start <= turn.now]
    mine = [one for one in begun if one.is_led_by(turn.actor) or turn.actor.is_in_charge]
    return tuple(
        Button(turn.say("meetings.decided", title=one.title), Action(DECIDE, one.id)) for one in mine[-MOST_DECISIONS:]
    )


def window_of(turn: Turn, slots: TimeAndPlace) -> Span:
    """The hours or the whole days that were asked about; today where nothing was said."""
    start, end = instant(slots.start), instant(slots.end)
    if start:
        return Span(start, end if end and end > start else start + (slots.duration or MOMENT))
    first = slots.start or today(turn)
    return in_part(days(turn, first, slots.end), slots.part)


def written(turn: Turn, window: Span) -> str:
    """The window as it is said: a day, days, or hours of a day."""
    first, last = local_day(turn, window.start), _last_day(turn, window)
    if window != days(turn, first, last + timedelta(days=1)):
        return turn.say.span(window.start, window.end)
    return turn.say.day(first) if first == last else turn.say("meetings.days", first=first, last=last)


def _last_day(turn: Turn, window: Span) -> date:
    return local_day(turn, window.end - timedelta(microseconds=1))


def _wanted(turn: Turn, slots: Listing, meetings: list[Meeting]) -> list[Meeting]:
    """Those of the room, the title and the people that were said."""
    if slots.room:
        room = the_room(turn, slots.room)
        meetings = [one for one in meetings if one.room_id == room.id]
    if slots.title:
        meetings = list(titled(slots.title, meetings))
    for name in slots.people:
        who = {person.id for person in meant_by(turn, name)}
        meetings = [one for one in meetings if who & {place.person_id for place in one.attendees if place.is_expected}]
    return meetings


def _lines(turn: Turn, meetings: Iterable[Meeting], *, one_day: bool) -> list[str]:
    """`15:00–17:00 校务会 · 301`, under the day where there are several."""
    lines = []
    for day, of_day in groupby(meetings, key=lambda one: local_day(turn, one.span.start)):
        lines += [] if one_day else [turn.say.day(day)]
        lines += [_line(turn, one) for one in of_day]
    return lines


def _line(turn: Turn, meeting: Meeting) -> str:
    room = room_name(turn, meeting.room_id)
    return turn.say("meetings.on_line", hours=cards.hours(meeting.span, turn.say), title=meeting.title, room=room)
