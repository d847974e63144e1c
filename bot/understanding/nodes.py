"""What a sentence is cut into on the way to a moment, and the little machine that puts pieces together.

A sentence becomes a row of nodes. Every kind of node has one character, so a rule of the grammar is a regular
expression over kinds, written with their names: "num unit ago". Rules run in layers; each turns a few neighbours
into one node. What no rule takes stays where it is and ends up as words.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.understanding.wordlist import words

if TYPE_CHECKING:
    from bot.domain.calendar import WorkCalendar

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


class Node(NamedTuple):
    code: str
    start: int
    end: int
    value: Any = None
    said: str = ""


class Scene(NamedTuple):
    """What a sentence is read against; `now` is the wall clock of the office."""

    text: str
    raw: str
    now: datetime
    zone: tzinfo
    calendar: "WorkCalendar"

    @property
    def today(self) -> date:
        return self.now.date()


class Day(NamedTuple):
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


class Clock(NamedTuple):
    """A time of day as said; bare: neither half of the day was named."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str | None = None  # am, pm
    bare: bool = False
    zone: tzinfo | None = None
    impossible: bool = False
    grain: str = "minute"


class Period(NamedTuple):
    """A stretch of calendar: weeks, months, quarters, years, or days in a row; end exclusive."""

    start: datetime
    end: datetime
    grain: str
    year: int | None = None
    month: int | None = None
    rolling: bool = False


class Length(NamedTuple):
    months: int = 0
    days: float = 0
    seconds: float = 0
    workdays: int = 0
    unit: str = "day"

    def plus(self, more: "Length") -> "Length":
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


HALF_A_DAY = Length(seconds=43200, unit="day")
"""半天, as a length by itself."""


UNIT_ORDER = ("second", "minute", "hour", "day", "weekend", "week", "month", "quarter", "year")


class When(NamedTuple):
    """A day or stretch of days, a part of the day and a clock time, as far as they were said."""

    day: Day | None = None
    period: Period | None = None
    part: str | None = None
    clock: Clock | None = None
    at: datetime | None = None  # fully known: 三小时后
    grain: str = "day"
    length: Length | None = None
    day_last: bool = False  # the day was said after the clock: it then counts for a whole range


class Stretch(NamedTuple):
    """From one When to another."""

    first: When
    last: When
    inclusive: bool = True


class Due(NamedTuple):
    """By a When; `inside` when it was said as a length from now."""

    when: When | None
    at: datetime | None = None
    strict: bool = False


class Rule(NamedTuple):
    """A recurrence: the parts of an RRULE, with the time of day when it was said."""

    parts: tuple[tuple[str, str], ...]
    part: str | None = None
    clock: Clock | None = None
    until_clock: Clock | None = None
    first: When | None = None
    until: When | None = None
    length: Length | None = None


class Hit:
    """The neighbours a rule matched, and the nodes on both sides of them."""

    __slots__ = ("after", "before", "codes", "nodes", "scene")

    def __init__(
        self, nodes: Sequence[Node], scene: Scene, before: Node | None = None, after: Node | None = None
    ) -> None:
        self.nodes = nodes
        self.scene = scene
        self.before = before
        self.after = after
        self.codes = "".join([n.code for n in nodes])

    def get(self, kind: str) -> Any:
        """The value of the first node of that kind, None when there is none."""
        place = self.codes.find(CODES[kind])
        return self.nodes[place].value if place >= 0 else None

    def all(self, kind: str) -> list[Any]:
        code = CODES[kind]
        return [n.value for n in self.nodes if n.code == code]

    def has(self, kind: str) -> bool:
        return CODES[kind] in self.codes

    @property
    def said(self) -> str:
        return self.scene.text[self.nodes[0].start : self.nodes[-1].end]


Built = tuple[str, Any] | None
Builder = Callable[[Hit], Built]
Layer = tuple[tuple[str, Builder], ...]
