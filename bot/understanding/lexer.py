"""Cuts a folded sentence into nodes: words, numerals, dates and clock times in digits, and the gaps between."""

import re
from collections.abc import Generator, Iterator
from typing import Any

from bot.understanding import words_en, words_zh
from bot.understanding.nodes import CODES, Clock, Day, Node
from bot.understanding.notation import read_cluster, read_mixed
from bot.understanding.numerals import chinese_number, join_english

_STARTERS = "".join(sorted({w for w in words_zh.LENGTHS if not w.isascii()} | words_zh.DIGITS | {"第"}))
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)"
    r"|(?P<spaced>\d{4} \d\d \d\d(?!\d)|(?:\d{4}\s*[-/]\s*\d{1,2}|\d{1,2}\s*[-/]\s*\d{4})(?![\d:./\-])(?<=[ \d]))"
    r"|(?P<named>(?<![a-z0-9])(?:(?:\d{1,4}|[a-z]{3,9})[\-/]){2}(?:\d{1,4}|[a-z]{3,9})(?![a-z0-9]))"
    r"|(?P<quart>(?<![a-z])[qh][1-4](?![a-z0-9]))"
    r"|(?P<digits>\d+(?:[.:/\-]\d+)*)"
    r"|(?P<mer>[ap]\s?\.\s?m\b\.?)"
    r"|(?P<word>[a-z]+(?:'[a-z]+)?)"
    rf"|(?P<plain>[^{_STARTERS}\x00-\x7f；。？！：～、½¼¾￥¥€£№、，]+)"
    r"|(?P<han>[\u4e00-\u9fff])"
    r"|(?P<mark>-{2,3}|[\-~,()/&@、])"
    r"|(?P<stop>[.;:!?。！？；：|\n])"
    r"|(?P<space>[ ]+)"
    r"|(?P<rest>.)",
    re.S,
)
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
_PLACES = re.compile("路|街|小学|中学|学校|广场|大道|大桥|村|站")  # 五一路, 八一中学
_MONTHS_SHARING = {"may", "march", "mar", "sat", "sun", "mon", "wed", "second", "fall", "spring"}
_LONGEST_NUMBER = 8
_LONGEST_RUN = 24


def lex(text: str, raw: str) -> list[Node]:
    """The row of nodes; neighbouring words that mean nothing here are one gap."""
    return _join_numbers(list(_merge_gaps(_nodes(text, raw))))


def _nodes(text: str, raw: str) -> Iterator[Node]:
    index, size = 0, len(text)
    scan = _TOKEN.match
    while index < size:
        match = scan(text, index)
        if match is None:
            return
        kind = match.lastgroup
        end = match.end()
        if kind == "space":
            index = end
        elif kind == "plain":
            yield Node(_GAP, index, end)
            index = end
        elif kind == "han":
            index = yield from _chinese(text, index)
        elif kind == "word":
            index = yield from _english(text, raw, index, end)
        elif kind == "digits":
            index = yield from _digits(text, index, end)
        elif kind in {"named", "spaced"}:
            index = yield from _mixed(text, raw, index, end)
        else:
            yield from _other(text, kind, index, end)
            index = end


def _node(kind: str, start: int, end: int, value: Any, said: str = "") -> Node:
    return Node(CODES[kind], start, end, value, said)


def _other(text: str, kind: str | None, start: int, end: int) -> Iterator[Node]:
    said = text[start:end]
    if kind == "mark":
        yield _node(_MARKS[said[0]], start, end, said[0], said[0])
    elif kind == "mer":
        yield _node("mer", start, end, said[0] + "m", said)
    elif kind == "stop":
        yield _node("stop", start, end, said, said)
    elif kind == "quart":
        yield _node("quart", start, end, "#" + said, said)
    elif kind == "iso":
        yield from read_cluster(said, start)
    elif said in _FRACTIONS:
        yield _node("num", start, end, _FRACTIONS[said], said)
    else:
        yield _node("junk" if said in _JUNK_BEFORE else "gap", start, end, said)


def _counts_weeks(text: str, index: int, length: int) -> bool:
    """五个星期3小时: the week is counted, the number goes with what follows."""
    before, after = text[index - 1 : index], text[index + length : index + length + 2]
    return (
        bool(before)
        and (before == "个" or before.isdigit() or before in words_zh.DIGITS)
        and after.startswith(("小时", "天", "分", "个", "次"))
    )


def _splits(word: str, follows: str) -> bool:
    return bool(follows) and follows in _SPLITS.get(word, "")


