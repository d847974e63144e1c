"""When a room is free, and what to offer where it is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.calendar import WorkCalendar
from bot.domain.meeting import Meeting, Room, Span

MOST_OFFERS = 3
DAYS_AHEAD = 5
STEP = timedelta(minutes=15)

Taken = Mapping[int, Sequence[Span]]
"""The taken spans of each room, by its id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A room at a time, for so many people."""

    span: Span
    room: Room
    heads: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Another room at the same time, or the same room at another."""

    room_id: int
    span: Span


def taken_by_room(meetings: Iterable[Meeting], but: int = 0) -> dict[int, list[Span]]:
    """When each room is taken, one meeting left out: the one that is about to move."""
    taken: dict[int, list[Span]] = {}
    for meeting in meetings:
        if meeting.room_id is not None and meeting.id != but:
            taken.setdefault(meeting.room_id, []).append(meeting.span)
    return taken


def is_free(span: Span, taken: Iterable[Span]) -> bool:
    return not any(span.overlaps(other) for other in taken)


def free_spans(window: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the window, in order."""
    free, start = [], window.start
    for busy in sorted((span for span in taken if span.overlaps(window)), key=lambda span: span.start):
        if busy.start > start:
            free.append(Span(start, busy.start))
        start = max(start, busy.end)
    if start < window.end:
        free.append(Span(start, window.end))
    return tuple(free)


def opening(day: date, calendar: WorkCalendar, zone: tzinfo) -> Span:
    """The office's hours on that day, were it a working day."""
    return Span(datetime.combine(day, calendar.opens, zone), datetime.combine(day, calendar.closes, zone))


def from_now(window: Span, now: datetime) -> Span | None:
    """What of the window is still to come, from the next quarter of an hour on."""
    if now <= window.start:
        return window
    start = window.start + -(-(now - window.start) // STEP) * STEP
    return Span(start, window.end) if start < window.end else None


def that_fit(rooms: Iterable[Room], heads: int) -> list[Room]:
    """Rooms with seats enough, the smallest first; a room whose seats nobody counted comes last."""
    fitting = (room for room in rooms if not is_too_small(room, heads))
    return sorted(fitting, key=lambda room: (not room.seats, room.seats))


def is_too_small(room: Room, heads: int) -> bool:
    return 0 < room.seats < heads


def search_windows(wanted: Span, calendar: WorkCalendar, zone: tzinfo, now: datetime) -> tuple[Span, ...]:
    """The hours to search: the wanted day, then working days. An evening meeting may stay in the evening."""
    start, end = wanted.start.astimezone(zone), wanted.end.astimezone(zone)
    if start.date() != end.date():
        return ()
    days = [start.date(), *(calendar.add_working_days(start.date(), count) for count in range(1, DAYS_AHEAD + 1))]
    opens, closes = min(start.time(), calendar.opens), max(end.time(), calendar.closes)
    windows = (Span(datetime.combine(day, opens, zone), datetime.combine(day, closes, zone)) for day in days)
    return tuple(left for window in windows if (left := from_now(window, now)))


def offers(wanted: Wanted, rooms: Iterable[Room], taken: Taken, windows: Sequence[Span]) -> tuple[Offer, ...]:
    """Up to three ways out of a clash: another room that fits, a near time that day, a time on a coming day."""
    span, own = wanted.span, wanted.room.id
    others = [Offer(one.id, span) for one in _like(wanted, rooms) if is_free(span, taken.get(one.id, ()))]
    by_day = [[Offer(own, near) for near in nearest(span, window, taken.get(own, ()))] for window in windows]
    same_day, coming = (by_day[0], by_day[1:]) if by_day else ([], [])
    later = [found[0] for found in coming if found]
    best_first = [*others[:1], *same_day[:1], *later[:1], *same_day[1:2], *others[1:], *later[1:]]
    return tuple(best_first[:MOST_OFFERS])


def nearest(wanted: Span, window: Span, taken: Iterable[Span]) -> list[Span]:
    """Spans of the wanted length in the window's gaps, one a gap, the nearest time of day first."""
    local = wanted.start.astimezone(window.start.tzinfo)
    aim = datetime.combine(window.start.date(), local.time(), window.start.tzinfo)
    gaps = (gap for gap in free_spans(window, taken) if gap.length >= wanted.length)
    found = (wanted.moved_to(min(max(aim, gap.start), gap.end - wanted.length)) for gap in gaps)
    return sorted(found, key=lambda span: abs(span.start - aim))


def _like(wanted: Wanted, rooms: Iterable[Room]) -> list[Room]:
    """Other rooms with seats enough, those nearest in size first."""
    others = (room for room in that_fit(rooms, wanted.heads) if room.id != wanted.room.id)
    return sorted(others, key=lambda room: abs(room.seats - wanted.room.seats))
