"""Slips in the words that carry a command: cancle, shedule, remnid; names and titles are left as they are."""

from bot.understanding.regex import regex
from bot.understanding.wordlist import words

_KEYWORDS = words(
    "cancel reschedule schedule postpone remind reminder meeting assign notify announce feedback survey overdue "
    "finished completed tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday calendar "
    "reserve collect gather circulate deadline extend available booking arrange delegate everyone"
)
_KNOWN = frozenset(_KEYWORDS)
_WORD = regex(r"(?<![\w@#])[A-Za-z]{5,12}(?![\w'])")
_LONGEST, _MOST = 200, 24


def corrected(text: str) -> str:
    """The text with slips of one letter, or two exchanged, set right in keywords; itself when there are none."""
    if len(text) > _LONGEST or len(_WORD.findall(text)) > _MOST:
        return text
    return _WORD.sub(lambda m: _nearest(m[0]), text)


def _nearest(word: str) -> str:
    from rapidfuzz.distance import DamerauLevenshtein

    low = word.lower()
    if low in _KNOWN or low.removesuffix("s") in _KNOWN or low.removesuffix("ed") in _KNOWN:
        return word
    for known in _KEYWORDS:
        near = known[0] == low[0] and abs(len(known) - len(low)) <= 1
        if near and DamerauLevenshtein.distance(low, known, score_cutoff=1) <= 1:
            return known
    return word
