"""What is said of accounts and tags, and what only sounds like it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.people_words import read_people
from bot.understanding.understand import Context

ZONE = ZoneInfo("Asia/Shanghai")
CONTEXT = Context(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE, WorkCalendar())


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("绑定", "code", {}),
        ("绑定我的账号", "code", {}),
        ("bind my account", "code", {}),
        ("Bind my accounts.", "code", {}),
        ("绑定 482913", "bind", {"code": "482913"}),
        ("绑定码：482913", "bind", {"code": "482913"}),
        ("绑定482913。", "bind", {"code": "482913"}),
        ("bind 482913", "bind", {"code": "482913"}),
        ("bind code 482913", "bind", {"code": "482913"}),
        ("解绑 张伟 slack", "unbind", {"who": "张伟", "platform": "slack"}),
        ("解绑张伟的企业微信账号", "unbind", {"who": "张伟", "platform": "wecom"}),
        ("解绑 钉钉", "unbind", {"platform": "dingtalk"}),
        ("解绑 李强 第二个网页聊天", "unbind", {"who": "李强", "platform": "sim2"}),
        ("unbind Amy from slack", "unbind", {"who": "Amy", "platform": "slack"}),
        ("unbind Amy's dingtalk account", "unbind", {"who": "Amy", "platform": "dingtalk"}),
        ("unbind slack", "unbind", {"platform": "slack"}),
        ("我的账号", "mine", {}),
        ("my accounts", "mine", {}),
        ("以后用钉钉通知我", "prefer", {"platform": "dingtalk"}),
        ("用企业微信找我吧", "prefer", {"platform": "wecom"}),
        ("notify me on Slack", "prefer", {"platform": "slack"}),
        ("please reach me via DingTalk from now on", "prefer", {"platform": "dingtalk"}),
        ("notify me anywhere", "anywhere", {}),
        ("哪个平台通知我都行", "anywhere", {}),
        ("标签 党员：张伟、李强", "tag", {"tag": "党员", "names": ("张伟", "李强")}),
        ("tag party: Ann, Ben and Cid", "tag", {"tag": "party", "names": ("Ann", "Ben", "Cid")}),
        ("去掉标签 党员：张伟", "untag", {"tag": "党员", "names": ("张伟",)}),
        ("untag party: Ann", "untag", {"tag": "party", "names": ("Ann",)}),
        ("标签列表", "tags", {}),
        ("tags", "tags", {}),
        ("标签 党员", "tags", {"tag": "党员"}),
    ],
)
def test_what_is_said_as_it_stands(said: str, intent: str, slots: dict[str, object]) -> None:
    found = read_people(said, CONTEXT)
    assert found is not None
    assert (found.intent, found.slots) == (f"people.{intent}", slots)


@pytest.mark.parametrize(
    "said",
    [
        "绑定会议室的投影", "这个要绑定 3 台设备", "我的账号被锁了怎么办", "明天用钉钉开会", "用钉钉通知大家",
        "tag me later", "标签纸用完了请采购", "notify Amy on slack", "解绑安全带", "",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it(said: str) -> None:
    assert read_people(said, CONTEXT) is None
