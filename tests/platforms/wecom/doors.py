"""A door of ours on this machine, as the house's own server opens it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import TryAgain
from bot.ports import HttpRequest, HttpResponse

BIGGEST_BODY = 32 * 1024 * 1024
Receive = Callable[[HttpRequest], Awaitable[HttpResponse]]


@asynccontextmanager
async def open_door(receive: Receive, path: str) -> AsyncIterator[str]:
    """Its URL."""

    async def handle(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = HttpRequest(request.method, request.path, dict(request.query), headers, await request.read())
        try:
            answer = await receive(asked)
        except TryAgain:
            return web.Response(status=503)
        return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)

    server = web.Application(client_max_size=BIGGEST_BODY)
    server.router.add_route("*", path, handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    finally:
        await runner.cleanup()
