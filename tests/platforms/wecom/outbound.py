"""How WeCom calls us: with limits on the test's clock, and three attempts in all."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.platforms.timers import Timers

ANSWER_WITHIN = timedelta(seconds=5)
ECHO_WITHIN = timedelta(seconds=1)
ATTEMPTS = 3
PATIENCE = 20.0  # of the real clock: only a test that hangs gets here


@dataclass(frozen=True, slots=True)
class Attempt:
    """`status` is 0 where no answer came; `why` then says what happened."""

    status: int
    body: bytes = b""
    why: str = ""

    @property
    def received(self) -> bool:
        return self.status == 200


@dataclass(slots=True)
class Delivery:
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def received(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].received


class Caller:
    """`repeats` is how often a callback that was received comes again all the same, as networks have it."""

    def __init__(self, timers: Timers) -> None:
        self.repeats = 0
        self._timers = timers
        self._session: ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(
        self, method: str, url: str, query: dict[str, str], body: bytes = b"", within: timedelta = ANSWER_WITHIN
    ) -> Attempt:
        """When the time is over on the test's clock the connection is closed."""
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=None))
        asking = asyncio.create_task(_asked(self._session, method, url, query, body))
        over = self._timers.alarm(within)
        both: set[asyncio.Future[Any]] = {asking, over}
        done, _waiting = await asyncio.wait(both, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            return asking.result()
        asking.cancel()
        await asyncio.wait({asking})
        if not done:
            raise TimeoutError(f"{url} did not answer, and the test did not move the clock")
        return Attempt(0, why="no answer in time")

    async def deliver(self, once: Callable[[], Awaitable[Attempt]], attempts: int = ATTEMPTS) -> Delivery:
        """Again on every status but 200."""
        delivery = Delivery()
        while len(delivery.attempts) < attempts and not delivery.received:
            delivery.attempts.append(await once())
        for _again in range(self.repeats):
            await once()
        return delivery


async def _asked(session: ClientSession, method: str, url: str, query: dict[str, str], body: bytes) -> Attempt:
    try:
        async with session.request(method, url, params=query, data=BytesIO(body) if body else None) as response:
            return Attempt(response.status, await response.read())
    except ClientError as fault:
        return Attempt(0, why=type(fault).__name__)
