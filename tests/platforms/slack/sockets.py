"""Socket Mode: connections that share what comes, hear hello, acknowledge, and are told to come again."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.platforms.slack.wire import Answer, Parcel

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

MOST = 10
LIFE = timedelta(hours=1)
SHORT_LIFE = timedelta(seconds=360)
NOTICE = timedelta(seconds=10)
GOODBYE = 0.2
"""Seconds that an app has for answering a goodbye."""


class Sockets:
    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self.open: list[web.WebSocketResponse] = []
        self.changed = asyncio.Event()
        self.acks: list[tuple[int, str]] = []
        """Number of the connection and the envelope that it acknowledged."""
        self.numbers: dict[web.WebSocketResponse, int] = {}

    def ticket(self) -> str:
        ticket = self._slack.world.number("t")
        self._tickets.add(ticket)
        return f"{self._slack.address.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._slack.world.app.id}"

    async def until(self, connections: int) -> None:
        """So many are open."""
        while len(self.open) != connections:
            self.changed.clear()
            await self.changed.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The address of a ticket is good for one connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or len(self.open) >= MOST:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=GOODBYE)
        await socket.prepare(request)
        life = SHORT_LIFE if request.query.get("debug_reconnects") == "true" else LIFE
        await self._hello(socket, life)
        try:
            await self._listen(socket)
        finally:
            self._left(socket)
        return socket

    async def carry(self, parcel: Parcel, seconds: float) -> Answer:
        """To one of the connections, in turn."""
        live = [each for each in self.open if not each.closed]
        if not live:
            return Answer(reason="connection_failed")
        socket = live[self._turn % len(live)]
        self._turn += 1
        envelope_id = self._slack.world.number("env")
        retry = {"retry_attempt": parcel.attempt, "retry_reason": "timeout" if parcel.attempt else ""}
        told = {
            "envelope_id": envelope_id, "payload": parcel.payload, "type": parcel.kind,
            "accepts_response_payload": parcel.answers, **(retry if parcel.kind == "events_api" else {}),
        }  # fmt: skip
        return await self._acknowledged(socket, envelope_id, told, seconds)

    async def disconnect(self, reason: str = "refresh_requested", hang_up: bool = True) -> None:
        """To all of them; after a warning the connection lives on for a while."""
        for socket in list(self.open):
            await self._say_goodbye(socket, reason, hang_up)

    async def switch_off(self) -> None:
        self._slack.world.app.socket_mode = False
        await self.disconnect("link_disabled")

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in list(self.open)))

    async def _acknowledged(
        self, socket: web.WebSocketResponse, envelope_id: str, told: Mapping[str, Any], seconds: float
    ) -> Answer:
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(told)
            async with asyncio.timeout(seconds):
                payload = await answer
        except (TimeoutError, ConnectionError):
            return Answer(reason="http_timeout")
        finally:
            del self._waiting[envelope_id]
        return Answer(200, json.dumps(payload).encode() if payload else b"")

    async def _hello(self, socket: web.WebSocketResponse, life: timedelta) -> None:
        self.open.append(socket)
        self.numbers[socket] = len(self.numbers) + 1
        await socket.send_json({
            "type": "hello", "num_connections": len(self.open), "connection_info": {"app_id": self._slack.world.app.id},
            "debug_info": {
                "host": "applink-local", "started": "2026-01-01 00:00:00.000", "build_number": 1,
                "approximate_connection_time": int(life.total_seconds()),
            },
        })  # fmt: skip
        self.changed.set()
        self._slack.timers.after(life - NOTICE, partial(self._say_goodbye, socket, "warning", False))
        self._slack.timers.after(life, partial(self._say_goodbye, socket, "refresh_requested", True))

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            envelope_id = said.get("envelope_id")
            if (waiting := self._waiting.get(envelope_id)) is not None and not waiting.done():
                self.acks.append((self.numbers[socket], envelope_id))
                waiting.set_result(said.get("payload") or {})

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: str, hang_up: bool) -> None:
        if socket.closed:
            return
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}})
        if hang_up:
            self._left(socket)
            self._slack.in_background(_hang_up(socket))

    def _left(self, socket: web.WebSocketResponse) -> None:
        """Nothing is carried to it any more."""
        if socket in self.open:
            self.open.remove(socket)
            self.changed.set()


async def _hang_up(socket: web.WebSocketResponse) -> None:
    await socket.close()
