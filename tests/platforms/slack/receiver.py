"""An app's side of the wire: keeps what came, answers as it is told."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from aiohttp import web

from tests.platforms.slack.world import Json

Reply = Callable[[web.Request, bytes], web.Response]


def fine(_request: web.Request, _body: bytes) -> web.Response:
    return web.Response()


@dataclass(frozen=True, slots=True)
class Got:
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        told: Json = json.loads(self.body)
        return told

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def payload(self) -> Json:
        told: Json = json.loads(self.form["payload"])
        return told


@dataclass(slots=True)
class Receiver:
    url: str = ""
    got: list[Got] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    """What the next requests are answered; afterwards, 200."""
    always: Reply = fine

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.got.append(Got(dict(request.headers), body))
        return (self.replies.pop(0) if self.replies else self.always)(request, body)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    made, routes = Receiver(), web.Application()
    routes.router.add_post("/{rest:.*}", made.serve)
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/slack"
        yield made
    finally:
        await runner.cleanup()


def with_status(status: int, **headers: str) -> Reply:
    return lambda _request, _body: web.Response(
        status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def with_json(told: Json) -> Reply:
    return lambda _request, _body: web.json_response(told)
