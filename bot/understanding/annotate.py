"""What stands in a command beside its verb and its subject: mentions, people, rooms, item numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.understanding import people_en
from bot.understanding.names import TITLES
from bot.understanding.regex import regex

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖"
    "龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒"
    "耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉"
    "房边"
)
_COMPOUND = "诸葛|欧阳|司马|上官|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|南宫|端木|独孤"
_GIVEN = (
    r"[\u4e00-\u9fff](?:(?!参加|参会|出席|列席|到场|与会|主持|主讲|负责|跟进|牵头|一起|过来|也来|来参|开会|"
    r"讨论|完成|提交|处理|办理|办[,，。\s]|办$)[\u4e00-\u9fff])?"
)
_NO_NAMES = "方案|方法|方面|方式|高考|安全|安排|时间|成绩|成果|任务|项目|单位|管理|计划|程序|车辆|包括|金额"
NAME = (
    rf"(?:(?:{_COMPOUND}){_GIVEN}|[{SURNAMES}](?:{TITLES})|(?!{_NO_NAMES})[{SURNAMES}]{_GIVEN}|"
    rf"(?:老|小)[{SURNAMES}])"
)
_AND = r"(?:\s*[、,，和与及跟]\s*|\s+)"
_AFTER = (
    r"(?=\s*(?:参加|参会|出席|列席|一起|过来|来|主持|负责|跟进|牵头|承办|主办|处理|"
    r"完成|落实|提交|尽快|准备|汇报|[、,，。;；!！)\s]|和|与|及|跟|等|$|主讲|讨论|"
    r"开会|开|聊|碰|对|谈|去|把|将|在|的|到|周|星期|今|明|后天|下|本|这|上|过|@|"
    r"\d|也|都|加|一块|共同|这|要|给|写|做|出|整理|审|起草|修|检查|更新|联系|统计|"
    r"核对|解决|对接|办|拟|提醒|记得|报|交|制定|补|拿|发|弄|搞))"
)
_ZH_LEAD = regex(
    rf"(?P<lead>(?:再)?(?:请|邀请|叫上|叫|让|喊上|喊|拉上|带上|加上|通知|约上|约|"
    rf"找|安排|派|由|交给|分给|派给|转给|指派给|分配给|麻烦|提醒|催一下|催办|催|督促|"
    rf"和|跟|与|同|给|责成|要求|抄送|邀)(?:一下)?\s*)(?P<names>{NAME}(?:{_AND}{NAME})*){_AFTER}"
)
_ZH_LIST = regex(
    rf"(?P<lead>(?:参会人员|参会人|参加人员|参加人|与会人员|与会人|与会|出席人员|出席|"
    rf"参会|参加|人员|成员|邀请人|抄送|主办人?|负责人|责任人|牵头人?|协办人?|列席)\s*(?:是|"
    rf"为|有|[:：])?\s*)(?P<names>{NAME}(?:{_AND}{NAME})*)(?=[,，。;；\s]|$)"
)
_ZH_BEFORE = regex(
    rf"(?<![\u4e00-\u9fff])(?P<names>{NAME}(?:[、,，和与及跟]\s*{NAME})*)(?P<tail>(?:等人?)?(?:都|"
    rf"也|一起|必须|务必|准时|要)*(?:参加|参会|出席|列席|到场|与会))"
)
_ZH_CHAIR = regex(
    rf"(?P<lead>(?:由)?(?:主持人|主持|召集人|会议主持)\s*(?:是|为|[:：])?\s*)(?P<chair>{NAME})(?=[,，。;"
    rf"；\s]|$)|由?(?P<chair2>{NAME})(?:来)?主持(?:会议)?(?=[,，。;；\s召开举明后今本下周这每的\d]|$)"
)
_ZH_WITH = regex(rf"(?P<lead>(?:和|跟|与|同|约|找))(?P<names>{NAME})(?=(?:开|对|聊|碰|谈|讨论|的|一起|沟通|面谈|见))")
_MENTION = regex(r"[@＠]\s?(?P<label>[\w.·-]{1,24})")
_EVERYONE = frozenset(
    {"所有人", "全体", "全体成员", "全员", "大家", "all", "everyone", "here", "channel", "everybody", "team"}
)
_TITLE_LIKE = regex(rf"(?:{TITLES})$")


class Mark(NamedTuple):
    """One annotation: what it is, what it says, and the stretch of text that goes with it."""

    kind: str  # person, chair, room, number, everyone
    value: str
    start: int
    end: int
    head: int  # with the particle before it
    group: int = 0


def people(text: str, known: Iterable[str], mentions: Sequence[str], bots: Sequence[str]) -> list[Mark]:
    """Everyone named: mentions first, then names by what stands around them, then names of the directory."""
    marks: list[Mark] = []
    taken = _Taken()
    _mentions(text, mentions, bots, marks, taken)
    for match in _ALL_OF_THEM.finditer(text):
        taken.add(marks, Mark("everyone", match["who"], match.start("who"), match.end(), match.start()))
    for match in _ZH_CHAIR.finditer(text):
        group = "chair" if match["chair"] else "chair2"
        taken.add(marks, Mark("chair", match[group], match.start(group), match.end(group), match.start()), match.end())
    for match in people_en.CHAIR.finditer(text):
        taken.add(
            marks,
            Mark("chair", match["chair"].lstrip("@"), match.start("chair"), match.end(), match.start()),
            match.end(),
        )
    _known(text, known, marks, taken)
    for pattern in (_ZH_LEAD, _ZH_LIST, _ZH_WITH, _ZH_BEFORE):
        for match in pattern.finditer(text):
            _split_zh(text, match, marks, taken)
    if any("a" <= c <= "z" for c in text.lower()):
        for match in people_en.WITH.finditer(text):
            _split_en(text, match, marks, taken, known)
    return sorted([_with_tail(text, m) for m in marks], key=lambda m: m.start)


_ALL_OF_THEM = regex(
    r"[,，、\s]*(?:邀?请|叫上?|通知)?(?P<who>(?:全体|各|所有)[\u4e00-\u9fff]{0,6}?|各位|大家|大伙|(?:相关|有关|参会|与会)(?:人员|同事|老师|部门|负责人)|[\u4e00-\u9fff]{1,6}(?:处|科|部|室|中心|学院|系|组|办))"
    r"(?:全体)?(?:人员|同事|老师|同志|成员|的人)?(?:都|准时|务必|也|一起)*(?:来?参加|参会|出席|列席|到场)(?=[,，。\s周明后今本下这\d]|$)"
)
_TAIL = regex(
    r"(?:等人?|们)?\s*(?:都|也|一起|共同|一块|务必|必须|准时|要|来|过来)*(?:参加(?:会议)?|"
    r"参会|出席|列席|与会|到场)|(?:也|都|一起)+[来去](?=[,，。\s]|$)|\s*(?:等人?)(?=[,，。\s]|$)|(?:来)?主持(?=[,，。\s]|"
    r"$)"
)


_CHAIRS = regex(r"(?:来)?主持(?:召开)?")


def _with_tail(text: str, mark: Mark) -> Mark:
    """参加 and the like go with the name before."""
    if mark.kind == "chair" and (chairs := _CHAIRS.match(text, mark.end)):
        return mark._replace(end=chairs.end())
    tail = _TAIL.match(text, mark.end) if mark.kind in {"person", "everyone", "chair"} else None
    return mark._replace(end=tail.end()) if tail else mark


class _Taken:
    """Which characters already belong to a mark."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def add(self, marks: list[Mark], mark: Mark, end: int | None = None) -> None:
        if not any(a < mark.end and mark.start < b for a, b in self.spans):
            marks.append(mark)
            self.spans.append((mark.start, end or mark.end))


