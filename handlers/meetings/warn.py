"""What should be thought of before saying yes; none of it forbids."""

from collections.abc import Mapping

from bot.asking.when import local_day
from bot.domain.availability import is_too_small
from bot.domain.meeting import Room, Span
from bot.turn import Turn
from handlers.meetings import cards

MOST_BUSY = 5


def warnings(turn: Turn, span: Span, room: Room | None, who: Mapping[int, str], but: int = 0) -> list[str]:
    """A line each: too few seats, a day off, people who are away or expected elsewhere; `who` are names by id."""
    say, lines, day = turn.say, [], local_day(turn, span.start)
    if room and is_too_small(room, len(who)):
        lines.append(say("meetings.too_few_seats", room=room.name, seats=room.seats, heads=len(who)))
    if not turn.house.calendar.is_working(day):
        lines.append(say("meetings.day_off", day=day))
    busy = _away(turn, span, who) + _busy(turn, span, who, but)
    if len(busy) > MOST_BUSY:
        busy = [*busy[:MOST_BUSY], say("meetings.busy_more", count=len(busy) - MOST_BUSY)]
    return lines + busy


def _away(turn: Turn, span: Span, who: Mapping[int, str]) -> list[str]:
    """Who is on leave at that time."""
    return [
        turn.say("meetings.is_away", name=who[one.person_id])
        for one in turn.uow.leaves.between(span.start, span.end)
        if one.person_id in who
    ]


def _busy(turn: Turn, span: Span, who: Mapping[int, str], but: int) -> list[str]:
    """Who is expected in another meeting at that time."""
    return [
        turn.say(
            "meetings.has_other", name=who[one.person_id], title=other.title, when=cards.hours(other.span, turn.say)
        )
        for other in turn.uow.meetings.of_people(list(who), span, but)
        for one in other.attendees
        if one.person_id in who and one.is_expected
    ]
