"""An app and a robot that receive, made with the community's crypto: it judges what the local WeCom sends."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

from aiohttp import web
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException
from xmltodict import parse

from tests.platforms.wecom.app import App
from tests.platforms.wecom.robot import Identity
from tests.platforms.wecom.world import Json

WRONG = (WeChatException, ExpatError, ValueError, KeyError, TypeError, RecursionError)
Reply = Callable[[Json], str | None]


def silent(_told: Json) -> None:
    return None


@dataclass(slots=True)
class Receiver:
    """`reply` gives the text of the passive answer; `status` is what every callback gets; `hold` keeps answers back."""

    app_crypto: WeChatCrypto
    robot_crypto: WeChatCrypto
    address: str = ""
    status: int = 200
    told: list[Json] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    reply: Reply = silent
    robot_reply: Callable[[Json], Json | None] = silent
    hold: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    other_nonce: bool = False
    echo_suffix: str = ""

    @property
    def app_url(self) -> str:
        return f"{self.address}/hooks/wecom/app"

    @property
    def robot_url(self) -> str:
        return f"{self.address}/hooks/wecom/aibot"

    def _query(self, request: web.Request) -> tuple[str, str, str]:
        self.queries.append(dict(request.query))
        return request.query["msg_signature"], request.query["timestamp"], request.query["nonce"]

    async def _held(self) -> None:
        self.reached.set()
        if self.hold:
            await self.hold.wait()

    async def echo(self, request: web.Request) -> web.Response:
        crypto = self.robot_crypto if request.path.endswith("aibot") else self.app_crypto
        await self._held()
        text = crypto.check_signature(*self._query(request), request.query["echostr"])
        return web.Response(text=text + self.echo_suffix)

    async def app(self, request: web.Request) -> web.Response:
        signature, timestamp, nonce = self._query(request)
        try:
            inner = parse(self.app_crypto.decrypt_message(await request.text(), signature, timestamp, nonce))["xml"]
        except WRONG:
            return web.Response(status=403)
        self.told.append(inner)
        await self._held()
        answer = self.reply(inner) if self.status == 200 else None
        body = self.app_crypto.encrypt_message(answer, nonce, timestamp) if answer else ""
        return web.Response(status=self.status, text=body)

    async def robot(self, request: web.Request) -> web.Response:
        """The reply's envelope is the robot's own, so it is put together from the library's parts."""
        signature, timestamp, nonce = self._query(request)
        try:
            wrapped = {"Encrypt": (await request.json())["encrypt"]}
            told = json.loads(self.robot_crypto.decrypt_message(wrapped, signature, timestamp, nonce))
        except WRONG:
            return web.Response(status=403)
        self.told.append(told)
        await self._held()
        answer = self.robot_reply(told) if self.status == 200 else None
        if answer is None:
            return web.Response(status=self.status)
        sealed = parse(self.robot_crypto.encrypt_message(json.dumps(answer), nonce, timestamp))["xml"]
        body = {
            "encrypt": sealed["Encrypt"],
            "msgsignature": sealed["MsgSignature"],
            "timestamp": int(timestamp),
            "nonce": "another" if self.other_nonce else nonce,
        }
        return web.Response(text=json.dumps(body), content_type="text/plain")


@asynccontextmanager
async def receiving(app: App, robot: Identity) -> AsyncIterator[Receiver]:
    made: Any = Receiver(
        WeChatCrypto(app.token, app.aes_key, app.corp_id), WeChatCrypto(robot.token, robot.aes_key, "")
    )
    server = web.Application()
    server.router.add_get("/hooks/wecom/{which}", made.echo)
    server.router.add_post("/hooks/wecom/app", made.app)
    server.router.add_post("/hooks/wecom/aibot", made.robot)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
