"""Items named by number: what is certain, what else is in the sentence, and what is left to those it was said to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.understanding.answers import FREE, LONGEST_WORDS, fill, is_certain
from bot.understanding.folding import fold
from bot.understanding.items import deeds
from bot.understanding.phrases import load_routes
from bot.understanding.references import references
from bot.understanding.slots import SlotValue
from bot.understanding.understand import Context, understand, understand_as

ZONE = ZoneInfo("Asia/Shanghai")
ROUTES = load_routes()
CONTEXT = Context(
    now=datetime(2026, 11, 23, 10, tzinfo=ZONE),
    zone=ZONE,
    calendar=WorkCalendar(),
    rooms=("301",),
    people=frozenset({"张伟", "王芳", "李强", "Amy", "Li Qiang"}),
    units=("教务处", "后勤处"),
    mentions=("李强",),
)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("督15", [("15",)]),
        ("督办〔2026〕15号", [("2026/15",)]),
        ("督2026-15", [("2026/15",)]),
        ("督015", [("15",)]),
        ("督15-2", [("15-2",)]),
        ("督【2026】15-2", [("2026/15-2",)]),
        ("督12 督15", [("12", "15")]),
        ("督12，15，18 催办", [("12", "15", "18")]),
        ("items 3, 4 and 5 closed", [("3", "4", "5")]),
        ("督15并入督12", [("15",), ("12",)]),
        ("督15，3天后报办结", [("15",)]),
        ("督15，12月5日前完成", [("15",)]),
        ("督15-12月5日前完成", [("15",)]),
        ("督15：3家已报", [("15",)]),
        ("督15时限改到12月30日", [("15",)]),
        ("办结#12", [("12",)]),
        ("12号事项", [("12",)]),
    ],
)
def test_items_are_named_in_many_ways(said: str, named: list[tuple[str, ...]]) -> None:
    assert [one.numbers for one in references(fold(said))] == named


@pytest.mark.parametrize(
    "said",
    ["督办15个项目", "督办 15号前完成", "督办15号楼消防改造", "督办 12月5日前", "督办3点的会", "督办：15号有会",
     "监督15个", "15号", "15", "no 15", "C#15", "80%", "item", "事项15条"],
)  # fmt: skip
def test_a_number_is_not_always_an_item(said: str) -> None:
    assert references(fold(said)) == ()


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("督15", "show", {}),
        ("督15 签收", "accept", {}),
        ("督15退回", "give_back", {}),
        ("督15 中止", "suspend", {}),
        ("督15 恢复，文件已到", "resume", {"reason": "文件已到"}),
        ("督15 办结。", "close", {}),
        ("督15 申请延期", "extend", {}),
        ("督15 申请延期到下周五下午3点", "extend", {"due": datetime(2026, 12, 4, 15, tzinfo=ZONE)}),
        ("督15 延期3天，李强出差到12月1日", "extend", {"duration": timedelta(days=3), "reason": "李强出差到12月1日"}),
        ("督15 同意延期到12月20日", "grant", {"due": date(2026, 12, 20)}),
        ("同意督15延期至12月20日，下不为例", "grant", {"due": date(2026, 12, 20), "reason": "下不为例"}),
        ("督15 申请延期，到12月20日", "extend", {"due": date(2026, 12, 20)}),
        ("督15 改派给@李强", "reassign", {"lead": "李强"}),
        ("督15 改派", None, {}),
        ("督15 并入", None, {}),
        ("督15 汇报进展", "report", {}),
        ("督15：标准：通过专家评审", "amend", {"standard": "通过专家评审"}),
        ("督15 标准改为通过评审，标题改为评估报告", "amend", {"standard": "通过评审", "title": "评估报告"}),
        ("督15 改为加急，理由：校长催问", "amend", {"level": "urgent", "reason": "校长催问"}),
        ("督15 发黄色督办单，已逾期三天", "slip", {"colour": "yellow", "reason": "已逾期三天"}),
        ("督15 并入督〔2026〕12号，内容重复", "merge", {"into": "2026/12", "reason": "内容重复"}),
        ("合并督15、督16到督12", "merge", {"into": "12"}),
    ],
)
def test_what_is_said_of_an_item(said: str, intent: str | None, slots: Mapping[str, SlotValue]) -> None:
    understood = understand(said, ROUTES, CONTEXT)
    if intent is None:
        assert understood is None or not understood.intent.endswith((".merge", ".reassign", ".grant", ".extend"))
        return
    assert understood is not None
    assert (understood.intent, understood.confidence) == (f"supervision.{intent}", 1.0)
    rest = {name: value for name, value in understood.slots.items() if name not in {"number", "numbers"}}
    assert rest == slots


@pytest.mark.parametrize(
    "said",
    ["督15", "督15 签收", "#15 签收", "督15：已经联系厂家", "item 15: got it", "督15 怎么样了", "办结督15"],
)
def test_an_item_and_its_deed_are_plain_wherever_they_are_said(said: str) -> None:
    understood = understand(said, ROUTES, CONTEXT)
    assert understood is not None
    assert not understood.for_us


@pytest.mark.parametrize(
    "said",
    ["#15", "item 15", "事项15", "#15 怎么样了", "item 3: lunch", "我的事项", "本周到期", "台账", "导出台账", "苗头",
     "苗头：食堂涨价", "考核", "把王芳名下的事项移交给李强", "每月25日前王芳报送经费月报", "今天"],
)  # fmt: skip
def test_what_people_may_say_to_each_other_is_for_the_bot_only_when_it_is_addressed(said: str) -> None:
    understood = understand(said, ROUTES, CONTEXT)
    assert understood is not None
    assert understood.for_us


@pytest.mark.parametrize("said", ["督〔2026〕15号", "督15号 申请延期", "督办2026年第15号签收", "办结督15号"])
def test_the_number_of_an_item_is_no_day(said: str) -> None:
    for intent in ("supervision.extend", "supervision.assign", "meetings.book"):
        understood = understand_as(intent, said, ROUTES, CONTEXT)
        assert understood is not None
        assert understood.times == ()


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("导出台账", ""), ("教务处逾期的事项", ""), ("王芳在办的事项有哪些", ""), ("overdue items of 教务处", ""),
        ("教务处逾期的专业评估事项", "专业评估"),
    ],
)  # fmt: skip
def test_a_filter_is_no_title(said: str, title: str) -> None:
    understood = understand_as("supervision.list", said, ROUTES, CONTEXT)
    assert understood is not None
    assert understood.slots.get("title", "") == title


def test_two_leads_are_for_the_desk_to_ask_about() -> None:
    understood = understand("督办校园安全检查，主办王芳、李强，12月10日前", ROUTES, CONTEXT)
    assert understood is not None
    assert understood.slots["leads"] == ("王芳", "李强")
    assert "lead" not in understood.slots


def test_a_co_owner_does_not_lead() -> None:
    understood = understand("督办校园安全检查，协办李强，12月10日前", ROUTES, CONTEXT)
    assert understood is not None
    assert (understood.slots["co_owners"], understood.slots.get("lead")) == (("李强",), None)
    assert understood.slots["due"] == date(2026, 12, 10)


def test_a_reporting_rhythm_is_not_when_it_is_done_again() -> None:
    understood = understand("督办校园安全检查，每周五汇报，王芳，12月10日前", ROUTES, CONTEXT)
    assert understood is not None
    assert understood.slots["report"] == "FREQ=WEEKLY;BYDAY=FR"
    assert "rrule" not in understood.slots


@pytest.mark.parametrize("slot", sorted(FREE))
def test_free_words_are_taken_as_they_are(slot: str) -> None:
    for said in ("王芳出差了，申请延期到12月20日", "转发：明天下午3点开会", "督15那件事还没完", "?"):
        assert fill(slot, said, {}, CONTEXT) == {slot: said}
    assert fill(slot, "长" * LONGEST_WORDS, {}, CONTEXT) is not None
    assert fill(slot, "长" * (LONGEST_WORDS + 1), {}, CONTEXT) is None


@pytest.mark.parametrize(
    ("slot", "said", "known", "found"),
    [
        ("due", "两周", {"numbers": ("15",)}, {"duration": timedelta(days=14)}),
        ("due", "3天", {"title": "年度总结"}, {"due": date(2026, 11, 26)}),
        ("due", "12月20日", {"numbers": ("15",)}, {"due": date(2026, 12, 20)}),
        ("lead", "李强", {}, {"lead": "李强"}),
        ("heir", "李强吧", {}, {"heir": "李强"}),
        ("into", "督12", {}, {"into": "12"}),
        ("into", "12", {}, {"into": "12"}),
        ("numbers", "督12和督〔2026〕15号", {}, {"numbers": ("12", "2026/15")}),
        ("numbers", "全部", {}, None),
        ("parts", "收集数据 王芳；写报告 李强", {}, {"parts": ("收集数据 王芳", "写报告 李强")}),
    ],
)
def test_answers_about_items(
    slot: str, said: str, known: Mapping[str, SlotValue], found: dict[str, SlotValue] | None
) -> None:
    assert fill(slot, said, known, CONTEXT) == found


@pytest.mark.parametrize(
    ("said", "certain"), [("督15 签收", True), ("今天", True), ("王芳出差了", False), ("明天下午3点开会", False)]
)
def test_what_is_a_wish_whatever_was_asked(said: str, certain: bool) -> None:
    assert is_certain(said, CONTEXT) is certain


def test_every_deed_leads_to_an_intent_that_takes_the_items() -> None:
    slots = {route.intent: route.slots for route in ROUTES}
    assert [intent for intent in set(deeds().values()) if "numbers" not in slots[intent]] == []


@pytest.mark.parametrize(
    "tail", ["，" * 300, "：" * 300, "延期" * 150, "到12月" * 90, "改为" * 150, "15-" * 120, "(" * 300]
)
def test_long_rubbish_is_read_through(tail: str) -> None:
    understand(f"督15 {tail}"[:400], ROUTES, CONTEXT)
    understand(f"督办{tail}"[:400], ROUTES, CONTEXT)
