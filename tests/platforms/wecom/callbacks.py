"""What the self-built app is told: encrypted XML, three attempts, and what it may answer in place."""

from dataclasses import dataclass, field
from typing import Any

from tests.platforms.wecom import xml
from tests.platforms.wecom.app import App
from tests.platforms.wecom.crypt import Signed
from tests.platforms.wecom.messages import Messages, changed
from tests.platforms.wecom.outbound import ECHO_WITHIN, Attempt, Caller, Delivery
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json, Member, Shown

ANSWERABLE = frozenset({"subscribe", "enter_agent", "click", "view", "template_card_event", "template_card_menu_event"})


@dataclass(slots=True)
class AppCallbacks:
    """`faults` are the answers that WeCom could not make sense of."""

    app: App
    company: Company
    messages: Messages
    caller: Caller
    unknowns: Unknowns
    faults: list[str] = field(default_factory=list)

    async def verify(self, echo: str = "1616140317555161061") -> bool:
        """What the console does when the URL is saved: the very text within a second, or it is not saved."""
        signed = self.app.envelope.sealed(echo, self.company.clock.now())
        query = {**signed.query, "echostr": signed.encrypt}
        attempt = await self.caller.call("GET", self.app.callback_url, query, within=ECHO_WITHIN)
        return attempt.received and attempt.body == echo.encode()

    async def raw(self, signed: Signed, body: bytes | None = None) -> Attempt:
        """One call and no more, with whatever a stranger may put into it."""
        outer = {"ToUserName": self.app.corp_id, "AgentID": str(self.app.agent_id), "Encrypt": signed.encrypt}
        given = xml.written(outer).encode() if body is None else body
        return await self.caller.call("POST", self.app.callback_url, signed.query, given)

    def inner(self, member: Member, kind: str, **fields: Any) -> Json:
        told: Json = {
            "ToUserName": self.app.corp_id,
            "FromUserName": member.userid,
            "CreateTime": int(self.company.clock.now().timestamp()),
            "MsgType": kind,
        }
        return told | fields | {"AgentID": self.app.agent_id}

    async def deliver(self, member: Member, inner: Json, line: Shown | None = None) -> Delivery:
        """Nothing is sent to an app that has no URL."""
        if not self.app.callback_url:
            return Delivery()
        text, kept = xml.written(inner), self.app.envelope.sealed(xml.written(inner), self.company.clock.now())

        async def once() -> Attempt:
            fresh = self.app.envelope.sealed(text, self.company.clock.now())
            return await self.raw(kept if self.unknowns.retries_keep_nonce else fresh)

        delivery = await self.caller.deliver(once)
        if delivery.received and delivery.attempts[-1].body:
            self._answered(member, inner, delivery.attempts[-1].body, line)
        return delivery

    def _answered(self, member: Member, inner: Json, body: bytes, line: Shown | None) -> None:
        try:
            reply = xml.opened(self.app.envelope, body)
        except ValueError as fault:
            self.faults.append(str(fault))
            return
        if inner["MsgType"] == "event" and inner["Event"] not in ANSWERABLE:
            self.faults.append(f"{inner['Event']} takes no answer")
        else:
            self._applied(member, reply, line)

    def _applied(self, member: Member, reply: Json, line: Shown | None) -> None:
        """Buttons and cards change only for the member who clicked."""
        kind = reply.get("msg_type")
        if kind == "text":
            content = str(reply.get("content", "")).encode()[:2048].decode(errors="ignore")
            talk = self.company.with_the_app(self.app.agent_id, member.userid)
            self.company.show(talk, "app", str(self.app.agent_id), "text", {"content": content})
        elif kind == "update_button" and line is not None:
            line.content = changed(line.content, {"replaced": reply.get("button", {}).get("replace_name", "")})
        elif kind == "update_template_card" and line is not None:
            line.content = {**line.content, **reply.get("template_card", {})}
        else:
            self.faults.append(f"no such answer here: {kind}")

    async def says(self, member: Member, text: str) -> Delivery:
        number = int(self.company.number("7203"))
        return await self.deliver(member, self.inner(member, "text", Content=text, MsgId=number))

    async def event(self, member: Member, event: str, line: Shown | None = None, **fields: Any) -> Delivery:
        return await self.deliver(member, self.inner(member, "event", Event=event, **fields), line)

    async def pressed(
        self, member: Member, line: Shown, key: str, selected: dict[str, list[str]], menu: bool
    ) -> Delivery:
        sent = self.messages.of_line(line)
        items = [
            {"QuestionKey": question, "OptionIds": {"OptionId": list(options)}}
            for question, options in selected.items()
        ]
        more: Json = {"SelectedItems": {"SelectedItem": items}} if items else {}
        return await self.event(
            member, "template_card_menu_event" if menu else "template_card_event", line,
            EventKey=key, TaskId=sent.task_id, CardType=line.content["card_type"],
            ResponseCode=self.messages.right(sent), **more,
        )  # fmt: skip

    async def contact_changed(self, change: str, **fields: Any) -> Delivery:
        """create_user, update_user, delete_user, create_party, …; such events come from `sys`."""
        return await self.event(Member("sys", "sys"), "change_contact", ChangeType=change, **fields)
