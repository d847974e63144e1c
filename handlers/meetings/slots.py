"""What must be known for each wish, as far as it was said: times are instants, or dates where only the day is known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.asking.when import Timed

NO_ROOM = "-"
"""The room slot of someone who said that no room is needed; an empty one was not said."""

NO_REASON = "-"


@dataclass(frozen=True, slots=True)
class TimeAndPlace(Timed):
    """When and where."""

    room: str = ""


@dataclass(frozen=True, slots=True)
class Book(TimeAndPlace):
    """`others` are the invited who are settled while `people` holds a name in doubt."""

    title: str = ""
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    chair: str = ""


@dataclass(frozen=True, slots=True)
class Which(TimeAndPlace):
    """`title`, `orig_start` and `orig_room` say which meeting; `meeting` is its id once that is settled."""

    title: str = ""
    orig_start: date | None = None
    orig_room: str = ""
    number: int = 0
    people: tuple[str, ...] = ()
    chair: str = ""
    meeting: int = 0


@dataclass(frozen=True, slots=True)
class Move(Which):
    """`shift` is by how much, where that was said; `undated` that the new hour came without a day."""

    undated: int = 0
    shift: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Cancel(Which):
    """Here the time and place that were said are the meeting's own."""


@dataclass(frozen=True, slots=True)
class Listing(TimeAndPlace):
    title: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Free(TimeAndPlace):
    title: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why someone cannot come: `note` is the key of the organizer's card that will show it."""

    meeting: int = 0
    version: int = 0
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who comes instead."""

    meeting: int = 0
    version: int = 0
    people: tuple[str, ...] = ()


def day_of(at: date | None, like: datetime) -> date | None:
    """The slot's day in the zone of `like`."""
    return at.astimezone(like.tzinfo).date() if isinstance(at, datetime) else at
