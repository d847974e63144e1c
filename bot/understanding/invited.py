"""Units of the office that are asked to come: 叫上教务处的, 请财务处的老师参加, 教务处和财务处的人都来."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.annotate import Mark
from bot.understanding.hints import hint

_MAY_ASK = hint("叫上 喊上 约上 拉上 带上 请 参加 参会 出席 列席 到场 都来 也来 一起来")
_WHO = r"的?(?:全体|所有|各位)?(?:人员|同事|老师|同志|成员|人)?们?"
_ALL = r"(?:都|也|一起|准时|务必|全部|要)*"
_COME = r"(?:来?参加(?:会议)?|来?参会|出席|列席|到场|过来|(?<=[都也起])来)"
_END = r"(?=[\s,，。;；!！、]|$)"


@lru_cache(maxsize=16)
def _patterns(units: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Those who are asked, and each of them."""
    one = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    names = rf"(?P<names>(?:{one})(?:\s*[、,，和与及跟]\s*(?:{one}))*)"
    asked = re.compile(
        rf"(?:再)?(?:[叫喊约拉带]上|邀请){names}{_WHO}{_ALL}{_COME}?{_END}|"
        rf"请?{names.replace('names', 'coming')}{_WHO}{_ALL}{_COME}{_END}"
    )
    return asked, re.compile(one)


def units_in(text: str, units: tuple[str, ...]) -> Iterator[Mark]:
    """Each of them, the first with the words that ask and the last with those that say what for."""
    if not units or not _MAY_ASK(text):
        return
    asked, each = _patterns(units)
    for match in asked.finditer(text):
        group = "names" if match["names"] else "coming"
        places = [one.span() for one in each.finditer(text, *match.span(group))]
        head = match.start()
        for start, end in places:
            last = match.end() if (start, end) == places[-1] else end
            yield Mark("everyone", text[start:end], start, last, head)
            head = end
