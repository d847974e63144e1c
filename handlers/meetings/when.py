"""Times as said → the span of a meeting, or one question about what is missing or cannot be."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.asking.steps import ask, ask_again
from bot.asking.when import ask_hour, instant, local_day, to_minute, today
from bot.domain.availability import opening
from bot.domain.meeting import Span, checked_span, not_backwards
from bot.errors import Unclear, UserError
from bot.ports import Option
from bot.turn import Ask, Turn
from handlers.meetings.slots import TimeAndPlace

ONE_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
MOST_DAYS = 5
PARTS = {"dawn": (0, 6), "morning": (6, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (18, 24)}

S = TypeVar("S", bound=TimeAndPlace)


def single(turn: Turn, slots: S) -> S | Ask:
    """A series is not kept yet; its first date can be booked."""
    if not slots.rrule:
        return slots
    once = replace(slots, rrule="")
    if slots.start is None:
        return ask(turn, once, "start", "meetings.no_series")
    first = Option(turn.say("meetings.only_first", day=local_day(turn, slots.start)), {"start": slots.start})
    return ask(turn, once, "start", "meetings.no_series", [first])


def one_day(turn: Turn, slots: S) -> S | Ask:
    """Next week or next month is no day yet."""
    if slots.start is None or slots.end is None or instant(slots.start) or instant(slots.end):
        return slots
    if slots.end - slots.start < A_WEEK:
        return slots
    span = [slots.start + ONE_DAY * count for count in range((slots.end - slots.start).days)]
    coming = [day for day in span if day >= today(turn) and turn.house.calendar.is_working(day)]
    options = [Option(turn.say.day(day), {"start": day}) for day in coming[:MOST_DAYS]]
    return ask(turn, replace(slots, end=None), "start", "meetings.which_day", options)


def with_hour(turn: Turn, slots: S) -> S | Ask:
    """A start to the minute that may be booked."""
    if slots.start is None:
        return ask(turn, slots, "start", "meetings.when")
    if instant(slots.start) is None and not _is_all_day(slots):
        return ask_hour(turn, slots, slots.start)
    try:
        span = checked_span(not_backwards(span_of(turn, slots)), turn.now)
    except UserError as fault:
        return ask_again(turn, replace(slots, start=None, end=None), "start", fault)
    length = span.length if slots.end or slots.duration else None
    return replace(slots, start=span.start, end=None, duration=length, part="")


def span_of(turn: Turn, slots: TimeAndPlace) -> Span:
    """From a start to the minute to the end said, or as long as said, or as long as meetings are here."""
    said, end = instant(slots.start), instant(slots.end)
    if said is None:
        return _office_hours(turn, slots)
    start = to_minute(turn, said)
    return Span(start, to_minute(turn, end) if end else start + (slots.duration or turn.house.meeting_length))


def _is_all_day(slots: TimeAndPlace) -> bool:
    """Days that were said as a whole: 下周一全天, 12月1日到3日."""
    return slots.end is not None or (slots.duration or timedelta(0)) >= ONE_DAY


def _office_hours(turn: Turn, slots: TimeAndPlace) -> Span:
    """Whole days are booked from the first day's opening to the last day's closing."""
    if slots.start is None:
        raise Unclear("meetings.when")
    first = local_day(turn, slots.start)
    until = local_day(turn, slots.end) if slots.end else first + (slots.duration or ONE_DAY)
    calendar, zone = turn.house.calendar, turn.house.zone
    return Span(opening(first, calendar, zone).start, opening(max(first, until - ONE_DAY), calendar, zone).end)


def suits_part(turn: Turn, at: datetime, part: str) -> bool:
    """Whether an hour lies in the part of the day that was said, if one was."""
    first, until = PARTS.get(part, (0, 24))
    return first <= at.astimezone(turn.house.zone).hour < until


def in_part(window: Span, part: str) -> Span:
    """That part of the window's first day, if one was said."""
    if part not in PARTS:
        return window
    first, until = PARTS[part]
    midnight = window.start
    return Span(midnight + timedelta(hours=first), midnight + timedelta(hours=until))


def days(turn: Turn, first: date, until: date | None) -> Span:
    """Whole days of the office's zone, the last not counted; one day where no end was said."""
    begin = datetime.combine(local_day(turn, first), time(), turn.house.zone)
    end = datetime.combine(local_day(turn, until), time(), turn.house.zone) if until else begin
    return Span(begin, end if end > begin else begin + ONE_DAY)
