"""The robot in URL mode: encrypted JSON to our door, its answer in place, stream refreshes, and one response_url."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.platforms.timers import Timers
from tests.platforms.wecom.bell import Bell
from tests.platforms.wecom.crypt import Signed
from tests.platforms.wecom.door import Ask, Door
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.outbound import ECHO_WITHIN, Attempt, Caller, Delivery
from tests.platforms.wecom.replies import Replies
from tests.platforms.wecom.robot import Callback, Robot
from tests.platforms.wecom.world import Json

REFRESH_EVERY = timedelta(seconds=1)
RESPONSE_URL_LIFE = timedelta(hours=1)


@dataclass(slots=True)
class ResponseUrl:
    callback: Callback
    at: datetime
    used: bool = False


@dataclass(slots=True)
class RobotByUrl:
    """`deliveries` are in the order of the callbacks; `faults` are the answers that WeCom could not use."""

    robot: Robot
    replies: Replies
    caller: Caller
    timers: Timers
    bell: Bell
    address: str = ""
    patient: bool = True
    deliveries: list[Delivery] = field(default_factory=list)
    refreshes: list[Attempt] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def add_to(self, door: Door) -> None:
        door.add("aibot/response", self._by_response_url, open=True)

    async def verify(self, echo: str = "4521978") -> bool:
        signed = self.robot.me.envelope.sealed(echo, self.timers.clock.now())
        query = {**signed.query, "echostr": signed.encrypt}
        attempt = await self.caller.call("GET", self.robot.me.callback_url, query, within=ECHO_WITHIN)
        return attempt.received and attempt.body == echo.encode()

    async def raw(self, signed: Signed, body: bytes | None = None) -> Attempt:
        given = json.dumps({"encrypt": signed.encrypt}).encode() if body is None else body
        return await self.caller.call("POST", self.robot.me.callback_url, signed.query, given)

    async def carry(self, callback: Callback) -> None:
        code = self.robot.company.number("RESPONSE")
        self.urls[code] = ResponseUrl(callback, self.timers.clock.now())
        callback.body["response_url"] = f"{self.address}/cgi-bin/aibot/response?response_code={code}"
        kept = self._sealed(callback.body)
        sealed = kept

        async def once() -> Attempt:
            nonlocal sealed
            sealed = kept if self.robot.unknowns.retries_keep_nonce else self._sealed(callback.body)
            return await self.raw(sealed)

        delivery = await self.caller.deliver(once)
        self.deliveries.append(delivery)
        if delivery.received and delivery.attempts[-1].body:
            self._answered(callback, delivery.attempts[-1].body, sealed.nonce)
        self.bell.ring()

    def _sealed(self, body: Json) -> Signed:
        return self.robot.me.envelope.sealed(json.dumps(body, ensure_ascii=False), self.timers.clock.now())

    def _answered(self, callback: Callback, body: bytes, nonce: str) -> None:
        try:
            self._applied(callback, self._opened(body, nonce))
        except Refused as refused:
            self.faults.append(f"{refused.code} {refused.detail}".strip())
        except (ValueError, KeyError, TypeError) as fault:
            self.faults.append(repr(fault))

    def _opened(self, body: bytes, nonce: str) -> Json:
        """The nonce is the callback's, the timestamp a number, and the signature goes by its one right name."""
        outer, envelope = json.loads(body), self.robot.me.envelope
        if outer["nonce"] != nonce or not isinstance(outer["timestamp"], int):
            raise ValueError("the nonce must be the callback's and the timestamp a number")
        if outer["msgsignature"] != envelope.sign(str(outer["timestamp"]), nonce, outer["encrypt"]):
            raise ValueError("wrong signature")
        held = json.loads(envelope.open(outer["encrypt"]))
        if not isinstance(held, dict):
            raise ValueError("no object")
        return held

    def _applied(self, callback: Callback, reply: Json) -> None:
        if callback.kind == "enter_chat":
            self.replies.welcome(callback, reply)
        elif callback.kind == "card":
            self.replies.update(callback, reply)
        elif callback.kind == "message":
            self.replies.respond(callback, reply, by_url=True)
            self._refresh_later(callback)
        else:
            raise Refused(40008, "this event takes no answer")

    def _refresh_later(self, callback: Callback) -> None:
        if any(not stream.finished for stream in callback.streams.values()):
            self.timers.after(REFRESH_EVERY, lambda: self._refresh(callback))

    async def _refresh(self, callback: Callback) -> None:
        """A receiver that hangs would hold the clock, which alone can end its five seconds: be not `patient` then."""
        running = asyncio.create_task(self._refreshed(callback))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        if self.patient:
            await running

    async def _refreshed(self, callback: Callback) -> None:
        if self.timers.clock.now() - callback.at > self.robot.unknowns.stream_life:
            return
        shared = {
            name: value for name, value in callback.body.items() if name in {"aibotid", "chatid", "chattype", "from"}
        }
        running = next(name for name, stream in callback.streams.items() if not stream.finished)
        body = {"msgid": self.robot.company.number("MSGID"), **shared, "msgtype": "stream", "stream": {"id": running}}
        sealed = self._sealed(body)
        attempt = await self.raw(sealed)
        self.refreshes.append(attempt)
        self.bell.ring()
        if attempt.received and attempt.body:
            self._answered_refresh(callback, attempt.body, sealed.nonce)
        else:
            self._refresh_later(callback)

    def _answered_refresh(self, callback: Callback, body: bytes, nonce: str) -> None:
        before = len(self.faults)
        self._answered(callback, body, nonce)
        if len(self.faults) > before:
            self._refresh_later(callback)

    def _by_response_url(self, ask: Ask) -> Json:
        held = self.urls.get(ask.query.get("response_code", ""))
        if held is None or held.used or held.at + RESPONSE_URL_LIFE <= self.timers.clock.now():
            raise Refused(self.robot.unknowns.spent_code, "response_code")
        kind = ask.body.get("msgtype")
        if kind not in {"markdown", "template_card"}:
            raise Refused(40008)
        self.replies.show(held.callback.talk, kind, self.replies.content(kind, ask.body))
        held.used = held.callback.answered = held.callback.done = True
        self.bell.ring()
        return {}
