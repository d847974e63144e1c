"""A day of the office on WeCom; the process is killed again and again, its robot kicked, acknowledgements lost."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest_asyncio

from tests.flow.wecom_process import House, house_on_wecom
from tests.platforms.wecom.caller import socket_of
from tests.platforms.wecom.faults import Fault

LOST, HANGS = Fault("lost"), Fault("hang")
STAFF = ("赵敏", "王伟", "王芳", "李主任", "刘洋")


@pytest_asyncio.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house_on_wecom(database_url, tmp_path) as made:
        yield made


async def test_nothing_is_lost_whenever_it_is_killed_and_no_card_is_doubled(house: House) -> None:
    await _books(house)
    await _clashes(house)
    await _is_kicked(house)
    await _moves(house)
    await _supervises(house)
    await _circulates(house)
    await house.settles()
    for who in STAFF:
        assert sorted(house.by_app(who)) == sorted(set(house.by_app(who)))
    assert house.wecom.callbacks.faults == []


async def _books(house: House) -> None:
    """The card for its guest is shown; the process dies before it hears so, and the next one does not show it again."""
    await house.person("赵敏").asks(house.group, "订301明天下午3点到5点开校务会，请王伟参加")
    async with house.killed_in("message/send", LOST):
        await house.presses("赵敏", "确认", "预订会议：校务会")
    await house.start()
    await house.sees("赵敏", "已预订：校务会")
    await house.presses("王伟", "参加", "请参会：校务会", house.person("王伟").with_app)
    await house.sees("王伟", "你的答复：参加", house.person("王伟").with_app)


async def _clashes(house: House) -> None:
    """The answer never got there; what was asked on the old connection is answered on the new one."""
    async with house.killed_in("aibot_respond_msg", HANGS):
        await house.person("王芳").asks(house.group, "明天下午4点到5点301开教研会")
    await house.start()
    await house.presses("王芳", "改用302", "占用，可以改成")
    await house.presses("王芳", "确认", "预订会议：教研会")
    await house.sees("王芳", "已预订：教研会")


async def _is_kicked(house: House) -> None:
    """Another program has the robot's keys: the administrator hears of it; the house has it back when restarted."""
    async with socket_of(house.wecom) as other:
        await other.subscribe()
        await house.sees("刘洋", "别处用同一个机器人连上了企业微信", house.person("刘洋").with_app)
        await house.end()
        await house.start()


async def _moves(house: House) -> None:
    """Nobody is there when it is said; WeCom tells it again on the next connection, under the same number."""
    await house.end()
    house.wecom.unknowns.redelivers = True
    await house.person("赵敏").asks(house.group, "校务会改到后天下午4点")
    await house.start()
    await house.presses("赵敏", "确认", "改期：校务会")
    await house.sees("王伟", "会议改期，请重新答复：校务会", house.person("王伟").with_app)
    house.wecom.unknowns.redelivers = False


async def _supervises(house: House) -> None:
    """An acknowledgement is lost and the process lives: the card is there once; then it dies while a card changes."""
    li, wei = house.person("李主任"), house.person("王伟")
    house.wecom.faults.plan("message/send", LOST)
    assert (await li.tells_app("督办年度总结，主办王伟，周五前")).received
    await house.presses("李主任", "确认", "交办：年度总结", li.with_app)
    async with house.killed_in("message/update_template_card", LOST):
        await house.presses("王伟", "签收", "交办给你：督〔2026〕1号 年度总结", wei.with_app)
    await house.start()
    await house.sees("王伟", "已签收", wei.with_app)


async def _circulates(house: House) -> None:
    """The press is committed as soon as its card has changed: everybody gets the notice, whatever comes then."""
    await house.person("赵敏").asks(house.group, "通知全体：明天下午两点消防演练，请大家回复确认")
    await house.presses("赵敏", "发送", "发通知：明天下午两点消防演练")
    await house.sees("赵敏", "没有写联系人或电话\n赵敏已确认")
    await house.end()
    await house.start()
    for who in STAFF:
        await house.presses(who, "收到", "通知1 明天下午两点消防演练", house.person(who).with_app)
        await house.until(partial(_has_answered, house, who))


def _has_answered(house: House, who: str) -> bool:
    return any("已确认" in said for said in house.by_app(who) if "消防演练" in said)