def _mentions(text: str, mentions: Sequence[str], bots: Sequence[str], marks: list[Mark], taken: _Taken) -> None:
    longest = sorted((m for m in mentions if m), key=len, reverse=True)
    for match in _MENTION.finditer(text):
        begin = match.start("label")
        label = next((m for m in longest if text.startswith(m, begin)), None)
        if label is None:
            label = _label(match["label"])
        if not label or label[0].isdigit() or label.casefold() in {"room", "the"}:
            continue
        if label.casefold() in {b.casefold() for b in bots}:
            kind = "bot"
        else:
            kind = "everyone" if label.casefold() in _EVERYONE else "person"
        if match.start() and text[match.start() - 1].isalnum() and text[match.start() - 1].isascii():
            continue
        taken.add(marks, Mark(kind, label, match.start(), begin + len(label), _lead(text, match.start())))


def _label(said: str) -> str:
    """A mention without a space after it: the name is two or three characters, or the Latin word."""
    said = said.rstrip("吧呢啊呀哈") or said
    if said[0].isascii():
        match = re.match(r"[A-Za-z0-9_.-]+", said)
        return match[0].rstrip(".-") if match else said
    for word in ("所有人", "全体成员", "大家", "全体", "全员"):
        if said.startswith(word):
            return word
    match = re.match(rf"(?:{NAME}){_AFTER}", said)
    shorter = re.match(rf"[{SURNAMES}](?:{TITLES})", said)
    if shorter:
        return shorter[0]
    return match[0] if match else said if len(said) <= 4 else said[:3] if said[0] in SURNAMES else said


