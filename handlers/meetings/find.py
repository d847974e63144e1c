"""Which meeting is meant by a title, a day or a room."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from bot.domain.meeting import Meeting, Room, titled
from bot.errors import UserError
from bot.ports import Option
from bot.turn import Ask, Turn
from handlers.meetings.asking import ask
from handlers.meetings.slots import Which, instant
from handlers.meetings.when import local_day
from handlers.meetings.where import the_room

MOST_SEARCHED = 500
MOST_CHOICES = 5

W = TypeVar("W", bound=Which)


def the_meeting(turn: Turn, slots: W, on: date | None, room: str) -> Meeting | Ask:
    """The one that is meant among those that concern the actor; a picker for several."""
    if slots.meeting:
        return standing(turn, slots.meeting)
    coming = turn.uow.meetings.not_over(turn.now, MOST_SEARCHED)
    every = [one for one in coming if one.concerns(turn.actor, turn.chat.id)]
    if not every:
        raise UserError("meetings.none_coming")
    found = _meant(turn, slots, every, on, the_room(turn, room) if room else None)
    if len(found) == 1:
        return found[0]
    key = "meetings.which_meeting" if found else "meetings.no_such_meeting"
    return ask(turn, slots, "title", key, _options(turn, found or every), title=slots.title)


def standing(turn: Turn, meeting_id: int) -> Meeting:
    """The meeting of a card or an open question, if it can still be changed."""
    meeting = turn.uow.meetings.get(meeting_id)
    if meeting is None:
        raise UserError("meetings.gone")
    meeting.must_stand(turn.now)
    return meeting


def _meant(turn: Turn, slots: W, every: list[Meeting], on: date | None, room: Room | None) -> list[Meeting]:
    found = list(titled(slots.title, every)) if slots.title else every
    if on:
        found = [one for one in found if _begins(turn, one, on)]
    if room:
        found = [one for one in found if one.room_id == room.id]
    return [one for one in found if one.is_led_by(turn.actor)] or found


def _begins(turn: Turn, meeting: Meeting, on: date) -> bool:
    at = instant(on)
    return meeting.span.start == at if at else local_day(turn, meeting.span.start) == on


def _options(turn: Turn, meetings: Iterable[Meeting]) -> list[Option]:
    return [
        Option(turn.say("meetings.meeting_at", title=one.title, start=one.span.start), {"meeting": one.id})
        for one in list(meetings)[:MOST_CHOICES]
    ]
