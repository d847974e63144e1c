from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.answers import choice_number, correct, fill, is_never_mind, is_no, is_yes
from bot.understanding.slots import SlotValue
from bot.understanding.understand import Context

ZONE = ZoneInfo("Asia/Shanghai")
CONTEXT = Context(
    now=datetime(2026, 11, 23, 10, tzinfo=ZONE),
    zone=ZONE,
    calendar=WorkCalendar(),
    rooms=("301", "302", "大会议室"),
    people=frozenset({"张伟", "王芳", "李强"}),
)
DRAFT: Mapping[str, SlotValue] = {
    "title": "校务会",
    "start": datetime(2026, 11, 24, 15, tzinfo=ZONE),
    "end": datetime(2026, 11, 24, 17, tzinfo=ZONE),
    "room": "301",
    "people": ("张伟", "王芳"),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "said",
    [
        "确认",
        "yes",
        "好的",
        "OK",
        "ok吧",
        "可以",
        "行",
        "没问题",
        "Yes!",
        "是的。",
        "嗯 可以",
        "好的，确认",
        "ok yes",
        "确 认".replace(" ", ""),
    ],
)
def test_yes(said: str) -> None:
    assert is_yes(said)
    assert not is_no(said)


@pytest.mark.parametrize("said", ["不", "不是", "no", "No.", "不对", "不行"])
def test_no(said: str) -> None:
    assert is_no(said)
    assert not is_yes(said)


@pytest.mark.parametrize("said", ["算了", "never mind", "取消", "不用了", "算了吧。", "forget it", "CANCEL"])
def test_never_mind(said: str) -> None:
    assert is_never_mind(said)


@pytest.mark.parametrize("said", ["取消校务会", "确认一下时间", "好的会议", "yesterday", "nothing", "okay but at 4"])
def test_more_words_are_neither(said: str) -> None:
    assert not is_never_mind(said)
    assert not is_yes(said)
    assert not is_no(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("1", 1),
        ("１", 1),
        ("第一个", 1),
        ("①", 1),
        ("the second one", 2),
        ("2️⃣", 2),
        ("选3", 3),
        ("第2个", 2),
        ("two", 2),
    ],
)
def test_a_choice_is_a_number(said: str, number: int) -> None:
    assert choice_number(said) == number


@pytest.mark.parametrize("said", ["12", "0", "3点", "一起", "下午", "", "301"])
def test_what_is_no_choice(said: str) -> None:
    assert choice_number(said) is None


@pytest.mark.parametrize(
    ("slot", "said", "known", "gives"),
    [
        ("start", "下午3点到5点", {"start": date(2026, 11, 24)}, {"start": at(24, 15), "end": at(24, 17)}),
        ("start", "9点", {"start": date(2026, 11, 24), "part": "morning"}, {"start": at(24, 9)}),
        ("start", "8点", {"start": date(2026, 11, 24), "part": "evening"}, {"start": at(24, 20)}),
        ("start", "3", {"start": date(2026, 11, 24)}, {"start": at(24, 15)}),
        ("start", "后天上午9点", {}, {"start": at(25, 9)}),
        ("start", "明天下午", {}, {"start": date(2026, 11, 24), "part": "afternoon"}),
        ("start", "tomorrow at 3pm", {}, {"start": at(24, 15)}),
        ("end", "5点", {"start": at(24, 15)}, {"end": at(24, 17)}),
        ("room", "301吧", {}, {"room": "301"}),
        ("room", "大会议室", {}, {"room": "大会议室"}),
        ("title", "教学例会", {}, {"title": "教学例会"}),
        ("title", "就叫教学例会吧", {}, {"title": "教学例会"}),
        ("people", "张伟和王芳", {}, {"people": ("张伟", "王芳")}),
        ("people", "请李强", {}, {"people": ("李强",)}),
        ("due", "周五前", {}, {"due": date(2026, 11, 27)}),
    ],
)
def test_an_answer_fills_the_slot(
    slot: str, said: str, known: dict[str, SlotValue], gives: dict[str, SlotValue]
) -> None:
    assert fill(slot, said, known, CONTEXT) == gives


@pytest.mark.parametrize(
    ("slot", "said"),
    [("start", "随便"), ("start", "你好"), ("title", "为什么要问？"), ("room", "哪些会议室有空？"), ("start", "")],
)
def test_what_is_no_answer(slot: str, said: str) -> None:
    assert fill(slot, said, {}, CONTEXT) is None


@pytest.mark.parametrize(
    ("said", "gives"),
    [
        ("不对，是后天", {"start": at(25, 15), "end": at(25, 17)}),
        ("改成302", {"room": "302"}),
        ("加上李强", {"people": ("张伟", "王芳", "李强")}),
        ("去掉王芳", {"people": ("张伟",)}),
        ("改到后天上午9点", {"start": at(25, 9), "end": at(25, 11)}),
        ("make it 4pm", {"start": at(24, 16), "end": at(24, 18)}),
        ("add Amy", {"people": ("张伟", "王芳", "Amy")}),
        ("标题改成教学例会", {"title": "教学例会"}),
        ("主持人李强", {"chair": "李强"}),
        ("换到大会议室", {"room": "大会议室"}),
        ("改成下午4点到6点", {"start": at(24, 16), "end": at(24, 18)}),
        ("no, tomorrow at 10", {"start": at(24, 10), "end": at(24, 12)}),
    ],
)
def test_a_correction_changes_the_draft(said: str, gives: dict[str, SlotValue]) -> None:
    assert correct(said, DRAFT, CONTEXT) == gives


def test_a_new_length_moves_the_end() -> None:
    changed = correct("改成一个小时", DRAFT, CONTEXT)
    assert changed == {"duration": timedelta(hours=1), "end": at(24, 16)}


@pytest.mark.parametrize("said", ["你好啊今天天气不错", "确认", "算了", "", "哈哈", "> 改成302"])
def test_what_is_no_correction(said: str) -> None:
    assert correct(said, DRAFT, CONTEXT) is None