def _lead(text: str, start: int) -> int:
    """Where the words before a mention begin that go with it: with, 请, 和, and."""
    match = regex(
        r"(?:(?:(?:\b(?:with|and|invite|including|cc|plus|for)|(?<!\S)(?:w/|\+))\s+)|(?:[叫喊拉带](?:上)?|请|邀请|和|与|"
        r"跟|让|约|给|、|,|，|&|及|加上|通知|(?:参会人员|参会人|参加人员|与会人员|出席人员|"
        r"参会|人员|成员|抄送|主办人?|负责人|责任人|牵头人?|协办人?)\s*(?:是|为|[:：])?))\s*$"
    ).search(text, max(0, start - 12), start)
    return match.start() if match else start


def _split_zh(text: str, match: re.Match[str], marks: list[Mark], taken: _Taken) -> None:
    start = match.start("names")
    head = match.start()
    for part in re.finditer(NAME, match["names"]):
        taken.add(marks, Mark("person", part[0], start + part.start(), start + part.end(), head))
        head = start + part.end()


def _split_en(text: str, match: re.Match[str], marks: list[Mark], taken: _Taken, known: Iterable[str]) -> None:
    lower = {k.casefold() for k in known}
    at = match.start("names")
    lead = match["lead"].strip().lower()
    names = people_en.SPLIT.split(match["names"])
    head = match.start()
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        bare = name.lstrip("@")
        first = bare.split(" ")[0]
        sure = first.casefold() in lower or bare.casefold() in lower
        if not sure and (
            first.casefold() in people_en.NOT_NAMES
            or (not first[:1].isupper() and not name.startswith("@") and lead != "with")
            or (lead in {"for", "add", "between"} and not first[:1].isupper())
        ):
            break
        if (not sure and lead == "for") or (first.isupper() and len(first) > 2):
            break
        if (
            not sure
            and lead == "with"
            and first[:1].islower()
            and not re.match(
                r"\s*(?:$|[,.!?]|and\b|on\b|at\b|in\b|next\b|tomorrow|today|every|this|about|for\b|to\b|from\b|\d|@)",
                text[start + len(name) :],
            )
        ):
            break
        taken.add(marks, Mark("person", bare, start, start + len(name), head))
        head = start + len(name)


