"""The robot's connection: every way in which it ends, and what becomes of what was to be sent."""

import asyncio
from datetime import timedelta

import pytest

from adapters.http import Http
from adapters.wecom.robot.faults import RobotFault
from adapters.wecom.robot.line import BEAT
from adapters.wecom.robot.sending import task_id_of
from bot.errors import SendFailed
from tests.contract.wecom.conftest import Desk, answering, asking, desk_of, owed, shown, telling
from tests.platforms.wecom.caller import socket_of
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def works(desk: Desk, li: Person) -> None:
    """A question is heard and answered."""
    before = len(desk.house.texts)
    await li.says("在吗")
    await desk.hears(before + 1)
    await desk.robot.send(answering(desk.house.heard[-1], telling("在。"), f"works{before}"))
    assert shown(li, li.with_robot)[-1].text == "在。"


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_every_close_is_noticed(desk: Desk, li: Person, code: int) -> None:
    await desk.wecom.gateway.close(code)
    await desk.reopened()
    await works(desk, li)


async def test_a_cut_line_is_noticed(desk: Desk, li: Person) -> None:
    desk.wecom.gateway.cut()
    await desk.reopened()
    await works(desk, li)


async def test_it_stays_through_quiet_hours(desk: Desk, li: Person) -> None:
    for _beat in range(20):
        await desk.beats()
    assert desk.wecom.gateway.subscriptions == 1
    await works(desk, li)


async def test_a_silent_connection_is_given_up(desk: Desk, li: Person) -> None:
    """Two pings without an answer, long before WeCom drops it."""
    desk.wecom.faults.always("ping", Fault("hang"))
    await desk.wecom.pass_by(30 * SECOND)
    await desk.seen("ping", 1)
    await desk.wecom.pass_by(5 * SECOND)
    await desk.naps_until(2, lambda nap: nap == BEAT)
    await desk.wecom.pass_by(30 * SECOND)
    await desk.seen("ping", 2)
    await desk.wecom.pass_by(5 * SECOND)
    desk.wecom.faults.lift("ping")
    await desk.reopened()
    assert desk.wecom.gateway.subscriptions == 2
    await works(desk, li)


async def test_a_wecom_that_is_away_is_tried_ever_more_slowly(wecom: LocalWeCom, http: Http, li: Person) -> None:
    wecom.faults.plan("aibot_subscribe", Fault("status", code=1011), times=8)
    desk = desk_of(wecom, http)
    await desk.robot.start(desk.house)
    for number in range(8):
        await desk.naps_until(number + 1, _is_pause)
        await wecom.pass_by(timedelta(seconds=_pauses(desk)[-1]))
    await desk.robot.line.is_open.wait()
    for pause, meant in zip(_pauses(desk), (1, 2, 4, 8, 16, 32, 60, 60), strict=True):
        assert meant * 0.75 <= pause <= meant * 1.25
    await works(desk, li)
    await desk.robot.close()


def _pauses(desk: Desk) -> list[float]:
    """Those between attempts: no timeouts."""
    return [one for one in desk.naps if _is_pause(one)]


def _is_pause(nap: float) -> bool:
    return bool(nap % 0.5)


