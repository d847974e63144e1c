"""The house's front door: hooks, health, metrics, and the page of the day."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot import __version__
from bot.errors import TryAgain
from bot.ports import Adapter
from bot.web.metrics import Answers, Counting, render
from bot.web.neutral import answered, neutral
from bot.web.simulator import LocalChat, Receive, Simulator

BODY_LIMIT = 1024 * 1024
RETRY_AFTER_SECONDS = "1"
STOP_SECONDS = 5.0

SAFETY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Doors:
    """`ready` gives the reasons why not; `warnings` what is amiss and no reason to send nobody here; `gauges` what
    stands at this moment, by name."""

    def __init__(
        self,
        adapters: Mapping[str, Adapter],
        ready: Callable[[], Awaitable[Sequence[str]]],
        counts: Counting,
        gauges: Callable[[], Awaitable[Mapping[str, float]]],
        warnings: Callable[[], Sequence[str]],
    ) -> None:
        self._adapters = adapters
        self._ready = ready
        self._counts = counts
        self._gauges = gauges
        self._warnings = warnings
        self._answers = Answers()

    async def hook(self, request: web.Request) -> web.StreamResponse:
        platform = request.match_info["platform"]
        adapter = self._adapters.get(platform)
        if adapter is None:
            return web.json_response({"error": f"There is no platform {platform} here."}, status=404)
        return await self.pass_on(request, platform, adapter.receive)

    async def pass_on(self, request: web.Request, platform: str, receive: Receive) -> web.Response:
        """The platform's own answer; 503 asks it to deliver again."""
        begun = asyncio.get_running_loop().time()
        response = await _answer(request, receive)
        self._answers.note(platform, response.status, asyncio.get_running_loop().time() - begun)
        return response

    async def alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True, "version": __version__})

    async def ready(self, _request: web.Request) -> web.Response:
        reasons = list(await self._ready())
        warnings = list(self._warnings())
        shown = {"ready": not reasons, "reasons": reasons, **({"warnings": warnings} if warnings else {})}
        return web.json_response(shown, status=503 if reasons else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        body = render(self._answers, self._counts, await self._gauges())
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def sign(self, _request: web.Request) -> web.Response:
        return web.Response(text=f"xiaoban {__version__}\n")


def make_app(  # noqa: PLR0913 - one for each thing that the doors ask of the house
    adapters: Mapping[str, Adapter],
    *,
    ready: Callable[[], Awaitable[Sequence[str]]],
    counts: Counting,
    gauges: Callable[[], Awaitable[Mapping[str, float]]],
    warnings: Callable[[], Sequence[str]] = tuple,
    sim: LocalChat | None = None,
    second: LocalChat | None = None,
) -> web.Application:
    """With `sim` the chat page is at `/`; it is one of the adapters too, or messages would have no way in."""
    app = web.Application(client_max_size=BODY_LIMIT)
    doors = Doors(adapters, ready, counts, gauges, warnings)
    app.router.add_get("/healthz", doors.alive)
    app.router.add_get("/readyz", doors.ready)
    app.router.add_get("/metrics", doors.metrics)
    app.router.add_route("*", "/hooks/{platform}", doors.hook)
    app.router.add_route("*", "/hooks/{platform}/{rest:.*}", doors.hook)
    if sim is None:
        app.router.add_get("/", doors.sign)
    for chat in (sim, second):
        if chat is not None:
            Simulator(chat, doors.pass_on).add_to(app)
    app.on_response_prepare.append(_make_safe)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Open until the block ends; gives the port, which the system chooses for 0. OSError when the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _answer(request: web.Request, receive: Receive) -> web.Response:
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        return web.json_response({"error": f"The body is longer than {request.client_max_size} bytes."}, status=413)
    try:
        return answered(await receive(neutral(request, body)))
    except TryAgain:
        headers = {"Retry-After": RETRY_AFTER_SECONDS}
        return web.json_response({"error": "Busy; send it again."}, status=503, headers=headers)


async def _make_safe(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in SAFETY.items():
        response.headers.setdefault(name, value)
