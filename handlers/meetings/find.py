"""Which meeting is meant by a title, a day or a room."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from bot.asking.steps import ask
from bot.asking.when import instant, local_day
from bot.domain.likeness import titled
from bot.domain.meeting import Meeting
from bot.errors import UserError
from bot.ports import Option
from bot.turn import Ask, Turn
from handlers.meetings.slots import Which
from handlers.meetings.when import suits_part
from handlers.meetings.where import the_room

MOST_SEARCHED = 500
MOST_CHOICES = 5

W = TypeVar("W", bound=Which)


def the_meeting(turn: Turn, slots: W, on: date | None, room: str, part: str = "") -> Meeting | Ask:
    """The one that is meant among those that concern the actor; a picker for several."""
    if slots.meeting:
        return standing(turn, slots.meeting)
    coming = turn.uow.meetings.not_over(turn.now, MOST_SEARCHED)
    every = [one for one in coming if one.concerns(turn.actor, turn.chat.id)]
    if not every:
        raise UserError("meetings.none_coming")
    where = the_room(turn, room).id if room else None
    fitting = (one for one in every if where in {None, one.room_id} and _is_on(turn, one, on, part))
    found = _meant(turn, slots.title, list(fitting))
    if len(found) == 1:
        return found[0]
    return ask(turn, slots, "title", _question(found, slots.title), _options(turn, found or every), title=slots.title)


def standing(turn: Turn, meeting_id: int) -> Meeting:
    """The meeting of a card or an open question, if it can still be changed."""
    meeting = turn.uow.meetings.get(meeting_id)
    if meeting is None:
        raise UserError("meetings.gone")
    meeting.must_stand(turn.now)
    return meeting


def _meant(turn: Turn, title: str, meetings: list[Meeting]) -> list[Meeting]:
    """One's own before another's."""
    found = list(titled(title, meetings)) if title else meetings
    return [one for one in found if one.is_led_by(turn.actor)] or found


def _is_on(turn: Turn, meeting: Meeting, on: date | None, part: str) -> bool:
    at, start = instant(on), meeting.span.start
    if at:
        return start == at
    return on in {None, local_day(turn, start)} and suits_part(turn, start, part)


def _question(found: list[Meeting], title: str) -> str:
    if found:
        return "meetings.which_meeting"
    return "meetings.no_such_meeting" if title else "meetings.no_meeting_then"


def _options(turn: Turn, meetings: Iterable[Meeting]) -> list[Option]:
    return [
        Option(turn.say("meetings.meeting_at", title=one.title, start=one.span.start), {"meeting": one.id})
        for one in list(meetings)[:MOST_CHOICES]
    ]
