"""Cuts a folded sentence into nodes: words, numerals, dates and clock times in digits, and the gaps between."""

import re
from functools import cache
from typing import Any

from bot.understanding import words_en, words_zh
from bot.understanding.nodes import CODES, Clock, Node
from bot.understanding.notation import read_cluster, read_mixed
from bot.understanding.numerals import chinese_number
from bot.understanding.regex import regex
from bot.understanding.spelt import join_numbers

_MARKS = {
    "-": "to",
    "~": "to",
    ",": "comma",
    "(": "lpar",
    ")": "rpar",
    "/": "slash",
    "&": "and",
    "@": "prep",
    "、": "and",
}
_GAP = CODES["gap"]
_NUM = CODES["num"]
_UP_TO_FOUR = regex(r"\d{1,4}")
_WORD_BEFORE = regex(r"[a-z]{1,9}$")
_H_MINUTES = regex(r"h\s?(\d\d)?")
Row = list[Node]
_JUNK_BEFORE = frozenset("#$¥￥€£_№+=<>%^")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# 前提 but 周五前|提交, 内部 but 三天内|部署: the word is two when this follows.
_SPLITS = {
    "前提": "交出供醒报",
    "内部": "署",
    "后续": "签约费",
    "前期": "末中",
    "后来": "的",
    "一下": "午",
    "年中": "秋国旬期",
    "月中": "秋国旬期",
}
_PLACES = regex("路|街|小学|中学|学校|广场|大道|大桥|村|站")  # 五一路, 八一中学
_MONTHS_SHARING = {"may", "march", "mar", "sat", "sun", "mon", "wed", "second", "fall", "spring"}
_LONGEST_NUMBER = 8


@cache
def _token() -> re.Pattern[str]:
    """What may come next; a run of characters with which no word begins is taken at once."""
    starters = "".join(sorted({c for c in words_zh.table()[1] if not c.isascii()} | words_zh.DIGITS | {"第"}))
    return re.compile(
        r"(?P<iso>\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)"
        r"|(?P<spaced>\d{4} \d\d \d\d(?!\d)|(?:\d{4}\s*[-/]\s*\d{1,2}|\d{1,2}\s*[-/]\s*\d{4})(?![\d:./\-])(?<=[ \d]))"
        r"|(?P<named>(?<![a-z0-9])(?:(?:\d{1,4}|[a-z]{3,9})[\-/]){2}(?:\d{1,4}|[a-z]{3,9})(?![a-z0-9]))"
        r"|(?P<quart>(?<![a-z])[qh][1-4](?![a-z0-9]))"
        r"|(?P<digits>\d+(?:[.:/\-]\d+)*)"
        r"|(?P<mer>[ap]\s?\.\s?m\b\.?)"
        r"|(?P<word>[a-z]+(?:'[a-z]+)?)"
        rf"|(?P<plain>[^{starters}\x00-\x7f；。？！：～、½¼¾￥¥€£№、，]+)"
        r"|(?P<han>[\u4e00-\u9fff])"
        r"|(?P<mark>-{2,3}|[\-~,()/&@、])"
        r"|(?P<stop>[.;:!?。！？；：|\n])"
        r"|(?P<rest>.)",
        re.S,
    )


def lex(text: str, raw: str) -> list[Node]:
    """The row of nodes; neighbouring words that mean nothing here are one gap."""
    row: Row = []
    index, size = 0, len(text)
    scan = _token().match
    while index < size:
        if text[index] == " ":
            index += 1
            continue
        match = scan(text, index)
        if match is None:
            break
        kind, end = match.lastgroup, match.end()
        if kind == "plain":
            _gap(row, index, end)
        elif kind == "han":
            end = _chinese(row, text, index)
        elif kind == "word":
            end = _english(row, text, raw, index, end)
        elif kind == "digits":
            end = _digits(row, text, index, end)
        elif kind in {"named", "spaced"}:
            end = _mixed(row, text, raw, index, end)
        else:
            _other(row, text, kind, index, end)
        index = end
    return join_numbers(row)


