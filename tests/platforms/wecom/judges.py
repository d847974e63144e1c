"""Small bots made with the official and the community's Python client; the one for Node is in clients/bot.mjs."""

import importlib
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from tests.platforms.wecom.bell import Bell
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.sample_cards import buttons
from tests.platforms.wecom.world import Json

CALM = 30_000  # milliseconds between heartbeats, so that a slow machine loses none


class Quiet:
    """What the clients log is of no matter; what they do shows in the chat."""

    def debug(self, *_said: object) -> None: ...

    info = warn = error = debug


class Bot:
    """Answers in every way that its client has; `trouble` is what the client reported."""

    def __init__(self, client: Any, bell: Bell) -> None:
        self.client = client
        self.bell = bell
        self.trouble: list[str] = []
        self.kicked = False
        client.on("message.text", self.hears)
        client.on("message.file", self.reads)
        client.on("event.enter_chat", self.welcomes)
        client.on("event.template_card_event", self.changes)
        client.on("event.disconnected_event", self.is_kicked)
        client.on("error", self.is_troubled)

    async def hears(self, frame: Json) -> None:
        text = frame["body"]["text"]["content"]
        if "卡片" in text:
            await self.client.reply_template_card(frame, buttons("item-7"))
        elif "推送" in text:
            await self.pushes(frame)
        elif "文件" in text:
            await self.uploads(frame)
        else:
            await self.client.reply_stream(frame, "s1", "正在", False)
            await self.client.reply_stream(frame, "s1", "好了", True)

    async def pushes(self, frame: Json) -> None:
        words = {"msgtype": "markdown", "markdown": {"content": "到期了"}}
        await self.client.send_message(frame["body"]["chatid"], words)
        try:
            await self.client.send_message("nobody", words)
        except Exception as fault:  # the two clients raise different classes
            await self.client.reply_stream(frame, "s1", str(fault), True)

    async def uploads(self, frame: Json) -> None:
        told = await self.client.upload_media("台账".encode() * 200_000, type="file", filename="台账.txt")
        await self.client.reply_media(frame, "file", told["media_id"])

    async def reads(self, frame: Json) -> None:
        part = frame["body"]["file"]
        got = await self.client.download_file(part["url"], part["aeskey"])
        raw, name = (got["buffer"], got["filename"]) if isinstance(got, dict) else got
        await self.client.reply_stream(frame, "s1", f"{name}: {raw.decode()}", True)

    async def welcomes(self, frame: Json) -> None:
        await self.client.reply_welcome(frame, {"msgtype": "text", "text": {"content": "您好"}})

    async def changes(self, frame: Json) -> None:
        key = frame["body"]["event"]["template_card_event"]["event_key"]
        await self.client.update_template_card(frame, buttons("item-7", f"已{key}"))

    def is_kicked(self, _frame: Json) -> None:
        self.kicked = True
        self.bell.ring()

    def is_troubled(self, fault: Exception) -> None:
        self.trouble.append(str(fault))
        self.bell.ring()


@asynccontextmanager
async def official(wecom: LocalWeCom, heartbeat: int = CALM, **more: Any) -> AsyncIterator[Bot]:
    """It imports a name that websockets gives up, and always wants TLS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        aibot = importlib.import_module("aibot")
        ws = importlib.import_module("aibot.ws")
    options = {"bot_id": wecom.robot.me.bot_id, "secret": wecom.robot.me.secret, "ws_url": wecom.ws_url} | more
    client = aibot.WSClient(aibot.WSClientOptions(**options, heartbeat_interval=heartbeat, logger=Quiet()))
    bot = Bot(client, wecom.bell)
    with patch.object(ws, "_SSL_CONTEXT", None):
        await client.connect()
        yield bot
        client.disconnect()
        await wecom.bell.until(lambda: not wecom.gateway.lines)


@asynccontextmanager
async def community(wecom: LocalWeCom, heartbeat: int = CALM, **more: Any) -> AsyncIterator[Bot]:
    sdk = importlib.import_module("wecom_aibot_sdk")
    me = wecom.robot.me
    settings = {"bot_id": me.bot_id, "secret": me.secret, "ws_url": wecom.ws_url} | more
    client = sdk.WSClient(**settings, heartbeat_interval=heartbeat, logger=Quiet())
    bot = Bot(client, wecom.bell)
    await client.connect()
    yield bot
    await client.disconnect()
    await client.api.close()