def _chinese(text: str, index: int) -> Generator[Node, None, int]:
    first = text[index]
    for length in words_zh.LENGTHS.get(first, ()):
        word = text[index : index + length]
        pieces = words_zh.WORDS.get(word)
        if pieces is not None and len(word) == length and not _splits(word, text[index + length : index + length + 1]):
            if pieces[-1][0] == "wday" and _counts_weeks(text, index, length):
                continue
            if pieces[-1][0] == "hol" and _PLACES.match(text, index + length):
                continue
            for kind, value, size in pieces:
                yield from _word_nodes(kind, value, index, index + size, text[index : index + size])
                index += size
            return index
    if first == "第":
        number, end = _numeral(text, index + 1)
        if number is not None:
            yield _node("ord", index, end, number, text[index:end])
            return end
    number, end = _numeral(text, index)
    if number is None:
        yield _node("gap", index, index + 1, None)
        return index + 1
    yield _node("num", index, end, number, text[index:end])
    return end


def _numeral(text: str, index: int) -> tuple[int | None, int]:
    end = index
    while end < len(text) and end - index <= _LONGEST_NUMBER and text[end] in words_zh.DIGITS:
        end += 1
    if end > index:
        return chinese_number(text[index:end]), end
    match = re.compile(r"\d{1,4}").match(text, index)
    return (int(match[0]), match.end()) if match else (None, index)


def _english(text: str, raw: str, start: int, end: int) -> Generator[Node, None, int]:
    word = text[start:end]
    for rest, kind, value in words_en.PHRASES.get(word, ()):
        stop = _follows(text, end, rest)
        if stop:
            yield from _word_nodes(kind, value, start, stop, text[start:stop])
            return stop
    if start and text[start - 1] in _JUNK_BEFORE and text[start - 1] not in "<>=+":
        yield _node("gap", start, end, None)
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
        yield _node("gap", start, end, None, word)
    else:
        yield from _word_nodes(found[0], found[1], start, end, word)
    return end


def _word_nodes(kind: str, value: Any, start: int, end: int, said: str) -> Iterator[Node]:
    """One word may be two nodes: tonight is today and the evening."""
    if kind == "clock":
        yield _node("Clock", start, end, Clock(*value), said)
    elif kind == "pair":
        for one, meant in value:
            yield _node(one, start, end, meant, said)
    else:
        yield _node(kind, start, end, value, said)


def _follows(text: str, index: int, words: str) -> int:
    """Where the words end if they come next, else 0."""
    for word in words.split(" "):
        while index < len(text) and text[index] == " ":
            index += 1
        if not text.startswith(word, index):
            return 0
        index += len(word)
    return 0 if index < len(text) and "a" <= text[index] <= "z" else index


_BEFORE_TIME = re.compile(
    r"(?:\d|th|st|nd|rd|\b(?:on|in|of|this|next|last|by|until|till|before|since|"
    r"from|to|and|every|each|for|during|the|coming|through|or|after|late|early|mid|"
    r"between|with|past))[\s,.\-(/]*$"
)
_AFTER_TIME = re.compile(
    r"[\s,.\-/()]*(?:\d|the \d|first|second|third|twent|thirt|of|at|on|next|this|"
    r"morning|afternoon|evening|night|to\b|-|~|and|two thousand|nine|ten|week|month|"
    r"festival)"
)


_DOTTED_HALF = re.compile(r"[ap]\s?\.\s?m")
_BEFORE_MONTH = re.compile(
    r"(?:\d|\d(?:th|st|nd|rd)|\b(?:in|of|next|last|by|until|till|since|from|during|"
    r"every|through|to|late|early|mid|due))[\s,.\-(/]*$"
)
_MONTH_FOLLOWS = re.compile(
    r"[\s,.\-/]*(?:the )?(?:\d|twent|thirt|first|second|third|four|fif|six|seven|eigh|nin|ten|elev|twel)"
    r"|\s*(?:to|-|through|until|till|and)\s*(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)"
)


def _is_time_word(text: str, raw: str, start: int, end: int, word: str) -> bool:
    """may, march, sat, sun, second: only where something near speaks for it."""
    if word in {"second", "spring", "fall"}:
        return True
    near = bool(_BEFORE_TIME.search(text, max(0, start - 12), start)) or bool(_AFTER_TIME.match(text, end))
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


def _digits(text: str, start: int, end: int) -> Generator[Node, None, int]:
    before = text[start - 1] if start else " "
    glued = "a" <= before <= "z" or before in _JUNK_BEFORE or text[max(start - 2, 0) : start] in {"$ ", "¥ ", "# "}
    if glued and before not in "<>=" and not _known_word_before(text, start):
        yield _node("junk", start, end, None, text[start:end])
        return end
    if "a" <= text[end : end + 1] <= "z":
        return (yield from _suffixed(text, start, end))
    yield from read_cluster(text[start:end], start)
    return end


