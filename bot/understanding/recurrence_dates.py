"""The first day on which a recurrence falls: the small part of RFC 5545 that office rules use."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.understanding.days import SATURDAY, days_in, month_start, nth_weekday

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_HORIZON = 60


def first_day(parts: Mapping[str, str], after: date) -> date:
    """The first day on or after `after`; a plain frequency begins at once."""
    if "BYMONTHDAY" in parts or ("BYDAY" in parts and parts["FREQ"] in {"MONTHLY", "YEARLY"}):
        return _monthly(parts, after)
    if "BYMONTH" in parts:
        return _in_months(parts, after)
    if "BYDAY" in parts:
        wanted = {_NAMES.index(d) for d in parts["BYDAY"].split(",")}
        return next(
            (after + timedelta(days=i) for i in range(7) if (after + timedelta(days=i)).weekday() in wanted), after
        )
    return after


def _monthly(parts: Mapping[str, str], after: date) -> date:
    months = {int(m) for m in parts["BYMONTH"].split(",")} if "BYMONTH" in parts else None
    for offset in range(_HORIZON):
        first = month_start(after.year, after.month + offset)
        if months and first.month not in months:
            continue
        found = [d for d in _days_of(parts, first) if d >= after]
        if found:
            return min(found)
    return after


def _days_of(parts: Mapping[str, str], first: date) -> list[date]:
    size = days_in(first)
    if "BYMONTHDAY" in parts:
        wanted = [int(n) for n in parts["BYMONTHDAY"].split(",")]
        return [first.replace(day=n if n > 0 else size + n + 1) for n in wanted if 0 < abs(n) <= size]
    if "BYSETPOS" in parts:
        working = [first.replace(day=d) for d in range(1, size + 1) if first.replace(day=d).weekday() < SATURDAY]
        place = int(parts["BYSETPOS"])
        return working[place - 1 : place] if place > 0 else working[place:][:1]
    found = [
        nth_weekday(first.year, first.month, _NAMES.index(d[-2:]), int(d[:-2] or 1)) for d in parts["BYDAY"].split(",")
    ]
    return [d for d in found if d]


def _in_months(parts: Mapping[str, str], after: date) -> date:
    months = {int(m) for m in parts["BYMONTH"].split(",")}
    for offset in range(13):
        first = month_start(after.year, after.month + offset)
        if first.month in months:
            return max(first, after)
    return after
