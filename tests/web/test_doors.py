"""The front door: hooks, health, metrics, and who is let in to the chat page."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.cards import Card, Limits
from bot.delivery import OnUnknown
from bot.engine.counts import Histogram
from bot.errors import TryAgain
from bot.messages import Account, Outgoing, Sent
from bot.ports import Adapter, Dispatch, HttpRequest, HttpResponse, no_accounts
from bot.web.metrics import Labels
from bot.web.server import BODY_LIMIT, make_app, serving
from tests.local_chat import GROUP, LocalChat, local_chat

SAID = {"as": "zhaomin", "chat": "office", "text": "帮助"}


class Echo:
    """A platform that answers with what it was given."""

    name = "echo"
    limits = Limits(buttons=1, text=100)
    exclusive = False
    sends_from_anywhere = True
    on_unknown: OnUnknown = "retry"

    async def start(self, dispatch: Dispatch) -> None: ...
    async def close(self) -> None: ...

    async def receive(self, request: HttpRequest) -> HttpResponse:
        if request.body == b"busy":
            raise TryAgain
        said = [request.method, request.path, dict(request.query), request.headers["x-signed"], request.body.decode()]
        return HttpResponse(201, json.dumps(said).encode(), "application/x-echo", {"X-Back": "yes"})

    async def send(self, message: Outgoing) -> Sent:
        return Sent(message.key)

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        return None


@dataclass
class Counted:
    def all(self) -> Mapping[tuple[str, Labels], int]:
        return {("events", (("kind", "text"),)): 3, ("events", (("kind", "press"),)): 1}

    def histograms(self) -> Mapping[tuple[str, Labels], Histogram]:
        return {("lateness_seconds", (("kind", "soon"),)): Histogram((1.0, 60.0), [2, 1, 1], 75.5)}


@dataclass
class House:
    port: int
    chat: LocalChat
    http: aiohttp.ClientSession
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        async with self.http.post(self.url(path), json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.http.get(self.url(path), headers=headers) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    chat, reasons, warnings = await local_chat(), list[str](), list[str]()

    async def ready() -> Sequence[str]:
        return reasons

    async def gauges() -> Mapping[str, float]:
        return {"outbox_open": 2}

    adapters: dict[str, Adapter] = {"sim": chat.adapter, "echo": Echo()}
    app = make_app(adapters, ready=ready, counts=Counted(), gauges=gauges, warnings=lambda: warnings, sim=chat.adapter)
    async with serving(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as http:
        yield House(port, chat, http, reasons, warnings)


@pytest.mark.parametrize("path", ["/hooks/echo", "/hooks/echo/app/events"])
async def test_a_hook_passes_the_request_on_as_it_came(house: House, path: str) -> None:
    async with house.http.post(
        house.url(path) + "?nonce=a%2Bb", data="原文".encode(), headers={"X-Signed": "s"}
    ) as answer:
        assert (answer.status, answer.headers["Content-Type"], answer.headers["X-Back"]) == (
            201,
            "application/x-echo",
            "yes",
        )
        assert json.loads(await answer.read()) == ["POST", path, {"nonce": "a+b"}, "s", "原文"]


async def test_a_platform_that_is_not_there(house: House) -> None:
    status, answer = await house.post("/hooks/feishu", {})
    assert (status, answer) == (404, {"error": "There is no platform feishu here."})


async def test_a_busy_store_asks_for_another_delivery(house: House) -> None:
    async with house.http.post(house.url("/hooks/echo"), data=b"busy") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")


async def test_a_body_of_more_than_a_megabyte_is_refused(house: House) -> None:
    async with house.http.post(house.url("/hooks/echo"), data=BytesIO(b"x" * (BODY_LIMIT + 1))) as answer:
        assert answer.status == 413
        assert "1048576" in (await answer.json())["error"]


async def test_health_and_readiness(house: House) -> None:
    assert json.loads((await house.get("/healthz"))[1])["alive"] is True
    assert await house.get("/readyz") == (200, '{"ready": true, "reasons": []}')
    house.warnings.append("slack: fails")
    assert await house.get("/readyz") == (200, '{"ready": true, "reasons": [], "warnings": ["slack: fails"]}')
    house.warnings.clear()
    house.reasons.append("database: no answer")
    assert await house.get("/readyz") == (503, '{"ready": false, "reasons": ["database: no answer"]}')


async def test_metrics_tell_what_was_answered_and_what_stands(house: House) -> None:
    await house.post("/sim/api/messages", SAID)
    await house.post("/sim/api/messages", {})
    status, text = await house.get("/metrics")
    lines = set(text.splitlines())
    assert status == 200
    assert {
        'xiaoban_hooks_total{platform="sim",status="200"} 1.0',
        'xiaoban_hooks_total{platform="sim",status="400"} 1.0',
        'xiaoban_hook_seconds_bucket{le="+Inf",platform="sim"} 2.0',
        'xiaoban_hook_seconds_count{platform="sim"} 2.0',
        'xiaoban_events_total{kind="text"} 3.0',
        'xiaoban_events_total{kind="press"} 1.0',
        "xiaoban_outbox_open 2.0",
        'xiaoban_lateness_seconds_bucket{kind="soon",le="1.0"} 2.0',
        'xiaoban_lateness_seconds_bucket{kind="soon",le="60.0"} 3.0',
        'xiaoban_lateness_seconds_bucket{kind="soon",le="+Inf"} 4.0',
        'xiaoban_lateness_seconds_sum{kind="soon"} 75.5',
    } <= lines
    assert text.count("# TYPE xiaoban_events_total") == 1


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/sim/api/office", "/sim/static/layout.css", "/nothing", "/hooks/none"]
)
async def test_every_answer_is_safe_to_show(house: House, path: str) -> None:
    async with house.http.get(house.url(path)) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_without_the_local_chat_the_house_says_its_name() -> None:
    async def nothing() -> dict[str, float]:
        return {}

    async def ready() -> Sequence[str]:
        return []

    app = make_app({}, ready=ready, counts=Counted(), gauges=nothing)
    async with serving(app, "127.0.0.1", 0) as port, aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{port}/") as answer:
            assert (await answer.text()).startswith("xiaoban ")
        async with http.get(f"http://127.0.0.1:{port}/sim/api/office") as answer:
            assert answer.status == 404


async def test_the_page_is_there(house: House) -> None:
    status, page = await house.get("/")
    assert status == 200
    assert "<title>小办" in page


async def test_a_message_goes_in_and_stands_in_the_chat(house: House) -> None:
    assert await house.post("/sim/api/messages", {**SAID, "event_id": "e1"}) == (200, {"event_id": "e1"})
    status, lines = await house.get("/sim/api/chats/dm%3Azhaomin/messages?after=0")
    assert (status, lines) == (200, "[]")
    assert "帮助" in (await house.get("/sim/api/chats/office/messages"))[1]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8420", "10.0.0.5", "127.0.0.1.evil.example", "[", ""])
@pytest.mark.parametrize("path", ["/", "/sim/api/office", "/sim/api/events"])
async def test_the_page_answers_to_this_machines_own_names_only(house: House, host: str, path: str) -> None:
    assert (await house.get(path, Host=host))[0] == 403


@pytest.mark.parametrize("host", ["localhost:8420", "127.0.0.1", "[::1]:8420"])
async def test_the_names_of_this_machine(house: House, host: str) -> None:
    assert (await house.get("/sim/api/office", Host=host))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_page_may_not_speak_for_people_here(house: House, origin: str) -> None:
    assert (await house.post("/sim/api/messages", SAID, Origin=origin))[0] == 403
    assert house.chat.heard == []


async def test_its_own_page_may(house: House) -> None:
    assert (await house.post("/sim/api/messages", SAID, Origin=house.url("")))[0] == 200


async def test_new_lines_are_streamed_until_the_house_closes(house: House) -> None:
    async with house.http.get(house.url("/sim/api/events")) as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        await house.chat.adapter.send(Outgoing("k1", GROUP, Card("开会了")))
        frame = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 1)
        assert frame.startswith(b"id: 1\ndata: {")
        await house.chat.adapter.close()
        assert await asyncio.wait_for(stream.content.read(), 1) == b""


async def test_a_stream_for_nobody_is_refused(house: House) -> None:
    assert (await house.get("/sim/api/events?as=nobody"))[0] == 400


async def test_an_open_stream_does_not_hold_up_the_stop() -> None:
    chat = await local_chat()

    async def ready() -> Sequence[str]:
        return []

    async def gauges() -> Mapping[str, float]:
        return {}

    app = make_app({"sim": chat.adapter}, ready=ready, counts=Counted(), gauges=gauges, sim=chat.adapter)
    async with aiohttp.ClientSession() as http:
        async with asyncio.timeout(2), serving(app, "127.0.0.1", 0) as port:
            stream = await http.get(f"http://127.0.0.1:{port}/sim/api/events")
            await stream.content.readuntil(b"\n\n")
        stream.close()
