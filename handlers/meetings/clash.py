"""A room that is taken: who has it, and what is free instead."""

from dataclasses import replace
from typing import TypeVar

from bot.asking.steps import ask
from bot.asking.when import local_day
from bot.domain import availability
from bot.domain.availability import Wanted
from bot.domain.meeting import Meeting, Room, Span
from bot.ports import Option
from bot.turn import Ask, Turn
from handlers.meetings import cards
from handlers.meetings.desk import organizer_name, room_name
from handlers.meetings.slots import TimeAndPlace

S = TypeVar("S", bound=TimeAndPlace)


def clash_with(turn: Turn, slots: S, wanted: Wanted, but: int = 0) -> Ask | None:
    """The refusal with up to three ways out; None when the room is free. `but` is the meeting that moves."""
    span, room = wanted.span, wanted.room
    in_the_way = turn.uow.meetings.in_room(room.id, span, but)
    if not in_the_way:
        return None
    offers = _offers(turn, wanted, but)
    said = replace(slots, start=span.start, end=None, duration=span.length, room=room.name)
    options = [_option(turn, offer, wanted) for offer in offers]
    key = "meetings.taken" if options else "meetings.taken_no_way_out"
    return ask(turn, said, "start", key, options, **_who_has_it(turn, in_the_way[0], room))


def _offers(turn: Turn, wanted: Wanted, but: int) -> tuple[availability.Offer, ...]:
    windows = availability.search_windows(wanted.span, turn.house.calendar, turn.house.zone, turn.now)
    spans = (wanted.span, *windows)
    searched = Span(min(span.start for span in spans), max(span.end for span in spans))
    taken = availability.taken_by_room(turn.uow.meetings.between(searched), but)
    return availability.offers(wanted, turn.directory.rooms, taken, windows)


def _who_has_it(turn: Turn, other: Meeting, room: Room) -> dict[str, object]:
    when = turn.say.span(other.span.start, other.span.end)
    return {"room": room.name, "when": when, "by": organizer_name(turn, other), "title": other.title}


def _option(turn: Turn, offer: availability.Offer, wanted: Wanted) -> Option:
    fills = {"start": offer.span.start, "room": room_name(turn, offer.room_id)}
    if offer.room_id != wanted.room.id:
        return Option(turn.say("meetings.offer_room", room=fills["room"]), fills)
    if local_day(turn, offer.span.start) == local_day(turn, wanted.span.start):
        return Option(cards.hours(offer.span, turn.say), fills)
    return Option(turn.say.span(offer.span.start, offer.span.end), fills)
