"""The robot's WebSocket gateway: one live connection, frames and their acknowledgements, and every way to lose them."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import WSMsgType, web

from tests.platforms.timers import Timers
from tests.platforms.wecom.bell import Bell
from tests.platforms.wecom.errors import Refused, answer
from tests.platforms.wecom.faults import Fault, Faults
from tests.platforms.wecom.pace import MINUTE, Pace
from tests.platforms.wecom.replies import ANSWER_WITHIN, EVENT_WITHIN, Replies
from tests.platforms.wecom.robot import Callback
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.uploads import Uploads
from tests.platforms.wecom.world import Json, Shown

BIGGEST_FRAME = 4 * 1024 * 1024


@dataclass(eq=False, slots=True)
class Line:
    """One connection; `frames` are all that came on it."""

    ws: web.WebSocketResponse
    request: web.Request
    heard_at: datetime
    subscribed: bool = False
    frames: list[Json] = field(default_factory=list)

    def cut(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()


class Gateway:
    def __init__(self, replies: Replies, uploads: Uploads, faults: Faults, timers: Timers, bell: Bell) -> None:
        self.robot = replies.robot
        self.replies = replies
        self.faults = faults
        self.timers = timers
        self.bell = bell
        self.lines: list[Line] = []
        self.live: Line | None = None
        self.subscriptions = 0
        self.pace = Pace(timers.clock, {MINUTE: self.robot.unknowns.subscribes_a_minute})
        self.trusted: Callable[[], bool] = lambda: True
        self._deeds: dict[str, Callable[[str, Json], Json]] = {
            "aibot_respond_msg": self._respond,
            "aibot_respond_welcome_msg": self._welcome,
            "aibot_respond_update_msg": self._update,
            "aibot_send_msg": lambda _req_id, body: self._done(replies.push(body)),
            "aibot_upload_media_init": lambda _req_id, body: uploads.begin(body),
            "aibot_upload_media_chunk": lambda _req_id, body: uploads.chunk(body),
            "aibot_upload_media_finish": lambda _req_id, body: uploads.finish(body),
        }

    @property
    def unknowns(self) -> Unknowns:
        return self.robot.unknowns

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.unknowns.gateway_wants_trusted_ip and not self.trusted():
            return web.Response(status=403)
        ws = web.WebSocketResponse(max_msg_size=BIGGEST_FRAME)
        await ws.prepare(request)
        line = Line(ws, request, self.timers.clock.now())
        self.lines.append(line)
        self._watch(line)
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    await self._frame(line, message.data)
                    self.bell.ring()
        except ConnectionError:
            line.cut()
        finally:
            self._gone(line)
        return ws

    def _gone(self, line: Line) -> None:
        line.subscribed = False
        self.lines.remove(line)
        if self.live is line:
            self.live = None
        self.bell.ring()

    def _watch(self, line: Line) -> None:
        """Whoever is silent for too long is dropped."""

        def look() -> None:
            if line not in self.lines:
                return
            if self.timers.clock.now() - line.heard_at >= self.unknowns.silence:
                line.cut()
            else:
                self._watch(line)

        left = self.unknowns.silence - (self.timers.clock.now() - line.heard_at)
        self.timers.after(left, look)

    async def _frame(self, line: Line, raw: str) -> None:
        line.heard_at = self.timers.clock.now()
        try:
            frame = json.loads(raw)
            cmd, req_id = str(frame.get("cmd", "")), str(frame["headers"]["req_id"])
        except (ValueError, KeyError, TypeError, AttributeError):
            await line.ws.send_json(answer(40058, "Warning: wrong json format"))
            return
        line.frames.append(frame)
        fault = self.faults.strike(cmd)
        if fault and fault.kind in {"reset", "status", "hang"}:
            await self._broken(line, fault)
            return
        told = await self._told(line, cmd, req_id, frame.get("body") or {}, fault)
        if fault is None or fault.kind == "refuse":
            await self._acknowledge(line, told)
        elif fault.kind == "slow":
            self.timers.after(fault.wait, lambda: self._acknowledge(line, told))
        elif fault.kind == "cut":
            line.cut()

    async def _broken(self, line: Line, fault: Fault) -> None:
        if fault.kind == "reset":
            line.cut()
        elif fault.kind == "status":
            await line.ws.close(code=fault.code or 1011)

    async def _acknowledge(self, line: Line, told: Json) -> None:
        if not line.ws.closed:
            await line.ws.send_json(told)
            if told["errcode"] and self.unknowns.closes_refused and not line.subscribed:
                await line.ws.close()

    async def _told(self, line: Line, cmd: str, req_id: str, body: Json, fault: Fault | None) -> Json:
        """An acknowledgement carries the req_id and the code, and a body for uploads only."""
        headers = {"headers": {"req_id": req_id}}
        try:
            if fault and fault.kind == "refuse":
                raise Refused(fault.code)
            if cmd == "aibot_subscribe":
                await self._subscribe(line, body)
                return headers | answer(0)
            if not line.subscribed:
                raise Refused(self.unknowns.not_subscribed)
            if cmd == "ping":
                return headers | answer(0)
            if cmd not in self._deeds:
                raise Refused(40058, cmd)
            more = self._deeds[cmd](req_id, body)
            return headers | answer(0) | ({"body": more} if more else {})
        except Refused as refused:
            return headers | answer(refused.code, refused.detail)

    async def _subscribe(self, line: Line, body: Json) -> None:
        """The newest connection is the one; the one before it is told and closed."""
        if line.subscribed or not self.pace.take("robot"):
            raise Refused(45009)
        if body.get("bot_id") != self.robot.me.bot_id or self.robot.me.by_url:
            raise Refused(93019)
        if body.get("secret") != self.robot.me.secret:
            raise Refused(853000)
        self.subscriptions += 1
        line.subscribed = True
        older, self.live = self.live, line
        if older is not None:
            await self.kick(older)
        if self.unknowns.redelivers:
            self.timers.after(MINUTE * 0, self._tell_again)

    async def kick(self, line: Line) -> None:
        line.subscribed = False
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": self.robot.company.number("req-")}}
        with suppress(ConnectionError):
            await line.ws.send_json(frame | {"body": self.robot.disconnected()})
            await line.ws.close(code=self.unknowns.kick_code)

    async def _tell_again(self) -> None:
        lost = [each for each in self.robot.callbacks.values() if not each.answered and each.held_by is not self.live]
        await self.robot.tell_again(*lost)

    async def carry(self, callback: Callback) -> None:
        """Nobody there: it is lost, or kept for later."""
        callback.held_by = self.live
        if self.live is not None and not self.live.ws.closed:
            cmd = "aibot_msg_callback" if callback.kind == "message" else "aibot_event_callback"
            frame: Json = {"cmd": cmd, "headers": {"req_id": callback.req_id}, "body": callback.body}
            try:
                await self.live.ws.send_json(frame, dumps=lambda value: json.dumps(value, ensure_ascii=False))
            except ConnectionError:
                callback.held_by = None

    def _respond(self, req_id: str, body: Json) -> Json:
        return self._done(self.replies.respond(self.replies.callback(req_id, "message", ANSWER_WITHIN), body))

    def _welcome(self, req_id: str, body: Json) -> Json:
        return self._done(self.replies.welcome(self.replies.callback(req_id, "enter_chat", EVENT_WITHIN), body))

    def _update(self, req_id: str, body: Json) -> Json:
        self.replies.update(self.replies.callback(req_id, "card", EVENT_WITHIN), body)
        return {}

    def _done(self, _shown: Shown) -> Json:
        return {}

    # What a test does to the connection

    async def close(self, code: int) -> None:
        if self.live is not None:
            await self.live.ws.close(code=code)

    def cut(self) -> None:
        if self.live is not None:
            self.live.cut()

    def forget(self) -> None:
        """The socket stays open, and nothing on it is known any more."""
        if self.live is not None:
            self.live.subscribed = False
            self.live = None
