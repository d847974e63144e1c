"""Forged presses and sentences: nobody sees or does with an item what is not theirs, whatever a button says."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.domain.procedure import State
from bot.domain.supervision import SupervisionItem
from bot.ports import UnitOfWork
from handlers import ROUTERS
from tests.flow.conversation import MONDAY, Office, Shown
from tests.flow.holding import as_it_is, at_hand, holds, on

SECRET = "岗位调整方案"
VERBS = sorted(name for router in ROUTERS for name in router.actions if name.startswith(("supervision.", "duty.")))
CHOICES = ("", "0", "promote", "drop", "g1;", "p1;", "sxx;", "a000000;", "b000000;", "a999999;", "t%", "很" * 10, "-1")
OUTSIDER, COLLEAGUE = "何军", "黄婷"
"""Of the finance office, where nothing of it lies; and of the lead's own unit."""


async def forges(office: Office, who: str, action: str) -> list[Shown]:
    """Pressed on a card of one's own that has no such button."""
    people = {person["name"]: person["id"] for person in await office.people()}
    chat = f"dm:{people[who]}"
    card = next((line for line in await office.visible(chat)), None) or (await office.says(who, "帮助", "direct"))[-1]
    return await office.presses_action(who, action, card.message_id, chat)


async def secret(office: Office, state: State = State.ASSIGNED, **more: object) -> SupervisionItem:
    (item,) = await holds(office, {"title": SECRET, "lead": "李强", "due": on(27), "state": state, **more})
    return item


def said(lines: list[Shown]) -> str:
    return "\n".join(line.text for line in lines)


@pytest.mark.parametrize("verb", VERBS)
async def test_an_outsider_learns_and_changes_nothing_by_any_button(office: Office, verb: str) -> None:
    item = await secret(office, State.SUBMITTED, submitted_at=MONDAY)
    for subject in (item.id, item.id + 1, 0, 10**18 - 1):
        for choice in CHOICES if subject == item.id else ("",):
            answer = said(await forges(office, OUTSIDER, f"{verb}:{subject}" + (f":{choice}" if choice else "")))
            assert SECRET not in answer, (verb, subject, choice)
            assert "出错" not in answer, (verb, subject, choice, answer)
            assert answer, (verb, subject, choice)
    assert await as_it_is(office, item.id) == item


STATES = (State.ASSIGNED, State.IN_PROGRESS, State.SUBMITTED, State.IN_REVIEW, State.SUSPENDED)


@pytest.mark.parametrize("state", STATES)
async def test_a_colleague_changes_nothing_by_any_button(office: Office, state: State) -> None:
    item = await secret(office, state, submitted_at=MONDAY if state is State.SUBMITTED else None)
    for verb in (one for one in VERBS if one.startswith("supervision.")):
        answer = said(await forges(office, COLLEAGUE, f"{verb}:{item.id}"))
        assert "出错" not in answer, (verb, answer)
        await office.says(COLLEAGUE, "算了", "direct")
    assert await as_it_is(office, item.id) == item


async def test_whose_role_was_taken_away_cannot_use_an_old_card(office: Office) -> None:
    item = await secret(office, State.SUBMITTED, submitted_at=MONDAY, supervisor="陈国华")
    (shown,) = await office.says("王芳", "督1", "direct")
    assert "办结" in shown.labels

    def degrade(uow: UnitOfWork) -> None:
        uow.people.save(replace(at_hand(uow)["王芳"], role=Role.MEMBER, unit="财务处"))

    await office.parts.store.write(degrade)
    answer = said(await office.presses("王芳", "办结", "direct"))
    assert SECRET not in answer
    assert "督1" in answer
    assert await as_it_is(office, item.id) == item


async def test_a_read_back_is_weighed_anew_when_it_is_confirmed(office: Office) -> None:
    await office.says("王芳", "督办值班表，主办何军，周五前", "direct")

    def degrade(uow: UnitOfWork) -> None:
        uow.people.save(replace(at_hand(uow)["王芳"], role=Role.MEMBER))

    await office.parts.store.write(degrade)
    assert "何军" in said(await office.says("王芳", "确认", "direct"))
    assert await office.parts.store.read(lambda uow: uow.items.numbered(1)) is None


async def test_a_member_gives_an_own_item_to_nobody_of_another_unit(office: Office) -> None:
    """What may not be handed over may not be handed on either."""
    await holds(office, {"title": "课表", "lead": "陈静", "due": on(27), "supervisor": "黄婷"})
    answer = said(await office.says("黄婷", "督1 改派给何军，理由：太忙", "direct"))
    assert "何军" in answer
    assert "本单位" in answer
    answer = said(await office.says("黄婷", "督1 改派给Amy，理由：太忙", "direct"))
    assert (await as_it_is(office, 1)).unit == "教务处"
    assert "Amy" in answer


async def test_a_lead_splits_among_the_own_unit_and_those_who_help(office: Office) -> None:
    await holds(
        office,
        {"title": "评估", "lead": "陈静", "due": on(27), "state": State.IN_PROGRESS, "co_owners": ("郭磊",)},
    )
    answer = said(await office.says("陈静", "督1 拆分：收集数据 黄婷；核对经费 何军", "direct"))
    assert "何军" in answer
    assert "本单位" in answer
    (asked,) = await office.says("陈静", "督1 拆分：收集数据 黄婷；核对经费 郭磊", "direct")
    assert asked.labels[0] == "确认"


async def test_the_heir_does_not_read_what_the_other_holds_by_asking_for_it(office: Office) -> None:
    """Whoever is to get everything sees how much it is; what it is, the other shows."""
    await secret(office)
    asked = said(await office.says(OUTSIDER, "把李强名下的事项移交给我", "direct"))
    assert "1 件" in asked
    assert SECRET not in asked
    await office.presses(OUTSIDER, "确认", "direct")
    assert SECRET in said(await office.direct("李强"))


async def test_a_meetings_decision_is_taken_by_whoever_leads_it_or_is_in_charge(office: Office) -> None:
    await office.says("李强", "@小办 今天上午11点到12点在301开教务会，请陈静参加")
    await office.presses("李强", "确认")
    meeting = await office.parts.store.read(lambda uow: uow.meetings.not_over(MONDAY, 1)[0])
    assert "决定了什么" not in said(await forges(office, OUTSIDER, f"supervision.decide:{meeting.id}"))
    assert "决定了什么" in said(await forges(office, "李强", f"supervision.decide:{meeting.id}"))
