"""A sentence taken apart: times, people, rooms and numbers out, and what is left for the templates."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import NamedTuple

from bot.domain.calendar import WorkCalendar
from bot.understanding import annotate
from bot.understanding.annotate import Mark
from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.phrases import PERSON
from bot.understanding.regex import regex
from bot.understanding.times import Reading, read_times

LONGEST = 400


class Context(NamedTuple):
    """What the reader may know of the office; `mentions` are the labels that stand in the text after @."""

    now: datetime
    zone: tzinfo
    calendar: WorkCalendar
    rooms: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    bot_names: tuple[str, ...] = ("小办", "xiaoban")
    language: str = "zh"


class Sentence(NamedTuple):
    """`bare` is without people, `peopled` has a sign where each stood."""

    text: str
    context: Context
    readings: tuple[Reading, ...]
    marks: tuple[Mark, ...]
    timely: str
    bare: str
    peopled: str
    numbered: str
    features: frozenset[str]

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(r.moment for r in self.readings)

    def marked(self, kind: str) -> list[Mark]:
        return [m for m in self.marks if m.kind == kind]


_POLITE_ZH = regex(
    r"^(?:请问|請問|麻煩你?|請你?幫?我?|幫我|能(?=把|将)|麻烦你?|劳驾|请你?帮我?|帮我|帮忙|你帮我|给我|能不能帮我?|能否帮我?|"
    r"可以帮我|可不可以帮我?|能帮我|我想要?|我要|我们要|我需要|想要|想|我们想|要|"
    r"请|需要|烦请|辛苦|那个|那(?!个)|嗯|好的?|你好|您好|嗨|喂|哈喽|hi|hello|小办|"
    r"再|顺便|另外|还有|对了|咱们|咱|我们|就|先|帮(?!助|忙)|有劳|拜托|现在)[\s,，、!！~:：]*"
)
_POLITE_EN = regex(
    (
        r"^(?:please|pls|plz|kindly|hey|hi|hello|ok|okay|so|um|also|and|then|can you(?: "
        r"please)?|could you(?: please)?|can we|could we|would you(?: please)?|will "
        r"you|i would like to|i'd like to|i'd like you to|i would like you to|i want "
        r"to|i want you to|i need to|i need you to|we need to|need to|we have to|i have to|"
        r"wanna|we want to|we'd like to|"
        r"let's|lets|would you mind|would it be possible to|is it possible to|help me(?: "
        r"to)?|help us|xiaoban|(?:i|we)(?=\s+need\s+(?:a|an|some)\b)|"
        r"team(?=\s*[,:])|thanks|just|quickly|dear all|guys)\b[\s,，!:]*"
    ),
    re.IGNORECASE,
)
_TAIL = regex(
    (
        r"[\s,，。.!！?？~～、;；:：…]*(?:谢谢你?|多谢|谢了|辛苦了?|哈|哦|啊|呀|啦|可以吗|"
        r"行吗|好吗|好不好|行不行|可以不|好么|麻烦了|拜托|please|pls|thanks|thank you|"
        r"thx|ok\?|if possible|if you can|for me|asap|a\.s\.a\.p\.?|尽快|[\U0001F300-\U0001FAFF\u2600-\u27BF"
        r"\ufe0f])[\s,，。.!！?？~～]*$"
    ),
    re.IGNORECASE,
)
_BEFORE_TIME = regex(
    (
        r"(?:(?:(?<![\u4e00-\u9fff])到|等到|定在|定于|在|于|从|自|约在|时间[:：是]?|大概|大约|安排在|放在|预计|拟于|"
        r"将于|每逢|原定|原定于|原来)\s*|\b(?:on|at|in|for|from|by|during|around|about|"
        r"starting|the|with an?|due|is|are|be|of|before|between|sometime|every|happening|scheduled)\s+)+$"
    ),
    re.IGNORECASE,
)
_AFTER_DEADLINE = regex(
    r"\s*(?:必须|务必|要|得|需要|之内|内)?(?:完成|办结|办完|做完|交|提交|报送|上报|"
    r"反馈|落实|给我|到位|搞定|办妥|交齐|结束|弄完|写完|交上来|报上来|交给我|发给我)(?:给我|"
    r"一下|吧|了)?(?=[,，。;；!！\s]|$)"
)
_AFTER_TIME = regex(r"^\s*(?:的时候|的|开始(?=[\s,，。]|开|举行|召开)|左右|前后|之间|期间|\b(?:'s)\b|起(?=[\s,，。]))")
_ASIDES = regex(
    r"[,，]?\s*(?:(?:其他|时间|地点|人员|会议室)(?:都|均)?不变|(?:具体)?时间另行?[定通知安排]+|另行(?:通知|安排))|"
    r"(?:能不能|能否|可不可以|可否|能)(?=改|挪|换|推迟|延|提前|调|取消)|"
    r"(?:如果)?(?:有空|有时间|方便|可以|没问题)的话[,，]?|"
    r"(?:at the )?same (?:time|place|room)\b|if (?:possible|you can|that works|you don't mind),?",
    re.IGNORECASE,
)
_EMPTY = regex(r"[（(][\s、,，和与\ue001]*[)）]")
_STRAY = regex(r"(?:\s*[,，、;；]\s*){2,}")
_SPACES = regex(r"\s{2,}")
_SPACE_IN_HAN = regex(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_QUESTION = regex(
    (
        r"[?？]\s*$|(?:吗|呢|么)[\s。!！~～]*$|什么|怎么|为啥|为什么|哪|几点|几号|多少|"
        r"是否|有没有|是不是|谁(?!都)|啥|多久|如何|能不能|可不可以|^(?:what|when|who|"
        r"why|how|which|where|is|are|do|does|did|has|have you|will|was|were|am i)\b"
    ),
    re.IGNORECASE,
)
_POLITE_QUESTION = regex(
    (
        r"(?:@\S+\s+)?(?:please |hey |hi )?(?:can|could|would|will|may|shall) (?:you|we|i)\b(?! "
        r"(?:tell|explain))|(?:能(?=把|将|帮)|.*(?:能不能|能否|可不可以|可否|能)"
        r"(?=改|挪|换|推迟|延|提前|调)|能不能|能否|可不可以|可以|可否|麻烦)(?!.*(?:什么|哪|谁|"
        r"几点|多少)).*(?:吗|[?？])?$"
    ),
    re.IGNORECASE,
)
_FORWARDED = regex(
    r"^\s*(?:>|转发[:：]|\[转发\]|fw[d]?:|re:|「|『|“[^”]{12,}”$|-{3,}|引用[:：]|原文[:：]|\[聊天记录\])", re.IGNORECASE
)
_FEATURES = {
    "percent": regex(r"\d+\s?[%％]|百分之|\d+成|一半|half|过半"),
    "report": regex(
        (
            r"已|完成|剩余|还剩|还差|进度|进展|正在|\d+\s?[%％]|done|finished|complete|remaining|"
            r"left|blocked|waiting|progress|sent|submitted|in review"
        ),
        re.IGNORECASE,
    ),
    "listing": regex(
        r"^(?:请|帮我|给我)?(?:看|查|列|显示|统计|导出|哪些|有哪些)|^(?:list|show|see|view)\b", re.IGNORECASE
    ),
    "future": regex(r"(?<![纪主重摘概提简])要|需要|必须|务必|(?<!申)请|尽快|打算|准备(?!好)|计划|将"),
    "allday": regex(r"全天|整天|一天|all[- ]day|whole day|full day", re.IGNORECASE),
    "feedback": regex(
        (
            r"评价|打分|评分|投票|问卷|满意度|意见|建议|反馈|调查|评议|测评|rate|vote|survey|"
            r"poll|feedback|rating|form|questionnaire|review|opinion|comment|evaluat|score"
        ),
        re.IGNORECASE,
    ),
    "from_other": regex(
        (
            r"提醒|通知|取消|督办|交办|催|收集|征集|投票|问卷|发布|进度|完成了|已完成|改到|"
            r"改成|推迟|延期|截止|交|提交|完成|报告(?!厅|会)|什么|记得|remind|cancel|move|resched|"
            r"postpone|due|deadline|submit|notify"
        ),
        re.IGNORECASE,
    ),
    "reported": regex(
        (
            r"^(?:他|她|他们|她们|听说|据说|有人|人家|对方|领导说|老师说|[\u4e00-\u9fff]{1,4}说(?!明|一下|说|服|法|下[^周个星礼]|清))(?!俩)|^(?:he|she|"
            r"they|someone|somebody|i heard|i hear|apparently|rumou?r)\b|[他她]说"
        ),
        re.IGNORECASE,
    ),
    "past": regex(
        (
            r"(?:开|聊|谈|讨论|去|参加|吃|看|见|弄|写|定|来)(?:了|过|完)|没(?:来|去|参加|到|开)|上周|刚才|刚刚开|"
            r"\b(?:went|had|was|were|did|met|saw|attended|yesterday|last (?:week|night|month|"
            r"friday|monday|tuesday|wednesday|thursday)(?! of\b))\b"
        ),
        re.IGNORECASE,
    ),
}


def is_foreign(text: str) -> bool:
    """Quotes and forwarded words are not said to the bot."""
    return bool(_FORWARDED.match(text)) or "\n>" in text


def take_apart(text: str, context: Context) -> Sentence:
    """Everything the templates and the slots need."""
    text = _unaddressed(clean(text), context)
    timely = _timely(text, context)
    found = tuple(read_times(timely, context.now, zone=context.zone, calendar=context.calendar))
    readings = _outside_titles(text, found)
    people = annotate.people(text, context.people, context.mentions, context.bot_names)
    readings = tuple(r for r in readings if not _in_a_name(r, people))
    spans = [span for r in readings for span in r.spans]
    marks = [m for m in annotate.numbers(text) if not _overlaps(m, spans)]
    marks += [m for m in people if not _overlaps(m, spans)]
    busy = spans + [(m.start, m.end) for m in marks]
    marks = sorted(marks + annotate.rooms(text, context.rooms, busy), key=lambda m: m.start)
    cuts = _time_cuts(text, readings)
    named = {"person", "everyone", "chair", "bot"}
    rooms = [(m.head, m.end + (text[m.end : m.end + 1] == "的"), "") for m in marks if m.kind == "room"]
    bare = _left(
        text, cuts + rooms + [(m.head if m.kind != "bot" else m.start, m.end, "") for m in marks if m.kind in named]
    )
    peopled = _left(
        text, cuts + rooms + [(m.start, m.end, PERSON if m.kind == "person" else "") for m in marks if m.kind in named]
    )
    return Sentence(
        text, context, readings, tuple(marks), timely, bare, peopled, bare, _features(text, readings, marks, bare)
    )


def _in_a_name(reading: Reading, people: Sequence[Mark]) -> bool:
    """赵六一: the feast in a name is none."""
    start, end = reading.moment.span
    return reading.moment.kind == "date" and any(m.start < start and end <= m.start + len(m.value) for m in people)


_COARSE = {"month", "quarter", "year"}
_NAMED_DAY = regex(
    (
        r"(?:元旦|春节|国庆节?|五一|清明|端午|中秋|圣诞|教师节|儿童节|妇女节|劳动节|"
        r"christmas|thanksgiving|easter|halloween|new year)"
    ),
    re.IGNORECASE,
)
_NO_NOUN_ZH = "的,，。 、开召前后内之要有到至和与起从举以)）"
_NOUN_EN = regex(r" (?!for\b|at\b|on\b|in\b|with\b|to\b|by\b|and\b|or\b|from\b|until\b|please\b|about\b)[A-Za-z]")


_ITEM = regex(r"#\s?\d{1,6}|\b(?:item|task|ticket)\s+#?\d{1,6}\b", re.IGNORECASE)
_DIGIT = regex(r"\d")
_NO_TIME = "\ue004"


def _timely(text: str, context: Context) -> str:
    """The text with numbers of items and rooms blotted out, as long as it was: 302 is no two minutes past three."""
    text = _ITEM.sub(lambda m: _DIGIT.sub(_NO_TIME, m[0]), text)
    for name in context.rooms:
        if name.isdigit() and len(name) > 2 and name in text:
            alone = rf"(?<![\d:.\-/]){name}(?![\d:.\-/]|\s?[ap]\.?m)"
            text = re.sub(alone, _NO_TIME * len(name), text, flags=re.IGNORECASE)
    return text


def _outside_titles(text: str, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """第四季度总结会, Q3 roadmap, 国庆值班表: what names a thing is part of its name if another time was said."""
    if len(readings) < 2:
        return readings
    said_when = any(r.moment.kind != "set" and r.moment.dated for r in readings)
    kept = tuple(r for r in readings if not _names_a_thing(text, r) and not (said_when and _is_usual(text, r)))
    return kept or readings


_USUAL = regex(r"(?:daily|weekly|monthly|quarterly|annual|yearly)", re.IGNORECASE)


def _is_usual(text: str, reading: Reading) -> bool:
    """quarterly review on Dec 15: a kind of review, held once on a day that was said."""
    moment = reading.moment
    return bool(_USUAL.fullmatch(moment.text) and _NOUN_EN.match(text, moment.span[1]))


def _names_a_thing(text: str, reading: Reading) -> bool:
    moment = reading.moment
    coarse = moment.kind == "range" and moment.grain in _COARSE and not moment.timed
    if not coarse and not _NAMED_DAY.fullmatch(moment.text):
        return False
    end = moment.span[1]
    follows = text[end : end + 1]
    return ("\u4e00" <= follows <= "\u9fff" and follows not in _NO_NOUN_ZH) or bool(_NOUN_EN.match(text, end))


@lru_cache(maxsize=64)
def _called(name: str) -> re.Pattern[str]:
    return regex(rf"\s*[@＠]?\s*{re.escape(name)}\s*[,，:：!！、]?\s*", re.IGNORECASE)


def _unaddressed(text: str, context: Context) -> str:
    for name in context.bot_names:
        match = _called(name).match(text)
        if match and (text.lstrip().startswith(("@", "＠")) or len(match[0]) < len(text)):
            return text[match.end() :]
    return text


def _overlaps(mark: Mark, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < mark.end and mark.start < b for a, b in spans)


def _time_cuts(text: str, readings: Sequence[Reading]) -> list[tuple[int, int, str]]:
    cuts = []
    for reading in readings:
        for start, end in reading.spans:
            before = _BEFORE_TIME.search(text, max(0, start - 24), start)
            after = _AFTER_TIME.match(text[end : end + 6])
            done = _AFTER_DEADLINE.match(text, end) if reading.moment.kind == "deadline" else None
            cuts.append(
                (before.start() if before else start, done.end() if done else end + (after.end() if after else 0), " ")
            )
    return cuts


def _left(text: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    out, done = [], 0
    for start, end, sign in sorted(cuts):
        if end <= done:
            continue
        out += [text[done : max(start, done)], sign]
        done = end
    out.append(text[done:])
    return _tidy("".join(out))


def _tidy(text: str) -> str:
    """Without doubled commas, polite words around it and marks at its ends."""
    text = _SPACES.sub(" ", _STRAY.sub("，", _EMPTY.sub("", _ASIDES.sub("", text)))).strip(" ,，、;；:：。.!！~～?？")
    for _ in range(6):
        shorter = _TAIL.sub("", _POLITE_EN.sub("", _POLITE_ZH.sub("", text, count=1), count=1))
        shorter = shorter.strip(" ,，、;；。.!！~～?？")
        if shorter == text or not shorter:
            break
        text = shorter
    return _SPACE_IN_HAN.sub("", _DANGLING.sub("", text)).strip().removeprefix("的").strip()


_SHIFTED = regex(r"\b(?:later|earlier|sooner)$", re.IGNORECASE)
_INVITED = regex("(?:参加|参会|出席|列席|到场)$")
_DANGLING = regex(r"[，,、\s]*(?:和|与|及|跟|请|由|参加人员?|参会人员?|与会人员?)$|[，,、\s]+(?:时长|历时|共|总共|开)$")
_NAMED_UNIT = regex(r"[\u4e00-\u9fff]{1,6}(?:处|科|室|部|办|组|中心|学院)")


def _features(text: str, readings: Sequence[Reading], marks: Sequence[Mark], bare: str) -> frozenset[str]:
    found = {name for name, pattern in _FEATURES.items() if pattern.search(text)}
    moments = [r.moment for r in readings]
    found |= {name for name, holds in _OF_MOMENTS.items() if any(holds(m) for m in moments)}
    if "timed" in found:
        found.add("timed_start")
    if text.isascii():
        found.add("latin")
    if re.search(r"\bday\b", text, re.IGNORECASE):
        found.add("daily")
    if _QUESTION.search(text.strip()) and not _POLITE_QUESTION.match(text):
        found.add("question")
    kinds = {m.kind for m in marks}
    found |= kinds & {"room", "everyone", "chair", "number"}
    first = marks[0] if marks else None
    if first and first.kind == "everyone" and first.start <= 2 and not _INVITED.search(text[first.start : first.end]):
        found.add("everyone_first")
    if _NAMED_UNIT.match(bare):
        found.add("unit")
    if kinds & {"person", "everyone", "chair"}:
        found.add("people")
    if not bare:
        found.add("empty")
    return frozenset(found)


_OF_MOMENTS: Mapping[str, Callable[[Moment], object]] = {
    "length": lambda m: m.kind == "duration",
    "due": lambda m: m.kind == "deadline",
    "parted": lambda m: m.part,
    "shifted": lambda m: _SHIFTED.search(m.text),
    "daily": lambda m: m.kind == "date" or m.rrule == "FREQ=DAILY",
    "rrule": lambda m: m.kind == "set",
    "start": lambda m: m.kind not in {"deadline", "duration"},
    "timed": lambda m: m.timed and m.kind != "deadline",
}
Values = Mapping[str, object]
