"""How people stand in English sentences: with Bob and Carol, hosted by Dana; and words that are no names there."""

import re
from functools import cache
from importlib.resources import files

from bot.understanding.hints import hint
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

WORD = r"[A-Za-z][\w'-]*"
DAY = (
    r"(?i:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
WITH = regex(
    rf"(?P<lead>\b(?:with|w/|invite|inviting|include|including|cc|and invite|for|"
    rf"add|plus|attendees?:?|participants?:?|between|who:)\s+)(?P<names>@?{WORD}(?:\s+(?!{DAY})[A-Z][\w'-]*)?(?:"
    rf"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)@?{WORD})*)"
)
WITH_HINT = hint("with w/ invit inclu cc for add plus attendee participant between who:")
CHAIR = regex(
    (
        rf"\b(?:chaired by|hosted by|led by|chair(?:\s+is|:)?|host(?:\s+is|:))\s+(?P<chair>@?(?:{WORD}(?:\s+"
        rf"(?!{DAY})(?-i:[A-Z])[\w'-]*)?|[\u4e00-\u9fff]{{2,4}}))"
    ),
    re.IGNORECASE,
)
CHAIR_HINT = hint("chair host led")
SPLIT = regex(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
NOT_NAMES = frozenset(
    words(
        "the a an my our your his her their this that it us me them all everyone everybody "
        "team client clients customer customers vendor vendors legal finance hr marketing "
        "sales engineering design budget today tomorrow monday tuesday wednesday thursday "
        "friday saturday sunday next last every each some any other staff people january "
        "february march april may june july august september october november december "
        "planning review two three four one half noon now lunch about discussing which "
        "what whom whole management everyone's parents students teachers suppliers "
        "partners and or lunch dinner breakfast project product release sprint quarterly "
        "weekly monthly daily annual q1 q2 q3 q4 need needs want time try trying going got able ready reminder "
        "zoom teams slack excel jira figma wechat "
        "how where why who when have need trying hoping planning mr mrs ms dr prof"
    )
)


@cache
def given_names() -> frozenset[str]:
    """First names that are seldom another word: people write them in small letters."""
    return frozenset(words(files("bot.understanding").joinpath("given_names.txt").read_text(encoding="utf-8")))
