"""Notices as they are said, and what is said of one by its number."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.holidays import work_calendar
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


@pytest.mark.parametrize(
    "said",
    ["收到通知了", "12号通知大家开会", "通知书12份", "昨天的通知我没看到", "通知", "通知：", "notice period", "收到"],
)
def test_what_is_no_notice(said: str) -> None:
    assert read_notice(said, CONTEXT) is None
