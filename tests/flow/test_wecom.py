"""A day of the office on WeCom: the robot in the group and alone, and the app, on one house."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from bot.cards import Card
from bot.delivery import OutboxLine
from bot.messages import ChatRef, Outgoing, Route, UserRef
from bot.ports import UnitOfWork
from tests.flow.wecom_office import APP, ROBOT, URL, WeComOffice, open_wecom_office
from tests.flow.wecom_screen import labels, news, words
from tests.platforms.wecom.gateway import Line
from tests.platforms.wecom.world import Talk


@pytest_asyncio.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[WeComOffice]:
    async with open_wecom_office(database_url, tmp_path) as made:
        yield made


async def lines(office: WeComOffice) -> list[OutboxLine]:
    """As soon as nothing is owed any more."""
    every = ("sent", "dead", "unknown", "superseded")
    async with asyncio.timeout(20):
        while (await office.parts.store.read(lambda uow: uow.outbox.depth(office.wecom.clock.now())))[0]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return (await office.parts.store.read(lambda uow: uow.outbox.lines(every, 100)))[::-1]


async def routes(office: WeComOffice) -> dict[str, Route | None]:
    """By title: how the last message of that title went."""
    return {line.title: line.route for line in await lines(office)}


async def queue(office: WeComOffice, *messages: Outgoing) -> None:
    """On nobody's behalf, as reminders are."""
    now = office.parts.core.clock.now()

    def add(uow: UnitOfWork) -> None:
        for message in messages:
            uow.outbox.add(message, now)

    await office.parts.store.write(add)
    office.parts.relay.wake()


def chat(talk: Talk) -> ChatRef:
    return ChatRef("wecom", "group", talk.id)


async def test_a_day_of_the_office(office: WeComOffice) -> None:
    """Book, clash, move, supervise, circulate: asked where people are, answered there, told where they are reached."""
    wei, fang, li = (office.person(name).with_app for name in ("王伟", "王芳", "李主任"))
    await office.asks("赵敏", "订301明天下午3点到5点开校务会，请王伟参加")
    await office.presses("赵敏", "确认", "预订会议：校务会")
    await office.sees("赵敏", "已预订：校务会")
    await office.presses("王伟", "参加", "请参会：校务会", wei)
    await office.sees("王伟", "你的答复：参加", wei)
    await office.asks("王芳", "明天下午4点到5点301开教研会")
    await office.presses("王芳", "改用302", "占用，可以改成")
    await office.presses("王芳", "确认", "预订会议：教研会")
    await office.sees("王芳", "已预订：教研会")
    await office.asks("赵敏", "校务会改到后天下午4点")
    await office.presses("赵敏", "确认", "改期：校务会")
    await office.sees("赵敏", "11月25日（周三）16:00–18:00")
    await office.sees("王伟", "会议改期，请重新答复：校务会", wei)
    await office.tells("李主任", "督办年度总结，主办王伟，周五前")
    await office.presses("李主任", "确认", "交办：年度总结", li)
    await office.presses("王伟", "签收", "交办给你：督〔2026〕1号 年度总结", wei)
    await office.says("王伟", "督1 进展：初稿写完了")
    await office.sees("王伟", "已记下督1的进展", office.person("王伟").with_robot)
    await office.sees("李主任", "初稿写完了", li)
    await office.asks("赵敏", "通知全体：明天下午两点消防演练，请大家回复确认")
    await office.presses("赵敏", "发送", "发通知：明天下午两点消防演练")
    await office.presses("王芳", "收到", "通知1 明天下午两点消防演练", fang)
    await office.sees("王芳", "已确认", fang)
    assert await office.nothing_amiss() == []


async def test_words_do_what_buttons_do_and_are_answered_where_they_were_said(office: WeComOffice) -> None:
    alone = office.person("李主任").with_robot
    await office.says("李主任", "督办年度总结，主办王伟，周五前")
    await office.sees("李主任", "交办：年度总结", alone)
    await office.says("李主任", "确认")
    await office.sees("李主任", "督〔2026〕1号 年度总结", alone)
    await office.says("王伟", "收到")
    await office.sees("王伟", "已签收督1", office.person("王伟").with_robot)
    assert "签收" not in labels(news(office.person("王伟"), office.person("王伟").with_app)[-1].content)
    found = await routes(office)
    assert found["交办：年度总结"] == Route(
        "robot", "asked_there", "robot: a card can be changed only within five seconds of a press on it"
    )
    assert found["督〔2026〕1号 年度总结"] == Route("app", "stands_there")


