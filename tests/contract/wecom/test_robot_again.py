"""The same thing a second time: answers, parts of messages, and what is said when all is said that may be."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import SendFailed
from bot.messages import OutFile
from tests.contract.wecom.conftest import Desk, answering, owed, shown, telling
from tests.contract.wecom.test_robot_connection import works
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.people import Person

SECOND = timedelta(seconds=1)


async def test_what_was_answered_and_comes_again_waits_for_nothing(desk: Desk, li: Person) -> None:
    asked = await li.says("订301")
    assert asked
    await desk.hears()
    await desk.robot.send(answering(desk.house.heard[0], telling("已预订。")))
    await desk.wecom.pass_by(3 * SECOND)
    for _turn in range(5):
        await asyncio.sleep(0)
    naps = len(desk.naps)
    await desk.wecom.robot.tell_again(asked)
    await desk.hears(2)
    await works(desk, li)
    assert desk.naps[naps:] == [3.0, 5.0]  # of the new question alone
    assert [one.text for one in shown(li, li.with_robot)] == ["已预订。", "在。"]


async def test_an_answer_that_was_too_much_answers_a_moment_later(desk: Desk, li: Person) -> None:
    asked = await li.says("今天")
    assert asked
    await desk.hears()
    desk.wecom.faults.plan("aibot_respond_msg", Fault("refuse", code=45033))
    message = answering(desk.house.heard[0], telling("今天没有会。"))
    assert (await desk.fails(message)).retry_after == 2 * SECOND
    await desk.robot.send(message)
    assert asked.done


async def test_what_arrived_of_a_message_is_not_sent_again(desk: Desk, li: Person) -> None:
    """But all of it is, when somebody says that it did not arrive."""
    await works(desk, li)
    message = owed(li.with_robot, telling("台账已导出。"), file=OutFile("台账.xlsx", b"PK" * 500))
    desk.wecom.faults.plan("aibot_send_msg", Fault("slow", wait=timedelta(0)))
    desk.wecom.faults.plan("aibot_send_msg", Fault("refuse", code=-1))
    sending = asyncio.create_task(desk.robot.send(message))
    await desk.seen("aibot_send_msg")
    await desk.wecom.timers.run_due()
    with pytest.raises(SendFailed):
        await sending
    assert [one.msgtype for one in shown(li, li.with_robot)[1:]] == ["file"]
    await desk.robot.send(message)
    assert [one.msgtype for one in shown(li, li.with_robot)[1:]] == ["file", "markdown"]
    await desk.robot.send(message)
    assert [one.msgtype for one in shown(li, li.with_robot)[1:]] == ["file", "markdown"] * 2


async def test_a_stream_is_closed_even_when_all_is_said_that_may_be(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.house.open.clear()
    await li.says("汇总")
    await desk.until(lambda: desk.house.reached == 2)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: len(shown(li, li.with_robot)) == 2)
    for number in range(26):
        await desk.robot.send(owed(li.with_robot, telling(f"第{number}条"), f"m{number}"))
    assert (await desk.fails(owed(li.with_robot, telling("太多"), "k2"))).why == "limited"
    desk.house.open.set()
    await desk.naps_until(1, lambda nap: nap == 12)
    await desk.wecom.pass_by(12 * SECOND)
    await desk.until(lambda: all(one.finished for one in shown(li, li.with_robot)))
