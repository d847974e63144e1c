"""Room as said → one room or none, or a question with the rooms that would do."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from bot.asking.steps import ask
from bot.domain import availability
from bot.domain.meeting import Room, Span
from bot.errors import UserError
from bot.ports import Option
from bot.turn import Ask, Turn
from bot.understanding.names import RoomMatch, match_room
from handlers.meetings.slots import NO_ROOM, TimeAndPlace

MOST_ROOMS = 3

S = TypeVar("S", bound=TimeAndPlace)


def known_room(turn: Turn, slots: S) -> S | Ask:
    """The room's own name for what was said; an unknown one is asked about. No room said stays so."""
    if slots.room in {"", NO_ROOM}:
        return slots
    match = match_room(slots.room, turn.directory.rooms)
    if len(match.found) == 1:
        return replace(slots, room=match.found[0].name)
    near = match.found or match.nearest
    offered = near or availability.that_fit(turn.directory.rooms, 0)
    options = room_options(turn, offered[:MOST_ROOMS])
    return ask(turn, replace(slots, room=""), "room", _doubt(match), options, room=slots.room)


def _doubt(match: RoomMatch[Room]) -> str:
    if match.found:
        return "meetings.which_room_of"
    return "meetings.unknown_room_near" if match.nearest else "meetings.unknown_room"


def ask_room(turn: Turn, slots: S, span: Span, heads: int) -> Ask:
    """Which room, with the free ones that fit."""
    taken = availability.taken_by_room(turn.uow.meetings.between(span))
    fitting = availability.that_fit(turn.directory.rooms, heads)
    free = [room for room in fitting if availability.is_free(span, taken.get(room.id, ()))]
    when = turn.say.span(span.start, span.end)
    key = "meetings.which_room" if free else "meetings.no_room_free"
    return ask(turn, slots, "room", key, room_options(turn, free[:MOST_ROOMS]), when=when)


def room_options(turn: Turn, rooms: Iterable[Room]) -> list[Option]:
    """A button for each room and one for none."""
    options = [Option(_with_seats(turn, room), {"room": room.name}) for room in rooms]
    return [*options, Option(turn.say("meetings.no_room"), {"room": NO_ROOM})]


def room_of(turn: Turn, name: str) -> Room | None:
    """The room of a settled slot."""
    return next((room for room in turn.directory.rooms if room.name == name), None)


def the_room(turn: Turn, said: str) -> Room:
    """The one room that was said, for an answer that needs no dialog; else UserError with the nearest names."""
    match = match_room(said, turn.directory.rooms)
    if len(match.found) == 1:
        return match.found[0]
    near = tuple(room.name for room in (match.found or match.nearest or turn.directory.rooms)[:MOST_ROOMS])
    raise UserError("meetings.no_such_room", room=said, near=near)


def _with_seats(turn: Turn, room: Room) -> str:
    return turn.say("meetings.room_seats", room=room.name, seats=room.seats) if room.seats else room.name
