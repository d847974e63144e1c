"""The platform's side: records what arrives, and answers as badly as the seed says."""

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from random import Random

from aiohttp import web

MOST_FAULTS = 5
"""After so many attempts for one message the platform behaves, or some would run out of tries by bad luck."""

LONGER_THAN_ANYBODY_WAITS = 30.0
RING = "ring "
RESET = struct.pack("ii", 1, 0)


class Fate(Enum):
    """What becomes of one attempt; `is_kept`: the message is in the chat, `is_answered`: the sender hears the truth."""

    TAKEN = ("taken", 70, True, True)
    SLOW = ("taken slowly", 10, True, True)
    LIMITED = ("429 with Retry-After", 5, False, True)
    BROKEN = ("500", 5, False, True)
    RESET_BEFORE = ("reset before it was kept", 3, False, False)
    RESET_AFTER = ("reset after it was kept", 4, True, False)
    SILENT_BEFORE = ("no answer, not kept", 1, False, False)
    SILENT_AFTER = ("no answer, kept", 2, True, False)

    def __init__(self, words: str, weight: int, is_kept: bool, is_answered: bool) -> None:
        self.words = words
        self.weight = weight
        self.is_kept = is_kept
        self.is_answered = is_answered


FATES = tuple(Fate)
WEIGHTS = [fate.weight for fate in FATES]


def fate(seed: int, key: str, number: int) -> tuple[Fate, float]:
    """What becomes of the message's attempt of that number, and how long it takes; the same for the same seed."""
    random = Random(f"{seed}:{key}:{number}")
    chosen = Fate.TAKEN if number > MOST_FAULTS else random.choices(FATES, WEIGHTS)[0]
    return chosen, random.uniform(0.1, 0.5) if chosen is Fate.SLOW else 0.0


def name_of(key: str, title: str) -> str:
    """What a message is known by here: a reminder by what it says, since its key is the house's own affair."""
    return title if title.startswith(RING) else key


@dataclass(frozen=True, slots=True)
class Attempt:
    key: str
    chat: str
    pid: int
    fate: Fate


Fated = Callable[[str, int], tuple[Fate, float]]


def well(_key: str, _number: int) -> tuple[Fate, float]:
    """A platform on a good day."""
    return Fate.TAKEN, 0.0


class Platform:
    """`attempts` in the order in which they arrived."""

    def __init__(self, fated: Fated) -> None:
        self._fated = fated
        self._numbers: Counter[str] = Counter()
        self.attempts: list[Attempt] = []
        self.address = ""

    @property
    def kept(self) -> list[Attempt]:
        """What the chats show, in order."""
        return [attempt for attempt in self.attempts if attempt.fate.is_kept]

    async def take(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        name = name_of(told["key"], told["text"])
        self._numbers[name] += 1
        chosen, seconds = self._fated(name, self._numbers[name])
        self.attempts.append(Attempt(name, told["chat"], told["pid"], chosen))
        await asyncio.sleep(seconds)
        return await self._answer(request, chosen)

    async def _answer(self, request: web.Request, chosen: Fate) -> web.StreamResponse:
        if chosen is Fate.LIMITED:
            return web.Response(status=429, headers={"Retry-After": "1"})
        if chosen is Fate.BROKEN:
            return web.Response(status=500)
        if chosen in {Fate.RESET_BEFORE, Fate.RESET_AFTER}:
            _reset(request)
        elif not chosen.is_answered:
            await asyncio.sleep(LONGER_THAN_ANYBODY_WAITS)
        return web.json_response({"id": f"m{len(self.attempts)}"})


def _reset(request: web.Request) -> None:
    """Not a polite end: the other side's next word about this connection is an error."""
    if request.transport is not None:
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        request.transport.abort()


@asynccontextmanager
async def platform(fated: Fated = well) -> AsyncIterator[Platform]:
    opened = Platform(fated)
    app = web.Application()
    app.router.add_post("/messages", opened.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    opened.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield opened
    finally:
        await runner.cleanup()
