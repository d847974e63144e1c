"""What a platform does later, on a clock that the test moves; nothing here sleeps."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count

from bot.engine.clock import MovableClock

Deed = Callable[[], Awaitable[None] | None]


class Timers:
    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self._due: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def after(self, wait: timedelta, deed: Deed) -> None:
        heapq.heappush(self._due, (self.clock.now() + wait, next(self._order), deed))

    def alarm(self, wait: timedelta) -> asyncio.Future[None]:
        """Done when the clock gets there."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.after(wait, lambda: None if future.done() else future.set_result(None))
        return future

    async def run_due(self) -> None:
        while self._due and self._due[0][0] <= self.clock.now():
            done = heapq.heappop(self._due)[2]()
            if done is not None:
                await done

    async def pass_by(self, length: timedelta) -> None:
        """The clock stops at everything that falls due on the way, in order."""
        until = self.clock.now() + length
        await self.run_due()
        while self._due and self._due[0][0] <= until:
            self.clock.set(max(self._due[0][0], self.clock.now()))
            await self.run_due()
        self.clock.set(max(until, self.clock.now()))

    def waiting(self) -> int:
        return len(self._due)
