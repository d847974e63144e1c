"""The smart robot as WeCom keeps it: who it is, what it has been told, and what it is told next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from tests.platforms.wecom.crypt import Envelope
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Shown, Talk

Told = Literal["message", "enter_chat", "card", "feedback"]
IN_PROGRESS = timedelta(minutes=6)
AT_ONCE = 3


@dataclass(slots=True)
class Stream:
    line: Shown
    since: datetime
    finished: bool = False


@dataclass(slots=True)
class Callback:
    """`done` when a person waits for nothing more; `held_by` is the connection that it went out on."""

    msgid: str
    req_id: str
    kind: Told
    body: Json
    talk: Talk
    userid: str
    at: datetime
    line: Shown | None = None
    answered: bool = False
    done: bool = False
    held_by: object = None
    streams: dict[str, Stream] = field(default_factory=dict)


@dataclass(slots=True)
class Identity:
    """`name` is what people write behind the @; with `by_url` it receives at `callback_url` and holds no connection."""

    bot_id: str = "aibLocalRobot1"
    secret: str = "local-robot-secret-1"
    name: str = "小办"
    by_url: bool = False
    callback_url: str = ""
    token: str = "local-robot-token"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

    @property
    def envelope(self) -> Envelope:
        return Envelope(self.token, self.aes_key)


class Robot:
    """`carry` brings a callback to us, in one of the two ways."""

    def __init__(self, company: Company, unknowns: Unknowns, identity: Identity) -> None:
        self.me = identity
        self.company = company
        self.unknowns = unknowns
        self.callbacks: dict[str, Callback] = {}
        self.carry: Callable[[Callback], Awaitable[None]] | None = None
        self.unheard: list[Json] = []
        self._entered: dict[str, str] = {}

    async def _told(self, callback: Callback) -> Callback:
        self.callbacks[callback.req_id] = callback
        assert self.carry is not None
        await self.carry(callback)
        return callback

    def _callback(self, kind: Told, talk: Talk, userid: str, body: Json, line: Shown | None = None) -> Callback:
        base: Json = {"msgid": self.company.number("MSGID"), "aibotid": self.me.bot_id, "chattype": talk.kind}
        base["from"] = {"userid": userid}
        if talk.kind == "group":
            base["chatid"] = talk.id
        now = self.company.clock.now()
        return Callback(base["msgid"], self.company.number("req-"), kind, base | body, talk, userid, now, line)

    async def hears(
        self, talk: Talk, userid: str, msgtype: str, part: Json, quote: Json | None = None
    ) -> Callback | None:
        """None where it is not told: no @ in a group, a sort that groups have not, or three messages in progress."""
        if talk.kind == "group" and not (talk.robot and self._called(msgtype, part)):
            return None
        talk.written_at = self.company.clock.now()
        body: Json = {"msgtype": msgtype, msgtype: part} | ({"quote": quote} if quote else {})
        if self.unknowns.fourth_message == "dropped" and self._in_progress(userid) >= AT_ONCE:
            self.unheard.append(body)
            return None
        return await self._told(self._callback("message", talk, userid, body))

    def _called(self, msgtype: str, part: Json) -> bool:
        alone: list[Json] = [{"msgtype": msgtype, msgtype: part}]
        items: list[Json] = part["msg_item"] if msgtype == "mixed" else alone
        texts = [each["text"]["content"] for each in items if each["msgtype"] == "text"]
        return any(f"@{self.me.name}" in each for each in texts)

    def _in_progress(self, userid: str) -> int:
        since = self.company.clock.now() - IN_PROGRESS
        return sum(
            each.userid == userid and each.kind == "message" and not each.done and each.at > since
            for each in self.callbacks.values()
        )

    def _event(self, eventtype: str, **fields: Any) -> Json:
        now = int(self.company.clock.now().timestamp())
        return {"create_time": now, "msgtype": "event", "event": {"eventtype": eventtype, **fields}}

    async def entered(self, userid: str) -> Callback | None:
        """Only the first time on a day."""
        today = self.company.clock.now().date().isoformat()
        if self._entered.get(userid) == today:
            return None
        self._entered[userid] = today
        talk = self.company.with_the_robot(userid)
        return await self._told(self._callback("enter_chat", talk, userid, self._event("enter_chat")))

    async def pressed(self, talk: Talk, userid: str, line: Shown, key: str, selected: dict[str, list[str]]) -> Callback:
        card = line.seen_by(userid)
        part: Json = {"card_type": card["card_type"], "event_key": key, "task_id": card.get("task_id", "")}
        if selected:
            part["selected_items"] = {
                "selected_item": [
                    {"question_key": question, "option_ids": {"option_id": list(options)}}
                    for question, options in selected.items()
                ]
            }
        fields = part if self.unknowns.flat_card_event else {"template_card_event": part}
        body = self._event("template_card_event", **fields)
        return await self._told(self._callback("card", talk, userid, body, line))

    async def rated(self, talk: Talk, userid: str, feedback_id: str, sort: int, content: str = "") -> Callback:
        part = {"id": feedback_id, "type": sort, "content": content, "inaccurate_reason_list": []}
        body = self._event("feedback_event", feedback_event=part)
        return await self._told(self._callback("feedback", talk, userid, body))

    def disconnected(self) -> Json:
        body = {"msgid": self.company.number("MSGID"), "aibotid": self.me.bot_id, "from": {"userid": "sys"}}
        return body | self._event("disconnected_event")

    async def tell_again(self, *lost: Callback) -> None:
        """The same msgid, on whatever connection there is now."""
        for callback in lost:
            again = self._callback(callback.kind, callback.talk, callback.userid, callback.body, callback.line)
            again.msgid, again.at = callback.msgid, callback.at
            self.callbacks.pop(callback.req_id, None)
            await self._told(again)