def _node(kind: str, start: int, end: int, value: Any, said: str = "") -> Node:
    return Node(CODES[kind], start, end, value, said)


def _gap(row: Row, start: int, end: int, said: str = "") -> None:
    """Words that mean nothing here; they grow together with those before."""
    if row and row[-1].code == _GAP:
        start = row.pop().start
    row.append(Node(_GAP, start, end, None, said))


def _other(row: Row, text: str, kind: str | None, start: int, end: int) -> None:
    said = text[start:end]
    if kind == "mark":
        row.append(_node(_MARKS[said[0]], start, end, said[0], said[0]))
    elif kind == "mer":
        row.append(_node("mer", start, end, said[0] + "m", said))
    elif kind == "stop":
        row.append(_node("stop", start, end, said, said))
    elif kind == "quart":
        row.append(_node("quart", start, end, "#" + said, said))
    elif kind == "iso":
        row.extend(read_cluster(said, start))
    elif said in _FRACTIONS:
        row.append(_node("num", start, end, _FRACTIONS[said], said))
    elif said in _JUNK_BEFORE:
        row.append(_node("junk", start, end, said))
    else:
        _gap(row, start, end)


def _counts_weeks(text: str, index: int, length: int) -> bool:
    """五个星期3小时: the week is counted, the number goes with what follows."""
    before, after = text[index - 1 : index], text[index + length : index + length + 2]
    return (
        bool(before)
        and (before == "个" or before.isdigit() or before in words_zh.DIGITS)
        and after.startswith(("小时", "天", "分", "个", "次"))
    )


def _is_other_word(word: str, kind: str, text: str, end: int) -> bool:
    """What follows makes it another word: 前|提交, 五个星期|3小时, 五一|路."""
    if word in _SPLITS:
        return text[end : end + 1] != "" and text[end] in _SPLITS[word]
    if word[0] == "单" and text[end - len(word) - 1 : end - len(word)] >= "\u4e00":
        return True  # 采购单|周四
    if kind == "wday":
        return _counts_weeks(text, end - len(word), len(word))
    return kind == "hol" and _PLACES.match(text, end) is not None


def _chinese(row: Row, text: str, index: int) -> int:
    first = text[index]
    known, lengths = words_zh.table()
    for length in lengths.get(first, ()):
        word = text[index : index + length]
        pieces = known.get(word)
        if pieces is not None and len(word) == length and not _is_other_word(word, pieces[-1][0], text, index + length):
            for kind, value, size in pieces:
                _word(row, (kind, value), (index, index + size), text[index : index + size])
                index += size
            return index
    if first == "第":
        number, end = _numeral(text, index + 1)
        if number is not None:
            row.append(_node("ord", index, end, number, text[index:end]))
            return end
    number, end = _numeral(text, index)
    if number is None:
        _gap(row, index, index + 1)
        return index + 1
    row.append(_node("num", index, end, number, text[index:end]))
    return end


def _numeral(text: str, index: int) -> tuple[int | None, int]:
    end = index
    while end < len(text) and end - index <= _LONGEST_NUMBER and text[end] in words_zh.DIGITS:
        end += 1
    if end > index:
        return chinese_number(text[index:end]), end
    match = _UP_TO_FOUR.match(text, index)
    return (int(match[0]), match.end()) if match else (None, index)


