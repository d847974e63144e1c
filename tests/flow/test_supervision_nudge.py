"""Nudging and going above the lead: the list first, one confirmation, a card each, and how it went for each."""

from typing import Any

import pytest

from bot.domain.people import Person
from bot.domain.procedure import State
from bot.domain.supervision import Slip
from bot.errors import SendFailed
from tests.flow.conversation import Office, Shown
from tests.flow.holding import as_it_is, holds, on, trail
from tests.flow.test_delivery import Cut

GOING = {"state": State.IN_PROGRESS}
LEDGER: tuple[dict[str, Any], ...] = (
    {"title": "年度总结", "lead": "王芳", "due": on(18), **GOING},
    {"title": "专业评估", "lead": "李强", "due": on(20), **GOING},
    {"title": "宿舍安全检查", "lead": "周杰", "due": on(25)},
    {"title": "课表调整", "lead": "李强", "due": on(27), **GOING},
    {"title": "教材征订", "lead": "李强", "due": on(19), **GOING},
    {"title": "旧台账", "lead": "李强", "due": on(12), "state": State.CLOSED, "ended_at": on(11)},
)


@pytest.fixture
async def ledger(office: Office) -> Office:
    await holds(office, *LEDGER)
    return office


async def nudges(office: Office, said: str, who: str = "赵敏") -> Shown:
    """What is read back, or why there is nothing to nudge."""
    return (await office.says(who, said, "direct"))[-1]


async def confirms(office: Office, who: str = "赵敏") -> Shown:
    """The line that says that it is going out."""
    return (await office.presses(who, "确认", "direct"))[-1]


async def told(office: Office, who: str) -> list[Shown]:
    return [line for line in await office.direct(who) if "催办" in line.title or "督办" in line.title]


async def test_all_that_is_overdue_by_person_then_a_card_each(ledger: Office) -> None:
    asked = await nudges(ledger, "催办所有逾期")
    assert asked.title == "催办 3 件，发给 2 人"
    assert asked.card["body"].splitlines() == [
        "王芳（1 件）：",
        "🔴 督1 年度总结 · 逾期 3 个工作日",
        "李强（2 件）：",
        "🔴 督5 教材征订 · 逾期 2 个工作日",
        "🔴 督2 专业评估 · 逾期 1 个工作日",
    ]
    assert not await told(ledger, "李强")
    sending = await confirms(ledger)
    assert sending.title == "正在发给 2 人"
    (one,) = await told(ledger, "王芳")
    assert (one.title, one.labels) == ("赵敏催办：督1 年度总结", ["报进展", "报办结"])
    assert "逾期 3 个工作日" in one.text
    (several,) = await told(ledger, "李强")
    assert several.title == "赵敏催办 2 件事项"
    assert several.labels == ["督5", "督2"]
    assert "督2 专业评估" in several.text
    assert [(await trail(ledger, item))[-1] for item in (1, 2, 5)] == ["supervision.nudged"] * 3


async def test_how_it_went_takes_the_place_of_the_line(ledger: Office) -> None:
    await nudges(ledger, "催办逾期的")
    sending = await confirms(ledger)
    await ledger.waits(minutes=2)
    (result,) = await ledger.direct("赵敏")
    assert result.title == "催办送达情况（2 人）"
    assert result.card["body"].splitlines() == ["王芳 已送达 10:00", "李强 已送达 10:00"]
    assert result.replaces == sending.message_id
    await ledger.waits(hours=3)
    assert not [line for line in await ledger.direct("赵敏") if "送达" in line.title]


async def test_what_did_not_arrive_says_why_and_can_be_sent_again(ledger: Office) -> None:
    cut = Cut(ledger)
    cut.to["wangfang"] = SendFailed("blocked by the user", permanent=True, why="no_chat")
    await nudges(ledger, "催办逾期的")
    await confirms(ledger)
    await ledger.waits(minutes=2)
    result = next(line for line in await ledger.direct("赵敏") if "送达情况" in line.title)
    assert "王芳 未送达：那里没有这个会话，或小办不在里面" in result.text
    assert "李强 已送达 10:00" in result.text
    cut.to.clear()
    await ledger.presses("赵敏", "重新发送 王芳", "direct")
    assert await told(ledger, "王芳")


async def test_what_is_still_on_its_way_is_looked_at_again(ledger: Office) -> None:
    cut = Cut(ledger)
    cut.to["wangfang"] = SendFailed("busy", why="unreachable")
    await nudges(ledger, "催办督1")
    await confirms(ledger)
    await ledger.waits(minutes=1)
    assert "王芳 正在发送" in (await ledger.direct("赵敏"))[-1].text
    cut.to.clear()
    await ledger.waits(minutes=30)
    results = [line for line in await ledger.direct("赵敏") if "送达情况" in line.title]
    assert "王芳 已送达" in results[-1].text


