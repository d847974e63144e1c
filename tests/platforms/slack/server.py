"""A Slack on this machine: Web API, response addresses, uploads and Socket Mode over HTTP, and people who use it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.engine.clock import MovableClock
from tests.platforms.slack.api import METHODS, Call, Method, Refused
from tests.platforms.slack.api.files import Uploads
from tests.platforms.slack.api.views import Screens, Triggers
from tests.platforms.slack.events import Echoes, Events
from tests.platforms.slack.faults import Fault, Faults
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.member import Member
from tests.platforms.slack.pace import Pace
from tests.platforms.slack.responses import Responses
from tests.platforms.slack.sockets import Sockets
from tests.platforms.slack.wire import FORM, JSON, Wire
from tests.platforms.slack.world import App, Json, Workspace
from tests.platforms.timers import Timers

BODY_LIMIT = 4 * 1024 * 1024


class LocalSlack:
    """`calls` is every call of the Web API in the order it came; `page` makes pages shorter than asked for."""

    def __init__(self, clock: MovableClock, app: App) -> None:
        self.clock = clock
        self.signs_at: Callable[[], datetime] = clock.now
        self.world = Workspace(clock, app)
        self.timers = Timers(clock)
        self.pace = Pace()
        self.faults = Faults()
        self.wire = Wire(self)
        self.events = Events(self)
        self.echoes = Echoes(self)
        self.happenings = Happenings(self)
        self.sockets = Sockets(self)
        self.responses = Responses(self)
        self.triggers = Triggers(self.world)
        self.screens = Screens(self.world)
        self.uploads = Uploads(self.world)
        self.address = ""
        self.page = 0
        self.limit_required = False
        self.calls: list[tuple[str, Json]] = []
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._members: dict[str, Member] = {}

    @property
    def api(self) -> str:
        """The base address that a client is given instead of Slack's own."""
        return f"{self.address}/api/"

    def member(self, name: str) -> Member:
        """Somebody at their keyboard."""
        human = self.world.named(name)
        return self._members.setdefault(human.id, Member(self, human))

    async def pass_by(self, **length: float) -> None:
        """Time goes by; what falls due happens."""
        await self.timers.pass_by(timedelta(**length))

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Nothing is on its way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Looked at again whenever the app has done something."""
        while not is_so():
            self._news.clear()
            await self._news.wait()

    async def respond(self, request: web.Request) -> web.Response:
        answer = await self.responses.serve(request)
        self._news.set()
        return answer

    async def close(self) -> None:
        self.faults.release()
        await self.sockets.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.wire.close()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call: a fault before, the effect, a fault after."""
        name = request.match_info["method"]
        fault = self.faults.take(name)
        if fault is not None and (early := await _before(fault, request)) is not None:
            return early
        answer = await self._answered(name, request)
        self._news.set()
        return answer if fault is None else await _after(fault, request, answer)

    async def _answered(self, name: str, request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **self._call(name, request, await request.read())})
        except Refused as refusal:
            return web.json_response({"ok": False, "error": refusal.error, **refusal.more})
        except TooFast as limit:
            return limited(limit.seconds)

    def _call(self, name: str, request: web.Request, body: bytes) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        args, form_token = _arguments(request, body, method)
        scopes = self._authorise(method, _bearer(request) or form_token)
        self.calls.append((name, args))
        call = Call(self, args, scopes)
        if method.scopes:
            call.scope(*method.scopes)
        self._pace(name, method, args)
        return method.handler(call)

    def _authorise(self, method: Method, token: str) -> frozenset[str]:
        app = self.world.app
        if method.open and not token:
            return frozenset()
        if not token:
            raise Refused("not_authed")
        if token not in {app.token, app.app_token}:
            raise Refused("invalid_auth")
        if app.revoked:
            raise Refused(app.revoked)
        if method.app_token != (token == app.app_token):
            raise Refused("not_allowed_token_type")
        return app.scopes

    def _pace(self, name: str, method: Method, args: Json) -> None:
        now = self.clock.now()
        wait = self.pace.call(name, method.tier, now)
        if name == "chat.postMessage":
            wait = self.pace.post(str(args.get("channel")), now)
        if wait:
            raise TooFast(wait)

    async def receive_upload(self, request: web.Request) -> web.Response:
        upload = self.uploads.known.get(request.match_info["file"])
        if upload is None:
            return web.Response(status=404)
        content = await _content(request)
        if len(content) != upload.length:
            return web.Response(status=400, text=f"{len(content)} bytes instead of {upload.length}")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")


class TooFast(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def limited(seconds: int) -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})


async def _content(request: web.Request) -> bytes:
    """The official clients send the bytes as they are or as a form with a file."""
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    part = next(iter((await request.post()).values()))
    if isinstance(part, web.FileField):
        return part.file.read()
    return part.encode() if isinstance(part, str) else bytes(part)


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


def _arguments(request: web.Request, body: bytes, method: Method) -> tuple[Json, str]:
    """A token is read from a form, and never from a JSON body."""
    args: Json = dict(request.query)
    kind = request.content_type
    if kind == FORM:
        args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind == JSON and body:
        return (args | _json(body), "") if method.json else (args, "")
    elif body and request.headers.get("Content-Type"):
        raise Refused("invalid_post_type")
    elif body:
        raise Refused("missing_post_type")
    return args, str(args.pop("token", ""))


def _json(body: bytes) -> Json:
    try:
        read = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return {name: value for name, value in read.items() if name != "token"}


async def _before(fault: Fault, request: web.Request) -> web.Response | None:
    if fault.kind == "drop":
        _hang_up(request)
    if fault.kind == "slow":
        await fault.go.wait()
        if request.transport is None or request.transport.is_closing():
            return web.Response(status=499)
    early = {
        "drop": lambda: web.Response(status=500),
        "error": lambda: web.Response(status=fault.status, text="upstream error"),
        "limit": lambda: limited(fault.seconds),
        "refuse": lambda: web.json_response({"ok": False, "error": fault.error}),
    }.get(fault.kind)
    return None if early is None else early()


async def _after(fault: Fault, request: web.Request, answer: web.Response) -> web.Response:
    if fault.kind == "hang":
        await fault.go.wait()
    if fault.kind in {"hang", "lose"}:
        _hang_up(request)
    if fault.kind == "truncate" and isinstance(answer.body, bytes):
        return web.Response(body=answer.body[: len(answer.body) // 2], content_type=JSON)
    return answer


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


@asynccontextmanager
async def local_slack(
    clock: MovableClock | None = None, app: App | None = None, port: int = 0
) -> AsyncIterator[LocalSlack]:
    """Open until the block ends, on a free port of this machine."""
    slack = LocalSlack(clock or MovableClock(), app or App())
    routes = web.Application(client_max_size=BODY_LIMIT)
    routes.router.add_route("*", "/api/{method}", slack.serve)
    routes.router.add_post("/response/{team}/{name}", slack.respond)
    routes.router.add_post("/upload/v1/{file}", slack.receive_upload)
    routes.router.add_get("/link/", slack.sockets.serve)
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield slack
    finally:
        await slack.close()
        await runner.cleanup()