async def test_a_wrong_secret_is_told_and_does_not_knock_again_at_once(
    wecom: LocalWeCom, http: Http, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(wecom, http, "wrong")
    await desk.robot.start(desk.house)
    await desk.until(lambda: desk.robot.line.state == "refused" and desk.naps[-1] >= 90)
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == ["wecom.robot_refused"]
    assert "refused" in desk.robot.refuses(owed(desk.wecom.named("李主任").with_robot, telling()))
    await desk.robot.close()


async def test_a_kicked_connection_tells_and_does_not_fight(
    desk: Desk, li: Person, caplog: pytest.LogCaptureFixture
) -> None:
    async with socket_of(desk.wecom) as other:
        await other.subscribe()
        await desk.until(lambda: desk.robot.line.state == "kicked")
        for _minute in range(2):
            await desk.wecom.pass_by(MINUTE)
            await asyncio.sleep(0)
            assert (await other.ask("ping"))["errcode"] == 0
        assert desk.wecom.gateway.subscriptions == 2
        assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == ["wecom.robot_kicked"]
        message = owed(li.with_robot, telling())
        assert "kicked" in desk.robot.refuses(message)
        fault = await desk.fails(message)
        assert (fault.why, fault.unknown, fault.permanent) == ("unreachable", False, False)
    await desk.robot.start(desk.house)
    await desk.robot.line.is_open.wait()
    await works(desk, li)


async def test_a_forgotten_subscription_is_made_anew_and_the_message_goes(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.gateway.forget()
    sending = asyncio.create_task(desk.robot.send(owed(li.with_robot, telling("到期了。"))))
    await desk.reopened()
    await sending
    assert shown(li, li.with_robot)[-1].text == "到期了。"


async def test_a_ping_tells_of_a_forgotten_subscription(desk: Desk, li: Person) -> None:
    desk.wecom.gateway.forget()
    await desk.wecom.pass_by(30 * SECOND)
    await desk.reopened()
    await works(desk, li)


async def test_a_message_waits_a_moment_for_the_connection(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.gateway.cut()
    await desk.until(lambda: not desk.robot.line.is_open.is_set())
    sending = asyncio.create_task(desk.robot.send(owed(li.with_robot, telling("到期了。"))))
    await desk.reopened()
    await sending
    assert shown(li, li.with_robot)[-1].text == "到期了。"


async def test_and_no_longer(desk: Desk, li: Person) -> None:
    desk.wecom.faults.always("aibot_subscribe", Fault("reset"))
    desk.wecom.gateway.cut()
    await desk.until(lambda: not desk.robot.line.is_open.is_set())
    sending = asyncio.create_task(desk.robot.send(owed(li.with_robot, telling())))
    await desk.until(lambda: 5.0 in desk.naps)
    await desk.wecom.pass_by(5 * SECOND)
    with pytest.raises(SendFailed) as caught:
        await sending
    assert (caught.value.why, caught.value.unknown) == ("unreachable", False)


async def test_a_lost_acknowledgement_is_an_unknown_end(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("lost"))
    fault = await desk.fails(owed(li.with_robot, telling("一次")), seconds=5)
    assert (fault.why, fault.unknown) == ("no_answer", True)
    assert shown(li, li.with_robot)[-1].text == "一次"


async def test_a_late_acknowledgement_is_an_unknown_end_and_is_taken_for_no_other(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("slow", wait=8 * SECOND))
    assert (await desk.fails(owed(li.with_robot, telling("一次")), seconds=5)).unknown
    desk.wecom.faults.plan("aibot_send_msg", Fault("refuse", code=40058))
    fault = await desk.fails(owed(li.with_robot, telling("两次"), "k2"))
    await desk.wecom.pass_by(5 * SECOND)
    assert (fault.why, fault.permanent, fault.unknown) == ("refused", True, False)
    await works(desk, li)


@pytest.mark.parametrize(("kind", "was_shown"), [("cut", True), ("reset", False)])
async def test_a_line_that_breaks_while_sending_is_an_unknown_end(
    desk: Desk, li: Person, kind: str, was_shown: bool
) -> None:
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("cut" if kind == "cut" else "reset"))
    fault = await desk.fails(owed(li.with_robot, telling("一次")))
    assert fault.unknown
    assert (shown(li, li.with_robot)[-1].text == "一次") == was_shown
    await desk.reopened()
    await works(desk, li)


async def test_a_second_copy_of_a_card_is_not_shown(desk: Desk, li: Person) -> None:
    """Its task_id is the same, and WeCom has it already."""
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("lost"))
    assert (await desk.fails(owed(li.with_robot, asking()), seconds=5)).unknown
    sent = await desk.robot.send(owed(li.with_robot, asking()))
    assert sent.message_id == task_id_of("k1")
    assert [one.msgtype for one in shown(li, li.with_robot)] == ["markdown", "template_card"]


async def test_a_card_that_is_refused_is_put_into_words(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("refuse", code=40058))
    await desk.robot.send(owed(li.with_robot, asking()))
    assert shown(li, li.with_robot)[-1].text == "### 督办：年度总结\n\n回复序号：1 签收，2 退回"


@pytest.mark.parametrize("strict", ["cut", "refuse"])
async def test_advised_lengths_are_kept(desk: Desk, li: Person, strict: str) -> None:
    desk.wecom.unknowns.over_advice = "cut" if strict == "cut" else "refuse"
    await works(desk, li)
    title = "关于召开全校安全稳定工作会议暨春季学期开学工作部署会的通知（请各部门主要负责人参加）"
    await desk.robot.send(owed(li.with_robot, asking(title, body="请准时。" * 20)))
    assert "".join(title.split()) in "".join(_words(shown(li, li.with_robot)[-1].content))


def _words(card: dict[str, object]) -> str:
    title = card["main_title"]
    assert isinstance(title, dict)
    return f"{title['title']}{title.get('desc', '')}{card.get('sub_title_text', '')}"


async def test_nobody_has_written_there_yet(desk: Desk, li: Person, group: Talk) -> None:
    message = owed(group, telling())
    fault = await desk.fails(message)
    assert isinstance(fault, RobotFault)
    assert (fault.code, fault.permanent, fault.why) == (93001, True, "no_chat")
    assert "write to the robot" in fault.reason
    await li.asks(group, "在吗")
    await desk.robot.send(message)


@pytest.mark.parametrize(("code", "to"), [(93006, "wrNowhere"), (93008, "wrOthers")])
async def test_a_chat_that_is_none_or_not_ours(desk: Desk, code: int, to: str) -> None:
    talk = Talk(to, "group")
    if code == 93008:
        talk = desk.wecom.group("别的群", robot=False, id=to)
    fault = await desk.fails(owed(talk, telling()))
    assert isinstance(fault, RobotFault)
    assert (fault.code, fault.permanent, fault.needs_hello) == (code, True, True)


async def test_thirty_a_minute_are_kept_by_ourselves(desk: Desk, li: Person, wang: Person) -> None:
    await works(desk, li)
    fault = None
    for number in range(31):
        try:
            await desk.robot.send(owed(li.with_robot, telling(f"第{number}条"), f"m{number}"))
        except SendFailed as limited:
            fault = limited
            break
    assert fault
    assert (fault.why, fault.retry_after) == ("limited", 61 * SECOND)
    assert len(shown(li, li.with_robot)) == 28
    await works(desk, wang)
    await desk.beats()
    await desk.beats()
    await desk.wecom.pass_by(SECOND)
    await works(desk, li)


async def test_when_wecom_counts_otherwise_the_minute_is_waited_out(desk: Desk, li: Person) -> None:
    await works(desk, li)
    desk.wecom.faults.plan("aibot_send_msg", Fault("refuse", code=45009))
    message = owed(li.with_robot, telling())
    assert (await desk.fails(message)).retry_after == MINUTE
    assert (await desk.fails(message)).retry_after == MINUTE
    live = desk.wecom.gateway.live
    assert live
    assert [one["cmd"] for one in live.frames].count("aibot_send_msg") == 1


@pytest.mark.parametrize("again", [True, False])
async def test_what_comes_twice_after_a_reconnect_is_one_event(desk: Desk, li: Person, again: bool) -> None:
    """The house knows it by its id, and only one answer is owed."""
    desk.wecom.unknowns.redelivers = again
    desk.house.open.clear()
    await li.says("订301")
    await desk.until(lambda: desk.house.reached)
    desk.wecom.gateway.cut()
    await desk.reopened()
    await desk.wecom.timers.run_due()
    if again:
        await desk.until(lambda: desk.house.reached == 2)
    desk.house.open.set()
    await desk.until(lambda: len(desk.house.heard) == 1 + again)
    assert len({one.envelope.event_id for one in desk.house.heard if hasattr(one, "envelope")}) == 1
    await desk.robot.send(answering(desk.house.heard[0], telling("已预订。")))
    await desk.wecom.pass_by(10 * SECOND)
    await works(desk, li)
    assert [one.text for one in shown(li, li.with_robot)] == ["已预订。", "在。"]
    live = desk.wecom.gateway.live
    assert live
    assert "aibot_send_msg" not in [one["cmd"] for one in live.frames]


UNSURE = [
    {},
    {"flat_card_event": True, "redelivers": True, "fourth_message": "delivered"},
    {"over_advice": "refuse", "closes_refused": True, "refreshes_count": False},
    {"over_advice": "cut", "stream_life": 10 * MINUTE, "kick_code": 1001},
    {"bad_req_id": 40058, "stream_over": 40058, "not_subscribed": 40013},
]


@pytest.mark.parametrize("unsure", UNSURE, ids=str)
async def test_whatever_wecom_does_where_nobody_is_sure(desk: Desk, li: Person, unsure: dict[str, object]) -> None:
    """A slow answer, a card, its press and its change, a lost connection, and all of it again."""
    for name, value in unsure.items():
        setattr(desk.wecom.unknowns, name, value)
    for number in (1, 2):
        desk.house.open.clear()
        await li.says("督办")
        await desk.until(lambda: desk.house.reached > len(desk.house.heard))
        await desk.wecom.pass_by(3 * SECOND)
        await desk.until(lambda: shown(li, li.with_robot) and shown(li, li.with_robot)[-1].text == "正在处理……")
        desk.house.open.set()
        await desk.until(lambda: desk.house.reached == len(desk.house.heard))
        card = asking("督办：关于召开全校安全稳定工作会议的通知", body="请准时。")
        sent = await desk.robot.send(answering(desk.house.heard[-1], card, f"card{number}"))
        await li.presses(shown(li, li.with_robot)[-1], "supervision.accept:1")
        await desk.until(lambda number=number: len(desk.house.presses) == number)  # type: ignore[misc]
        change = owed(li.with_robot, asking("已签收", "报进展"), f"change{number}", sent.message_id)
        assert await desk.robot.send(change) == sent
        assert shown(li, li.with_robot)[-1].content["main_title"] == {"title": "已签收"}
        desk.wecom.gateway.cut()
        await desk.reopened()
    assert all(one.finished for one in shown(li, li.with_robot))


async def test_a_connection_that_does_not_last_is_made_ever_more_slowly(desk: Desk, li: Person) -> None:
    """Until one has lived through a ping."""
    for _time in range(3):
        desk.wecom.gateway.cut()
        await desk.reopened()
    await desk.beats()
    desk.wecom.gateway.cut()
    await desk.reopened()
    for pause, meant in zip(_pauses(desk), (1, 2, 4, 1), strict=True):
        assert meant * 0.75 <= pause <= meant * 1.25


async def test_closing_ends_it_and_may_come_twice(desk: Desk, li: Person) -> None:
    await desk.robot.close()
    await desk.robot.close()
    await desk.until(lambda: not desk.wecom.gateway.lines)
    await desk.robot.start(desk.house)
    await desk.robot.line.is_open.wait()
    await works(desk, li)


async def test_closing_does_not_wait_for_ever(desk: Desk, li: Person) -> None:
    desk.house.open.clear()
    await li.says("订301")
    await desk.until(lambda: desk.house.reached)
    before = desk.naps.count(3.0)
    closing = asyncio.create_task(desk.robot.close())
    await desk.until(lambda: desk.naps.count(3.0) > before)
    await desk.wecom.pass_by(3 * SECOND)
    await closing
    assert desk.house.texts == []


async def test_what_is_in_hand_is_committed_before_it_closes(desk: Desk, li: Person) -> None:
    desk.house.open.clear()
    await li.says("订301")
    await desk.until(lambda: desk.house.reached)
    closing = asyncio.create_task(desk.robot.close())
    await asyncio.sleep(0)
    desk.house.open.set()
    await closing
    assert desk.house.texts == ["订301"]
