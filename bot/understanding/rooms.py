"""Rooms: those of the office by name, then what looks like a room by its number or its last word."""

import re
from collections.abc import Iterator, Sequence

from bot.understanding import people_en
from bot.understanding.annotate import Mark, Taken
from bot.understanding.hints import hint
from bot.understanding.known import occurrences
from bot.understanding.regex import regex

_ROOM_ZH = regex(
    r"(?P<lead>(?:地点|会议室|场地|位置|会议地点)\s*(?:是|为|在|[:：])?\s*|在|(?<![换改挪调移迟延期至推整]"
    r")到|(?<![换改挪调移])去|用|借|于)?\s*"
    r"(?P<room>(?:[\u4e00-\u9fffA-Za-z]{0,3}?楼)?(?:[A-Za-z]座?-?)?\d{3,4}(?:大|"
    r"小|多媒体|多功能|视频)?(?:会议室|教室|办公室|室|房间|报告厅|机房)?(?![\d:：点号月日年-]|"
    r"\s*(?:元|人|份|块|个|米|页|字|万|次|名|分|%|条|套|台|件|km|kg|级))"
    r"|[一二三四五六七八九十\d]+(?:楼|层|号楼|号)(?:[\u4e00-\u9fff]{0,4}?)(?:会议室|"
    r"报告厅|会议厅|多功能厅|教室|礼堂|办公室|接待室|活动室|大厅|会客室|培训室|阅览室|"
    r"机房|洽谈室)"
    r"|[^\W的订个间有用空哪么在到去借约是改换把退查看和与对新一下第每各请\d_]{0,4}?(?:大会议室|"
    r"小会议室|中会议室|[甲乙丙丁东西南北党政党委校长院长行政教务第一二三四五六七八九十A-Za-z\d]+号?会议"
    r"室|会议室\s?[A-Z][A-Za-z]+|会议室[A-Za-z\d一二三四五六七八九十]|报告厅|会议厅|多功能厅|大礼堂|小礼堂|"
    r"礼堂|阶梯教室|操场|体育馆|图书馆(?:[一二三四五六七八九十\d]+楼)?|机房\s?\d*|"
    r"食堂|接待室|活动室|演播厅|录播室|会客室|培训室|多媒体教室|实验室|音乐教室|"
    r"舞蹈室|办公室|贵宾厅|洽谈室|大厅|校门口|停车场|篮球场|广场|剧院|阅览室|心理室))"
)
_ROOM_EN = regex(
    (
        r"(?P<lead>\b(?:in|at|into|to)\s+)?(?P<room>(?:the\s+)?(?:conference\s+|meeting\s+)?(?:room|"
        r"rm)\s+(?:[A-Z]?-?\d+(?:\.\d+)?[A-Z]?|[A-Z])\b(?:-\d+)?|(?:the\s+)?(?:\b(?:big|small|large|"
        r"main|second|first|third|new|old|blue|red|green|east|west|north|south|upper|"
        r"lower|quiet|tiny|corner|video)\s+)*(?:board\s?room|conf(?:erence)?\s+room|meeting\s+room|quiet\s+room|"
        r"(?:blue|red|green|white|black|gold|silver)\s+room|auditorium|training\s+room|lecture\s+hall|library|cafeteria|canteen|gym|lobby|"
        r"lounge|studio|ballroom|war\s+room|huddle\s+room|kitchen|lab|theater|theatre|"
        r"main\s+hall|(?<!town )\bhall)(?:\s+(?:[A-Z]|\d+)\b)?|[A-Z]\d{3}\b|\b(?-i:\d{1,3}[A-Z])(?![A-Za-z\d]))"
    ),
    re.IGNORECASE,
)
_ANY_ROOM = frozenset({"meeting room", "conference room", "the meeting room", "the conference room", "a meeting room"})
_PLACE = regex(r"(?P<lead>在)(?P<room>[\u4e00-\u9fff]{2,8}?)(?=开|召开|举行|举办|集合|进行|组织)")
_ROOM_NAMED = regex(
    r"(?P<lead>\b(?:in|at)\s+(?:the\s+)?|\bthe\s+(?=[A-Z][\w'-]*\s+room\b)|\b(?:in)?to\s+(?:the\s+)?(?=[A-Z][\w'-]*\s+[Rr]oom\b)|"
    r"(?:(?<=ook )|(?<=erve )|(?<=old )|(?<=lock ))(?:the\s+)?(?=[A-Z][\w'-]*(?:\s+(?:[Rr]oom|for|on|at|from|to\w+|"
    rf"next|\d|{people_en.DAY})|\s*$)))(?P<room>[A-Z][\w'-]*(?:\s+(?:[Rr]oom|[Hh]all|(?!{people_en.DAY})[A-Z]\w*|\d+))?)\b"
)
_NOT_ROOMS = regex(
    (
        r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|"
        r"fri|sat|sun|january|february|march|april|may|june|july|august|september|october|"
        r"november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|q\d|zoom|teams|"
        r"slack|eod|english|chinese)\b"
    ),
    re.IGNORECASE,
)


