"""Surveys as they are said."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.sentence import Context
from bot.understanding.survey_text import survey_change, survey_in
from bot.understanding.survey_words import read_survey

ZONE = ZoneInfo("Asia/Shanghai")
CONTEXT = Context(
    datetime(2026, 11, 23, 10, tzinfo=ZONE),
    ZONE,
    WorkCalendar(),
    people=frozenset({"王芳"}),
    units=("教务处", "后勤处"),
)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        (
            "食堂满意度，很满意/一般/不满意，周五下班前截止，发给各处室",
            {"questions": ("choice\t食堂满意度\t很满意\t一般\t不满意",), "due": date(2026, 11, 27), "to": ("各处室",)},
        ),
        (
            "收集一下大家的午餐意见，匿名，周三17点截止",
            {"questions": ("text\t大家的午餐意见",), "secrecy": "anonymous", "due": at(25, 17)},
        ),
        (
            "where for the offsite? Beach / Hills / City, closes Friday 5pm, to everyone",
            {
                "questions": ("choice\twhere for the offsite?\tBeach\tHills\tCity",),
                "due": at(27, 17),
                "to": ("everyone",),
            },
        ),
        (
            "午餐吃什么，米饭/面条/饺子，可多选，本群，随时可看票数，明天11点截止",
            {"questions": ("choices\t午餐吃什么\t米饭\t面条\t饺子",), "here": 1, "live": 1, "due": at(24, 11)},
        ),
        (
            "年会 1. 去哪里：海边/山里 2. 哪天合适 3. 服务打分 4. 来几个人 5. 还有什么意见；"
            "周五17点截止；发给教务处，后勤处",
            {
                "title": "年会",
                "questions": (
                    "choice\t去哪里\t海边\t山里",
                    "date\t哪天合适",
                    "rating\t服务打分",
                    "number\t来几个人",
                    "text\t还有什么意见",
                ),
                "to": ("教务处", "后勤处"),
            },
        ),
        (
            "周五团建去哪？A. 海边 B. 山里 C. 城里，周三截止，教务处",
            {
                "questions": ("choice\t周五团建去哪？\t海边\t山里\t城里",),
                "due": date(2026, 11, 25),
                "to": ("教务处",),
            },
        ),
        (
            "喝什么 咖啡/茶/水 明天下班前截止 发给全体",
            {"questions": ("choice\t喝什么\t咖啡\t茶\t水",), "to": ("全体",)},
        ),
        (
            "做个问卷，问题：食堂怎么样；选项：好、一般、差；周五截止",
            {"questions": ("choice\t食堂怎么样\t好\t一般\t差",)},
        ),
        ("请大家给培训打分，1-5分，周五前", {"questions": ("rating\t请大家给培训打分",), "due": date(2026, 11, 27)}),
        ("发个问卷", {"questions": None}),
        ("start a survey", {"questions": None}),
        ("去海边还是山里？", {"questions": ("text\t去海边还是山里？",)}),
        ("团建去哪，海边还是山里", {"questions": ("choice\t团建去哪\t海边\t山里",)}),
        ("食堂\n满意吗\n选项：满意、不满意", {"title": "食堂", "questions": ("choice\t满意吗\t满意\t不满意",)}),
        ("人数（数字）", {"questions": ("number\t人数",)}),
        ("发给全体除后勤处外，有什么意见，周五截止", {"to": ("全体",), "but": ("后勤处",)}),
    ],
)
def test_a_survey_is_read(said: str, slots: dict[str, Any]) -> None:
    found = survey_in(said, CONTEXT)
    assert {name: found.get(name) for name in slots} == slots


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("做个问卷：食堂，好/差", "collect", {"text": "食堂，好/差", "secrecy": ""}),
        ("发起匿名投票：食堂，好/差", "collect", {"text": "食堂，好/差", "secrecy": "匿名"}),
        ("start an anonymous poll: lunch? rice / noodles", "collect", {"secrecy": "anonymous"}),
        ("收集一下大家的午餐意见，匿名，周三17点截止", "collect", {}),
        ("我有个建议：食堂加面条", "suggest", {"text": "食堂加面条", "secret": 0}),
        ("匿名建议：会太多", "suggest", {"text": "会太多", "secret": 1}),
        ("anonymous suggestion: fewer meetings", "suggest", {"secret": 1}),
        ("问卷列表", "list", {}),
        ("my surveys", "list", {}),
        ("意见列表", "suggestions", {}),
        ("问卷3", "show", {"number": 3}),
        ("问卷3结果", "results", {"number": 3}),
        ("survey 3 results", "results", {"number": 3}),
        ("问卷3谁没填", "missing", {"number": 3}),
        ("who hasn't answered poll 3?", "missing", {"number": 3}),
        ("催一下问卷3没填的", "chase", {"number": 3}),
        ("催一下没填的", "chase", {}),
        ("结束问卷3", "end", {"number": 3}),
        ("end survey 3", "end", {"number": 3}),
        ("公布结果", "publish", {}),
        ("公布问卷3结果", "publish", {"number": 3}),
        ("导出问卷3 csv", "export", {"number": 3, "ending": "csv"}),
        ("问卷3 撤回", "withdraw", {"number": 3}),
        ("填问卷3", "fill", {"number": 3}),
        ("问卷3截止改到周五", "extend", {"number": 3, "due": date(2026, 11, 27)}),
        ("extend survey 3 to Friday 5pm", "extend", {"number": 3, "due": at(27, 17)}),
        ("问卷3：很满意", "answer", {"number": 3, "words": "很满意"}),
        ("问卷3 答：不错", "answer", {"number": 3, "words": "不错"}),
        ("poll 3: Beach", "answer", {"number": 3, "words": "Beach"}),
    ],
)
def test_what_is_said_of_a_survey(said: str, intent: str, slots: dict[str, Any]) -> None:
    found = read_survey(said, CONTEXT)
    assert found is not None
    assert found.intent == f"feedback.{intent}"
    assert {name: found.slots.get(name) for name in slots} == slots


@pytest.mark.parametrize(
    "said",
    [
        "明天开会讨论投票",
        "调查3个单位的用电情况",
        "poll 3 people about lunch",
        "通知：请填问卷",
        "查一下问卷的事",
        "意见不错",
    ],
)
def test_what_is_none(said: str) -> None:
    assert read_survey(said, CONTEXT) is None


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("截止改到周四17点", {"due": at(26, 17)}),
        ("周四17点截止", {"due": at(26, 17)}),
        ("closes Thursday 5pm", {"due": at(26, 17)}),
        ("改成匿名", {"secrecy": "anonymous"}),
        ("make it anonymous", {"secrecy": "anonymous"}),
        ("实名", {"secrecy": "named"}),
        ("加上后勤处", {"to": ("教务处", "后勤处")}),
        ("去掉王芳", {"but": ("王芳",)}),
        ("发给全体", {"to": ("全体",), "but": ()}),
        ("选项改成 好、坏、一般", {"questions": ("choice\t食堂\t好\t坏\t一般",)}),
        ("可多选", {"questions": ("choices\t食堂\t好\t坏",)}),
        ("问题改成食堂怎么样", {"questions": ("choice\t食堂怎么样\t好\t坏",), "title": "食堂怎么样"}),
        ("标题改成午餐", {"title": "午餐"}),
        ("明天下雨", {}),
    ],
)
def test_a_draft_is_changed_in_words(said: str, change: dict[str, Any]) -> None:
    known = {"questions": ("choice\t食堂\t好\t坏",), "to": ("教务处",)}
    assert survey_change(said, known, CONTEXT) == change
