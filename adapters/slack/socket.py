"""Socket Mode: a connection that we open, for a house that Slack cannot reach. Several processes may each have one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from adapters.http import Http, Socket
from adapters.slack.api import Api, Sleep
from adapters.slack.heard import Kind, Payload, Unreadable
from bot.errors import SendFailed, TryAgain
from bot.log import get_log, incident

log = get_log("slack")

Take = Callable[[Kind, Payload], Awaitable[Any]]

HEARTBEAT = 20.0
"""Seconds between pings; a connection that answers none is given up, however open it looks."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
AT_ONCE = 64
LAST_ACKS = 3.0
KINDS: dict[str, Kind] = {
    "events_api": "events_api", "slash_commands": "slash_commands", "interactive": "interactive",
}  # fmt: skip


class SocketMode:
    """What is acknowledged is committed; what could not be taken Slack brings again, here or on another connection."""

    def __init__(self, http: Http, api: Api, take: Take, sleep: Sleep = asyncio.sleep) -> None:
        self._http = http
        self._api = api
        self._take = take
        self._sleep = sleep
        self._running: asyncio.Task[None] | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self.is_open = asyncio.Event()

    def start(self) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.wait({running})

    async def _run(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._connect()
                pause = FIRST_PAUSE
                continue
            except SendFailed as fault:
                log.warning(
                    "slack.socket_lost", reason=fault.reason, hint="check adapters.slack.app_token", again=pause
                )
                wait, pause = max(pause, fault.retry_after or pause), min(pause * 2, LONGEST_PAUSE)
            except Exception as fault:
                incident(log, "slack.socket_incident", fault)
                wait, pause = pause, min(pause * 2, LONGEST_PAUSE)
            await self._sleep(wait.total_seconds())

    async def _connect(self) -> None:
        """Until Slack asks for another connection; SendFailed when there was none, or it broke."""
        opened = await self._api.call("apps.connections.open")
        async with self._http.socket(str(opened["url"]), HEARTBEAT) as socket:
            try:
                await self._listen(socket)
            finally:
                self.is_open.clear()
                if self._in_hand:
                    await asyncio.wait(self._in_hand, timeout=LAST_ACKS)

    async def _listen(self, socket: Socket) -> None:
        while (text := await socket.receive()) is not None:
            frame = _frame(text)
            if frame.get("type") == "hello":
                log.info("slack.socket_open", connections=frame.get("num_connections"))
                self.is_open.set()
            elif frame.get("type") == "disconnect":
                return _let_go(str(frame.get("reason")))
            elif frame.get("envelope_id"):
                await self._begin(socket, frame)
        raise SendFailed("the socket was closed", why="unreachable")

    async def _begin(self, socket: Socket, frame: Payload) -> None:
        await self._places.acquire()
        task = asyncio.create_task(self._acknowledge(socket, frame))
        self._in_hand.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: "asyncio.Task[None]") -> None:
        self._in_hand.discard(task)
        self._places.release()

    async def _acknowledge(self, socket: Socket, frame: Payload) -> None:
        try:
            answer = await self._answer(frame)
            acknowledged = {"envelope_id": frame["envelope_id"], **({"payload": answer} if answer else {})}
            await socket.send(json.dumps(acknowledged))
        except TryAgain:
            log.warning("slack.not_acknowledged", hint="the house is busy; Slack brings it again")
        except SendFailed as fault:
            log.warning("slack.not_acknowledged", reason=fault.reason, hint="Slack brings it again")
        except Exception as fault:
            incident(log, "slack.socket_incident", fault)

    async def _answer(self, frame: Payload) -> Any:
        """Kinds that we do not know, and what nobody can read, are acknowledged, or they would come for ever."""
        kind = KINDS.get(str(frame.get("type")))
        try:
            return await self._take(kind, frame.get("payload") or {}) if kind else None
        except Unreadable:
            log.warning("slack.unreadable", kind=kind)
            return None


def _let_go(reason: str) -> None:
    """Another connection is opened at once, unless somebody switched Socket Mode off."""
    if reason == "link_disabled":
        raise SendFailed("Socket Mode is switched off in the app's settings", why="not_allowed")
    log.info("slack.socket_renewed", reason=reason)


def _frame(text: str) -> Payload:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
