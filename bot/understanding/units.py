"""Counting in units of time: what "three working days" or "half an hour" amounts to."""

from bot.understanding.nodes import Length

_LENGTHS = {
    "second": (0, 0, 1),
    "minute": (0, 0, 60),
    "hour": (0, 0, 3600),
    "day": (0, 1, 0),
    "night": (0, 1, 0),
    "week": (0, 7, 0),
    "fortnight": (0, 14, 0),
    "weekend": (0, 2, 0),
    "month": (1, 0, 0),
    "quarter": (3, 0, 0),
    "year": (12, 0, 0),
    "decade": (120, 0, 0),
    "century": (1200, 0, 0),
    "workweek": (0, 7, 0),
    "xun": (0, 10, 0),
    "half": (6, 0, 0),
    "weekday": (0, 1, 0),
    "term": (6, 0, 0),
}
GRAINS = {
    "night": "day",
    "fortnight": "week",
    "decade": "year",
    "century": "year",
    "workday": "day",
    "workweek": "week",
    "xun": "day",
    "half": "month",
    "weekday": "day",
    "term": "month",
}
_TOO_MUCH = 10_000_000


def length(count: float, unit: str) -> Length:
    """`count` may be broken: 1.5 months are a month and 15 days."""
    count = min(max(count, 0), _TOO_MUCH)
    grain = GRAINS.get(unit, unit)
    if unit == "workday":
        return Length(workdays=int(count), unit="day")
    months, days, seconds = _LENGTHS[unit]
    whole, broken = divmod(count * months, 1)
    more_days = broken * 30
    if months and count < 1 and months == 12:
        whole, more_days = round(count * 12), 0
    days_total = count * days + more_days
    if seconds == 0 and days and count % 1:
        return Length(int(whole), int(days_total), (days_total % 1) * 86400, unit="hour" if days == 1 else "day")
    return Length(int(min(whole, 12 * 9000)), days_total, count * seconds, unit=grain)
