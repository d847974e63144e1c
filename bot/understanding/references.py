"""How people name an item of the ledger: 督15, 督办〔2026〕15号, 事项15, #15, item 15, and 督15-2 for a part of it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.regex import regex

_UNITS = "件个天日月年周点份人万元条只台张家位次小半星百千米页楼栋层级期届项号名"
_NOT_A_PLACE = r"号(?![楼院线门厅车机房馆店前之以下上早晚中午到至起开凌内底])"
_NUMBER = (
    r"(?:[(\[]\s?(?P<{0}bracketed>20\d\d)\s?[)\]]\s?(?:第\s?)?|(?P<{0}year>20\d\d)(?:年第?|/|-(?=\d)))?"
    r"(?P<{0}number>\d{{1,6}})(?:-(?P<{0}part>\d{{1,2}}))?"
)
_ITS_END = (
    r"(?![\d%]|[.:/~]\d|\s?(?:[ap]m|percent)\b"
    rf"|[{_UNITS.replace('号', '')}]|时(?!限)|分(?![项解拆])|\s个(?!人))"
    rf"(?:\s?{_NOT_A_PLACE}(?:督办)?(?:事项|件)?|(?!\s?号))"
)
_ITS_PLAIN_END = rf"(?![\d%]|[.]\d|[天日月年点个周件])(?:\s?{_NOT_A_PLACE}(?:督办)?(?:事项|件)?|(?!\s?号))"
_DU = r"(?:督办(?:事项|件|单)?|督查(?:事项|件)?|督字?|督办字)\s{0,2}(?:第\s?|#\s?|编号\s?)?"
_OTHER = r"(?:(?<![\u4e00-\u9fff])(?:事项|编号)\s?#?|(?<![a-z])(?:supervision )?(?:item|task)s? #?|(?<![a-z])no\. ?)"
_REFERENCE = regex(
    rf"(?P<short>(?<!监)督\s{{0,2}}#?{_NUMBER.format('s')}{_ITS_PLAIN_END})"
    rf"|(?P<du>{_DU}{_NUMBER.format('d')}{_ITS_END})"
    rf"|(?P<hash>(?<![a-z\d&])#\s?{_NUMBER.format('h')}{_ITS_PLAIN_END})"
    rf"|(?P<other>{_OTHER}{_NUMBER.format('o')}{_ITS_END})"
    r"|(?P<behind>(?<![\d月.第])第?\s?(?P<bnumber>\d{1,6})\s?号\s?(?:督办事项|督办件|督办|事项))"
)
_ALSO = regex(
    rf"\s?(?:[、,&和与及跟]|以及|and(?![a-z]))\s?(?:第\s?)?(?P<also>{_NUMBER.format('a')}){_ITS_END}"
    r"(?=\s*(?:$|[、,;:!。&]|(?:and|into|to|with|by|for|from|until|please)\b|(?=[^\x00-\x7f])))"
)
_ALSO_OF_MANY = regex(rf"(?:, ?|,? ?(?:and|&) ?)(?P<also>{_NUMBER.format('a')}){_ITS_END}")
"""items 12, 15 and 18: whatever comes behind."""

_BETWEEN = regex(r"\s?(?:[、,&和与及跟]|以及|and(?![a-z]))?\s?")
_MAY_NAME_ONE = regex(r"[督#]|事项|编号|item|task|no\.")
BARE = regex(rf"#?\s?{_NUMBER.format('')}(?:\s?号)?")
"""A number without its word, where an item must follow: into 12."""


class Reference(NamedTuple):
    """One item, or several in a row, as it was named; `plainly` when no other thing is called so."""

    numbers: tuple[str, ...]
    start: int
    end: int
    plainly: bool


@lru_cache(maxsize=32)
def references(folded: str) -> tuple[Reference, ...]:
    """The items that a folded text names, those in a row together."""
    return tuple(_in_rows(list(_single(folded)), folded)) if _MAY_NAME_ONE.search(folded) else ()


def digits_of(number: str) -> int:
    """2026/15-2 → 15."""
    return int(number.rpartition("/")[2].partition("-")[0])


def number_in(match: re.Match[str], group: str = "") -> str:
    """The number as slots have it: 15, 2026/15, 15-2."""
    said = match.groupdict()
    year = said.get(f"{group}bracketed") or said.get(f"{group}year")
    part = said.get(f"{group}part")
    return f"{year}/" * bool(year) + str(int(said[f"{group}number"] or 0)) + f"-{part}" * bool(part)


def _single(folded: str) -> Iterator[Reference]:
    done = 0
    for match in _REFERENCE.finditer(folded):
        if match.start() < done:
            continue
        kind = match.lastgroup or ""
        kind = next(name for name in ("short", "du", "hash", "other", "behind") if match[name])
        numbers, done = [number_in(match, kind[0])], match.end()
        more = _ALSO_OF_MANY if folded.startswith(("items", "tasks"), match.start()) else _ALSO
        while also := more.match(folded, done):
            numbers.append(number_in(also, "a"))
            done = also.end()
        yield Reference(tuple(numbers), match.start(), done, kind in {"short", "du"})


def _in_rows(found: list[Reference], folded: str) -> list[Reference]:
    rows: list[Reference] = []
    for one in found:
        last = rows[-1] if rows else None
        if last and _BETWEEN.fullmatch(folded, last.end, one.start):
            rows[-1] = Reference(last.numbers + one.numbers, last.start, one.end, last.plainly)
        else:
            rows.append(one)
    return rows
