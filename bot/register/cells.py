"""What a cell says: numbers of items, days and instants, as offices write them."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from bot.errors import UserError
from bot.understanding.regex import regex

_BRACKETS = str.maketrans("〔［[（(【〕］]）)】", "〔〔〔〔〔〔〕〕〕〕〕〕")
_FORMAL = regex(r"[\u4e00-\u9fff]*〔(\d{4})〕(?:第)?(\d{1,9})(?:-(\d{1,4}))?号?")
_SHORT = regex(r"[\u4e00-\u9fff]*(?:(\d{4})/)?(\d{1,9})(?:-(\d{1,4}))?号?")

_DAY = regex(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]?|(?P<end>[底末]?)))"
    r"|(?P<compact>\d{8})|(?P<mm>\d{1,2})月(?:(?P<dd>\d{1,2})[日号]?|(?P<mend>[底末]))"
)
_HOUR = regex(r"(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})(?:[:：]\d{2}(?:\.\d+)?)?|[时点](?:(?P<min>\d{1,2})分?)?)")
_OFFSET = regex(r"(?:Z|[+-]\d{2}:?\d{2})$")
_BESIDE = regex(r"[（(](?:周|星期)[一二三四五六日天][)）]|(?:周|星期)[一二三四五六日天](?=\s|$)|(?:之前|以前|前)$")
_SERIAL = regex(r"[2-7]\d{4}(?:\.\d+)?")
_FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_DECEMBER = 12

Reference = tuple[int | None, int, int]
"""Year where it was said, number, part."""


def reference_of(said: str) -> Reference:
    """`督〔2026〕15号`, `督15`, `15`, `督〔2026〕15-2号`; UserError for anything else."""
    bare = re.sub(r"\s", "", said).translate(_BRACKETS).replace("－", "-").replace("—", "-")
    match = _FORMAL.fullmatch(bare) or _SHORT.fullmatch(bare)
    if match is None or not int(match[2]):
        raise UserError("supervision.row_number", said=said[:20])
    return (int(match[1]) if match[1] else None, int(match[2]), int(match[3] or 0))


def when(said: str, zone: tzinfo, year: int) -> date:
    """A day, or an instant where an hour is said, too; `year` is meant where none is said. ValueError otherwise."""
    serial = _SERIAL.fullmatch(said)
    if serial:
        return _of_serial(float(said), zone)
    if "T" in said and _OFFSET.search(said):
        return datetime.fromisoformat(said)
    words = _BESIDE.sub(" ", said.strip()).strip()
    match = _DAY.match(words)
    if match is None:
        raise ValueError
    day, rest = _day(match, year), words[match.end() :].strip(" T，,")
    return day if not rest else datetime.combine(day, _hour(rest), zone)


def _of_serial(number: float, zone: tzinfo) -> date:
    at = _FIRST + timedelta(minutes=round(number * 24 * 60))
    return at.date() if number.is_integer() else at.replace(tzinfo=zone)


def _day(match: re.Match[str], year: int) -> date:
    if match["compact"]:
        return date.fromisoformat(match["compact"])
    year = int(match["year"] or year)
    month = int(match["month"] or match["m"] or match["mm"])
    day = match["day"] or match["d"] or match["dd"]
    return date(year, month, int(day)) if day else _last_of(year, month)


def _last_of(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == _DECEMBER else date(year, month + 1, 1)
    return following - timedelta(days=1)


def _hour(said: str) -> time:
    match = _HOUR.fullmatch(said)
    if match is None:
        raise ValueError
    return time(int(match["hour"]), int(match["minute"] or match["min"] or 0))
