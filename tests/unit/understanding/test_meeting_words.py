"""Who comes, who has not said, and who is to be asked again: what is read so, and what is not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.meeting_words import read_meeting
from bot.understanding.sentence import Context

ZONE = ZoneInfo("Asia/Shanghai")
CONTEXT = Context(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE, WorkCalendar())


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("教学例会都有谁参加", "教学例会"),
        ("谁来参加教学例会？", "教学例会"),
        ("看看校务会有多少人来", "校务会"),
        ("周五的评审会 参会名单", "周五的评审会"),
        ("小办，校务会回执情况", "校务会"),
        ("who's coming to the budget review?", "budget review"),
        ("who is attending 教学例会", "教学例会"),
        ("show me the guest list of the offsite meeting", "offsite meeting"),
    ],
)
def test_who_comes(said: str, title: str) -> None:
    found = read_meeting(said, CONTEXT)
    assert found is not None
    assert found.slots == {"title": title, "missing": False, "chase": False}


@pytest.mark.parametrize(
    ("said", "title", "chase"),
    [
        ("校务会还有谁没回", "校务会", False),
        ("谁还没回复预算会", "预算会", False),
        ("催一下校务会没回的", "校务会", True),
        ("提醒校务会还没答复的人", "校务会", True),
        ("who hasn't replied to the budget review yet?", "budget review", False),
        ("please chase those who haven't answered yet to the offsite", "offsite", True),
    ],
)
def test_who_has_not_said(said: str, title: str, chase: bool) -> None:
    found = read_meeting(said, CONTEXT)
    assert found is not None
    assert found.slots == {"title": title, "missing": True, "chase": chase}


@pytest.mark.parametrize(
    "said",
    [
        "通知1谁还没回", "问卷3谁没回", "督1谁来参加", "谁去", "谁去拿快递", "几个人来吃饭",
        "who hasn't replied to notice 3",
        "明天下午3点开会，谁来参加我再说", "校务会谁主持", "王伟参加校务会", "who's going", "who",
    ],
)  # fmt: skip
def test_what_asks_for_something_else(said: str) -> None:
    assert read_meeting(said, CONTEXT) is None