def _suffixed(text: str, start: int, end: int) -> Generator[Node, None, int]:
    """3h, 9am, 21st, 7h01, 11ish: digits with letters glued on; unknown letters spoil the digits."""
    match = _LETTERS.match(text, end)
    suffix = match[0] if match else ""
    known = words_en.SHORT_UNITS.get(suffix)
    dotted = suffix in {"a", "p"} and _DOTTED_HALF.match(text, end)
    if suffix.startswith("h") and (known is None or _MINUTES_FOLLOW.match(text, end + 1)) and end - start <= 2:
        return (yield from _french_clock(text, start, end))
    if suffix == "q" and text[end + 1 : end + 2] in {"1", "2", "3", "4"}:
        yield from read_cluster(text[start:end], start)
        return end
    decade = suffix == "s" and end - start == 4 and text[end - 1] == "0"
    if decade or (known is None and suffix not in words_en.WORDS):
        yield _node("junk", start, end + len(suffix), None)
        return end + len(suffix)
    nodes = list(read_cluster(text[start:end], start))
    if known is None or dotted:
        yield from nodes
        return end
    yield from _with_suffix(nodes, known, suffix, end)
    return end + len(suffix)


def _with_suffix(nodes: list[Node], known: tuple[str, Any], suffix: str, end: int) -> Iterator[Node]:
    if known[0] == "st" and nodes and nodes[-1].code == CODES["num"]:
        yield from nodes[:-1]
        yield _node("ord", nodes[-1].start, end + len(suffix), nodes[-1].value, nodes[-1].said)
        return
    yield from nodes
    if known[0] == "ish":
        yield _node("oclock", end, end + len(suffix), 0, suffix)
    elif known[0] != "gap":
        yield _node(known[0], end, end + len(suffix), known[1], suffix)


_LETTERS = re.compile(r"[a-z]+")
_MINUTES_FOLLOW = re.compile(r"\s?\d\d\b")


def _mixed(text: str, raw: str, start: int, end: int) -> Generator[Node, None, int]:
    """2019-aug-1, Sep-23-2020, 2010 01 29, 2016 - 11; anything else is read piece by piece."""
    said = text[start:end]
    found = read_mixed(said) if not (start and text[start - 1].isalnum()) else None
    if found is not None:
        yield _node(found[0], start, end, found[1], said)
        return end
    match = _PLAIN_TOKEN.match(text, start)
    if match is None:
        return end
    if match[1]:
        return (yield from _digits(text, start, match.end()))
    return (yield from _english(text, raw, start, match.end()))


_PLAIN_TOKEN = re.compile(r"(\d+(?:[.:/\-]\d+)*)|[a-z]+(?:'[a-z]+)?")


def _known_word_before(text: str, start: int) -> bool:
    match = re.compile(r"[a-z]{1,9}$").search(text, max(0, start - 10), start)
    return match is not None and (match[0] in words_en.WORDS or match[0] in {"q", "h", "cy", "fy", "t", "wk"})


def _french_clock(text: str, start: int, end: int) -> Generator[Node, None, int]:
    match = re.compile(r"h\s?(\d\d)?").match(text, end)
    minute = int(match[1]) if match and match[1] else 0
    stop = match.end() if match else end
    hour = int(text[start:end]) if text[start:end].isdigit() else 99
    yield _node("Clock", start, stop, Clock(min(hour, 24), min(minute, 59), impossible=hour > 24 or minute > 59), "h")
    return stop


def _merge_gaps(nodes: Iterator[Node]) -> Iterator[Node]:
    gap = CODES["gap"]
    held: Node | None = None
    for node in nodes:
        if node.code == gap:
            held = Node(gap, held.start if held else node.start, node.end, None, node.said)
            continue
        if held:
            yield held
            held = None
        yield node
    if held:
        yield held


def _join_numbers(nodes: list[Node]) -> list[Node]:
    """English number words in a row become numbers: twenty two, two thousand and eighteen, twenty-first."""
    num, ordinal = CODES["num"], CODES["ord"]
    out: list[Node] = []
    index = 0
    while index < len(nodes):
        run = _run_of_words(nodes, index)
        if len(run) < 2:
            out.append(nodes[index])
            index += 1
            continue
        words = [n for n in run if n.code in {num, ordinal}]
        place = 0
        for value, used in join_english([n.value for n in words]):
            piece = words[place : place + used]
            code = ordinal if piece[-1].code == ordinal else num
            out.append(Node(code, piece[0].start, piece[-1].end, value, "word"))
            place += used
        index += len(run)
    return out


def _run_of_words(nodes: list[Node], index: int) -> list[Node]:
    num, ordinal = CODES["num"], CODES["ord"]
    run: list[Node] = []
    for node in nodes[index : index + _LONGEST_RUN] if nodes[index].code == num else ():
        if node.code == num and node.said.isascii() and node.said.isalpha():
            run.append(node)
        elif node.code == ordinal and node.said.isalpha() and run and (run[-1].code == num or run[-1].said == "-"):
            run.append(node)
            break
        elif (
            run and node.said == "-" and node.end - node.start == 1 and run[-1].code == num and run[-1].value % 10 == 0
        ) or (run and node.said == "and" and run[-1].value in {100, 1000} and run[-1].code == num):
            run.append(node)
        else:
            break
    while run and run[-1].code not in {num, ordinal}:
        run.pop()
    return run


__all__ = ["Day", "lex"]
