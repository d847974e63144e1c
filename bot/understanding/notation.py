"""Dates and clock times written in digits and marks: 2026-12-03, 12/3, 15:00-17:00, 1530-1700."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date
from typing import Any

from bot.understanding.nodes import CODES, Clock, Node
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

YEARS = range(1900, 2100)
_HM = regex(r"(\d{1,2}):(\d\d)(?::(\d\d))?$")
_YMD = regex(r"(\d{4})([./\-])(\d{1,2})\2(\d{1,2})$")
_DMY = regex(r"(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d\d)$")
_MD = regex(r"(\d{1,2})/(\d{1,2})$")
_YM = regex(r"(\d{4})([./\-])(\d{1,2})$")
_MY = regex(r"(\d{1,2})[./\-](\d{4})$")
_YEARS = regex(r"(\d{4})-(\d{4})$")
_ISO = regex(r"(\d{4}-\d\d-\d\d)t(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(z|[+-]\d\d:?\d\d)?$")
_BOTH_DATES = 6
_TWO_DIGIT_TURN = 50
_MONTHS, _DAYS = 12, 31
_COMPACT = 8


def read_cluster(said: str, start: int) -> Iterator[Node]:
    """The nodes of one run of digits and marks; junk when it is no notation of time."""
    found = _single(said)
    if found is not None:
        yield Node(CODES[found[0]], start, start + len(said), found[1], said)
        return
    if _ISO.match(said):
        yield from _iso(said, start)
        return
    halves = _halves(said)
    if halves is None:
        yield Node(CODES["junk"], start, start + len(said), None, said)
        return
    left, right = halves
    middle = start + len(left)
    yield Node(CODES[_kind(left)], start, middle, _value(left), left)
    yield Node(CODES["to"], middle, middle + 1, "-", "-")
    yield Node(CODES[_kind(right)], middle + 1, start + len(said), _value(right), right)


_MONTH_NAMES = {name: i for i, name in enumerate(words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}


def read_mixed(said: str) -> tuple[str, Any] | None:
    """A date of three pieces, one of them a month's name, or a year and month with spaces around the mark."""
    parts = [p for p in re.split(r"[\s/\-]+", said) if p]
    names = [p for p in parts if p.isalpha()]
    numbers = [int(p) for p in parts if p.isdigit()]
    if len(parts) == 2 and len(numbers) == 2:
        year, month = max(numbers), min(numbers)
        return ("period", (year, month)) if year in YEARS and 0 < month <= _MONTHS and " " in said else None
    if len(parts) != 3 or len(names) > 1:
        return None
    if not names:
        return (
            _day(*numbers)
            if " " in said and numbers[0] in YEARS and 0 < numbers[1] <= _MONTHS and 0 < numbers[2] <= _DAYS
            else None
        )
    year, number = max(numbers), min(numbers)
    known = _MONTH_NAMES.get(names[0][:3])
    return _day(year, known, number) if known and year in YEARS and 0 < number <= _DAYS else None


def _single(said: str) -> tuple[str, Any] | None:
    for read in _READERS:
        found = read(said)
        if found is not None:
            return found
    return None


def _kind(said: str) -> str:
    found = _single(said)
    return found[0] if found else "junk"


def _value(said: str) -> Any:
    found = _single(said)
    return found[1] if found else None


def _halves(said: str) -> tuple[str, str] | None:
    """The two ends of a range written without spaces, when both are notations of one kind."""
    dashes = [i for i, c in enumerate(said) if c == "-"]
    if len(dashes) not in {1, 5} or (len(dashes) == 5 and said.count("-") + 1 != _BOTH_DATES):
        return None
    cut = dashes[len(dashes) // 2]
    left, right = said[:cut], said[cut + 1 :]
    if _is_compact_clock(left) and _is_compact_clock(right) and not _is_years(left, right):
        return left, right
    kinds = _kind(left), _kind(right)
    if kinds == ("dec", "num") and len(left.partition(".")[2]) == 2 and int(right) <= 24:
        return left, right
    fits = ("junk" not in kinds and kinds != ("num", "num")) or (
        kinds == ("num", "num") and len(left) <= 2 and len(right) <= 2
    )
    return (left, right) if fits and not (said.count(".") and "num" in kinds and "dec" in kinds) else None


def _is_compact_clock(said: str) -> bool:
    return said.isdigit() and len(said) in {3, 4} and int(said[:-2]) <= 24 and int(said[-2:]) in range(0, 60, 5)


def _is_years(left: str, right: str) -> bool:
    a, b = int(left), int(right)
    return len(left) == len(right) == 4 and a in YEARS and b in YEARS and a < b and (a % 30 != 0 or b % 30 != 0)


def _plain(said: str) -> tuple[str, Any] | None:
    if not said.isdigit():
        return None
    if len(said) <= 4:
        return "num", int(said)
    if len(said) == _COMPACT and int(said[:4]) in YEARS:
        found = _day(int(said[:4]), int(said[4:6]), int(said[6:]))
        return found if found[0] == "date" and found[1][3] is None else ("junk", None)
    return "junk", None


def _clock(said: str) -> tuple[str, Any] | None:
    match = _HM.match(said)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    impossible = hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute > 0)
    bare = not said.startswith("0") and 0 < hour <= _MONTHS
    return "Clock", Clock(
        min(hour, 24),
        min(minute, 59),
        min(second, 59),
        bare=bare,
        impossible=impossible,
        grain="second" if match[3] else "minute",
    )


