"""WeCom's part in the contract: the adapter against the WeCom of this machine, by its app's door and by the robot."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from adapters.wecom import WeComAdapter
from bot.errors import TryAgain
from bot.messages import ChatRef, InboundEvent
from bot.ports import HttpRequest, HttpResponse
from config.platforms import WeComSettings
from tests.platforms.wecom import xml
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.robot import Callback
from tests.platforms.wecom.world import Json, Talk

DOOR = "/hooks/wecom/app"
SOMEBODY = "zhaomin"
DIRECT, TO_NOBODY = ChatRef("wecom", "direct", SOMEBODY), ChatRef("wecom", "direct", "nobody")
NO_GROUP = ChatRef("wecom", "group", "wrNowhere")


def app_keys(wecom: LocalWeCom) -> Json:
    app = wecom.app
    named = {"corp_id": app.corp_id, "agent_id": app.agent_id, "secret": app.secret}
    return {**named, "token": app.token, "aes_key": app.aes_key, "api_base": wecom.address}


def robot_keys(wecom: LocalWeCom) -> Json:
    me = wecom.robot.me
    return {"bot_id": me.bot_id, "bot_secret": me.secret, "ws_url": wecom.ws_url, "bot_name": me.name}


def url_keys(wecom: LocalWeCom) -> Json:
    return {"aibot_token": wecom.robot.me.token, "aibot_aes_key": wecom.robot.me.aes_key}


def wecom_settings(*keys: Json, **more: Any) -> WeComSettings:
    given: Json = {"enabled": True}
    for one in keys:
        given |= one
    return WeComSettings(**(given | more))


class Patience:
    """Nothing is waited for so long that it would be tried again, until the end."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    async def sleep(self, _seconds: float) -> None:
        await self._over.wait()

    def ends(self) -> None:
        self._over.set()


@dataclass
class WeComAppRig:
    wecom: LocalWeCom
    adapter: WeComAdapter
    opened: AsyncExitStack
    chat: ChatRef = DIRECT
    nowhere: ChatRef = TO_NOBODY

    async def delivers_text(self, event_id: str, text: str) -> HttpResponse:
        return await self._brings("text", MsgId=event_id, Content=text)

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse:
        pressed = {"EventKey": packed, "TaskId": message_id.partition(":")[2], "ResponseCode": event_id}
        return await self._brings("event", Event="template_card_event", CardType="button_interaction", **pressed)

    async def delivers(self, body: bytes) -> HttpResponse:
        """Without a signature."""
        return await self.adapter.receive(HttpRequest("POST", DOOR, {}, {}, body))

    async def close(self) -> None:
        await self.adapter.close()
        await self.opened.aclose()

    async def _brings(self, kind: str, **fields: Any) -> HttpResponse:
        inner = self.wecom.callbacks.inner(self.wecom.company.members[SOMEBODY], kind, **fields)
        sealed = self.wecom.app.envelope.sealed(xml.written(inner), self.wecom.clock.now())
        body = xml.written({"ToUserName": self.wecom.app.corp_id, "Encrypt": sealed.encrypt}).encode()
        return await self.adapter.receive(HttpRequest("POST", DOOR, sealed.query, {}, body))


@dataclass
class WeComRobotRig:
    """What has been committed has been acknowledged, as far as a connection without acknowledgements goes."""

    wecom: LocalWeCom
    adapter: WeComAdapter
    opened: AsyncExitStack
    group: Talk
    patience: Patience
    nowhere: ChatRef = NO_GROUP

    @property
    def chat(self) -> ChatRef:
        return ChatRef("wecom", "group", self.group.id)

    async def delivers_text(self, event_id: str, text: str) -> HttpResponse:
        said = {"content": f"@{self.wecom.robot.me.name} {text}"}
        return await self._brings(event_id, "message", {"msgtype": "text", "text": said})

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse:
        pressed = {"event_key": packed, "task_id": message_id.partition(":")[2], "card_type": "button_interaction"}
        event = {"eventtype": "template_card_event", "template_card_event": pressed}
        return await self._brings(event_id, "card", {"msgtype": "event", "event": event})

    async def delivers(self, body: bytes) -> HttpResponse:
        """Nobody listens there."""
        return await self.adapter.receive(HttpRequest("POST", "/hooks/wecom/aibot", {}, {}, body))

    async def close(self) -> None:
        self.patience.ends()
        await self.adapter.close()
        await self.opened.aclose()

    async def _brings(self, event_id: str, kind: Any, body: Json) -> HttpResponse:
        await self.wecom.bell.until(lambda: self.wecom.gateway.live)
        callback: Callback = self.wecom.robot._callback(kind, self.group, SOMEBODY, body)
        callback.msgid = callback.body["msgid"] = event_id
        brought = asyncio.get_running_loop().create_future()
        house = self.adapter._dispatch

        async def noting(event: InboundEvent) -> None:
            try:
                await house(event)
            except TryAgain as busy:
                brought.set_exception(busy)
                raise
            brought.set_result(HttpResponse())

        self.adapter.open_doors(noting)
        try:
            await self.wecom.robot._told(callback)
            response: HttpResponse = await brought
            return response
        finally:
            self.adapter.open_doors(house)


async def _open() -> tuple[LocalWeCom, AsyncExitStack]:
    opened = AsyncExitStack()
    wecom = await opened.enter_async_context(LocalWeCom().running())
    wecom.person(SOMEBODY, "赵敏")
    return wecom, opened


async def wecom_app_rig() -> WeComAppRig:
    wecom, opened = await _open()
    wecom.app.callback_url = "http://127.0.0.1:9/hooks/wecom/app"
    return WeComAppRig(wecom, WeComAdapter(wecom_settings(app_keys(wecom)), wecom.clock), opened)


async def wecom_robot_rig() -> WeComRobotRig:
    wecom, opened = await _open()
    group = wecom.group("综合科群", wecom.named("赵敏"))
    group.written_at = wecom.clock.now()
    patience = Patience()
    adapter = WeComAdapter(wecom_settings(robot_keys(wecom)), wecom.clock, patience.sleep)
    return WeComRobotRig(wecom, adapter, opened, group, patience)
