"""The HTTP side of WeCom: checks that every call goes through, and the faults on the way."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.timers import Timers
from tests.platforms.wecom.app import App, Tokens
from tests.platforms.wecom.bell import Bell
from tests.platforms.wecom.errors import Refused, answer
from tests.platforms.wecom.faults import HTML, Fault, Faults
from tests.platforms.wecom.pace import HOUR, MINUTE, Pace
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Json

ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One call as the functions behind the door see it."""

    path: str
    query: Mapping[str, str]
    body: Json = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    app: App | None = None

    @property
    def by(self) -> App:
        assert self.app is not None
        return self.app


Call = Callable[[Ask], Json]


@dataclass(frozen=True, slots=True)
class Way:
    """`open` calls need no token; `escapes` may hold \\uXXXX."""

    call: Call
    method: str = "POST"
    open: bool = False
    escapes: bool = False


class Door:
    """`seen` keeps every call as (path, body), those refused too."""

    def __init__(self, tokens: Tokens, faults: Faults, timers: Timers, unknowns: Unknowns, bell: Bell) -> None:
        self.tokens = tokens
        self.bell = bell
        self.faults = faults
        self.timers = timers
        self.unknowns = unknowns
        self.ways: dict[str, Way] = {}
        self.seen: list[tuple[str, Json]] = []
        self.answers: Counter[tuple[str, int]] = Counter()
        self.pace = Pace(timers.clock, {MINUTE: 10_000, HOUR: 150_000})

    def add(self, path: str, call: Call, **more: Any) -> None:
        self.ways[path] = Way(call, **more)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        fault = self.faults.strike(path)
        if fault and fault.kind in {"status", "reset", "hang"}:
            return await self._broken(request, fault)
        told = await self._told(request, path, fault)
        self.answers[path, told["errcode"]] += 1
        self.bell.ring()
        if fault and fault.kind == "slow":
            await self.timers.alarm(fault.wait)
        if fault and fault.kind in {"lost", "cut"}:
            return self._cut(request)
        return web.json_response(told, dumps=lambda value: json.dumps(value, ensure_ascii=False))

    async def _broken(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "status":
            return web.Response(status=fault.code or 502, text=HTML, content_type="text/html")
        if fault.kind == "hang":
            await asyncio.Event().wait()
        return self._cut(request)

    def _cut(self, request: web.Request) -> web.StreamResponse:
        """The line breaks without a word."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _told(self, request: web.Request, path: str, fault: Fault | None) -> Json:
        try:
            if fault and fault.kind == "refuse":
                raise Refused(fault.code)
            way = self.ways.get(path)
            if way is None or (request.method != way.method):
                raise Refused(40058, f"{request.method} {path}")
            ask = await self._ask(request, path, way)
            self.seen.append((path, ask.body))
            self._may(ask)
            return answer(0, **way.call(ask))
        except Refused as refused:
            return answer(refused.code, refused.detail, **refused.more)

    async def _ask(self, request: web.Request, path: str, way: Way) -> Ask:
        query = dict(request.query)
        app = None if way.open else self.tokens.app_of(query.get("access_token", ""))
        if request.content_type == "multipart/form-data":
            return Ask(path, query, files=await _files(request), app=app)
        raw = await request.read() if request.method == "POST" else b""
        if not way.escapes and self.unknowns.escapes_refused and ESCAPE.search(raw):
            raise Refused(40033)
        return Ask(path, query, _json(raw) if raw else {}, app=app)

    def _may(self, ask: Ask) -> None:
        if ask.app is None:
            return
        if not ask.app.trusted:
            raise Refused(60020)
        if ask.app.stopped:
            raise Refused(50003)
        if not self.pace.take(ask.path):
            raise Refused(45009)


def _json(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(40058, "Warning: wrong json format")
    return body


async def _files(request: web.Request) -> dict[str, tuple[str, bytes]]:
    form = await request.post()
    return {
        name: (field.filename, field.file.read()) for name, field in form.items() if isinstance(field, web.FileField)
    }
