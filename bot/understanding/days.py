"""Which day or stretch of days is meant: the arithmetic of the calendar, without words."""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta

from bot.understanding.nodes import Day, Length, Period

SATURDAY = 5
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def month_start(year: int, month: int) -> date:
    """The first of the month, `month` counted on freely: (2026, 13) is January 2027."""
    years, index = divmod(month - 1, 12)
    return date(min(max(year + years, MINYEAR), MAXYEAR - 1), index + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of the month where there is none."""
    first = month_start(day.year, day.month + months)
    return first.replace(day=min(day.day, days_in(first)))


def days_in(first: date) -> int:
    return (month_start(first.year, first.month + 1) - first.replace(day=1)).days


def shift(at: datetime, length: Length, sign: int = 1) -> datetime:
    """The moment a length later (or earlier); never beyond what a datetime holds."""
    try:
        day = add_months(at.date(), sign * length.months)
        return datetime.combine(day, at.time()) + sign * timedelta(days=length.days, seconds=length.seconds)
    except (OverflowError, ValueError):
        return at


def safe_day(day: date, days: float) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def week_start(day: date) -> date:
    return safe_day(day, -day.weekday())


def is_real(year: int, month: int, number: int) -> bool:
    """May there be such a day? A half (½) counts days, it names none."""
    return 0 < month <= 12 and number % 1 == 0 and 0 < number <= days_in(date(min(max(year, 1), 9998), month, 1))


def dated(today: date, year: int | None, month: int, number: int, weekday: int | None = None) -> Day:
    """A day with its month; without a year the next to come, on whose weekday the reader insists if it can be had."""
    if year is not None:
        if not is_real(year, month, number):
            return Day(today, year, month, number, weekday, "impossible")
        on = date(year, month, number)
        return Day(on, year, month, number, weekday, _clash(on, weekday))
    nearest = [date(y, month, number) for y in range(today.year - 8, today.year + 9) if is_real(y, month, number)]
    if not nearest:
        return Day(today, None, month, number, weekday, "impossible")
    coming = next((d for d in nearest if d >= today), nearest[-1])
    gone = [d for d in nearest if d < today][-1:]
    return Day(coming, None, month, number, weekday, _clash(coming, weekday), tuple(gone))


def _clash(on: date, weekday: int | None) -> str | None:
    return "weekday" if weekday is not None and on.weekday() != weekday else None


def numbered(today: date, number: int, weekday: int | None = None) -> Day:
    """The next such number of a month; with a weekday, the next month in which they agree."""
    if not 0 < number <= 31 or number % 1:
        return Day(today, number=number, weekday=weekday, conflict="impossible")
    if weekday is None:
        return Day(next(_numbered(today, number)), number=number)
    coming = list(_numbered(today, number))
    agreeing = [d for d in coming if d.weekday() == weekday]
    on = agreeing[0] if agreeing else coming[0]
    far = on not in coming[:2]
    return Day(on, None, None, number, weekday, "weekday" if far else None)


def _numbered(today: date, number: int) -> Iterator[date]:
    for offset in range(30):
        first = month_start(today.year, today.month + offset)
        if number <= days_in(first):
            day = first.replace(day=number)
            if day >= today:
                yield day


def weekday_in(today: date, weekday: int, weeks: int | None) -> Day:
    """Of this week, next week …; without a week the next to come, today included."""
    if weeks is None:
        ahead = (weekday - today.weekday()) % 7
        return Day(safe_day(today, ahead), weekday=weekday, loose=True, others=(safe_day(today, ahead - 7),))
    return Day(safe_day(week_start(today), 7 * weeks + weekday), weekday=weekday)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of the month; -1 is the last."""
    first = month_start(year, month)
    if nth > 0:
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        return day if day.month == first.month else None
    last = first + timedelta(days=days_in(first) - 1)
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))


def period(grain: str, day: date, offset: int = 0) -> Period:
    """The week, month … that lies `offset` from the one of the day."""
    if grain in MONTHS_IN:
        size = MONTHS_IN[grain]
        first = month_start(day.year, (day.month - 1) // size * size + 1 + offset * size)
        return months(first, size, grain)
    if grain == "weekend":
        start = safe_day(week_start(day), SATURDAY + 7 * offset)
        return Period(midnight(start), midnight(safe_day(start, 2)), grain)
    if grain == "day":
        start = safe_day(day, offset)
        return Period(midnight(start), midnight(safe_day(start, 1)), grain)
    if grain == "workweek":
        start = safe_day(week_start(day), 7 * offset)
        return Period(midnight(start), midnight(safe_day(start, 5)), "week")
    if grain == "fortnight":
        start = safe_day(week_start(day), 14 * offset)
        return Period(midnight(start), midnight(safe_day(start, 14)), "week")
    start = safe_day(week_start(day), 7 * offset)
    return Period(midnight(start), midnight(safe_day(start, 7)), "week")


def months(first: date, count: int, grain: str = "month") -> Period:
    """So many whole months from the first of one."""
    last = month_start(first.year, first.month + count)
    month = first.month if grain in {"month"} else None
    return Period(midnight(first), midnight(last), grain, first.year, month)


def week_of(first: date, nth: int) -> date:
    """Monday of the nth week of what begins on that day: the week that holds its first Thursday is the first."""
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    return thursday - timedelta(days=3) + timedelta(days=7 * (nth - 1))


def last_week_of(end: date) -> date:
    """Monday of the last week that has its Thursday before the day."""
    last = end - timedelta(days=1)
    thursday = last - timedelta(days=(last.weekday() - 3) % 7)
    return thursday - timedelta(days=3)


def safe_at(at: datetime, count: int) -> datetime:
    try:
        return at + timedelta(days=count)
    except OverflowError:
        return at


def safe_hours(at: datetime, hours: float) -> datetime:
    try:
        return at + timedelta(hours=hours)
    except OverflowError:
        return at