async def test_by_number_several_and_what_cannot_be_nudged_says_so(ledger: Office) -> None:
    asked = await nudges(ledger, "催办 督3 督4 督6")
    assert asked.title == "催办 2 件，发给 2 人"
    assert "督6「旧台账」已经办结，不能催办" in asked.text
    assert "🟡 督3 宿舍安全检查 · 还有 2 个工作日" in asked.text
    await confirms(ledger)
    (card,) = await told(ledger, "周杰")
    assert card.labels[0] == "签收"
    assert "没有督99" in (await nudges(ledger, "催办督99")).text
    assert "已经办结，不能催办" in (await nudges(ledger, "催办督6")).text


async def test_a_person_is_nudged_about_what_is_overdue_else_about_everything(ledger: Office) -> None:
    assert "督4" not in (await nudges(ledger, "催一下李强")).text
    assert "督3 宿舍安全检查" in (await nudges(ledger, "催一下周杰")).text
    assert "孙丽没有你能催的事项" in (await nudges(ledger, "催一下孙丽")).text


async def test_by_unit_and_by_what_lists_are_filtered_by(ledger: Office) -> None:
    unit = await nudges(ledger, "催办教务处逾期的事项")
    assert "督2" in unit.text
    assert "督4" not in unit.text
    assert "督1" not in unit.text
    assert (await nudges(ledger, "催一下教务处")).title == "催办 2 件，发给 1 人"
    assert "督3 宿舍安全检查" in (await nudges(ledger, "催一下学生处")).text
    assert (await nudges(ledger, "催办未签收的事项")).title == "催办 1 件，发给 1 人"
    assert "督3" in (await nudges(ledger, "催办临期的事项")).text
    assert "没有这样的、你能催的事项" in (await nudges(ledger, "催办学生处逾期的事项")).text


async def test_nobody_is_nudged_twice_within_the_hour(ledger: Office) -> None:
    await nudges(ledger, "催办督1")
    await confirms(ledger)
    asked = await nudges(ledger, "催办 督1 督2")
    assert asked.title == "催办 1 件，发给 1 人"
    assert "一小时内催过，不再催：督1" in asked.text
    again = await nudges(ledger, "催办督1")
    assert again.title == "没有要催的人。"
    await ledger.waits(hours=1, minutes=1)
    assert (await nudges(ledger, "催办督1")).title == "催办 1 件，发给 1 人"


async def test_two_who_nudge_at_once_send_one_card(ledger: Office) -> None:
    """The other, whose list was read back before, is told that it has been done."""
    await nudges(ledger, "催办督1")
    await nudges(ledger, "催办督1", "陈国华")
    await confirms(ledger)
    late = await confirms(ledger, "陈国华")
    assert "一小时内催过" in late.text
    assert len(await told(ledger, "王芳")) == 1


async def test_the_deputy_gets_it_and_it_says_so(ledger: Office) -> None:
    await ledger.says("王芳", "我这周请假，张伟代", "direct")
    await ledger.says("王芳", "确认", "direct")
    await ledger.direct("张伟")
    asked = await nudges(ledger, "催办督1")
    assert "王芳请假，发给代办人张伟（1 件）" in asked.text
    await confirms(ledger)
    (card,) = await told(ledger, "张伟")
    assert "王芳请假，由你代办" in card.text
    await ledger.waits(minutes=2)
    assert "张伟（代王芳） 已送达 10:00" in (await ledger.direct("赵敏"))[-1].text
    await ledger.presses("张伟", "报进展", "direct")
    await ledger.says("张伟", "初稿写好了", "direct")
    assert (await as_it_is(ledger, 1)).progress == "初稿写好了"


async def test_nobody_nudges_themselves_as_lead_or_as_deputy(ledger: Office) -> None:
    await ledger.says("王芳", "我这周请假，赵敏代", "direct")
    await ledger.says("王芳", "确认", "direct")
    await holds(ledger, {"title": "内部通报", "lead": "赵敏", "due": on(18), **GOING})
    asked = await nudges(ledger, "催办所有逾期")
    assert asked.title == "催办 2 件，发给 1 人"
    assert "由你自己办，不用催：督7、督1" in asked.text


async def test_without_an_account_it_is_left_out_and_said(ledger: Office) -> None:
    await ledger.parts.store.write(lambda uow: uow.people.save(Person(0, "钱多多", "财务处")))
    await holds(ledger, {"title": "对账", "lead": "钱多多", "due": on(17), **GOING})
    asked = await nudges(ledger, "催办逾期的")
    assert asked.title == "催办 3 件，发给 2 人"
    assert "钱多多没有可以收消息的账号，请另外告诉本人：督7" in asked.text
    (only,) = await ledger.says("赵敏", "催办督7", "direct")
    assert (only.title, only.labels) == ("没有要催的人。", [])


