"""A slip in a keyword is set right; words of their own, names and titles are not touched."""

import pytest

from bot.understanding.typos import corrected


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("canel the sync", "cancel the sync"),
        ("Canel it", "Cancel it"),
        ("remidn me at 5", "remind me at 5"),
        ("scheudle a call", "schedule a call"),
        ("move the meeitng", "move the meeting"),
        ("提行我下午5点打电话", "提醒我下午5点打电话"),
        ("取宵明天的周会", "取消明天的周会"),
        ("订个会意室", "订个会议室"),
        ("按排王芳去", "安排王芳去"),
    ],
)
def test_a_slip(slip: str, meant: str) -> None:
    assert corrected(slip).casefold() == meant.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "cancer screening talk",
        "melting point report",
        "meetings canceled",
        "reminded and scheduled, assigns and extends",
        "the extent of it",
        "ask Remo and Sanday",
        "see /canel and canel@office.example",
        "提行李去车站",
        "按排名领奖",
        "体会意见",
        "同知识产权处",
    ],
)
def test_what_is_no_slip(text: str) -> None:
    assert corrected(text) == text