def _known(text: str, known: Iterable[str], marks: list[Mark], taken: _Taken) -> None:
    folded = text.casefold()
    for name in known:
        if len(name) < 2:
            continue
        start = folded.find(name.casefold())
        while start >= 0:
            end = start + len(name)
            whole = not name.isascii() or not (
                (start and folded[start - 1].isalnum()) or folded[end : end + 1].isalnum()
            )
            if whole:
                taken.add(marks, Mark("person", text[start:end], start, end, _lead(text, start)))
            start = folded.find(name.casefold(), end)


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
    r"室|会议室[A-Za-z\d一二三四五六七八九十]|报告厅|会议厅|多功能厅|大礼堂|小礼堂|"
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
        r"auditorium|training\s+room|lecture\s+hall|library|cafeteria|canteen|gym|lobby|"
        r"lounge|studio|ballroom|war\s+room|huddle\s+room|kitchen|lab|theater|theatre|"
        r"main\s+hall|(?<!town )\bhall)(?:\s+(?:[A-Z]|\d+)\b)?|[A-Z]\d{3}\b|\b(?-i:\d{1,3}[A-Z])(?![A-Za-z\d]))"
    ),
    re.IGNORECASE,
)
_ANY_ROOM = frozenset({"meeting room", "conference room", "the meeting room", "the conference room", "a meeting room"})
_PLACE = regex(r"(?P<lead>在)(?P<room>[\u4e00-\u9fff]{2,8}?)(?=开|召开|举行|举办|集合|进行|组织)")
_ROOM_NAMED = regex(
    r"(?P<lead>\b(?:in|at)\s+(?:the\s+)?|\b(?:in)?to\s+(?:the\s+)?(?=[A-Z][\w'-]*\s+[Rr]oom\b)|"
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
_NUMBER = regex(
    (
        r"(?P<number>#\s?\d{1,6}|(?:第|编号|事项)\s?\d{1,6}\s?(?:号|项|条)?(?:事项|任务|"
        r"督办|通知)?|\d{1,6}号(?:事项|任务|督办|通知)|\bitem\s+#?\d{1,6}\b|\btask\s+#?\d{1,6}\b|"
        r"\bno\.?\s?\d{1,6}\b)"
    ),
    re.IGNORECASE,
)


def known_rooms(text: str, known: Sequence[str], busy: Sequence[tuple[int, int]]) -> list[Mark]:
    """Rooms of the office by name; never inside a time."""
    marks: list[Mark] = []
    taken = _Taken()
    taken.spans.extend(busy)
    folded = text.casefold()
    for name in sorted((k for k in known if k), key=len, reverse=True):
        start = folded.find(name.casefold())
        while start >= 0:
            end = start + len(name)
            alone = not (name[-1].isdigit() and folded[end : end + 1].isdigit()) and not (
                name[0].isalnum()
                and name[0].isascii()
                and start
                and folded[start - 1].isalnum()
                and folded[start - 1].isascii()
            )
            if alone and not (
                name[-1].isalpha()
                and name[-1].isascii()
                and folded[end : end + 1].isalpha()
                and folded[end : end + 1].isascii()
            ):
                taken.add(marks, _room_mark(text, start, end))
            start = folded.find(name.casefold(), end)
    return marks


def rooms(text: str, known: Sequence[str], busy: Sequence[tuple[int, int]]) -> list[Mark]:
    """Rooms of the office by name, then what looks like a room; never inside a time."""
    marks = known_rooms(text, known, busy)
    taken = _Taken()
    taken.spans.extend([*busy, *((m.start, m.end) for m in marks)])
    for pattern in (_ROOM_ZH, _ROOM_EN, _ROOM_NAMED, _PLACE):
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


def numbers(text: str) -> list[Mark]:
    return [Mark("number", m[0], m.start(), m.end(), m.start()) for m in _NUMBER.finditer(text)]


__all__ = ["Mark", "known_rooms", "numbers", "people", "rooms"]