def _english(row: Row, text: str, raw: str, start: int, end: int) -> int:
    word = text[start:end]
    for rest, kind, value in words_en.PHRASES.get(word, ()):
        stop = _follows(text, end, rest)
        if stop:
            _word(row, (kind, value), (start, stop), text[start:stop])
            return stop
    if start and text[start - 1] in _JUNK_BEFORE and text[start - 1] not in "<>=+":
        _gap(row, start, end)
        return end
    if word.endswith("'s"):
        word = word[:-2]
    found = (
        words_en.WORDS.get(word)
        if word != "h" or not text[max(start - 2, 0) : start].strip()[-1:].isdigit()
        else ("unit", "hour")
    )
    if text.startswith(". ", end) and word in words_en.ABBREVIATED:
        end += 1  # the dot of an abbreviation ends no sentence: Tue. 11/24
    if found is None or (word in _MONTHS_SHARING and not _is_time_word(text, raw, start, end, word)):
        _gap(row, start, end, word)
    else:
        _word(row, found, (start, end), word)
    return end


def _word(row: Row, entry: tuple[str, Any], span: tuple[int, int], said: str) -> None:
    """One word may be two nodes: tonight is today and the evening."""
    (kind, value), (start, end) = entry, span
    if kind == "gap":
        _gap(row, start, end, said)
    elif kind == "clock":
        row.append(_node("Clock", start, end, Clock(*value), said))
    elif kind == "pair":
        for one, meant in value:
            row.append(_node(one, start, end, meant, said))
    else:
        row.append(_node(kind, start, end, value, said))


def _follows(text: str, index: int, words: str) -> int:
    """Where the words end if they come next, else 0."""
    for word in words.split(" "):
        while index < len(text) and text[index] == " ":
            index += 1
        if not text.startswith(word, index):
            return 0
        index += len(word)
    return 0 if index < len(text) and "a" <= text[index] <= "z" else index


_BEFORE_TIME = regex(
    r"(?:\d|[ap]m|th|st|nd|rd|\b(?:on|in|of|this|next|last|by|until|till|before|since|"
    r"from|due|deadline|to|and|every|each|for|during|the|coming|through|or|after|late|early|mid|"
    r"between|with|past))[\s,.\-(/]*$"
)
_AFTER_TIME = regex(
    r"[\s,.\-/()]*(?:\d|the \d|first|second|third|twent|thirt|of|at|on|next|this|"
    r"morning|afternoon|evening|night|noon|midday|to\b|-|~|and|two thousand|nine|ten|week|month|"
    r"festival)"
)


_DOTTED_HALF = regex(r"[ap]\s?\.\s?m")
_BEFORE_MONTH = regex(
    r"(?:\d|\d(?:th|st|nd|rd)|\b(?:in|of|next|last|by|until|till|since|from|during|"
    r"every|through|to|late|early|mid|due))[\s,.\-(/]*$"
)
_MONTH_FOLLOWS = regex(
    r"[\s,.\-/]*(?:the )?(?:\d|twent|thirt|first|second|third|four|fif|six|seven|eigh|nin|ten|elev|twel)"
    r"|\s*(?:to|-|through|until|till|and)\s*(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)"
)


_MODAL = regex(
    r"\s+(?:be|not|have|need|work|want|take|still|also|well|get|go|come|do|help|change|use|require|suit|i|we|you|they|it)\b"
)


def _is_time_word(text: str, raw: str, start: int, end: int, word: str) -> bool:
    """may, march, sat, sun, second: only where something near speaks for it."""
    if word in {"second", "spring", "fall"}:
        return True
    near = bool(_BEFORE_TIME.search(text, max(0, start - 12), start)) or bool(_AFTER_TIME.match(text, end))
    if word == "may" and raw[start] == "m" and _MODAL.match(text, end):
        return False
    if word in {"may", "march", "mar"}:
        strong = bool(_MONTH_FOLLOWS.match(text, end))
        return strong or bool(_BEFORE_MONTH.search(text, max(0, start - 12), start))
    if word == "sun":
        strong = bool(
            re.match(
                r"[\s,.\-/]*(?:the )?(?:\d|twent|thirt|first|second|third|four|fif|six|seven|eigh|nin|ten|elev|twel)",
                text[end : end + 16],
            )
        )
        return strong or (
            near
            and (raw[start].isupper() or word != "sun")
            and bool(_BEFORE_TIME.search(text, max(0, start - 12), start))
        )
    return near or raw[start].isupper()


