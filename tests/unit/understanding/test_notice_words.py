"""Notices as they are said, and what is said of one by its number."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.holidays import work_calendar
from bot.understanding.corrections import correct
from bot.understanding.draft_times import Known
from bot.understanding.notice_words import read_notice
from bot.understanding.sentence import Context

ZONE = ZoneInfo("Asia/Shanghai")
CONTEXT = Context(
    now=datetime(2026, 11, 23, 10, tzinfo=ZONE), zone=ZONE, calendar=work_calendar(), people=frozenset({"李强"}),
    units=("教务处", "后勤处"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("通知：周六停电 发给 教务处、后勤处", {"text": "周六停电", "to": ("教务处", "后勤处")}),
        ("发个通知：周六停电，发给全体除后勤处外", {"text": "周六停电", "to": ("全体",), "but": ("后勤处",)}),
        ("通知教务处和李强：周五交表", {"text": "周五交表", "to": ("教务处", "李强")}),
        ("发紧急通知给全体：今晚停水", {"text": "今晚停水", "to": ("全体",), "level": "urgent"}),
        ("重要通知：周六停电", {"text": "周六停电", "level": "important"}),
        ("通知：报参会人数，周四前回复", {"wants": "number", "due": datetime(2026, 11, 26).date()}),  # noqa: DTZ001
        ("通知：座谈会，请回复是否参加", {"wants": "attendance"}),
        ("通知：体检，请选择：周三/周四", {"wants": "choice", "choices": ("周三", "周四")}),
        ("通知：周六停电，无需回复", {"wants": "nothing"}),
        ("通知：第一行\n第二行 发给 教务处", {"text": "第一行\n第二行", "to": ("教务处",)}),
        ("urgent notice: no water tonight to: everyone", {"level": "urgent", "to": ("everyone",)}),
        ("notify 教务处 that grades are due Friday", {"text": "grades are due Friday", "to": ("教务处",)}),
    ],
)
def test_a_notice(said: str, slots: dict[str, Any]) -> None:
    found = read_notice(said, CONTEXT)
    assert found is not None
    assert found.intent == "notices.circulate"
    assert {name: found.slots.get(name) for name in slots} == slots


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("通知12", "show", {"number": 12}),
        ("通知12 收到", "acknowledge", {"number": 12}),
        ("收到通知12", "acknowledge", {"number": 12}),
        ("通知12号已收到", "acknowledge", {"number": 12}),
        ("notice 12 got it", "acknowledge", {"number": 12}),
        ("回执 通知12", "receipts", {"number": 12}),
        ("通知12 谁没回", "missing", {"number": 12}),
        ("通知12 谁还没回", "missing", {"number": 12}),
        ("通知12 没回的", "missing", {"number": 12}),
        ("谁还没确认通知12", "missing", {"number": 12}),
        ("who has not replied to notice 12", "missing", {"number": 12}),
        ("Who hasn't answered notice 12?", "missing", {"number": 12}),
        ("通知12 谁回了", "back", {"number": 12}),
        ("通知12 已回的名单", "back", {"number": 12}),
        ("who has answered notice 12", "back", {"number": 12}),
        ("通知12 签收单", "sheet", {"number": 12, "unit": ""}),
        ("打印签收单 通知12", "sheet", {"number": 12, "unit": ""}),
        ("通知12 签收单 教务处", "sheet", {"number": 12, "unit": "教务处"}),
        ("signing sheet for notice 12", "sheet", {"number": 12, "unit": ""}),
        ("notice 12 signing sheet", "sheet", {"number": 12, "unit": ""}),
        ("notice 12 receipts", "receipts", {"number": 12}),
        ("催回执 通知12", "chase", {"number": 12}),
        ("撤回通知12", "recall", {"number": 12}),
        ("通知12 回复：3人", "answer", {"number": 12, "words": "3人"}),
        ("更正通知12：周日停电", "correct", {"number": 12, "text": "周日停电", "small": 0}),
        ("小更正通知12：周日停电", "correct", {"number": 12, "text": "周日停电", "small": 1}),
        ("通知12 全文", "whole", {"number": 12}),
    ],
)
def test_what_is_said_of_one(said: str, intent: str, slots: dict[str, Any]) -> None:
    found = read_notice(said, CONTEXT)
    assert found is not None
    assert (found.intent, dict(found.slots)) == (f"notices.{intent}", slots)


@pytest.mark.parametrize("said", ["通知列表", "通知清单", "我的通知一览", "notices", "list notices", "Notice list"])
def test_the_list_that_refusals_speak_of(said: str) -> None:
    found = read_notice(said, CONTEXT)
    assert found is not None
    assert (found.intent, found.slots) == ("notices.list", {})


@pytest.mark.parametrize(
    "said",
    ["收到通知了", "12号通知大家开会", "通知书12份", "昨天的通知我没看到", "通知", "通知：", "notice period", "收到"],
)
def test_what_is_no_notice(said: str) -> None:
    assert read_notice(said, CONTEXT) is None


FRIDAYS = "FREQ=WEEKLY;BYDAY=FR"
OCTOBER = {"start": date(2026, 10, 1), "end": date(2026, 11, 1)}


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("通知：周六停电 明天8点发", {"text": "周六停电", "at": at(11, 24, 8)}),
        ("通知：周六停电 发给 教务处，明天8点发", {"text": "周六停电", "to": ("教务处",), "at": at(11, 24, 8)}),
        ("通知：周六停电，明天8点发给教务处", {"text": "周六停电", "to": ("教务处",), "at": at(11, 24, 8)}),
        ("通知：例会改到明天8点 发给 教务处", {"text": "例会改到明天8点", "at": None}),
        ("定时明天8点发 通知：周六停电", {"text": "周六停电", "at": at(11, 24, 8)}),
        ("明天上午9点发通知：周六停电", {"text": "周六停电", "at": at(11, 24, 9)}),
        ("今天通知：周六停电", {"text": "周六停电", "at": None}),
        ("notice: no water to: everyone, send tomorrow at 9", {"text": "no water", "at": at(11, 24, 9)}),
        ("notice: no water. send it tomorrow at 9am to: everyone", {"text": "no water", "at": at(11, 24, 9)}),
        (
            "每月最后一个工作日通知各处室交考勤表，次日下班前回执 发给各处室",
            {
                "text": "各处室交考勤表，次日下班前回执", "to": ("各处室",), "due_said": "次日下班前",
                "every": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            },
        ),
        (
            "every Friday at 4pm notice: timesheets, reply by the next day to: everyone",
            {"text": "timesheets, reply by the next day", "every": FRIDAYS, "due_said": "by the next day"},
        ),
        ("每周五通知全体交周报", {"text": "交周报", "to": ("全体",), "every": "FREQ=WEEKLY;BYDAY=FR"}),
        (
            "通知：交表，18点前回执 发给 教务处，明天上午9点发",
            {"text": "交表，18点前回执", "at": at(11, 24, 9), "due": at(11, 24, 18), "due_said": "18点前"},
        ),
        ("每周五下午4点通知：交周报，下班前回执 发给 教务处", {"text": "交周报，下班前回执", "due_said": "下班前"}),
        ("通知：停电，有效期至12月31日 发给 教务处", {"text": "停电", "valid_until": at(12, 31, 23, 59)}),
        ("通知：停电 发给 教务处，有效期至12月31日", {"to": ("教务处",), "valid_until": at(12, 31, 23, 59)}),
        ("通知：停电，有效期三天，请回执", {"text": "停电，有效期三天，请回执", "valid_until": at(11, 26, 23, 59)}),
        ("notice: park behind, valid until Dec 31 to: all", {"text": "park behind", "valid_until": at(12, 31, 23, 59)}),
    ],
)  # fmt: skip
def test_when_it_goes_out_how_often_and_how_long_it_holds(said: str, slots: dict[str, Any]) -> None:
    found = read_notice(said, CONTEXT)
    assert found is not None
    assert found.intent == "notices.circulate"
    assert {name: found.slots.get(name) for name in slots} == slots


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("把通知12存为模板 停电通知", "keep", {"number": 12, "title": "停电通知"}),
        ("把通知12存为公共模板 停电通知", "keep", {"number": 12, "title": "停电通知", "office": 1}),
        ("save notice 12 as template power cut", "keep", {"number": 12, "title": "power cut"}),
        ("用模板 停电通知 发给 后勤处", "use_template", {"title": "停电通知", "words": "后勤处"}),
        ("use template power cut", "use_template", {"title": "power cut", "words": ""}),
        ("删除模板 停电通知", "drop_template", {"title": "停电通知"}),
        ("复制通知12", "copy", {"number": 12}),
        ("send notice 12 again", "copy", {"number": 12}),
        ("取消通知12", "cancel", {"number": 12}),
        ("修改通知12", "edit", {"number": 12}),
        ("通知12改到明天9点", "move", {"number": 12, "at": at(11, 24, 9)}),
        ("定时通知12 改到下周一8:30", "move", {"number": 12, "at": at(11, 30, 8, 30)}),
        ("move notice 12 to tomorrow at 10", "move", {"number": 12, "at": at(11, 24, 10)}),
        ("通知12立即发送", "send_now", {"number": 12}),
        ("send notice 12 now", "send_now", {"number": 12}),
        ("暂停定期通知2", "pause_series", {"number": 2}),
        ("stop notice series 2", "end_series", {"number": 2}),
        ("查通知 停电", "search", {"title": "停电"}),
        ("find notices about power last month", "search", {"title": "power", **OCTOBER}),
        ("上个月关于停电的通知", "search", {"title": "停电", **OCTOBER}),
    ],
)  # fmt: skip
def test_what_is_said_of_those_on_the_shelf(said: str, intent: str, slots: dict[str, Any]) -> None:
    found = read_notice(said, CONTEXT)
    assert found is not None
    assert (found.intent, dict(found.slots)) == (f"notices.{intent}", slots)


@pytest.mark.parametrize(
    "said",
    ["明天下午3点通知李强开会", "明天通知大家开会", "每周五下午4点提醒大家交周报", "昨天的通知我没看到", "模板工程"],
)
def test_what_is_no_word_about_one(said: str) -> None:
    assert read_notice(said, CONTEXT) is None


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("内容改成周日停电", {"text": "周日停电"}),
        ("周六改成周日", {"text": "周日全校停电"}),
        ("change the text to no water on Sunday", {"text": "no water on Sunday"}),
        ("加一句：有事找后勤处", {"text": "周六全校停电。有事找后勤处"}),
        ("加上后勤处", {"to": ("教务处", "后勤处")}),
        ("发给 全体除后勤处外", {"to": ("全体",), "but": ("后勤处",)}),
        ("不发给李强", {"to": ("教务处",), "but": ("李强",)}),
        ("make it urgent", {"level": "urgent"}),
        ("改成一般", {"level": "normal"}),
        ("周五前回执", {"due": date(2026, 11, 27), "due_said": ""}),
        ("次日下班前回执", {"due": date(2026, 11, 25), "due_said": "次日下班前"}),
        ("reply by Friday", {"due": date(2026, 11, 27), "due_said": ""}),
        ("不用回执", {"wants": "nothing"}),
        ("请选择：周三/周四", {"wants": "choice", "choices": ("周三", "周四")}),
        ("明天上午9点发", {"at": at(11, 24, 9), "every": "", "later": 1}),
        ("make it 10am", {"at": at(11, 24, 10), "every": "", "later": 1}),
        ("每周五下午4点发", {"at": at(11, 27, 16), "every": "FREQ=WEEKLY;BYDAY=FR", "later": 1}),
        ("马上发", {"at": "", "every": "", "later": 0}),
        ("有效期至12月31日", {"valid_until": at(12, 31, 23, 59)}),
        ("今天天气不错", None),
        ("加上联系电话", None),
        ("通知：另外一件事 发给 教务处", None),
    ],
)
def test_what_changes_a_draft(said: str, changed: dict[str, Any] | None) -> None:
    """The one that is read back goes out tomorrow at eight."""
    draft: Known = {"text": "周六全校停电", "to": ("教务处",), "at": at(11, 24, 8)}
    assert correct(said, draft, CONTEXT) == changed
