"""How a notice begins and ends when no mark says where its text does."""

import pytest

from bot.engine.holidays import work_calendar
from bot.understanding.notice_heads import head_of, tail_of
from bot.understanding.sentence import Context
from tests.unit.understanding.test_notice_words import CONTEXT as OFFICE

CONTEXT = OFFICE._replace(
    people=frozenset({"李强", "王芳", "张伟"}),
    units=("学院办公室", "教务处", "财务处", "后勤处"),
    calendar=work_calendar(),
)

BEGINNINGS = [
    ("发个通知给教务处和财务处：周三开会", ("教务处", "财务处"), (), "", "周三开会"),
    ("发紧急通知给全体：今晚停水", ("全体",), (), "urgent", "今晚停水"),
    ("给全体发通知 明天上午9点消防演练 从东楼梯下楼", ("全体",), (), "", "明天上午9点消防演练 从东楼梯下楼"),
    ("请给各学院办公室、后勤处发个紧急通知，今晚停电", ("各学院办公室", "后勤处"), (), "urgent", "今晚停电"),
    ("给教务处的各位老师发一条通知：成绩录入截止周五", ("教务处",), (), "", "成绩录入截止周五"),
    ("通知各处室明天下午停水，收到请回复", ("各处室",), (), "", "明天下午停水，收到请回复"),
    ("麻烦通知一下教务处的老师们，试卷周五前交", ("教务处",), (), "", "试卷周五前交"),
    ("通知大家下午4点前把报表交给王芳", ("大家",), (), "", "下午4点前把报表交给王芳"),
    ("通知全体教职工除后勤处外：周六停电", ("全体教职工",), ("后勤处",), "", "周六停电"),
    ("通知李强，明天来一下", ("李强",), (), "", "明天来一下"),
    ("notice to all staff: office closes at 4", ("all staff",), (), "", "office closes at 4"),
    ("important notice to 教务处 and 李强: grades due", ("教务处", "李强"), (), "important", "grades due"),
    ("send a notice to everyone except finance: closed", ("everyone",), ("finance",), "", "closed"),
    ("let everyone know the office closes at 4", ("everyone",), (), "", "the office closes at 4"),
    ("tell everyone the office closes at 4", ("everyone",), (), "", "the office closes at 4"),
    ("please inform all staff that the office closes", ("all staff",), (), "", "the office closes"),
]


@pytest.mark.parametrize(("said", "names", "but", "level", "text"), BEGINNINGS)
def test_a_beginning(said: str, names: tuple[str, ...], but: tuple[str, ...], level: str, text: str) -> None:
    head = head_of(said, CONTEXT)
    assert head is not None
    assert (head.names, head.but, head.level, said[head.at :]) == (names, but, level, text)


@pytest.mark.parametrize(
    "said",
    [
        "通知张伟下午3点在301开会",  # a meeting with him
        "通知全体人员周五下午2点在301开会",
        "通知一下，周四的体检改到早上七点半",  # to whom is not said
        "各位老师，明天停水",
        "给张伟发个红包",
        "通知12 收到",
        "tell everyone about the new parking rules",
        "tell Amy to call back",
        "给教务处发通知",  # without a text
        "",
    ],
)
def test_what_does_not_begin_so(said: str) -> None:
    assert head_of(said, CONTEXT) is None


@pytest.mark.parametrize(
    ("said", "names", "but", "text"),
    [
        ("台风预警，18点前回执。发全体除后勤处外", ("全体",), ("后勤处",), "台风预警，18点前回执"),
        ("食堂检修，今天中午不开餐 全体", ("全体",), (), "食堂检修，今天中午不开餐"),
        ("请各学院报值班人数 发各学院", ("各学院",), (), "请各学院报值班人数"),
        ("周六停电，发教务处和李强", ("教务处", "李强"), (), "周六停电"),
        ("停电，请转发财务处的同事", ("财务处",), (), "停电"),
    ],
)
def test_an_end(said: str, names: tuple[str, ...], but: tuple[str, ...], text: str) -> None:
    found = tail_of(said, CONTEXT)
    assert found is not None
    assert (found[0].names, found[0].but, found[1]) == (names, but, text)


@pytest.mark.parametrize(
    "said", ["请各位周五前交表", "材料交到教务处", "会议由李强主持，请张伟参加", "周六停电，有事联系 王芳", "全体"]
)
def test_no_audience_at_the_end(said: str) -> None:
    assert tail_of(said, CONTEXT) is None


def test_a_long_line_is_read_in_no_time() -> None:
    assert head_of("通知" + "教务处、" * 2000 + "：停电", CONTEXT) is not None
    assert tail_of("，发" * 4000, CONTEXT._replace(people=frozenset(), units=())) is None


def test_without_an_office_nobody_is_known() -> None:
    bare = Context(now=CONTEXT.now, zone=CONTEXT.zone, calendar=CONTEXT.calendar)
    assert head_of("通知教务处：停电", bare) is None