def _digits(row: Row, text: str, start: int, end: int) -> int:
    before = text[start - 1] if start else " "
    glued = "a" <= before <= "z" or before in _JUNK_BEFORE or text[max(start - 2, 0) : start] in {"$ ", "¥ ", "# "}
    if glued and before not in "<>=" and not _known_word_before(text, start):
        row.append(_node("junk", start, end, None, text[start:end]))
        return end
    if "a" <= text[end : end + 1] <= "z":
        return _suffixed(row, text, start, end)
    row.extend(read_cluster(text[start:end], start))
    return end


def _suffixed(row: Row, text: str, start: int, end: int) -> int:
    """3h, 9am, 21st, 7h01, 11ish: digits with letters glued on; unknown letters spoil the digits."""
    match = _LETTERS.match(text, end)
    suffix = match[0] if match else ""
    known = words_en.SHORT_UNITS.get(suffix)
    dotted = suffix in {"a", "p"} and _DOTTED_HALF.match(text, end)
    if suffix.startswith("h") and (known is None or _MINUTES_FOLLOW.match(text, end + 1)) and end - start <= 2:
        return _french_clock(row, text, start, end)
    if suffix == "q" and text[end + 1 : end + 2] in {"1", "2", "3", "4"}:
        row.extend(read_cluster(text[start:end], start))
        return end
    decade = suffix == "s" and end - start == 4 and text[end - 1] == "0"
    if decade or (known is None and suffix not in words_en.WORDS):
        row.append(_node("junk", start, end + len(suffix), None))
        return end + len(suffix)
    row.extend(read_cluster(text[start:end], start))
    if known is None or dotted:
        return end
    _with_suffix(row, known, suffix, end)
    return end + len(suffix)


def _with_suffix(row: Row, known: tuple[str, Any], suffix: str, end: int) -> None:
    if known[0] == "st" and row[-1].code != _NUM:
        return  # 10/1/2017nd
    if known[0] == "st":
        number = row.pop()
        row.append(_node("ord", number.start, end + len(suffix), number.value, number.said))
    elif known[0] == "ish":
        row.append(_node("oclock", end, end + len(suffix), 0, suffix))
    elif known[0] != "gap":
        row.append(_node(known[0], end, end + len(suffix), known[1], suffix))


_LETTERS = regex(r"[a-z]+")
_MINUTES_FOLLOW = regex(r"\s?\d\d\b")


def _mixed(row: Row, text: str, raw: str, start: int, end: int) -> int:
    """2019-aug-1, Sep-23-2020, 2010 01 29, 2016 - 11; anything else is read piece by piece."""
    said = text[start:end]
    found = read_mixed(said) if not (start and text[start - 1].isalnum()) else None
    if found is not None:
        row.append(_node(found[0], start, end, found[1], said))
        return end
    match = _PLAIN_TOKEN.match(text, start)
    if match is None:
        return end
    if match[1]:
        return _digits(row, text, start, match.end())
    return _english(row, text, raw, start, match.end())


_PLAIN_TOKEN = regex(r"(\d+(?:[.:/\-]\d+)*)|[a-z]+(?:'[a-z]+)?")


def _known_word_before(text: str, start: int) -> bool:
    match = _WORD_BEFORE.search(text, max(0, start - 10), start)
    return match is not None and (match[0] in words_en.WORDS or match[0] in {"q", "h", "cy", "fy", "t", "wk"})


def _french_clock(row: Row, text: str, start: int, end: int) -> int:
    match = _H_MINUTES.match(text, end)
    minute = int(match[1]) if match and match[1] else 0
    stop = match.end() if match else end
    hour = int(text[start:end]) if text[start:end].isdigit() else 99
    row.append(
        _node("Clock", start, stop, Clock(min(hour, 24), min(minute, 59), impossible=hour > 24 or minute > 59), "h")
    )
    return stop