def _day(year: int | None, month: int, number: int) -> tuple[str, Any]:
    """A date node's value: year, month, day and what is wrong with it."""
    fault = None
    try:
        date(year or 2024, month, number)
    except ValueError:
        fault = "impossible"
    return "date", (year, month, number, fault)


def _year_first(said: str) -> tuple[str, Any] | None:
    match = _YMD.match(said)
    if not match or int(match[1]) not in YEARS:
        return None
    month, number = int(match[3]), int(match[4])
    if month > _MONTHS or number > _DAYS:
        return "junk", None
    return _day(int(match[1]), month, number)


def _year_last(said: str) -> tuple[str, Any] | None:
    match = _DMY.match(said)
    if not match:
        return None
    a, b, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        if a > _DAYS or (a > _MONTHS and b > _MONTHS) or (a <= _MONTHS and b <= _MONTHS and year > _DAYS):
            return ("date", (2000 + year, a, b, None)) if 0 < a <= _MONTHS and 0 < b <= _DAYS else None
        return _two_digit_years(a, b, year)
    if year not in YEARS:
        return None
    month, number = (b, a) if (match[2] == "." and b <= _MONTHS) or a > _MONTHS else (a, b)
    return _day(year, month, number) if 0 < month <= _MONTHS and 0 < number <= _DAYS else ("junk", None)


def _two_digit_years(a: int, b: int, c: int) -> tuple[str, Any] | None:
    for year, month, number in ((c, a, b), (c, b, a), (a, b, c)):
        if 0 < month <= _MONTHS and 0 < number <= _DAYS:
            return _day(year + (2000 if year < _TWO_DIGIT_TURN else 1900), month, number)
    return None


def _month_and_day(said: str) -> tuple[str, Any] | None:
    match = _MD.match(said)
    if not match:
        return None
    a, b = int(match[1]), int(match[2])
    if a > _MONTHS >= b > 0 and a <= _DAYS:
        a, b = b, a
    return _day(None, a, b) if 0 < a <= _MONTHS and 0 < b <= _DAYS else None


def _month_of_year(said: str) -> tuple[str, Any] | None:
    match, other = _YM.match(said), _MY.match(said)
    year, month = (int(match[1]), int(match[3])) if match else (int(other[2]), int(other[1])) if other else (0, 0)
    return ("period", (year, month)) if year in YEARS and 0 < month <= _MONTHS else None


def _decimal(said: str) -> tuple[str, Any] | None:
    parts = said.split(".")
    if len(parts) != 2 or not all(p.isdigit() and len(p) <= 6 for p in parts):
        return None
    return "dec", said


_READERS: tuple[Callable[[str], tuple[str, Any] | None], ...] = (
    _plain,
    _clock,
    _year_first,
    _year_last,
    _month_and_day,
    _month_of_year,
    _decimal,
)


def _iso(said: str, start: int) -> Iterator[Node]:
    match = _ISO.match(said)
    if match:
        yield Node(CODES["date"], start, start + 10, (int(said[:4]), int(said[5:7]), int(said[8:10]), None), said[:10])
        clock = Clock(
            int(match[2]),
            int(match[3]),
            int(match[4] or 0),
            grain="second" if match[4] else "minute",
            zone=_offset(match[5]),
        )
        yield Node(CODES["Clock"], start + 11, start + len(said), clock, said[11:])


def _offset(said: str | None) -> Any:
    from datetime import timedelta, timezone

    if not said:
        return None
    if said == "z":
        return UTC
    sign = -1 if said[0] == "-" else 1
    return timezone(sign * timedelta(hours=min(int(said[1:3]), 23), minutes=min(int(said[-2:]), 59)))
