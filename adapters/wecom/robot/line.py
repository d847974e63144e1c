"""The robot's one connection: subscribed, kept alive, opened again whenever it ends; and what is asked on it."""

import asyncio
import json
import random
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Literal

from adapters.http import Http, Socket
from adapters.wecom.robot.faults import NOT_ADMITTED, NOT_SUBSCRIBED, RobotFault, fault_of
from bot.errors import SendFailed
from bot.log import get_log, incident

log = get_log("wecom")

Json = Mapping[str, Any]
Sleep = Callable[[float], Awaitable[None]]
Hear = Callable[[str, Json], None]
State = Literal["closed", "away", "open", "refused", "kicked"]
"""`refused`: WeCom does not know the robot or its secret; `kicked`: another connection has taken over."""

BEAT, MISSED = 30.0, 2
ACK = 5.0
"""Seconds that WeCom has for an acknowledgement."""

READY = 5.0
"""Seconds that a message waits for a connection that is being opened again."""

FIRST_PAUSE, LONGEST_PAUSE, REFUSED_PAUSE = 1.0, 60.0, 120.0
DISCONNECTED = "disconnected_event"


class Line:
    """`hear` is given the req_id and the body of everything that WeCom brings."""

    def __init__(self, http: Http, url: str, bot_id: str, secret: str, sleep: Sleep = asyncio.sleep) -> None:
        self._http = http
        self._url = url
        self._told = {"bot_id": bot_id, "secret": secret}
        self._sleep = sleep
        self._running: asyncio.Task[None] | None = None
        self._socket: Socket | None = None
        self._over = asyncio.Event()
        self._is_steady = False
        self._asked: dict[str, deque[asyncio.Future[Json]]] = {}
        self.hear: Hear = _nobody
        self.when_kicked: Callable[[], Awaitable[None]] = _nothing
        self.state: State = "closed"
        self.is_open = asyncio.Event()

    def start(self) -> None:
        """Also after a kick: whoever starts it says that this is the one."""
        if self._running is None or self._running.done():
            self.state = "away"
            self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.wait({running})
        self.state = "closed"

    @property
    def _is_kicked(self) -> bool:
        return self.state == "kicked"

    async def ready(self) -> None:
        """SendFailed when there is no connection, and none within a few seconds."""
        if self.is_open.is_set():
            return
        if self.state in {"away", "refused"} and await in_time(self.is_open.wait(), self._sleep(READY)):
            return
        raise SendFailed(f"the robot is not connected ({self.state})", why="unreachable")

    async def ask(self, what: str, body: Json | None = None, req_id: str = "", within: float = ACK) -> Json:
        """What comes back with the acknowledgement. SendFailed: `unknown` where none came, RobotFault where WeCom said
        no; a connection on which the robot is no longer known is given up."""
        socket = self._socket
        if socket is None:
            raise SendFailed(f"the robot is not connected ({self.state})", why="unreachable")
        name = req_id or f"{what}-{secrets.token_hex(8)}"
        frame: dict[str, Any] = {"cmd": what, "headers": {"req_id": name}, **({"body": body} if body else {})}
        told = await self._acknowledged(socket, name, json.dumps(frame, ensure_ascii=False), within)
        code = told.get("errcode") or 0
        if code == NOT_SUBSCRIBED:
            self._leave()
        if code:
            raise fault_of(what, code if isinstance(code, int) else -1)
        return told.get("body") or {}

    async def _acknowledged(self, socket: Socket, name: str, frame: str, within: float) -> Json:
        """Frames of one req_id are acknowledged in their order."""
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(name, deque()).append(waiting)
        try:
            await socket.send(frame)
            if not await in_time(waiting, self._sleep(within)):
                raise SendFailed(f"no acknowledgement within {within:g} s", unknown=True)
            return waiting.result()
        finally:
            if not waiting.cancel() and not waiting.cancelled():
                waiting.exception()  # it is seen, whoever waited for it
            self._forget(name, waiting)

    def _forget(self, name: str, waiting: "asyncio.Future[Json]") -> None:
        with suppress(KeyError, ValueError):
            self._asked[name].remove(waiting)
        if not self._asked.get(name):
            self._asked.pop(name, None)

    async def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._is_kicked:
            try:
                await self._connect()
                pause = FIRST_PAUSE if self._is_steady else pause
                log.info("wecom.robot_line_ended")
            except SendFailed as fault:
                pause = self._note(fault, pause)
            except Exception as fault:
                incident(log, "wecom.robot_line_incident", fault)
            if not self._is_kicked:
                await self._sleep(pause * random.uniform(0.75, 1.25))
                pause = min(pause * 2, LONGEST_PAUSE)
        log.error("wecom.robot_kicked", hint="another connection of the same robot took over: let one house use it")
        await self.when_kicked()

    def _note(self, fault: SendFailed, pause: float) -> float:
        """Who is not admitted does not knock at once again: WeCom shuts out whoever does."""
        if isinstance(fault, RobotFault) and fault.code in NOT_ADMITTED:
            self.state = "refused"
            log.error("wecom.robot_refused", reason=fault.reason, again=REFUSED_PAUSE)
            return REFUSED_PAUSE
        wished = fault.retry_after.total_seconds() if fault.retry_after else 0.0
        log.warning("wecom.robot_line_lost", reason=fault.reason, again=max(pause, wished))
        return max(pause, wished)

    async def _connect(self) -> None:
        """Until the connection is over, however it ends; SendFailed when the robot is not let on it."""
        self._over.clear()
        self._is_steady = False
        async with self._http.socket(self._url, None) as socket:
            self._socket = socket
            listening = asyncio.create_task(self._listen(socket))
            living = asyncio.create_task(self._live())
            try:
                await asyncio.wait({listening, living}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._gone()
                await _ended(listening, living)
        for task in (living, listening):
            if not task.cancelled():
                task.result()

    def _leave(self) -> None:
        """Nothing more goes on this connection."""
        self.is_open.clear()
        self._over.set()
        if self.state == "open":
            self.state = "away"

    def _gone(self) -> None:
        self._socket = None
        self._leave()
        for waiting in [one for asked in self._asked.values() for one in asked]:
            if not waiting.done():
                waiting.set_exception(SendFailed("the connection broke before the acknowledgement", unknown=True))

    async def _live(self) -> None:
        """Until the watchdog gives up or the robot is forgotten; SendFailed when it is not admitted."""
        await self.ask("aibot_subscribe", self._told, within=2 * ACK)
        self.state = "open"
        self.is_open.set()
        log.info("wecom.robot_line_open")
        over, beating = asyncio.create_task(self._over.wait()), asyncio.create_task(self._beat())
        try:
            await asyncio.wait({over, beating}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _ended(over, beating)

    async def _beat(self) -> None:
        missed = 0
        while missed < MISSED:
            await self._sleep(BEAT)
            try:
                await self.ask("ping")
                missed, self._is_steady = 0, True
            except SendFailed as fault:
                missed += 1
                log.warning("wecom.robot_line_silent", reason=fault.reason, missed=missed)

    async def _listen(self, socket: Socket) -> None:
        """Every end is an end: WeCom also closes in the normal way."""
        while (text := await socket.receive()) is not None:
            frame = _frame(text)
            name = _req_id(frame)
            if "cmd" in frame:
                self._hear(name, frame.get("body"))
            elif name in self._asked:
                waiting = self._asked[name].popleft()
                if not waiting.done():
                    waiting.set_result(frame)

    def _hear(self, name: str, body: Any) -> None:
        if not isinstance(body, Mapping):
            return
        event = body.get("event")
        if isinstance(event, Mapping) and event.get("eventtype") == DISCONNECTED:
            self.state = "kicked"
            self._over.set()
        else:
            self.hear(name, body)


async def in_time(what: Awaitable[Any], limit: Awaitable[None]) -> bool:
    """Whether it came before the limit; what it raises is raised."""
    coming, over = asyncio.ensure_future(what), asyncio.ensure_future(limit)
    try:
        await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            return False
        coming.result()
        return True
    finally:
        over.cancel()
        coming.cancel()


async def _ended(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def _frame(text: str) -> Json:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def _req_id(frame: Json) -> str:
    headers = frame.get("headers")
    return str(headers.get("req_id") or "") if isinstance(headers, Mapping) else ""


def _nobody(_req_id: str, _body: Json) -> None:
    """Until somebody listens."""


async def _nothing() -> None:
    """Until somebody wants to know."""
