"""Goals 23 and 24: words to intent, in this process; what is read holds up everybody else meanwhile."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

from benchmarks.figure import Figure, Goal

COMMAND, LONGEST = NAMES = ("g23-read-command", "g24-longest-text")

ROUNDS = 7
REPEATS = 20
MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LENGTH_BYTES = 4096
MOST_CHARACTERS = 2000

COMMANDS = (
    "今天有什么会",
    "明天下午3点到5点在301开校务会，请张伟、王芳参加",
    "把校务会改到后天上午9点",
    "取消校务会",
    "301明天什么时候空",
    "明天开个教学例会",
    "what's on today",
    "book Room 301 tomorrow 3-5pm for budget review with @张伟",
    "cancel budget review",
    "帮助",
)
CHATTER = "这个方案我觉得还可以再讨论一下"
"""What stands in groups all day and is for nobody here."""

FILLERS = (
    *("明天下午3点到5点在301开校务会，", "周一到周五每天", "下午3点", "明天", "、张伟", "把改到", "到至-~", "一二三"),
    *(
        "tomorrow 3-5pm ",
        "every Monday and ",
        "next ",
        "book for with on ",
        "2026-11-24T15:00 ",
        "9",
        "0 ",
        "  ",
        "(((",
    ),
    *("．．．", "ａ", "\u200b", "😀", "e\u0301"),
)

Read = Callable[[str], object]


def measure(names: Sequence[str]) -> Iterator[Figure]:
    read = reader()
    if COMMAND in names:
        yield commands(read)
    if LONGEST in names:
        yield longest(read)


def commands(read: Read) -> Figure:
    """The mean over the sentences; beside it what it takes to split them."""
    sentences = (*COMMANDS, CHATTER)
    rounds = [(_mean_us(read, sentences), _mean_us(str.split, sentences)) for _ in range(ROUNDS)]
    ours, least = median(one for one, _ in rounds), median(one for _, one in rounds)
    more = {"slowest_us": max(_mean_us(read, [sentence]) for sentence in sentences)}
    return Figure(COMMAND, ours, "µs", Goal("lower", 60, 25), least, ours, "µs", more)


def longest(read: Read) -> Figure:
    """The text that takes longest, cleaned and judged by its length as the dispatcher does."""
    texts = long_texts()
    ours = max(_once_ms(read, text) for text in texts)
    least = max(_once_ms(str.split, text) for text in texts)
    return Figure(LONGEST, ours, "ms", Goal("lower", 10, 2), least, ours, "ms")


def reader() -> Read:
    """What a message's words pass through between the adapter and the desk, for the demonstration office."""
    from bot.app import make_desks, make_house
    from bot.engine.dispatch import LONGEST_TEXT
    from bot.understanding.normalise import clean
    from bot.understanding.understand import Context, understand
    from config.office import load_office
    from config.settings import DEMO_OFFICE, Settings

    office, desks = load_office(DEMO_OFFICE), make_desks()
    house = make_house(Settings(), desks)
    context = Context(
        now=MONDAY_MORNING.astimezone(house.zone),
        zone=house.zone,
        calendar=house.calendar,
        rooms=tuple(room.name for room in office.rooms),
        people=frozenset(person.name for person in office.people),
        units=tuple(sorted({person.unit for person in office.people if person.unit})),
        mentions=(),
        language="zh",
    )

    def read(text: str) -> object:
        cleaned = clean(text)
        return understand(cleaned, desks.routes, context) if len(cleaned) <= LONGEST_TEXT else None

    return read


def long_texts() -> list[str]:
    """Of every kind of character that keeps a reader busy, 4 KB each and as long as is taken; the same in every run."""
    dice = random.Random(20261123)
    texts = [filler * LENGTH_BYTES for filler in FILLERS]
    texts += ["".join(dice.choices(FILLERS, k=LENGTH_BYTES)) for _ in range(8)]
    whole = [text.encode()[:LENGTH_BYTES].decode(errors="ignore") for text in texts]
    return whole + [text[:MOST_CHARACTERS] for text in texts]


def _mean_us(read: Read, sentences: Sequence[str], repeats: int = REPEATS) -> float:
    begun = time.perf_counter()
    for _ in range(repeats):
        for sentence in sentences:
            read(sentence)
    return (time.perf_counter() - begun) / (repeats * len(sentences)) * 1e6


def _once_ms(read: Read, text: str) -> float:
    return median(_mean_us(read, [text], repeats=1) for _ in range(3)) / 1000