async def test_a_message_that_calls_people_goes_by_the_webhook(database_url: str, tmp_path: Path) -> None:
    async with open_wecom_office(database_url, tmp_path, hook=True) as office:
        wei = UserRef("wecom", "wangwei", "王伟")
        await office.asks("赵敏", "今天有什么会")
        await queue(office, Outgoing("k1", chat(office.group), Card("交表"), (wei,)))
        seen = await office.sees("王伟", "交表")
        assert (seen.sort, seen.mentioned) == ("webhook", ["wangwei"])
        await queue(office, Outgoing("k2", chat(office.group), Card("散会")))
        assert (await office.sees("王伟", "散会")).sort == "robot"
        found = await routes(office)
        assert (found["交表"], found["散会"]) == (Route("webhook", "calls"), Route("robot", "group"))


async def test_where_nobody_has_written_an_administrator_is_told_and_the_webhook_steps_in(
    database_url: str, tmp_path: Path
) -> None:
    async with open_wecom_office(database_url, tmp_path, hook=True) as office:
        for key in ("早报", "晚报"):
            await queue(office, Outgoing(key, chat(office.group), Card(key)))
            assert (await office.sees("王伟", key)).sort == "webhook"
        instead = (await routes(office))["晚报"]
        assert instead is not None
        assert (instead.way, instead.because) == ("webhook", "group")
        assert instead.instead == "robot: nobody has written to the robot there (93001)"
        told = office.person("刘洋").with_app
        await office.sees("刘洋", "企业微信还不让小办往综合科发消息", told)
        assert [path for path, _ in office.wecom.door.seen].count("webhook/send") == 2
        await office.asks("王伟", "今天有什么会")
        await queue(office, Outgoing("午报", chat(office.group), Card("午报")))
        assert (await office.sees("王伟", "午报")).sort == "robot"
        assert sum("还不让小办" in words(line) for line in news(office.person("刘洋"), told)) == 1


async def test_a_robot_that_is_kicked_tells_and_does_not_fight_and_people_are_reached_all_the_same(
    office: WeComOffice,
) -> None:
    await office.says("赵敏", "今天有什么会")
    await office.sees("赵敏", "没有会", office.person("赵敏").with_robot)
    live = office.wecom.gateway.live
    assert isinstance(live, Line)
    before = office.wecom.gateway.subscriptions
    await office.wecom.gateway.kick(live)
    await office.sees("刘洋", "别处用同一个机器人连上了企业微信", office.person("刘洋").with_app)
    await queue(office, Outgoing("k", UserRef("wecom", "wangwei").direct(), Card("交表"), thread="robot/robot:x"))
    await office.sees("王伟", "交表", office.person("王伟").with_app)
    await office.wecom.pass_by(timedelta(minutes=10))
    assert office.wecom.gateway.subscriptions == before
    found = (await routes(office))["交表"]
    assert found is not None
    assert (found.way, found.instead) == ("app", "robot: the robot is not connected (kicked)")


async def test_with_the_robot_alone_cards_change_under_the_finger_and_persons_have_to_write_first(
    database_url: str, tmp_path: Path
) -> None:
    async with open_wecom_office(database_url, tmp_path, (ROBOT,)) as office:
        wei = office.person("王伟").with_robot
        await office.says("王伟", "今日")
        await office.sees("王伟", "没有安排", wei)
        await office.asks("赵敏", "订301明天下午3点到5点开校务会，请王伟、王芳参加")
        await office.presses("赵敏", "确认", "预订会议：校务会")
        await office.presses("王伟", "参加", "请参会：校务会", wei)
        await office.sees("王伟", "你的答复：参加", wei)
        dead = [line for line in await lines(office) if line.state == "dead"]
        assert ("wecom/direct/wangfang", "no_chat") in [(line.lane, line.why) for line in dead]
        assert "wecom/direct/wangwei" not in [line.lane for line in dead]
        assert not office.adapter.limits.editable


async def test_by_url_it_is_asked_and_answered_and_pressed(database_url: str, tmp_path: Path) -> None:
    async with open_wecom_office(database_url, tmp_path, (URL, APP)) as office:
        await office.asks("赵敏", "订301明天下午3点到5点开校务会，请王伟参加")
        await office.presses("赵敏", "确认", "预订会议：校务会")
        await office.sees("赵敏", "赵敏已确认")
        await office.sees("赵敏", "已预订：校务会")
        await office.presses("王伟", "参加", "请参会：校务会", office.person("王伟").with_app)
        assert await office.nothing_amiss() == []
        assert office.wecom.by_url.faults == []
