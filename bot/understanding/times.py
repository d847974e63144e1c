"""Every time expression of a sentence: 明天下午3点到5点, next Friday at 4:30, 每月最后一个周五."""

import re
from datetime import datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bot.understanding.folding import fold
from bot.understanding.moments import Frame, Moment, moment
from bot.understanding.nodes import Clock, Day, Rule, Scene, Stretch, When
from bot.understanding.pieces import Piece, combine, read_pieces
from bot.understanding.regex import regex
from bot.understanding.zones import zone_after

if TYPE_CHECKING:
    from bot.domain.calendar import WorkCalendar

LAST_RESORT = 64
_OFFICE_ZONE = "Asia/Shanghai"

__all__ = ["Moment", "Reading", "find_times", "read_times"]


class Reading(NamedTuple):
    """A moment and the stretches of text that made it."""

    moment: Moment
    spans: tuple[tuple[int, int], ...]


def find_times(
    text: str, now: datetime, *, zone: tzinfo | None = None, calendar: "WorkCalendar | None" = None
) -> list[Moment]:
    """In the order of the text; spans fit the text as passed in. A naive `now` is the office's wall clock."""
    return [found.moment for found in read_times(text, now, zone=zone, calendar=calendar)]


def read_times(
    text: str, now: datetime, *, zone: tzinfo | None = None, calendar: "WorkCalendar | None" = None, apart: bool = False
) -> list[Reading]:
    """As find_times, with every stretch of text that was read; `apart` leaves pieces with words between alone."""
    scene = _scene(text, now, zone, calendar)
    pieces = read_pieces(scene)
    if not apart:
        pieces = combine(pieces, scene.text)
    found = [f for f in (_reading(piece, scene, text) for piece in pieces) if f is not None]
    covered = sum(end - start for f in found for start, end in f.spans)
    return (_foreign(scene, text) if covered * 2 < len(text) else []) or found


_OTHER_SCRIPT = regex(r"[\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u3041-\u30ff\uac00-\ud7a3]")
_UNREADABLE = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError)


def _foreign(scene: Scene, text: str) -> list[Reading]:
    """A whole short expression in another language, which dateparser may know: 15 décembre 2026 14h."""
    said = text.strip()
    if len(said) > LAST_RESORT or said.isascii() or not _OTHER_SCRIPT.search(said):
        return []
    import dateparser

    settings = {"RELATIVE_BASE": scene.now, "PREFER_DATES_FROM": "future", "STRICT_PARSING": False}
    try:
        at = dateparser.parse(said, settings=settings)
    except _UNREADABLE:
        return []
    if at is None:
        return []
    start = text.index(said)
    timed = bool(re.search(r"\d\s*(?:[:h]|시|時)", said)) or (at.hour, at.minute) not in {
        (0, 0),
        (scene.now.hour, scene.now.minute),
    }
    day = Day(at.date())
    when = When(day=day, clock=Clock(at.hour, at.minute)) if timed else When(day=day)
    made = moment(when, Frame(scene, said, (start, start + len(said))))
    return [Reading(made, (made.span,))] if made else []


def _scene(text: str, now: datetime, zone: tzinfo | None, calendar: "WorkCalendar | None") -> Scene:
    zone = zone or now.tzinfo or _office_zone()
    wall = now.astimezone(zone).replace(tzinfo=None) if now.tzinfo else now
    return Scene(fold(text), text, wall, zone, calendar or _plain_calendar())


@cache
def _office_zone() -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(_OFFICE_ZONE)


@cache
def _plain_calendar() -> "WorkCalendar":
    """Weekends only, for a caller who has no calendar at hand."""
    from bot.domain.calendar import WorkCalendar

    return WorkCalendar()


def _reading(piece: Piece, scene: Scene, text: str) -> Reading | None:
    spans, said_zone = piece.spans, None
    if isinstance(piece.value, When | Stretch | Rule):
        spans, said_zone = _with_zone(piece, scene) if _clock_of(piece.value) else (spans, None)
    span = (spans[0][0], spans[-1][1])
    made = moment(piece.value, Frame(scene, text[span[0] : span[1]], span, said_zone))
    return Reading(made, spans) if made else None


def _with_zone(piece: Piece, scene: Scene) -> tuple[tuple[tuple[int, int], ...], tzinfo | None]:
    """The zone said after any stretch of the piece: 10am London time tomorrow."""
    for place, (start, end) in enumerate(piece.spans):
        named = zone_after(scene.text, end)
        if named is not None:
            return (*piece.spans[:place], (start, named[1]), *piece.spans[place + 1 :]), named[0]
    clock = _clock_of(piece.value)
    return piece.spans, clock.zone if clock else None


def _clock_of(value: object) -> Clock | None:
    if isinstance(value, Stretch):
        return value.first.clock
    return value.clock if isinstance(value, When | Rule) else None
