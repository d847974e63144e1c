"""The Chinese calendar's months, from the moon and the sun: when the fifth day of the fifth month is."""

from datetime import UTC, date, datetime, timedelta
from math import floor, radians, sin

# The turn of the sun that lies in each month: Gregorian month and the constant of the year 2000.
_TURNS = {
    1: (2, 18.73),
    2: (3, 20.646),
    3: (4, 20.1),
    4: (5, 21.04),
    5: (6, 21.37),
    6: (7, 22.83),
    7: (8, 23.13),
    8: (9, 23.042),
    9: (10, 23.438),
    10: (11, 22.36),
    11: (12, 21.94),
    12: (13, 20.12),
}
_YEAR_DRIFT = 0.2422
_FIRST_MOON = datetime(2000, 1, 6, 14, 20, 36, tzinfo=UTC)  # mean, dynamical time
_LUNATION = 29.530588861
_TO_BEIJING = timedelta(hours=8) - timedelta(seconds=70)
# Degrees of the sun's and the moon's mean anomaly and of the moon's latitude at the first moon, and what a month adds.
_SUN, _MOON, _NODE = (2.5534, 29.1053567), (201.5643, 385.81693528), (160.7108, 390.67050284)
# Days that the true new moon is off, by multiples of the three.
_OFF = (
    (-0.4072, 0, 1, 0),
    (0.17241, 1, 0, 0),
    (0.01608, 0, 2, 0),
    (0.01039, 0, 0, 2),
    (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0),
    (0.00208, 2, 0, 0),
    (-0.00111, 0, 1, -2),
    (-0.00057, 0, 1, 2),
)


def turn_of_sun(year: int, month: int, begins: float) -> date:
    """The day of a turn of the sun, good for the years around 2000."""
    if month > 12:
        year, month = year + 1, month - 12
    past = year - 2000
    return date(year, month, 1) + timedelta(days=floor(past * _YEAR_DRIFT + begins) - (past - (month < 3)) // 4 - 1)


def new_moon(count: int) -> date:
    """The day in Beijing of the new moon, counted from the first of 2000."""
    angles = [radians(first + each * count) for first, each in (_SUN, _MOON, _NODE)]
    off = sum(size * sin(sum(n * a for n, a in zip(times, angles, strict=True))) for size, *times in _OFF)
    return (_FIRST_MOON + timedelta(days=_LUNATION * count + off) + _TO_BEIJING).date()


def lunar_day(year: int, month: int, number: int) -> date:
    """A day of a plain month (a leap month has no turn of the sun) of the Chinese year that begins in `year`."""
    turn = turn_of_sun(year, *_TURNS[month])
    count = round((turn - _FIRST_MOON.date()).days / _LUNATION) + 1
    while new_moon(count) > turn:
        count -= 1
    return new_moon(count) + timedelta(days=number - 1)
