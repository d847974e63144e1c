"""The bare wire for tests: HTTP calls with a token, and frames on the robot's gateway."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.world import Json

PATIENCE = 20.0  # what a hanging test costs, not a measure


@dataclass(slots=True)
class Api:
    wecom: LocalWeCom
    session: ClientSession
    token: str = ""

    async def get(self, path: str, **query: str) -> Json:
        async with self.session.get(f"{self.wecom.address}/cgi-bin/{path}", params=query) as response:
            return dict(await response.json())

    async def new_token(self, secret: str = "", corp_id: str = "") -> Json:
        told = await self.get(
            "gettoken", corpid=corp_id or self.wecom.app.corp_id, corpsecret=secret or self.wecom.app.secret
        )
        self.token = told.get("access_token", self.token)
        return told

    async def ask(self, path: str, **query: str) -> Json:
        return await self.get(path, access_token=self.token, **query)

    async def post(self, path: str, body: Json | bytes, **query: str) -> Json:
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        async with self.session.post(f"{self.wecom.address}/cgi-bin/{path}", params=query, data=raw) as response:
            return dict(await response.json())

    async def call(self, path: str, body: Json | bytes) -> Json:
        return await self.post(path, body, access_token=self.token)

    async def send(self, to: str, text: str = "督办", **more: Any) -> Json:
        body = {"touser": to, "agentid": self.wecom.app.agent_id, "msgtype": "text", "text": {"content": text}}
        return await self.call("message/send", body | more)

    async def send_card(self, to: str, card: Json) -> Json:
        return await self.send(to, msgtype="template_card", template_card=card)


@asynccontextmanager
async def api_of(wecom: LocalWeCom) -> AsyncIterator[Api]:
    async with ClientSession() as session:
        api = Api(wecom, session)
        await api.new_token()
        yield api


@dataclass(slots=True)
class Socket:
    """Frames that came unasked wait in `told` until they are taken; acknowledgements go to who asked."""

    wecom: LocalWeCom
    ws: ClientWebSocketResponse
    told: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _asked: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def listen(self) -> None:
        async for message in self.ws:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            asked = self._asked.pop(frame.get("headers", {}).get("req_id", ""), None)
            if asked is None:
                self.told.put_nowait(frame)
            else:
                asked.set_result(frame)
        self.closed.set()

    async def ask(self, cmd: str, body: Json | None = None, req_id: str = "") -> Json:
        return await asyncio.wait_for(await self.send(cmd, body, req_id), PATIENCE)

    async def send(self, cmd: str, body: Json | None = None, req_id: str = "") -> asyncio.Future[Json]:
        """What comes back is the acknowledgement, if it ever comes."""
        name = req_id or f"{cmd}-{next(self._numbers)}"
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._asked[name] = future
        frame: Json = {"cmd": cmd, "headers": {"req_id": name}}
        await self.ws.send_json(frame | ({} if body is None else {"body": body}))
        return future

    async def subscribe(self, secret: str = "", bot_id: str = "") -> Json:
        me = self.wecom.robot.me
        return await self.ask("aibot_subscribe", {"bot_id": bot_id or me.bot_id, "secret": secret or me.secret})

    async def next(self) -> Json:
        return await asyncio.wait_for(self.told.get(), PATIENCE)

    async def push(self, chat: str, chat_type: int = 0, text: str = "督办到期", **more: Any) -> int:
        body: Json = {"chatid": chat, "msgtype": "markdown", "markdown": {"content": text}} | more
        told = await self.ask("aibot_send_msg", body | ({"chat_type": chat_type} if chat_type else {}))
        return int(told["errcode"])

    async def stream(self, frame: Json, text: str, finish: bool = True, id: str = "s1") -> int:
        body = {"msgtype": "stream", "stream": {"id": id, "finish": finish, "content": text}}
        return int((await self.ask("aibot_respond_msg", body, frame["headers"]["req_id"]))["errcode"])


@asynccontextmanager
async def socket_of(wecom: LocalWeCom) -> AsyncIterator[Socket]:
    async with ClientSession() as session, session.ws_connect(wecom.ws_url) as ws:
        socket = Socket(wecom, ws)
        listening = asyncio.create_task(socket.listen())
        yield socket
        listening.cancel()
        await asyncio.wait({listening})


async def ping_through(socket: Socket, length: timedelta) -> None:
    """Whoever says nothing for three minutes is dropped."""
    until = socket.wecom.clock.now() + length
    while socket.wecom.clock.now() < until:
        await socket.wecom.pass_by(min(timedelta(minutes=2), until - socket.wecom.clock.now()))
        assert (await socket.ask("ping"))["errcode"] == 0
