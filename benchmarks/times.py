"""The reader of times beside dateparser, in one run: how long a sentence takes, and what an import takes.

timefhuman is the other yardstick; it is not among the locked packages, so it is measured only where it is installed.
"""

import importlib
import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from statistics import median, quantiles

from benchmarks.children import ROOT, environment
from benchmarks.figure import Figure, Goal

MEDIAN, SLOW, HUMAN, IMPORT, MEMORY = NAMES = (
    "times-median",
    "times-p95",
    "times-human",
    "times-import",
    "times-memory",
)

ROUNDS = 5
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NAIVE = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - timefhuman wants it so

CHINESE = (
    "明天下午3点到5点在301开校务会，请张伟、王芳参加",
    "下周二下午的301，3点开始，两小时",
    "每周二、周四上午9点站会，到年底为止",
    "周五前把年度总结交给我",
    "11月30日至12月4日期末检查",
    "把校务会改到后天上午9点半",
    "每月最后一个周五16:00交周报",
    "三个工作日内答复",
    "上周的督办事项",
    "这个方案我觉得还可以再讨论一下",
)
ENGLISH = (
    "book Room 301 tomorrow 3-5pm for the budget review",
    "change Friday's retro to 4:30-5:30",
    "every other Friday at 2, starting December 4",
    "the report is due by close of business on Tuesday",
    "lunch next Wednesday 12-1",
    "standup on weekdays at half past nine for 15 minutes",
    "meet Amy at 10am London time on Dec 3",
    "first Monday of the month, quarter to five",
    "what happened last week",
    "it was a good idea and I think we may do it",
)

OURS = ("from bot.understanding.times import find_times", "find_times('tomorrow 3pm', at)")
THEIRS = ("from dateparser.search import search_dates", "search_dates('tomorrow 3pm', languages=['en'])")
SPENT = """
import time
from datetime import datetime
from benchmarks.machine import resident_mb
import os
at, before, begun = datetime(2026, 11, 23), resident_mb(os.getpid()), time.perf_counter()
{}
ready = time.perf_counter()
{}
print(ready - begun, time.perf_counter() - begun, resident_mb(os.getpid()) - before)
"""


def measure(names: Sequence[str]) -> Iterator[Figure]:
    if {MEDIAN, SLOW, HUMAN} & set(names):
        yield from (figure for figure in _sentences() if figure.name in names)
    if {IMPORT, MEMORY} & set(names):
        yield from (figure for figure in _imports() if figure.name in names)


def _sentences() -> Iterator[Figure]:
    from dateparser.search import search_dates

    from bot.understanding.times import find_times

    def theirs(text: str) -> object:
        return search_dates(text, languages=["zh"] if text in CHINESE else ["en"], settings={"RELATIVE_BASE": NAIVE})

    ours = _each_us(lambda text: find_times(text, NOW), (*CHINESE, *ENGLISH))
    least = _each_us(theirs, (*CHINESE, *ENGLISH))
    (a, slow_a), (b, slow_b) = _middle_and_slow(ours), _middle_and_slow(least)
    yield Figure(MEDIAN, a / b, "ratio to dateparser's search", Goal("lower", 0.2), b, a, "µs")
    yield Figure(SLOW, slow_a / slow_b, "ratio to dateparser's search", Goal("lower", 0.2), slow_b, slow_a, "µs")
    if importlib.util.find_spec("timefhuman"):
        timefhuman = importlib.import_module("timefhuman")
        settings = timefhuman.tfhConfig(now=NAIVE)
        human, _ = _middle_and_slow(_each_us(lambda text: timefhuman.timefhuman(text, config=settings), ENGLISH))
        english, _ = _middle_and_slow(_each_us(lambda text: find_times(text, NOW), ENGLISH))
        yield Figure(HUMAN, english / human, "ratio to timefhuman", Goal("lower", 2), human, english, "µs")


def _imports() -> Iterator[Figure]:
    """A process of its own each time; beside the import what it takes to have read the first sentence."""
    ours, theirs = (tuple(map(median, zip(*rounds, strict=True))) for rounds in _in_turn(OURS, THEIRS))
    first = {"first_sentence_ms": ours[1] * 1000, "dateparser_ms": theirs[1] * 1000}
    least, spent = theirs[0] * 1000, ours[0] * 1000
    yield Figure(IMPORT, spent / least, "ratio to dateparser", Goal("lower", 0.1), least, spent, "ms", first)
    yield Figure(MEMORY, ours[2], "MB", Goal("lower", 5), theirs[2], ours[2], "MB")


def _in_turn(*whats: tuple[str, str]) -> list[list[tuple[float, ...]]]:
    for what in whats:
        _spent(what)
    rounds = [[_spent(what) for what in whats] for _ in range(ROUNDS)]
    return [list(side) for side in zip(*rounds, strict=True)]


def _spent(what: tuple[str, str]) -> tuple[float, ...]:
    """Seconds for the import, seconds until the first sentence is read, megabytes for both."""
    command = [sys.executable, "-c", SPENT.format(*what)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


def _each_us(read: Callable[[str], object], sentences: Sequence[str]) -> list[float]:
    """The median of the rounds for each sentence; everything was read once before."""
    for text in sentences:
        read(text)
    return [median(_once_us(read, text) for _ in range(ROUNDS)) for text in sentences]


def _once_us(read: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    read(text)
    return (time.perf_counter() - begun) * 1e6


def _middle_and_slow(times: Sequence[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]
