"""When a notice goes out, how often, and how long it holds: 明天8点发, 每周五下午4点通知, 有效期至12月31日."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.understanding.moments import Moment
from bot.understanding.regex import regex
from bot.understanding.sentence import Context
from bot.understanding.slots import Slots, value_of
from bot.understanding.times import find_times

_FRONT_LENGTH = 40
_SHORTEST, _LONGEST = 2, 40
_LAST_MINUTE = time(23, 59)
_LEAD = regex(r"(?:请|帮我|帮忙|麻烦|定时|定于|在|于|从|send|schedule|please|on|at|for|from|[\s,，])*", re.IGNORECASE)
_AFTER = regex(
    r"[\s,，]*(?:(?:定时|准时|再|就|自动)*发(?:送|布)?(?=\s|[:：])[\s:：]*|(?:定时|准时|自动)+)?", re.IGNORECASE
)
_WHEN = rf"[^,，。;；\n]{{{_SHORTEST},{_LONGEST}}}?"
_LAST = (
    regex(
        rf"(?:[\s,，。;；]+|^)(?:请|并)?(?:定时|定于|于|在)?\s*(?P<when>{_WHEN})\s*"
        r"(?:准时|定时|再|自动)?发(?:送|出去|出|布)?\s*[。.]?$"
    ),
    regex(rf"(?:[\s,，。;；]+|^)定时(?:在|到|于)?\s*(?P<when>{_WHEN})\s*[。.]?$"),
    regex(
        rf"(?:[\s,，.;]+|^)(?:please\s+)?(?:and\s+)?(?:send|schedule)(?:\s+(?:it|this))?(?:\s+(?:for|on|at))?\s+"
        rf"(?P<when>{_WHEN})\s*\.?$",
        re.IGNORECASE,
    ),
)
_GAPS = regex(r"^|[\s,，。;；.]+")
_MOST_GAPS = 8
"""At the end of what is said: …，明天8点发; …, send tomorrow at 9."""

_BEFORE_TO = regex(
    r"(?:^|[,，。;；\n])\s*(?P<when>[^,，。;；\n\s]{2,20}?)(?=(?:发送给|发给|发至|发到)[^,，。;；\n]*[。.]?$)"
)
"""…，明天8点发给教务处."""

_VALID = regex(
    r"[\s,，。;；]*(?:本通知)?(?:有效期(?:至|到|为|限)?|有效至|有效到|\bvalid\s+(?:until|till|through|to|for)\b)\s*[:：]?\s*"
    rf"(?P<when>{_WHEN})\s*(?:为止|止|有效)?(?=[\s,，。.;；]*$|[,，。;；\n]|\s+(?:发给|发至|to\s*:))",
    re.IGNORECASE,
)
_RELATIVE = regex(
    r"次日|第二天|翌日|当天|当日|同日|\d+\s*个?(?:工作日|天|小时)[之以]?内|[一二两三四五六七十]+个?(?:工作日|天|小时)[之以]?内"
    r"|\bnext day\b|\bsame day\b|\bday after\b|\bwithin\b"
    r"|^(?:上午|中午|下午|晚上)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:点(?:半|\d{1,2}分?)?|[:：]\d\d)(?:之?前|以前)$|^下班(?:之?前|以前)$"
    r"|^(?:by |before )?(?:noon|eod|cob|\d{1,2}(?::\d\d)?\s?[ap]m)$",
    re.IGNORECASE,
)
_AROUND = regex(r"(?:\s|在|于|的|on\b|at\b|for\b)*", re.IGNORECASE)
_PARTS = {"dawn": 8, "morning": 9, "noon": 12, "afternoon": 14, "evening": 19}


@dataclass(frozen=True, slots=True)
class Timing:
    """`rest` is what is left of the words; `at` when it goes out, or first does where `every` is a rule."""

    rest: str
    at: date | None = None
    every: str = ""
    until: datetime | None = None

    @property
    def slots(self) -> Slots:
        found: dict[str, Any] = {"at": self.at, "every": self.every, "valid_until": self.until}
        return {name: value for name, value in found.items() if value}


def cut_front(said: str, context: Context) -> Timing | None:
    """A time that stands before the word for a notice; None where there is none."""
    for moment in _times(said[:_FRONT_LENGTH], context):
        start, end = moment.span
        lead = _LEAD.match(said)
        if lead is None or lead.end() < start or not _is_a_time(moment):
            return None
        after = _AFTER.match(said, end)
        return _timed(said[after.end() if after else end :].lstrip(), moment, context)
    return None


def cut_ends(said: str, context: Context) -> Timing:
    """Without what its last words say of when it goes out and until when it holds."""
    found = Timing(said)
    for _ in range(2):
        found = _cut_valid(_cut_last(found, context), context)
    before = _BEFORE_TO.search(found.rest)
    moment = wholly_a_time(before["when"], context) if before else None
    if before and moment and moment.timed and found.at is None:
        kept = f"{found.rest[: before.start()]} {found.rest[before.end() :]}".strip()
        found = _merged(found, _timed(kept, moment, context))
    return found


def _cut_last(found: Timing, context: Context) -> Timing:
    for place in [gap.start() for gap in _GAPS.finditer(found.rest)][-_MOST_GAPS:]:
        for match in (one for pattern in _LAST if (one := pattern.match(found.rest, place))):
            if moment := wholly_a_time(match["when"], context):
                return _merged(found, _timed(found.rest[: match.start()].strip(), moment, context))
    return found


def _cut_valid(found: Timing, context: Context) -> Timing:
    """Where it stands in the middle of the text it is read, and stays."""
    match = _VALID.search(found.rest)
    until = ends_at(match["when"], context) if match else None
    if match is None or until is None or found.until is not None:
        return found
    is_last = not found.rest[match.end() :].strip(" ,，。.;；\n")
    return replace(found, until=until, rest=found.rest[: match.start()].strip() if is_last else found.rest)


def _merged(found: Timing, more: Timing) -> Timing:
    return replace(found, rest=more.rest, at=more.at or found.at, every=more.every or found.every)


def ends_at(said: str, context: Context) -> datetime | None:
    """The last minute at which it holds: 12月31日, 三天, until Friday 5pm."""
    for one in _times(said, context):
        at = context.now + one.duration if one.kind == "duration" and one.duration else one.start or one.end
        if at is None:
            continue
        if one.timed or one.part:
            return one.end or at
        if one.kind == "range" and one.end:
            at = one.end - timedelta(minutes=1)
        return datetime.combine(at.date(), _LAST_MINUTE, context.zone)
    return None


def wholly_a_time(said: str, context: Context) -> Moment | None:
    """The moment, where the words say a time to come and nothing besides."""
    found = _times(said, context)
    if len(found) != 1 or not _is_a_time(found[0]):
        return None
    start, end = found[0].span
    return found[0] if _AROUND.fullmatch(said[:start] + said[end:]) else None


def _is_a_time(moment: Moment) -> bool:
    return moment.kind in {"point", "set", "date"} or bool(moment.part)


def _timed(rest: str, moment: Moment, context: Context) -> Timing:
    """今天 alone says no more than now."""
    at = out_at(moment, context)
    if not moment.rrule and isinstance(at, date) and not isinstance(at, datetime) and at == context.now.date():
        at = None
    return Timing(rest, at, moment.rrule or "")


def out_at(moment: Moment, context: Context) -> date | None:
    """The instant, or the day alone where no hour was said."""
    if moment.part and not moment.timed and moment.start and moment.part in _PARTS:
        return datetime.combine(moment.start.date(), time(_PARTS[moment.part]), context.zone)
    return value_of(moment)


def base_of(words: str, at: date | None, context: Context) -> Context:
    """次日下班前 and 18点前 count from the day on which the notice goes out."""
    if at is None or not (_RELATIVE.search(words) or any(is_relative(one.text) for one in deadlines(words, context))):
        return context
    opens = datetime.combine(at, context.calendar.opens, context.zone)
    return context._replace(now=at if isinstance(at, datetime) else opens)


def is_relative(words: str) -> bool:
    return _RELATIVE.search(words) is not None


def _times(said: str, context: Context) -> list[Moment]:
    return find_times(said, context.now, zone=context.zone, calendar=context.calendar)


def deadlines(said: str, context: Context) -> Iterator[Moment]:
    return (one for one in _times(said, context) if one.kind == "deadline" and one.end)