async def test_only_those_above_may_nudge(ledger: Office) -> None:
    """The head of the unit may; a colleague may not, whoever's card it is."""
    assert "不归你" in (await nudges(ledger, "催办督1", "杨洋")).text
    assert "可以催办" in (await nudges(ledger, "催办督2", "陈静")).text
    assert "没有逾期的" in (await nudges(ledger, "催办所有逾期", "陈静")).text
    assert (await nudges(ledger, "催办督3", "李敏")).title == "催办 1 件，发给 1 人"
    await ledger.says("李敏", "@小办 督2")
    (refused,) = await ledger.presses("陈静", "催办")
    assert "可以催办" in refused.text


async def test_the_button_of_an_item_reads_back_too(ledger: Office) -> None:
    await ledger.says("赵敏", "督2", "direct")
    (asked,) = await ledger.presses("赵敏", "催办", "direct")
    assert asked.title == "催办 1 件，发给 1 人"


async def test_the_card_speaks_its_readers_language(ledger: Office) -> None:
    await holds(ledger, {"title": "Handbook", "lead": "Amy", "due": on(18), **GOING})
    await nudges(ledger, "催办督7")
    await confirms(ledger)
    (card,) = await ledger.direct("Amy")
    assert card.title == "赵敏 asks about 督7 Handbook"
    assert "overdue by 3 working days: please report" in card.text


async def test_the_head_of_the_unit_hears_of_it_by_hand(ledger: Office) -> None:
    """Not the lead, who may be the head: then the sentence names who else."""
    await holds(ledger, {"title": "教改立项", "lead": "陈静", "due": on(18), **GOING})
    (sending,) = await ledger.says("赵敏", "督7 提级，理由：一直没有回音", "direct")
    assert sending.title == "正在发给 1 人"
    (card,) = await ledger.direct("李强")
    assert card.title == "赵敏提级督办：督7 教改立项"
    assert "逾期 3 个工作日，请过问。" in card.text
    assert "一直没有回音" in card.text
    assert card.labels == ["催办"]
    assert (await trail(ledger, 7))[-1] == "supervision.escalated"
    await ledger.waits(minutes=2)
    result = (await ledger.direct("赵敏"))[-1]
    assert (result.title, result.card["body"]) == ("提级送达情况（1 人）", "李强 已送达 10:00")
    assert "教务处没有可以报告督2的领导，可以直接找" in (await ledger.says("赵敏", "督2 提级", "direct"))[-1].text
    assert "只有督7的督办人和文秘可以提级" in (await ledger.says("陈静", "督7 提级", "direct"))[-1].text


async def test_the_heads_deputy_is_told_for_whom(ledger: Office) -> None:
    await holds(ledger, {"title": "教改立项", "lead": "陈静", "due": on(18), **GOING})
    await ledger.says("李强", "我这周请假，黄婷代", "direct")
    await ledger.says("李强", "确认", "direct")
    await ledger.direct("黄婷")
    await ledger.says("赵敏", "督7 提级", "direct")
    (card,) = await ledger.direct("黄婷")
    assert "李强请假，由你代办" in card.text


async def test_a_red_slip_goes_to_the_lead_and_the_head(ledger: Office) -> None:
    await holds(ledger, {"title": "教改立项", "lead": "陈静", "due": on(18), **GOING})
    (sending,) = await ledger.says("赵敏", "督7 发红色督办单", "direct")
    assert sending.title == "正在发给 2 人"
    (to_lead,) = await ledger.direct("陈静")
    assert to_lead.title == "🔴 红色督办单：督7 教改立项"
    assert to_lead.labels == ["报进展", "报办结"]
    (to_head,) = await ledger.direct("李强")
    assert to_head.title == to_lead.title
    assert "请过问" in to_head.text
    assert (await as_it_is(ledger, 7)).slip is Slip.RED
    assert (await trail(ledger, 7))[-1] == "supervision.slip_sent_red"
    assert "已经是🔴 红色督办单" in (await ledger.says("赵敏", "督7 发红色督办单", "direct"))[-1].text


async def test_a_blue_slip_stays_with_the_lead(ledger: Office) -> None:
    await holds(ledger, {"title": "教改立项", "lead": "陈静", "due": on(18), **GOING})
    (sending,) = await ledger.says("赵敏", "督7 发蓝色督办单", "direct")
    assert sending.title == "正在发给 1 人"
    assert not await ledger.direct("李强")
