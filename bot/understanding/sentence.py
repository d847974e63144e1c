"""A sentence taken apart: times, people, rooms and numbers marked, and the words between as cues or plain words."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.understanding import annotate, people_en, rooms, standing
from bot.understanding.annotate import Mark
from bot.understanding.evidence import evidence
from bot.understanding.folding import fold
from bot.understanding.hints import hint
from bot.understanding.invited import units_in
from bot.understanding.lexicon import load_lexicon
from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.references import references
from bot.understanding.regex import regex
from bot.understanding.times import Reading, read_times
from bot.understanding.tokens import Span, Token, tokenize

if TYPE_CHECKING:
    from bot.domain.calendar import WorkCalendar

LONGEST = 400


class Context(NamedTuple):
    """What the reader may know of the office; `mentions` are the labels that stand in the text after @."""

    now: datetime
    zone: tzinfo
    calendar: "WorkCalendar"
    rooms: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    bot_names: tuple[str, ...] = ("小办", "xiaoban")
    language: str = "zh"


class Sentence(NamedTuple):
    """`timely` is the text with numbers of items and rooms blotted out; `evidence` what speaks for an intent."""

    text: str
    context: Context
    readings: tuple[Reading, ...]
    marks: tuple[Mark, ...]
    timely: str
    tokens: tuple[Token, ...]
    evidence: frozenset[str]

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(r.moment for r in self.readings)

    def marked(self, kind: str) -> list[Mark]:
        return [m for m in self.marks if m.kind == kind]


_BEFORE_TIME = regex(
    (
        r"(?:(?:(?<![\u4e00-\u9fff])到|等到|定在|定于|在|于|从|自|约在|时间[:：是]?|大概|大约|安排在|放在|预计|拟于|"
        r"将于|每逢|原定|原定于|原来|不超过|最[多长]|控制在|就)\s*|\b(?:on|at|in|for|from|by|during|around|about|"
        r"starting|the|with an?|due|is|are|be|of|before|between|sometime|every|happening|scheduled)\s+)+$"
    ),
    re.IGNORECASE,
)
_AFTER_DEADLINE = regex(
    r"\s*(?:必须|务必|要|得|需要|之内|内)?(?:完成|办结|办完|做完|交|提交|报送|上报|"
    r"反馈|落实|给我|到位|搞定|办妥|交齐|结束|弄完|写完|交上来|报上来|交给我|发给我)(?:给我|"
    r"一下|吧|了)?(?=[,，。;；!！\s]|$)"
)
_AFTER_TIME = regex(
    r"^\s*(?:整(?![体个理改治合修])|的时候|的|开始(?=[\s,，。]|开|举行|召开)|左右|前后|之间|期间|\b(?:'s)\b|"
    r"起(?=[\s,，。]))"
)
_FORWARDED = regex(
    r"^\s*(?:>|转发[:：]|\[转发\]|fw[d]?:|re:|「|『|“[^”]{12,}”$|-{3,}|引用[:：]|原文[:：]|\[聊天记录\])", re.IGNORECASE
)


def is_foreign(text: str) -> bool:
    """Quotes and forwarded words are not said to the bot."""
    return bool(_FORWARDED.match(text)) or "\n>" in text


_URL = regex(r"https?://\S+", re.IGNORECASE)
_KINDS = {"person": "P", "everyone": "E", "chair": "C", "room": "R", "number": "N", "bot": "B"}


def take_apart(text: str, context: Context) -> Sentence:
    """Everything that intents and slots are found from."""
    text = unaddressed(clean(text), context)
    if "://" in text:
        text = _URL.sub(" ", text)
    timely = _timely(text, context)
    found = tuple(read_times(timely, context.now, zone=context.zone, calendar=context.calendar))
    readings = _outside_titles(text, found)
    timely = _without(timely, found, readings)
    people = annotate.people(text, context.people, context.mentions, context.bot_names)
    people = _with_units(people, text, context.units)
    readings = tuple(r for r in readings if not _in_a_name(r, people, text))
    spans = [span for r in readings for span in r.spans]
    marks = [m for m in annotate.numbers(text) if not _overlaps(m, spans)]
    marks += [m for m in people if not _overlaps(m, spans)]
    marks += rooms.known_rooms(text, context.rooms, spans + [(m.start, m.end) for m in marks])
    times = [Span(a, b, "T") for a, b in _time_cuts(text, readings)]
    folded, lexicon = fold(text), load_lexicon()
    tokens = tokenize(folded, _apart(times + _spans(marks)), lexicon)
    places = list(standing.places_in(tokens, text))
    marks = [m for m in marks if not any(_holds(place, m) for place in places)]
    before = len(marks)
    marks += _clear([*places, *standing.names_in(tokens, text)], times + _spans(marks))
    marks += rooms.rooms(text, (), spans + [(m.start, m.end) for m in marks])
    if len(marks) > before:
        tokens = tokenize(folded, _apart(times + _spans(marks)), lexicon)
    marks.sort(key=lambda m: m.start)
    shown = evidence(tokens, [r.moment for r in readings], context.now)
    return Sentence(text, context, readings, tuple(marks), timely, tuple(tokens), frozenset(shown))


def _with_units(people: list[Mark], text: str, units: tuple[str, ...]) -> list[Mark]:
    """A unit that is asked to come is meant as it is called, whatever else its words were taken for."""
    asked = list(units_in(text, units))
    return [*asked, *(one for one in people if not any(a.head < one.end and one.head < a.end for a in asked))]


def _holds(place: Mark, mark: Mark) -> bool:
    """逸夫楼301 holds the 301 that the office knows."""
    return mark.kind == "room" and place.start < mark.start and mark.end <= place.end


def _spans(marks: Sequence[Mark]) -> list[Span]:
    return [Span(m.head, m.end, _KINDS[m.kind]) for m in marks]


def _clear(marks: Sequence[Mark], taken: Sequence[Span]) -> list[Mark]:
    """Those that lie in nothing that was marked before; the first of two that overlap."""
    kept: list[Mark] = []
    for mark in marks:
        spans = [(s.start, s.end) for s in taken] + [(m.start, m.end) for m in kept]
        if not _overlaps(mark, spans):
            kept.append(mark)
    return kept


def _apart(spans: Sequence[Span]) -> list[Span]:
    """In order, each beginning where the one before ended."""
    row: list[Span] = []
    for span in sorted(spans):
        start = max(span.start, row[-1].end if row else 0)
        if start < span.end:
            row.append(span._replace(start=start))
    return row


def _in_a_name(reading: Reading, people: Sequence[Mark], text: str) -> bool:
    """赵六一: the feast in a name is none."""
    start, end = reading.moment.span
    return reading.moment.kind == "date" and any(
        (m.start < start or text[m.start] in "@＠") and end <= max(m.end, m.start + len(m.value)) and m.start <= start
        for m in people
    )


_COARSE = {"month", "quarter", "year"}
_NAMED_DAY = regex(
    (
        r"(?:元旦|春节|国庆节?|五一|清明|端午|中秋|圣诞|教师节|儿童节|妇女节|劳动节|六一|三八|七一|八一|双11|"
        r"双十一|双12|"
        r"christmas|xmas|thanksgiving|easter|halloween|new year(?:'s)?)"
    ),
    re.IGNORECASE,
)
_NO_NOUN_ZH = "的,，。 、开召前后内之要有到至和与起从举以)）"
_NOUN_EN = regex(r" (?!for\b|at\b|on\b|in\b|with\b|to\b|by\b|and\b|or\b|from\b|until\b|please\b|about\b)[A-Za-z]")
_ITEM = regex(
    r"(?<![A-Za-z\d])1on1(?![A-Za-z\d])|#\s?\d{1,6}|\b(?:item|task|ticket)\s+#?\d{1,6}\b|"
    r"(?:会议室|教室|机房)\s?\d{1,2}(?![\d:：.点时号月日])|\b(?:room|rm|suite|studio|lab)\s\d{1,3}[a-z](?![a-z])",
    re.IGNORECASE,
)
_ITEM_HINT = hint("1on1 # item task ticket room rm suite studio lab 会议室 教室 机房")
_DIGIT = regex(r"\d")
_NO_TIME = "\ue004"
_PERIODICAL = regex(
    r"\b(?:daily|weekly|fortnightly|monthly|quarterly|morning|evening)(?= (?:digest|report|brief|summary|"
    r"newsletter|overview|update|timesheet)(?:s|ing)?\b)",
    re.IGNORECASE,
)
_PERIODICAL_HINT = hint("daily weekly fortnightly monthly quarterly morning evening")
_FEAST_NAMED = regex(
    r"(?<=[\d点分半刻])[\s,，]*(?P<day>(?:元旦|春节|国庆节?|五一|清明|端午|中秋|圣诞节?|教师节|儿童节|妇女节|"
    r"劳动节|六一|三八|七一|八一|十一)"
    rf"(?=[\u4e00-\u9fff])(?![{_NO_NOUN_ZH}]))"
)
"""上午9点 教师节表彰大会: after an hour the feast is part of what it is held for."""
_EVENING_OF = regex(
    r"\b(?!(?:last|every|each|the|this|that|late|next|per|all|one|by|at|on|in|or|and|to|of|for|a|any|some|day|same|"
    rf"{people_en.DAY})\b)[a-z][a-z']+ (?P<part>night|evening)\b(?! of\b)",
    re.IGNORECASE,
)
"""game night, quiz evening: what it is held for, not when."""
_NAMED_FOR_A_DAY = regex("[@＠](?:白露|谷雨|立[春夏秋冬]|清明|[春秋]分|[夏冬]至|霜降|寒露|小满|芒种|惊蛰|[小大]雪)")


def _timely(text: str, context: Context) -> str:
    """The text, as long as it was, without numbers of items and rooms and people named for a day: 302 is not 3:02."""
    if _ITEM_HINT(text):
        text = _ITEM.sub(lambda m: _DIGIT.sub(_NO_TIME, m[0]), text)
    for row in references(fold(text)):
        text = text[: row.start] + _NO_TIME * (row.end - row.start) + text[row.end :]
    text = _FEAST_NAMED.sub(lambda m: m[0].replace(m["day"], _NO_TIME * len(m["day"])), text)
    if _PERIODICAL_HINT(text):
        text = _PERIODICAL.sub(lambda m: _NO_TIME * len(m[0]), text)
    if "ight" in text or "vening" in text:
        text = _EVENING_OF.sub(lambda m: m[0][: -len(m["part"])] + _NO_TIME * len(m["part"]), text)
    if "@" in text or "＠" in text:
        text = _NAMED_FOR_A_DAY.sub(lambda m: _NO_TIME * len(m[0]), text)
    for name in context.rooms:
        if name.isdigit() and len(name) > 2 and name in text:
            alone = rf"(?<![\d:.\-/]){name}(?![\d:.\-/]|\s?[ap]\.?m)"
            text = re.sub(alone, _NO_TIME * len(name), text, flags=re.IGNORECASE)
    return text


def _outside_titles(text: str, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """第四季度总结会, Q3 roadmap, 国庆值班表: what names a thing is part of its name if another time was said."""
    if len(readings) < 2:
        return tuple(
            r
            for r in readings
            if not (_is_always_a_name(r) and _names_a_thing(text, r)) and not (_is_usual(text, r) and _is_led(text, r))
        )
    said_when = any(r.moment.kind != "set" and r.moment.dated for r in readings)
    kept = tuple(r for r in readings if not _names_a_thing(text, r) and not (said_when and _is_usual(text, r)))
    return kept or readings


def _without(timely: str, found: tuple[Reading, ...], kept: tuple[Reading, ...]) -> str:
    """The quarterly of a quarterly review is not read again when only a part of the text is."""
    for one in found if len(kept) < len(found) else ():
        if one not in kept:
            start, end = one.moment.span
            timely = timely[:start] + _NO_TIME * (end - start) + timely[end:]
    return timely


_USUAL = regex(r"(?:daily|weekly|monthly|quarterly|annual|yearly)", re.IGNORECASE)


def _is_usual(text: str, reading: Reading) -> bool:
    """quarterly review on Dec 15: a kind of review, held once on a day that was said."""
    moment = reading.moment
    return bool(_USUAL.fullmatch(moment.text) and _NOUN_EN.match(text, moment.span[1]))


_THE = regex(r"\b(?:the|our|this|that|my)\s+$", re.IGNORECASE)


def _is_led(text: str, reading: Reading) -> bool:
    """the quarterly review: one that everybody knows."""
    return bool(_THE.search(text, 0, reading.moment.span[0]))


def _is_always_a_name(reading: Reading) -> bool:
    """三季度复盘会, xmas party: a quarter or a feast before a noun seldom says when."""
    moment = reading.moment
    return moment.grain in {"quarter", "year"} or (moment.text.isascii() and bool(_NAMED_DAY.fullmatch(moment.text)))


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


def unaddressed(text: str, context: Context) -> str:
    """Without the bot's name in front."""
    return _unaddressed(text, context.bot_names)


@lru_cache(maxsize=32)
def _unaddressed(text: str, bot_names: tuple[str, ...]) -> str:
    for name in bot_names:
        match = _called(name).match(text)
        if match and (text.lstrip().startswith(("@", "＠")) or len(match[0]) < len(text)):
            return text[match.end() :]
    return text


def _overlaps(mark: Mark, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < mark.end and mark.start < b for a, b in spans)


def _time_cuts(text: str, readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """The stretches of time with the words that only lead to them: on, at, 在, 定于."""
    for reading in readings:
        for start, end in reading.spans:
            before = _BEFORE_TIME.search(text, max(0, start - 24), start)
            after = _AFTER_TIME.match(text[end : end + 6])
            done = _AFTER_DEADLINE.match(text, end) if reading.moment.kind == "deadline" else None
            yield before.start() if before else start, done.end() if done else end + (after.end() if after else 0)
