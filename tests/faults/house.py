"""The whole house with a platform that records, for what befalls it from outside."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from bot.app import Parts, assemble, opened
from bot.domain.reminder import Reminder
from bot.engine.clock import SystemClock
from bot.ports import Clock
from bot.web.server import make_app, serving
from config import Settings
from handlers import ROUTERS
from tests.chaos.adapter import PLATFORM, DrillAdapter
from tests.chaos.course import WORDS
from tests.chaos.recording import Fated, Platform, platform, well
from tests.chaos.replica import HURRY, drill

PATIENCE = 60
BEAT = 0.05
DAY = timedelta(days=1)


@dataclass(slots=True)
class Tried:
    """A house in trouble."""

    parts: Parts
    platform: Platform
    adapter: DrillAdapter
    http: aiohttp.ClientSession
    address: str

    async def says(self, event_id: str, chat: str = "office") -> int:
        """The door's answer to one delivery."""
        told = {"event_id": event_id, "chat": chat, "user": "wei", "text": WORDS}
        async with self.http.post(f"{self.address}/hooks/{PLATFORM}", json=told) as answer:
            return answer.status

    async def ready(self) -> tuple[int, Any]:
        async with self.http.get(f"{self.address}/readyz") as answer:
            return answer.status, (await answer.json())["reasons"]

    async def plan(self, *reminders: tuple[int, timedelta]) -> None:
        """Reminders so long from now."""
        now = self.parts.core.clock.now()
        rows = [
            Reminder("drill.ring", number, now + after, now + after + DAY, rings=True) for number, after in reminders
        ]
        await self.parts.store.write(lambda uow: uow.reminders.plan(rows))

    def kept(self) -> list[str]:
        return [attempt.key for attempt in self.platform.kept]

    async def until(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await is_so():  # noqa: ASYNC110 - the house has no event for it
                await asyncio.sleep(BEAT)

    async def until_kept(self, *keys: str) -> None:
        async def are_there() -> bool:
            return set(keys) <= set(self.kept())

        await self.until(are_there)


@asynccontextmanager
async def tried(url: str, clock: Clock | None = None, fated: Fated = well) -> AsyncIterator[Tried]:
    async with platform(fated) as there, aiohttp.ClientSession() as http:
        parts = assemble(Settings(database_url=url), clock or SystemClock(), (*ROUTERS, drill), HURRY)
        adapter = DrillAdapter(there.address)
        parts.adapters[PLATFORM] = adapter
        async with opened(parts):
            app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
            async with serving(app, "127.0.0.1", 0) as port:
                yield Tried(parts, there, adapter, http, f"http://127.0.0.1:{port}")