def known_rooms(text: str, known: Sequence[str], busy: Sequence[tuple[int, int]]) -> list[Mark]:
    """Rooms of the office by name; never inside a time."""
    marks: list[Mark] = []
    taken = Taken()
    taken.spans.extend(busy)
    for start, end in occurrences(text, known):
        if not _is_within(text, start, end):
            taken.add(marks, _room_mark(text, start, end))
    return marks


def _is_within(text: str, start: int, end: int) -> bool:
    """301 in 3015 or in A301, Orion in Orions: part of another word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isascii() and before.isalnum() and text[start].isascii() and text[start].isalnum():
        return True
    last = text[end - 1]
    return (last.isdigit() and after.isdigit()) or (
        last.isascii() and last.isalpha() and after.isascii() and after.isalpha()
    )


def rooms(text: str, known: Sequence[str], busy: Sequence[tuple[int, int]]) -> list[Mark]:
    """Rooms of the office by name, then what looks like a room; never inside a time."""
    marks = known_rooms(text, known, busy) if known else []
    taken = Taken()
    taken.spans.extend([*busy, *((m.start, m.end) for m in marks)])
    for pattern in _patterns(text):
        for match in _clear_of(pattern, text, busy):
            if pattern is _ROOM_NAMED and _NOT_ROOMS.match(match["room"]):
                continue
            begin = match.start("room")
            if match["room"].casefold() in _ANY_ROOM:
                continue
            if (
                _WEAK.search(match["room"])
                and not match["lead"]
                and not _stands_alone(text, begin, match.end("room"), busy)
            ):
                continue
            taken.add(marks, Mark("room", match["room"].strip(), begin, match.end("room"), match.start()))
    return sorted(marks, key=lambda m: m.start)


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Those that the text has letters for."""
    if _ROOM_ZH_HINT(text):
        yield _ROOM_ZH
    if _ROOM_EN_HINT(text):
        yield _ROOM_EN
    if _ROOM_NAMED_HINT(text):
        yield _ROOM_NAMED
    if "在" in text:
        yield _PLACE


_ROOM_ZH_HINT = hint("室 厅 堂 场 馆 房 口 院", regex(r"\d{3}"))
_ROOM_EN_HINT = hint(
    "room rm audit hall library cafe canteen gym lobby lounge studio kitchen lab theat",
    regex(r"\d[A-Za-z]|[A-Za-z]\d{3}"),
)
_ROOM_NAMED_HINT = hint("", regex(r"(?:in|at|to|the|ook|erve|old|lock)\s+(?:the\s+)?[A-Z]"))


def _clear_of(pattern: re.Pattern[str], text: str, busy: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Matches in order; one that begins inside a time is looked for again behind it: 两点半A座1508."""
    place = 0
    while match := pattern.search(text, place):
        ends = [b for a, b in busy if a <= match.start("room") < b < match.end()]
        if ends:
            place = max(ends)
            continue
        yield match
        place = max(match.end(), place + 1)


def _stands_alone(text: str, start: int, end: int, busy: Sequence[tuple[int, int]]) -> bool:
    """图书馆, 食堂 name a place only between other pieces: 明天3点 操场 集合, not 对食堂的意见."""
    if text[start:end].isascii():
        return False
    after = text[end : end + 1]
    begins = start == 0 or not text[start - 1].isalnum() or any(b == start for _, b in busy)
    return begins and (not after or not after.isalnum() or after in "开召举集进办")


_WEAK = regex(
    r"(?i:cafeteria|canteen|library|gym|kitchen|lab|studio|lobby|lounge|theat)|操场|"
    r"体育馆|图书馆|食堂|办公室|广场|大厅|校门口|停车场|篮球场|剧院|实验室|机房$|"
    r"阅览室|心理室|礼堂$"
)


_FLOOR = regex(r"(?:[一二三四五六七八九十]|\d{1,2})[楼层]$")


def _room_mark(text: str, start: int, end: int) -> Mark:
    floor = _FLOOR.search(text, max(0, start - 4), start)
    start = floor.start() if floor else start
    before = regex(
        (
            r"(?:在|(?<![换改挪调移迟延期至推整])到|(?<![换改挪调移])去|用|于|借|地点[:：是]?|\b(?:in|at|"
            r"to|into|room|of)\s+(?:the\s+|room\s+)?)\s*$"
        ),
        re.IGNORECASE,
    ).search(text, max(0, start - 14), start)
    tail = regex(r"(?:会议室|教室|房间|\s+room)?", re.IGNORECASE).match(text, end)
    stop = tail.end() if tail else end
    return Mark("room", text[start:stop], start, stop, before.start() if before else start)
