"""From what was said to instants: which half of the day, which of the coming days, where it ends."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.understanding import days
from bot.understanding.nodes import Clock, Day, Due, Scene, Stretch, When

HALF_DAY, NOON, DAY_END = 12, 12, 24
OFFICE_HOURS_AFTER_NOON = range(1, 7)
_NEXT_MORNING, _EVENING = range(1, 7), 20
PARTS = {"dawn": (0, 6), "morning": (6, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (18, 24)}
PARTS["night"] = PARTS["evening"]
_LATE = range(1, 5)
_BEFORE_MIDNIGHT = 24 - 1 / 60  # by tonight is still today
_COMING = timedelta(minutes=1)


class Instant(NamedTuple):
    """A resolved When: the wall clock, what was said of it, and the other reading where it is open."""

    at: datetime
    end: datetime | None
    grain: str
    dated: bool
    timed: bool
    part: str | None = None
    other: datetime | None = None
    conflict: str | None = None


def hours_of(clock: Clock, part: str | None) -> tuple[float, float | None]:
    """The hour in 24, from 0 to 28, and the other reading if the words leave it open."""
    hour = clock.hour
    if clock.half:
        return hour % HALF_DAY + (HALF_DAY if clock.half == "pm" else 0), None
    if part is not None:
        return _hour_in(part, hour), None
    if not clock.bare:
        return hour, None
    if hour in OFFICE_HOURS_AFTER_NOON:
        return hour + HALF_DAY, None
    return hour, (hour + HALF_DAY if hour == OFFICE_HOURS_AFTER_NOON.stop else None)


def _hour_in(part: str, hour: int) -> int:
    if hour > NOON or part in {"dawn", "morning"}:
        return 0 if hour == NOON and part == "dawn" else hour
    if part == "night" and hour in range(1, 8):
        return hour
    if part in {"evening", "night"}:
        return DAY_END if hour == NOON else hour + DAY_END if hour in _LATE else hour + HALF_DAY
    if part == "noon":
        return hour if hour >= NOON - 2 else hour + HALF_DAY
    return hour if hour == NOON else hour + HALF_DAY


def instant(when: When, scene: Scene, near: date | None = None) -> Instant:
    """The When as an instant or the beginning of a day; `near` is the day it inherits."""
    if when.at is not None:
        return Instant(when.at, None, when.grain, True, True)
    if when.period is not None and when.clock is None:
        return Instant(when.period.start, when.period.end, when.period.grain, True, False)
    conflict = when.day.conflict if when.day else None
    day = when.day.on if when.day else near or scene.today
    if when.clock is None:
        return _day_or_part(when, day, scene, conflict)
    return _timed(when, when.clock, day, scene, near is not None)


def _day_or_part(when: When, day: date, scene: Scene, conflict: str | None) -> Instant:
    start = days.midnight(day)
    if when.part is None:
        return Instant(start, days.midnight(days.safe_day(day, 1)), "day", True, False, conflict=conflict)
    low, high = PARTS[when.part]
    if when.day is None and scene.now >= start + timedelta(hours=high):
        start = days.midnight(days.safe_day(day, 1))
    first, last = days.safe_hours(start, low), days.safe_hours(start, high)
    part = "evening" if when.part == "night" else when.part
    return Instant(first, last, "hour", when.day is not None, False, part, conflict=conflict)


def _timed(when: When, clock: Clock, day: date, scene: Scene, inherited: bool) -> Instant:
    conflict = when.day.conflict if when.day else None
    hour, other = hours_of(clock, when.part)
    extra = timedelta(minutes=clock.minute, seconds=clock.second)
    start = days.safe_hours(days.midnight(day), hour) + extra
    if not inherited and start + _COMING <= scene.now:
        if when.day is None:
            start = _next_chance(start, other, extra, scene)
        elif when.day.loose and day == scene.today:
            start = days.safe_at(start, 7)
    if clock.impossible:
        conflict = "impossible"
    second = (
        days.midnight(start.date()) + timedelta(hours=other) + extra
        if other is not None and start.hour == clock.hour % DAY_END
        else None
    )
    return Instant(start, None, clock.grain, when.day is not None, True, None, second, conflict)


def _next_chance(start: datetime, other: float | None, extra: timedelta, scene: Scene) -> datetime:
    """An hour without a day that has passed today: the other half of the day if that was open, else tomorrow."""
    later = days.midnight(scene.today) + timedelta(hours=other) + extra if other is not None else None
    return later if later is not None and later > scene.now else days.safe_at(start, 1)


def span(stretch: Stretch, scene: Scene) -> tuple[Instant, Instant]:
    """Both ends; the last inherits day and half of the day from the first, and the first the half from the last."""
    first, last = stretch.first, stretch.last
    if first.clock and last.clock:
        first, last = _share_halves(first, last)
    if last.day and last.day.next:
        last = last._replace(day=Day(days.safe_day(first.day.on if first.day else scene.today, 1)))
    last = _early_next_day(first, last)
    if first.day and last.day:
        begin_day = _shared_year(first.day, last.day, scene)
        first = first._replace(day=begin_day)
        last = last._replace(day=_day_after(begin_day, last.day, scene))
    if first.period and last.period:
        first, last = _periods_in_order(first, last, scene)
    if not first.day and not first.period and first.clock and last.day and last.clock:
        first = first._replace(day=last.day if last.day_last else Day(scene.today))
    begin = instant(first, scene)
    end = instant(last, scene, None if last.day or last.period or last.at else begin.at.date())
    return begin, _in_order(first, last, begin, end)


def _early_next_day(first: When, last: When) -> When:
    """明天22点到后天2点: the small hours, when the first is late and the last on the day after."""
    a, b = first.clock, last.clock
    if a is None or b is None or first.day is None or last.day is None or last.part or not b.bare or b.half:
        return last
    late = hours_of(a, first.part)[0] >= _EVENING and (last.day.on - first.day.on).days == 1
    return last._replace(clock=b._replace(bare=False)) if late and b.hour in _NEXT_MORNING else last


def _share_halves(first: When, last: When) -> tuple[When, When]:
    a, b = first.clock, last.clock
    if a is None or b is None:
        return first, last
    if last.part is None and last.day is None and b.half is None and b.bare:
        if a.half is not None:
            later = b.hour % HALF_DAY > a.hour % HALF_DAY or (
                b.hour % HALF_DAY == a.hour % HALF_DAY and b.minute > a.minute
            )
            flips = {"am": "am" if later else "pm", "pm": "pm" if later else "am"}
            last = last._replace(clock=b._replace(half="pm" if a.half == "am" and b.hour == NOON else flips[a.half]))
        elif first.part is not None:
            last = last._replace(clock=_carried(a, b, first.part))
        else:
            last = last._replace(clock=_after(a, b))
    elif a.half is None and a.bare and first.part is None and b.half is not None:
        same = a.hour % HALF_DAY < b.hour % HALF_DAY or (a.hour % HALF_DAY == b.hour % HALF_DAY and a.minute < b.minute)
        first = first._replace(clock=a._replace(half=b.half if same else "am" if b.half == "pm" else "pm"))
    elif a.bare and a.half is None and first.part is None and last.part and last.day is None:
        hour = _hour_in(last.part, b.hour)
        first = first._replace(part=last.part if _hour_in(last.part, a.hour) < hour else None)
    return first, last


def _carried(a: Clock, b: Clock, part: str) -> Clock:
    """下午3点到5点: the same part; 上午9点到3点: on to the afternoon."""
    begins = _hour_in(part, a.hour) * 60 + a.minute
    same, other = _hour_in(part, b.hour), b.hour + HALF_DAY if b.hour < NOON else b.hour
    for hour in (same, b.hour, other, other + HALF_DAY):
        if hour * 60 + b.minute > begins and hour <= DAY_END:
            return b._replace(hour=hour, bare=False)
    return b._replace(bare=False, hour=b.hour % HALF_DAY)


def _after(a: Clock, b: Clock) -> Clock:
    """Without a word for the half of the day: the first hour after the beginning."""
    begins = hours_of(a, None)[0] * 60 + a.minute
    for hour in (b.hour, b.hour + HALF_DAY):
        if hour * 60 + b.minute > begins and hour <= DAY_END:
            return b._replace(hour=hour, bare=False)
    return b._replace(bare=False)


def _day_after(first: Day, last: Day, scene: Scene) -> Day:
    """The last day of a range comes after the first and shares what it does not say."""
    if last.on >= first.on and last.month is not None and last.year is not None:
        return last
    if last.number is not None and last.month is None and last.weekday is None:
        found = days.numbered(first.on, last.number)
        return found._replace(year=first.year)
    if (last.weekday is not None and last.loose and not first.loose) or (last.loose and last.on < first.on):
        return days.weekday_in(first.on, last.weekday or 0, None)
    if last.month is not None and last.year is None and last.number is not None:
        return days.dated(first.on, None, last.month, last.number, last.weekday)
    return last


def _shared_year(first: Day, last: Day, scene: Scene) -> Day:
    """10/1-11/2/2017: the first takes the year of the last."""
    if first.year is None and last.year is not None and first.month and first.number and first.conflict is None:
        shared = days.dated(scene.today, last.year, first.month, first.number)
        return shared if shared.on <= last.on else days.dated(scene.today, last.year - 1, first.month, first.number)
    if (
        first.year is None
        and last.year is None
        and first.month
        and first.number
        and first.others
        and not first.conflict
    ):
        begun = first.others[-1]
        until = last.on if last.on.year == begun.year or last.on.month < begun.month else None
        if (
            until
            and begun < scene.today
            and last.month
            and days.dated(begun, None, last.month, last.number or 1).on >= scene.today
        ):
            return first._replace(on=begun)
    return first


def _periods_in_order(first: When, last: When, scene: Scene) -> tuple[When, When]:
    a, b = first.period, last.period
    if a is None or b is None or a.month is None or b.month is None:
        return first, last
    if a.year is None and b.year is None:
        begin = scene.today.year - (a.month > b.month and scene.today.month <= b.month)
        begin += b.month < scene.today.month and a.month <= b.month
        first = first._replace(period=days.months(date(begin, a.month, 1), 1))
        last = last._replace(period=days.months(date(begin + (a.month >= b.month), b.month, 1), 1))
        return first, last
    if b.year is not None and a.year is None:
        year = b.start.year - (a.month > b.month)
        first = first._replace(period=days.months(date(year, a.month, 1), 1))
    elif b.start <= a.start or b.year is None:
        year = a.start.year + (b.month <= a.month)
        last = last._replace(period=days.months(date(year, b.month, 1), 1))
    return first, last


def _in_order(first: When, last: When, begin: Instant, end: Instant) -> Instant:
    """An end before its beginning on no day of its own is past midnight."""
    if end.at > begin.at or not end.timed or not begin.timed:
        return end
    if (
        last.day is None
        and last.at is None
        and (
            last.part in {"dawn", "evening"}
            or first.part == "evening"
            or begin.at.hour >= 18
            or (last.clock is not None and last.clock.half == "am")
        )
    ):
        return end._replace(at=days.safe_at(end.at, 1))
    return end._replace(conflict="end_before_start")


def deadline(due: Due, scene: Scene) -> Instant:
    """The last instant: a day lasts until the office closes, a part of the day until it ends."""
    when = due.when or When(day=Day(scene.today))
    if when.period is not None:
        inside = due.strict and (when.period.year is not None or not when.period.start <= scene.now < when.period.end)
        last = days.safe_day(
            when.period.start.date()
            if inside and when.period.grain in {"week", "year", "weekend"}
            else when.period.end.date(),
            -1,
        )
        if not inside and when.period.grain == "week":
            last = scene.calendar.working_on_or_before(last)
        if inside and when.period.grain == "month":
            last = days.safe_day(when.period.start.date(), -1)
        return Instant(_closing(last, scene), None, "day", True, False)
    found = instant(when, scene)
    if found.timed:
        return found
    if found.part is not None and found.end is not None:
        ends = {"morning": 12, "noon": 12, "afternoon": 18, "evening": _BEFORE_MIDNIGHT, "dawn": 6}[found.part]
        return found._replace(at=days.safe_hours(days.midnight(found.at.date()), ends), end=None, grain="hour")
    return found._replace(at=_closing(found.at.date(), scene), end=None)


def _closing(day: date, scene: Scene) -> datetime:
    return datetime.combine(day, scene.calendar.closes)
