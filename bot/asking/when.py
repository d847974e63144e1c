"""Times as said: what cannot be is asked again, and the hour where only a day is known."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.asking.steps import ask, ask_again
from bot.errors import UserError
from bot.ports import Option
from bot.turn import Ask, Turn

ANY_HOURS = (9, 10, 14, 15)
HOURS = {"morning": (8, 9, 10, 11), "noon": (12, 13), "afternoon": (14, 15, 16, 17), "evening": (18, 19, 20)}
"""The hours to offer for a part of the day."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Times are instants, or dates where only the day is known; `part` is a part of the day without an hour; `faults`
    are what could not be right about the words."""

    start: date | None = None
    end: date | None = None
    part: str = ""
    duration: timedelta | None = None
    rrule: str = ""
    until: date | None = None
    faults: tuple[str, ...] = ()


S = TypeVar("S", bound=Timed)


def believable(turn: Turn, slots: S) -> S | Ask:
    """A time that cannot be is asked again before anything else."""
    if "weekday_conflict" in slots.faults and slots.start:
        day = local_day(turn, slots.start)
        options = [Option(turn.say.day(day), {"start": slots.start})]
        return ask(turn, replace(slots, faults=()), "start", "house.weekday_conflict", options, day=day)
    for fault in slots.faults:
        key = FAULTS.get(fault, "house.unclear_time")
        return ask(turn, replace(slots, faults=(), start=None, end=None), "start", key)
    return slots


FAULTS = {
    "impossible_time": "house.impossible_time",
    "end_before_start": "house.end_first",
    "past": "house.past_unknown",
}


def ask_hour(turn: Turn, slots: S, day: date) -> Ask:
    """The hours of that day that are still to come."""
    if day < turn.now.astimezone(turn.house.zone).date():
        return ask_again(turn, replace(slots, start=None), "start", UserError("house.past", start=day))
    hours = HOURS.get(slots.part, ANY_HOURS)
    starts = (datetime.combine(day, time(hour), turn.house.zone) for hour in hours)
    options = (Option(turn.say.clock(at), {"start": at}) for at in starts if at > turn.now)
    return ask(turn, slots, "start", "house.which_hour", options, day=day)


def to_minute(turn: Turn, at: datetime) -> datetime:
    """In the office's zone, without seconds."""
    return at.astimezone(turn.house.zone).replace(second=0, microsecond=0)


def local_day(turn: Turn, at: date) -> date:
    return at.astimezone(turn.house.zone).date() if isinstance(at, datetime) else at


def today(turn: Turn) -> date:
    return turn.now.astimezone(turn.house.zone).date()


def instant(at: date | None) -> datetime | None:
    """The slot's value where the hour is known."""
    return at if isinstance(at, datetime) else None


def stretch(turn: Turn, slots: Timed) -> tuple[datetime, datetime] | None:
    """From when to when, where days were said: from now on where only the end was, one day where only the start was."""
    if slots.start is None and slots.end is None:
        return None
    start = at_midnight(turn, slots.start) if slots.start else turn.now
    if slots.end:
        return start, at_midnight(turn, slots.end)
    return start, start + (slots.duration or timedelta(days=1))


def at_midnight(turn: Turn, said: date) -> datetime:
    """The instant said, or the beginning of the day said."""
    return instant(said) or datetime.combine(said, time(), turn.house.zone)
