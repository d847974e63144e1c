"""Files that people hand to the robot: encrypted, at an address that is good for five minutes."""

import os
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from bot.engine.clock import MovableClock
from tests.platforms.wecom.crypt import encrypted, padded
from tests.platforms.wecom.robot import Identity
from tests.platforms.wecom.world import Json

GOOD_FOR = timedelta(minutes=5)


@dataclass(slots=True)
class Files:
    """By WebSocket every file has a key of its own; in URL mode it is the robot's EncodingAESKey."""

    clock: MovableClock
    me: Identity
    address: str = ""
    held: dict[str, tuple[str, bytes, datetime]] = field(default_factory=dict)

    def offer(self, name: str, raw: bytes) -> Json:
        key = self.me.envelope.key if self.me.by_url else os.urandom(32)
        number = os.urandom(8).hex()
        self.held[number] = (name, encrypted(key, padded(raw)), self.clock.now())
        part: Json = {"url": f"{self.address}/files/{number}"}
        return part if self.me.by_url else part | {"aeskey": b64encode(key).decode()}

    async def handle(self, request: web.Request) -> web.Response:
        name, secret, at = self.held.get(request.match_info["number"], ("", b"", None))
        if at is None or at + GOOD_FOR <= self.clock.now():
            return web.Response(status=403)
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return web.Response(body=secret, headers={"Content-Disposition": disposition})
