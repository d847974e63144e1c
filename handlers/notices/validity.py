"""How long a notice holds, as its text says: whoever joins its audience before then is sent it."""

import re
from datetime import datetime, time, timedelta

from bot.turn import Turn
from bot.understanding.regex import regex
from bot.understanding.times import find_times

_UNTIL = regex(
    r"有效(?:期|时间)?\s*(?:为|是|[:：])?\s*(?:一直)?(?:持续|延续)?(?:至|到|截至|截止到?)?|长期执行至"
    r"|(?:is |stays |remains )?valid (?:until|till|to|through)|in force (?:until|till|through)",
    re.IGNORECASE,
)
_BEFORE = regex(r"\s*(?:之?前|以前|止)?\s*(?:一直|均|都)?有效", re.IGNORECASE)
NEAR = 2
"""Characters that may stand between the words and the day."""


def valid_until(turn: Turn, text: str) -> datetime | None:
    """The end of the day that stands beside 有效期至, or the instant; None where the text says nothing of it."""
    zone, calendar = turn.house.zone, turn.house.calendar
    words = [match.end() for match in _UNTIL.finditer(text)]
    for moment in find_times(text, turn.now.astimezone(zone), zone=zone, calendar=calendar):
        begins, ends = moment.span
        is_named = any(begins - NEAR <= at <= ends and at - NEAR <= begins for at in words)
        until = moment.end or moment.start
        if until is not None and (is_named or _BEFORE.match(text, ends)):
            return until
    return None


def until_words(turn: Turn, until: datetime) -> str:
    """A midnight is called by the day that ends with it."""
    there = until.astimezone(turn.house.zone)
    if there.time() != time():
        return turn.say.moment(until)
    return turn.say.day(there.date() - timedelta(days=1))
