"""What a sentence is cut into on the way to a moment, and the little machine that puts pieces together.

A sentence becomes a row of nodes. Every kind of node has one character, so a rule of the grammar is a regular
expression over kinds, written with their names: "num unit ago". Rules run in layers; each turns a few neighbours
into one node. What no rule takes stays where it is and ends up as words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from bot.domain.calendar import WorkCalendar
from bot.understanding.wordlist import words

# As the lexer finds them. zy..zs: 年 月 日号 点时 分 秒; dec: 11.30; junk: digits that are no time; gap: other words.
LEXED = words(
    "num dec ord wday wdays mon rel unit dayword part mer oclock half clock date "
    "period hol season freq now close zy zm zd zk zf zs ke zheng ge yearw apostrophe "
    "to until and or comma of the prep at from between lpar rpar slash before by "
    "ago after past within every other rest all early mid late one begin end times "
    "twice per dur set first last approx asap fromnow next gap junk stop rec on "
    "recent zhou quart pair run sametime short"
)
BUILT = words("Day Clock Period Length When Range Deadline Rule Window Part")
CODES = {name: chr(0x4E00 + i) for i, name in enumerate(LEXED + BUILT)}


def codes(*names: str) -> frozenset[str]:
    """The characters of several kinds."""
    return frozenset(CODES[name] for name in names)


_NAME = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Node:
    code: str
    start: int
    end: int
    value: Any = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence is read against; `now` is the wall clock of the office."""

    text: str
    raw: str
    now: datetime
    zone: tzinfo
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Day:
    """One day; year, month, number and weekday are set when they were said."""

    on: date
    year: int | None = None
    month: int | None = None
    number: int | None = None
    weekday: int | None = None
    conflict: str | None = None
    others: tuple[date, ...] = ()
    next: bool = False  # 次日: in a range, the day after its first
    loose: bool = False  # a weekday alone: today counts only while the hour is to come


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said; bare: neither half of the day was named."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str | None = None  # am, pm
    bare: bool = False
    zone: tzinfo | None = None
    impossible: bool = False
    grain: str = "minute"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of calendar: weeks, months, quarters, years, or days in a row; end exclusive."""

    start: datetime
    end: datetime
    grain: str
    year: int | None = None
    month: int | None = None
    rolling: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    months: int = 0
    days: float = 0
    seconds: float = 0
    workdays: int = 0
    unit: str = "day"

    def __add__(self, more: "Length") -> "Length":
        return Length(
            self.months + more.months,
            self.days + more.days,
            self.seconds + more.seconds,
            self.workdays + more.workdays,
            more.unit if UNIT_ORDER.index(more.unit) < UNIT_ORDER.index(self.unit) else self.unit,
        )

    @property
    def timedelta(self) -> timedelta:
        """Months count 30 days and years 365: a length, not a date."""
        years, months = divmod(self.months, 12)
        return timedelta(
            days=min(years * 365 + months * 30 + self.days + self.workdays, 10**6), seconds=min(self.seconds, 10**9)
        )


UNIT_ORDER = ("second", "minute", "hour", "day", "weekend", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class When:
    """A day or stretch of days, a part of the day and a clock time, as far as they were said."""

    day: Day | None = None
    period: Period | None = None
    part: str | None = None
    clock: Clock | None = None
    at: datetime | None = None  # fully known: 三小时后
    grain: str = "day"
    length: Length | None = None
    day_last: bool = False  # the day was said after the clock: it then counts for a whole range


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one When to another."""

    first: When
    last: When
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """By a When; `inside` when it was said as a length from now."""

    when: When | None
    at: datetime | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence: the parts of an RRULE, with the time of day when it was said."""

    parts: tuple[tuple[str, str], ...]
    part: str | None = None
    clock: Clock | None = None
    until_clock: Clock | None = None
    first: When | None = None
    until: When | None = None
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """The neighbours a rule matched."""

    nodes: Sequence[Node]
    scene: Scene
    before: Node | None
    after: Node | None

    def get(self, kind: str, index: int = 0) -> Any:
        """The value of the index-th node of that kind, None when there is none."""
        code = CODES[kind]
        found = [n for n in self.nodes if n.code == code]
        return found[index].value if -len(found) <= index < len(found) else None

    def all(self, kind: str) -> list[Any]:
        code = CODES[kind]
        return [n.value for n in self.nodes if n.code == code]

    def has(self, kind: str) -> bool:
        code = CODES[kind]
        return any(n.code == code for n in self.nodes)

    @property
    def said(self) -> str:
        return self.scene.text[self.nodes[0].start : self.nodes[-1].end]


Built = tuple[str, Any] | None
Builder = Callable[[Hit], Built]
_MOST_REPEATS = "{0,8}"  # bounded, so that no line of ten thousand commas takes quadratic time


@dataclass(slots=True, eq=False)
class Grammar:
    """One rule: compiled on first use; `needs` are the kinds without which it cannot match."""

    words: str
    build: Builder
    needs: frozenset[str]
    expression: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        if self.expression is None:
            self.expression = pattern(self.words)
        return self.expression


Layer = tuple[Grammar, ...]


def pattern(words: str) -> re.Pattern[str]:
    """ "num unit ago?" as an expression over the characters of the kinds."""
    return re.compile(
        _NAME.sub(lambda m: CODES[m[0]], words).replace(" ", "").replace("*", _MOST_REPEATS).replace("+", "{1,8}")
    )


def layer(rules: Sequence[tuple[str, Builder]]) -> Layer:
    return tuple(Grammar(words, build, _needed(words)) for words, build in rules)


def _needed(words: str) -> frozenset[str]:
    """The kinds that stand outside all brackets and may not be left out."""
    found, depth = set(), 0
    for match in _PIECES.finditer(words):
        piece = match[0]
        depth += (piece == "(") - (piece == ")")
        if piece.isalpha() and depth == 0 and words[match.end() : match.end() + 1] not in {"?", "*", "|"}:
            found.add(CODES[piece])
    return frozenset(found)


_PIECES = re.compile(r"[A-Za-z]+|[()]")


@lru_cache(maxsize=8192)
def _possible(rules: Layer, there: frozenset[str]) -> tuple[int, ...]:
    """The places of the rules that find all that they need; the same few sets of kinds come again and again."""
    return tuple(place for place, rule in enumerate(rules) if rule.needs <= there)


def reduce(nodes: list[Node], rules: Layer, scene: Scene) -> list[Node]:
    """One pass of each rule, in their order, over the row."""
    codes = "".join([n.code for n in nodes])
    todo = _possible(rules, frozenset(codes))
    while todo:
        place, todo = todo[0], todo[1:]
        made = _apply(nodes, codes, rules[place].compiled(), rules[place].build, scene)
        if made is not None:
            nodes, codes = made, "".join([n.code for n in made])
            todo = tuple(later for later in _possible(rules, frozenset(codes)) if later > place)
    return nodes


def _apply(
    nodes: list[Node], codes: str, expression: re.Pattern[str], build: Builder, scene: Scene
) -> list[Node] | None:
    out: list[Node] = []
    done = 0
    for match in expression.finditer(codes):
        first, last = match.span()
        hit = Hit(
            nodes[first:last], scene, nodes[first - 1] if first else None, nodes[last] if last < len(nodes) else None
        )
        built = build(hit) if last > first else None
        if built is not None:
            out.extend(nodes[done:first])
            out.append(Node(CODES[built[0]], nodes[first].start, nodes[last - 1].end, built[1]))
            done = last
    if not done:
        return None
    out.extend(nodes[done:])
    return out


def clock_time(clock: Clock) -> time:
    return time(clock.hour % 24, clock.minute, clock.second)
