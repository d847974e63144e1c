"""The robot's connection: who may hold it, and every way in which it ends."""

from datetime import timedelta

import pytest
from aiohttp import WSServerHandshakeError

from tests.platforms.wecom.caller import Socket, ping_through, socket_of
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def test_the_first_frame_must_subscribe(wecom: LocalWeCom) -> None:
    async with socket_of(wecom) as socket:
        assert (await socket.ask("ping"))["errcode"] == 846609
        assert (await socket.subscribe(bot_id="aibStranger"))["errcode"] == 93019
        assert (await socket.subscribe(secret="wrong"))["errcode"] == 853000
        assert await socket.subscribe() == {
            "headers": {"req_id": "aibot_subscribe-4"}, "errcode": 0, "errmsg": "ok",
        }  # fmt: skip
        assert (await socket.subscribe())["errcode"] == 45009
        assert (await socket.ask("ping", req_id="p1")) == {"headers": {"req_id": "p1"}, "errcode": 0, "errmsg": "ok"}


async def test_a_refused_one_may_be_hung_up_on(wecom: LocalWeCom) -> None:
    wecom.unknowns.closes_refused = True
    async with socket_of(wecom) as socket:
        assert (await socket.subscribe(secret="wrong"))["errcode"] == 853000
        await socket.closed.wait()


async def test_subscribing_again_and_again_is_throttled(wecom: LocalWeCom) -> None:
    wecom.gateway.pace.limits[MINUTE] = 2
    async with socket_of(wecom) as socket:
        codes = [(await socket.subscribe(secret="wrong"))["errcode"] for _ in range(3)]
        assert codes == [853000, 853000, 45009]
        await wecom.pass_by(MINUTE)
        assert (await socket.subscribe())["errcode"] == 0


async def test_a_second_connection_kicks_the_first(wecom: LocalWeCom, socket: Socket, li: Person, group: Talk) -> None:
    async with socket_of(wecom) as second:
        await second.subscribe()
        told = await socket.next()
        assert told["cmd"] == "aibot_event_callback"
        assert told["body"]["event"] == {"eventtype": "disconnected_event"}
        await socket.closed.wait()
        assert socket.ws.close_code == 1000
        await li.asks(group, "我的督办")
        assert (await second.next())["body"]["from"] == {"userid": "lizhuren"}


async def test_a_silent_connection_is_dropped(wecom: LocalWeCom, socket: Socket) -> None:
    await ping_through(socket, 8 * MINUTE)
    await wecom.pass_by(3 * MINUTE)
    await socket.closed.wait()
    assert wecom.gateway.live is None


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_the_gateway_closes(wecom: LocalWeCom, socket: Socket, code: int) -> None:
    await wecom.gateway.close(code)
    await socket.closed.wait()
    assert socket.ws.close_code == code


async def test_the_line_is_cut(wecom: LocalWeCom, socket: Socket) -> None:
    wecom.gateway.cut()
    await socket.closed.wait()
    assert socket.ws.close_code == 1006
    await wecom.bell.until(lambda: wecom.gateway.live is None)


async def test_a_forgotten_subscription(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    await li.says("在吗")
    wecom.gateway.forget()
    assert await socket.push(li.id, 1) == 846609
    assert (await socket.subscribe())["errcode"] == 0
    assert await socket.push(li.id, 1) == 0


async def test_a_lost_acknowledgement_was_shown(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    await li.says("在吗")
    wecom.faults.plan("aibot_send_msg", Fault("lost"))
    body = {"chatid": li.id, "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "一次"}}
    unanswered = await socket.send("aibot_send_msg", body)
    assert (await socket.ask("ping"))["errcode"] == 0
    assert not unanswered.done()
    assert li.last(li.with_robot).text == "一次"


async def test_a_late_acknowledgement(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    await li.says("在吗")
    wecom.faults.plan("aibot_send_msg", Fault("slow", wait=8 * SECOND))
    body = {"chatid": li.id, "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "一次"}}
    late = await socket.send("aibot_send_msg", body)
    assert (await socket.ask("ping"))["errcode"] == 0
    await wecom.pass_by(7 * SECOND)
    assert (await socket.ask("ping"))["errcode"] == 0
    assert not late.done()
    await wecom.pass_by(SECOND)
    assert (await late)["errcode"] == 0


@pytest.mark.parametrize(("fault", "shown"), [("cut", True), ("reset", False)])
async def test_the_line_breaks_while_sending(
    wecom: LocalWeCom, socket: Socket, li: Person, fault: str, shown: bool
) -> None:
    await li.says("在吗")
    wecom.faults.plan("aibot_send_msg", Fault("cut" if fault == "cut" else "reset"))
    body = {"chatid": li.id, "chat_type": 1, "msgtype": "markdown", "markdown": {"content": "一次"}}
    await socket.send("aibot_send_msg", body)
    await socket.closed.wait()
    assert (li.last(li.with_robot).text == "一次") == shown


async def test_pings_that_nobody_answers(wecom: LocalWeCom, socket: Socket) -> None:
    wecom.faults.always("ping", Fault("hang"))
    unanswered = await socket.send("ping")
    assert (await socket.ask("aibot_send_msg", {"msgtype": "markdown", "chatid": "nobody"}))["errcode"] == 93006
    assert not unanswered.done()


@pytest.mark.parametrize("again", [True, False])
async def test_what_comes_while_we_are_away(wecom: LocalWeCom, li: Person, again: bool) -> None:
    wecom.unknowns.redelivers = again
    lost = await li.says("有人吗")
    assert lost is not None
    async with socket_of(wecom) as socket:
        await socket.subscribe()
        await wecom.timers.run_due()
        await li.says("现在呢")
        first = (await socket.next())["body"]
        assert (first["msgid"] == lost.msgid) == again


async def test_a_robot_by_url_holds_no_connection(wecom: LocalWeCom) -> None:
    wecom.robot.me.by_url = True
    async with socket_of(wecom) as socket:
        assert (await socket.subscribe())["errcode"] == 93019


async def test_malformed_frames_and_unknown_commands(wecom: LocalWeCom, socket: Socket) -> None:
    for raw in ("no json", "[]", "{}", '{"headers":[]}'):
        await socket.ws.send_str(raw)
        assert (await socket.next())["errcode"] == 40058
    assert (await socket.ask("aibot_get_mcp_config"))["errcode"] == 40058


async def test_an_untrusted_address_where_the_gateway_minds(wecom: LocalWeCom) -> None:
    wecom.app.trusted = False
    async with socket_of(wecom) as socket:
        assert (await socket.subscribe())["errcode"] == 0
    wecom.unknowns.gateway_wants_trusted_ip = True
    with pytest.raises(WSServerHandshakeError, match="403"):
        async with socket_of(wecom):
            pass
