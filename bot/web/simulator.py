"""The chat page's door: the page, its files, and `/sim/api`, which is passed on to the local chat's adapter."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from bot.messages import LARGEST_FILE
from bot.ports import HttpRequest, HttpResponse
from bot.web.neutral import answered, neutral
from config.settings import is_loopback

STATIC = Path(str(files("bot.web"))) / "static"
STREAM_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
WRITE_SECONDS = 10.0
FIRST = "sim"
FILE_LIMIT = 2 * LARGEST_FILE
"""Bytes of a body with a file in base64: more than the largest takes, so that the house can say so of a larger one."""

Receive = Callable[[HttpRequest], Awaitable[HttpResponse]]
PassOn = Callable[[web.Request, str, Receive], Awaitable[web.StreamResponse]]


class LocalChat(Protocol):
    """What the page needs of the local chat's adapter."""

    @property
    def name(self) -> str: ...
    async def receive(self, request: HttpRequest) -> HttpResponse: ...
    async def events(self, request: HttpRequest) -> HttpResponse | AsyncGenerator[bytes]:
        """A refusal, or server-sent events without an end."""
        ...


class Simulator:
    """Anyone here may speak as anyone, so only this machine's own pages are let in."""

    def __init__(self, chat: LocalChat, pass_on: PassOn) -> None:
        self._chat = chat
        self._pass_on = pass_on
        self._streams: set[asyncio.Task[Any] | None] = set()

    def add_to(self, app: web.Application) -> None:
        """Each local chat has its own doors; the page is the first one's, and shows them all."""
        api = f"/{self._chat.name}/api"
        if self._chat.name == FIRST:
            app.router.add_get("/", self.page)
            app.router.add_static("/sim/static/", STATIC)
        app.router.add_get(f"{api}/events", self.events)
        app.router.add_post(f"{api}/files", self.file)
        app.router.add_route("*", api + "/{rest:.*}", self.api)
        app.on_shutdown.append(self.hang_up)

    async def page(self, request: web.Request) -> web.StreamResponse:
        return refused(request) or web.FileResponse(STATIC / "index.html")

    async def api(self, request: web.Request) -> web.StreamResponse:
        return refused(request) or await self._pass_on(request, self._chat.name, self._chat.receive)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Its body may be longer than a message's."""
        return await self.api(request.clone(client_max_size=FILE_LIMIT))

    async def events(self, request: web.Request) -> web.StreamResponse:
        no = refused(request)
        if no is not None:
            return no
        frames = await self._chat.events(neutral(request, b""))
        return answered(frames) if isinstance(frames, HttpResponse) else await self._stream(request, frames)

    async def _stream(self, request: web.Request, frames: AsyncGenerator[bytes]) -> web.StreamResponse:
        """A reader who takes nothing for a while is hung up on; the page comes back by itself."""
        stream = web.StreamResponse(headers=STREAM_HEADERS)
        with self._open_stream():
            await stream.prepare(request)
            async with aclosing(frames):
                async for frame in frames:
                    try:
                        async with asyncio.timeout(WRITE_SECONDS):
                            await stream.write(frame)
                    except (ConnectionError, TimeoutError):
                        break
        return stream

    @contextmanager
    def _open_stream(self) -> Iterator[None]:
        task = asyncio.current_task()
        self._streams.add(task)
        try:
            yield
        finally:
            self._streams.discard(task)

    async def hang_up(self, _app: web.Application) -> None:
        """Streams never end by themselves, and a stop must not wait for them."""
        for task in self._streams:
            if task is not None:
                task.cancel()


def refused(request: web.Request) -> web.Response | None:
    """Names of other hosts (a foreign page's DNS) and posts from other pages are turned away."""
    host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
    if not is_loopback(_host_name(host)):
        return web.json_response({"error": f"This page answers to localhost only, not to {host}."}, status=403)
    if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
        return web.json_response({"error": "Another page may not speak for people here."}, status=403)
    return None


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
