"""Until when something is to be done: how long somebody has, which of several days is meant, and when not today."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.understanding.moments import Moment
from bot.understanding.regex import regex
from bot.understanding.sentence import Sentence

if TYPE_CHECKING:
    from bot.understanding.slots import Slots

_ALLOWED_BEFORE = regex(r"(?:^|[,，。;；\s]|给)\s*$")
_ALLOWED_AFTER = regex(r"(?:时间|搞定|做完|弄完|办完|办好|弄好|交)?\s*(?:$|[,，。;；!！])")
_SHORTEST = timedelta(days=1)
_THESE_DAYS = regex(r"这两天(?!的)")
_WEEKDAY_ALONE = regex(
    r"(?:by|before|until|till|due|on|no later than|到|至|于)?\s*(?:(?:周|星期|礼拜|週)[一二三四五六日天]|"
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\s*(?:之?[前内]|截止)?",
    re.IGNORECASE,
)


def not_today(moments: Sequence[Moment], slots: "Slots", now: datetime) -> None:
    """周一前, by Monday, said on a Monday: who means this very day says today."""
    due = slots.get("due")
    day = due.date() if isinstance(due, datetime) else due
    if day == now.date() and any(_WEEKDAY_ALONE.fullmatch(moment.text) for moment in moments):
        slots["due"] = due + timedelta(days=7)  # type: ignore[operator]


def allowed(sentence: Sentence) -> timedelta | None:
    """update the leave policy, 2 weeks; 整理档案，三天: how long somebody has."""
    if _THESE_DAYS.search(sentence.text):
        return _SHORTEST
    for one in sentence.readings:
        length = one.moment.duration if one.moment.kind == "duration" else None
        start, end = one.moment.span
        alone = _ALLOWED_BEFORE.search(sentence.text, 0, start) and _ALLOWED_AFTER.match(sentence.text, end)
        if length and alone and start and length >= _SHORTEST:
            return length
    return None


_TO_WHEN = regex(r"(?:[到至]|[延推改调展缓]为|新(?:时限|期限)?[:：]?|\bto|until|till)\s*$", re.IGNORECASE)
_EXPECTED = regex(
    r"预计|估计|争取|最[晚迟快]|力争|计划|有望|\b(?:will|should|expect\w*|eta|by|due|deadline)\b", re.IGNORECASE
)


def meant_times(sentence: Sentence, intent: str) -> tuple[Moment, ...]:
    """Of several days the one that is meant: an extension is to the later, a report promises only what it expects."""
    moments = sentence.moments
    if intent == "supervision.extend":
        ends = [m for m in moments if m.kind != "duration" and _TO_WHEN.search(sentence.text, 0, m.span[0])]
        longer = any(m.kind == "duration" for m in moments)
        return tuple(ends[-1:]) or (tuple(m for m in moments if m.kind == "deadline") if longer else moments)
    if intent == "supervision.report" and not _EXPECTED.search(sentence.text):
        return ()
    return moments
