"""The gateway judged by the official and the community's Python client."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from tests.platforms.wecom.caller import socket_of
from tests.platforms.wecom.dialogue import converses, hands_files_over, pinged
from tests.platforms.wecom.judges import Bot, community, official
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

Judge = Callable[..., AbstractAsyncContextManager[Bot]]
JUDGES = pytest.mark.parametrize("judge", [official, community])


@JUDGES
async def test_a_conversation(wecom: LocalWeCom, li: Person, wang: Person, group: Talk, judge: Judge) -> None:
    async with judge(wecom) as bot:
        await converses(wecom, li, wang, group)
        assert bot.trouble == []


@JUDGES
async def test_files_that_people_hand_over(wecom: LocalWeCom, li: Person, judge: Judge) -> None:
    async with judge(wecom):
        await wecom.bell.until(lambda: wecom.gateway.live)
        await li.hands_over("台账.txt", "督办".encode())
        await wecom.bell.until(lambda: li.last(li.with_robot).text == "台账.txt: 督办")


async def test_files_that_the_robot_hands_over(wecom: LocalWeCom, li: Person) -> None:
    async with community(wecom):
        await hands_files_over(wecom, li)


@JUDGES
async def test_heartbeats(wecom: LocalWeCom, judge: Judge) -> None:
    """After two without an answer it would have hung up, so four on one connection were answered."""
    async with judge(wecom, heartbeat=50):
        await wecom.bell.until(lambda: pinged(wecom, 4))


@JUDGES
async def test_being_kicked(wecom: LocalWeCom, judge: Judge) -> None:
    async with judge(wecom) as bot:
        await wecom.bell.until(lambda: wecom.gateway.live)
        async with socket_of(wecom) as second:
            await second.subscribe()
            await wecom.bell.until(lambda: bot.kicked and len(wecom.gateway.lines) == 1)
            assert (await second.ask("ping"))["errcode"] == 0


@JUDGES
async def test_a_wrong_secret(wecom: LocalWeCom, judge: Judge) -> None:
    async with judge(wecom, secret="wrong") as bot:
        await wecom.bell.until(lambda: bot.trouble)
        assert "853000" in bot.trouble[0]
        assert wecom.gateway.live is None


@JUDGES
async def test_a_cut_line_is_taken_up_again(wecom: LocalWeCom, li: Person, group: Talk, judge: Judge) -> None:
    async with judge(wecom, reconnect_interval=1):
        await wecom.bell.until(lambda: wecom.gateway.live)
        wecom.gateway.cut()
        await wecom.bell.until(lambda: wecom.gateway.subscriptions == 2)
        await li.asks(group, "在吗")
        await wecom.bell.until(lambda: li.last(group).text == "好了")
