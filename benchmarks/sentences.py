"""Whole sentences to intents and slots beside readers that look for times alone, all in one run.

Every sentence is new to all of them when it is first read; then it is said once more. timefhuman keeps what it has
read, and is measured only where it is installed: it is not among the locked packages.
"""

import importlib
import importlib.util
import random
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from benchmarks.figure import Figure, Goal
from benchmarks.reading import Read, reader
from benchmarks.times import NAIVE

HUMAN, DATEPARSER = NAMES = ("sentence-human", "sentence-dateparser")

SENTENCES = 240
WARMING = 60
WAYS_ZH = (
    "{day}下午{hour}点到{end}点在{room}开{title}，请{who}参加",
    "把{title}改到{day}上午{hour}点半",
    "取消{day}的{title}",
    "{day}{hour}点提醒我交{title}材料",
    "督办{title}材料，主办{who}，{day}前办结",
    "{who}手上的{title}{day}能弄完吗",
    "我觉得{title}{day}开有点早，{hour}点大家都在外面",
)
WAYS_EN = (
    "book Room {room} {day} {hour}-{end}pm for the {title} with {who}",
    "move the {title} to {day} at {hour}:30pm",
    "cancel {day}'s {title}",
    "remind me {day} at {hour}pm to prepare the {title}",
    "assign the {title} follow-up to {who}, due {day}",
    "is room {room} free {day} at {hour}pm for the {title}?",
    "I think the {title} on {day} took too long, {who} left at {hour}",
)
WORDS_ZH = {
    "day": ("明天", "后天", "周五", "下周二", "12月4日", "月底", "本周四"),
    "title": tuple(
        a + b for a in ("预算", "教学", "招生", "安全", "档案", "年终", "采购") for b in ("评审会", "例会", "讨论")
    ),
    "who": ("张伟", "王芳", "李强", "王伟"),
}
WORDS_EN = {
    "day": ("tomorrow", "Friday", "next Tuesday", "Dec 4", "on the 18th", "Thursday", "next week"),
    "title": tuple(f"{a} {b}" for a in ("budget", "design", "hiring", "launch") for b in ("review", "sync", "retro")),
    "who": ("Amy", "Carol", "Zhang Wei", "Bob"),
}  # fmt: skip


def measure(names: Sequence[str]) -> Iterator[Figure]:
    chinese, english = _said(WAYS_ZH, WORDS_ZH), _said(WAYS_EN, WORDS_EN)
    human = _timefhuman()
    readers = {"ours": reader(), "dateparser": _dateparser(), **({"human": human} if human else {})}
    for text in (*chinese[:WARMING], *english[:WARMING]):
        _each_us(readers, text)
    first, again = _both_times(readers, [*chinese[WARMING:], *english[WARMING:]])
    spoken, spoken_again = first[-SENTENCES:], again[-SENTENCES:]
    if HUMAN in names and human:
        yield _figure(HUMAN, "human", Goal("lower", 2), spoken, spoken_again)
    if DATEPARSER in names:
        yield _figure(DATEPARSER, "dateparser", Goal("lower", 0.2), first, again)


Spent = dict[str, float]


def _figure(name: str, other: str, goal: Goal, first: Sequence[Spent], again: Sequence[Spent]) -> Figure:
    """`again` is the second time, for both."""
    ours, theirs = (median(one[who] for one in first) for who in ("ours", other))
    more = {"again_us": median(one["ours"] for one in again), f"{other}_again_us": median(one[other] for one in again)}
    return Figure(name, ours / theirs, "ratio", goal, theirs, ours, "µs", more)


def _both_times(readers: dict[str, Read], texts: Sequence[str]) -> tuple[list[Spent], list[Spent]]:
    pairs = [(_each_us(readers, text), _each_us(readers, text)) for text in texts]
    return [first for first, _ in pairs], [again for _, again in pairs]


def _each_us(readers: dict[str, Read], text: str) -> Spent:
    spent = {}
    for name, read in readers.items():
        begun = time.perf_counter()
        read(text)
        spent[name] = (time.perf_counter() - begun) * 1e6
    return spent


def _said(ways: Sequence[str], words: dict[str, tuple[str, ...]]) -> list[str]:
    """No two alike, the same in every run."""
    dice = random.Random(20261123)
    said: dict[str, None] = {}
    while len(said) < SENTENCES + WARMING:
        hour = dice.randrange(1, 6)
        chosen = {name: dice.choice(several) for name, several in words.items()}
        text = dice.choice(ways).format(**chosen, hour=hour, end=hour + 1, room=dice.randrange(201, 400))
        said.setdefault(text)
    return list(said)


def _dateparser() -> Read:
    from dateparser.search import search_dates

    def read(text: str) -> object:
        return search_dates(text, languages=["en" if text.isascii() else "zh"], settings={"RELATIVE_BASE": NAIVE})

    return read


def _timefhuman() -> Callable[[str], object] | None:
    if not importlib.util.find_spec("timefhuman"):
        return None
    human = importlib.import_module("timefhuman")
    settings = human.tfhConfig(now=NAIVE)
    return lambda text: human.timefhuman(text, config=settings)
