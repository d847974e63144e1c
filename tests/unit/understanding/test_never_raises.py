"""Whatever comes in, reading answers and is done soon."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import WorkCalendar
from bot.understanding import answers, words_en, words_zh
from bot.understanding.normalise import clean
from bot.understanding.phrases import load_routes
from bot.understanding.times import find_times
from bot.understanding.understand import Context, understand

ZONE = ZoneInfo("Asia/Shanghai")
ROUTES = load_routes()
CONTEXT = Context(now=datetime(2026, 11, 23, 10, tzinfo=ZONE), zone=ZONE, calendar=WorkCalendar(), rooms=("301",))
WORDS = sorted(
    {
        *words_zh.table()[0],
        *words_en.WORDS,
        *"0123456789:-~/.,，。年月日号点分",
        "开会",
        "取消",
        "改到",
        "@张伟",
        "9999年",
        "25:70",
    }
)
NONSENSE = st.lists(st.sampled_from(WORDS), max_size=12).map("".join) | st.lists(
    st.sampled_from(WORDS), max_size=10
).map(" ".join)
SLOTS = st.sampled_from(["start", "end", "due", "room", "title", "people", "duration", "number", "reason"])


def read_all(text: str, slot: str = "start") -> None:
    for moment in find_times(text, CONTEXT.now, zone=ZONE, calendar=CONTEXT.calendar):
        assert moment.text == text[moment.span[0] : moment.span[1]]
        assert moment.start is None or moment.start.tzinfo is not None
    understand(text, ROUTES, CONTEXT)
    answers.correct(text, {"title": "例会", "start": CONTEXT.now}, CONTEXT)
    answers.fill(slot, text, {}, CONTEXT)


@given(st.text(max_size=80), SLOTS)
@settings(max_examples=200)
def test_any_text(text: str, slot: str) -> None:
    read_all(text, slot)


@given(NONSENSE, SLOTS)
@settings(max_examples=400)
def test_time_words_in_any_order(text: str, slot: str) -> None:
    read_all(text, slot)


@given(NONSENSE, st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001 made aware below
@settings(max_examples=200)
def test_any_now(text: str, now: datetime) -> None:
    find_times(text, now.replace(tzinfo=ZONE), zone=ZONE)


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


LONG = [
    "a",
    "1",
    "1-",
    "一",
    "明天3点到",
    "@张伟 ",
    "3 days ",
    "mon ",
    "(",
    "twenty ",
    "a/b/",
    "的",
    "周",
    "第",
    "请王",
    "2026 - ",
    "with A and ",
    "开会",
]


@pytest.mark.parametrize("piece", LONG)
def test_ten_thousand_characters_take_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        begun = time.thread_time()
        find_times(text, CONTEXT.now, zone=ZONE)
        understand(text, ROUTES, CONTEXT)
        return time.thread_time() - begun

    seconds(100)
    short, long = min(seconds(2500) for _ in range(3)), min(seconds(10_000) for _ in range(2))
    assert long < 9 * short + 0.05


def test_an_ordinals_ending_behind_a_whole_date_is_none() -> None:
    assert [one.text for one in find_times("10/1/2017nd of", CONTEXT.now)] == ["10/1/2017"]
