"""Socket Mode, as the official Python client speaks it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel

Hear = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]


class Ear:
    """Keeps what it hears; acknowledges unless it is told to be silent."""

    def __init__(self, answer: dict[str, Any] | None = None, silent: int = 0) -> None:
        self.heard: list[SocketModeRequest] = []
        self.answer = answer
        self.silent = silent

    async def __call__(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.silent:
            self.silent -= 1
            return
        payload = self.answer if request.accepts_response_payload else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


@asynccontextmanager
async def connected(slack: LocalSlack, ear: Hear) -> AsyncIterator[SocketModeClient]:
    slack.world.app.socket_mode = True
    before = len(slack.sockets.open)
    client = SocketModeClient(
        slack.world.app.app_token, web_client=AsyncWebClient(base_url=slack.api), ping_interval=60
    )
    client.socket_mode_request_listeners.append(ear)
    try:
        await client.connect()  # type: ignore[no-untyped-call]
        await slack.sockets.until(before + 1)
        yield client
    finally:
        await client.close()  # type: ignore[no-untyped-call]
        await client.aiohttp_client_session.close()


async def test_events_commands_and_presses_come_as_by_http(slack: LocalSlack, office: Channel) -> None:
    ear = Ear(answer={"text": "听到了"})
    async with connected(slack, ear):
        zhaomin = slack.member("zhaomin")
        assert (await zhaomin.says("你好")) is not None
        await zhaomin.commands("帮助 payload", office)
    first, second = ear.heard
    assert (first.type, first.payload["event"]["text"], first.accepts_response_payload) == ("events_api", "你好", False)
    assert (second.type, second.payload["text"]) == ("slash_commands", "帮助 payload")
    assert [line.text for line in zhaomin.sees(office)] == ["听到了"]


async def test_connections_share_what_comes(slack: LocalSlack) -> None:
    one, other = Ear(), Ear()
    async with connected(slack, one), connected(slack, other):
        for number in range(4):
            await slack.member("zhaomin").says(str(number))
    assert (len(one.heard), len(other.heard)) == (2, 2)
    assert {number for number, _ in slack.sockets.acks} == {1, 2}


async def test_what_was_not_acknowledged_comes_again(slack: LocalSlack) -> None:
    slack.wire.ack_seconds = 0.1
    ear = Ear(silent=1)
    async with connected(slack, ear):
        await slack.member("zhaomin").says("有人吗")
    first, again = ear.heard
    assert first.payload["event_id"] == again.payload["event_id"]
    assert (again.retry_attempt, again.retry_reason) == (1, "timeout")


async def test_a_connection_that_is_to_be_made_anew(slack: LocalSlack) -> None:
    ear = Ear()
    async with connected(slack, ear):
        await slack.sockets.disconnect("warning", hang_up=False)
        await slack.member("zhaomin").says("一")
        await slack.pass_by(hours=1)
        await slack.sockets.until(1)
        await slack.member("zhaomin").says("二")
    assert [request.payload["event"]["text"] for request in ear.heard] == ["一", "二"]


async def test_without_a_connection_a_person_sees_that_it_failed(slack: LocalSlack) -> None:
    slack.world.app.socket_mode = True
    zhaomin = slack.member("zhaomin")
    await zhaomin.commands("帮助")
    assert zhaomin.troubles == ["/xiaoban failed with the error “dispatch_unknown_error”"]


async def test_hello_and_goodbye(slack: LocalSlack) -> None:
    slack.world.app.socket_mode = True
    async with aiohttp.ClientSession() as http:
        address = slack.sockets.ticket()
        async with http.ws_connect(f"{address}&debug_reconnects=true") as socket:
            hello = json.loads(await socket.receive_str())
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            assert hello["debug_info"]["approximate_connection_time"] == 360
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(address)
            await slack.pass_by(seconds=350)
            assert json.loads(await socket.receive_str())["reason"] == "warning"
            await slack.sockets.switch_off()
            assert json.loads(await socket.receive_str())["reason"] == "link_disabled"


async def test_not_more_than_ten(slack: LocalSlack) -> None:
    slack.world.app.socket_mode = True
    async with aiohttp.ClientSession() as http:
        held = [await http.ws_connect(slack.sockets.ticket()) for _ in range(10)]
        await slack.sockets.until(len(held))
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(slack.sockets.ticket())
