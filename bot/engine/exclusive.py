"""Platforms that allow one live connection: held by one process, let go at once when it is no longer the one."""

import asyncio
from collections.abc import Callable, Mapping

from bot.errors import TryAgain
from bot.log import get_log, incident
from bot.messages import InboundEvent
from bot.ports import Adapter, Dispatch

log = get_log("exclusive")

AGAIN_SECONDS = 5.0


async def _not_open(_event: InboundEvent) -> None:
    raise TryAgain


def _nobody_waits() -> None:
    """Not open yet."""


class Exclusive:
    """Starts and closes the exclusive ones among the adapters; the database decides who holds which."""

    def __init__(self, adapters: Mapping[str, Adapter]) -> None:
        self._adapters = adapters
        self._dispatch: Dispatch = _not_open
        self._wake: Callable[[], None] = _nobody_waits
        self._live: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def open(self, dispatch: Dispatch, wake: Callable[[], None]) -> None:
        """What is held from now on is started with this; `wake` hears when something can be sent that could not."""
        self._dispatch, self._wake = dispatch, wake

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, adapter in self._adapters.items() if adapter.exclusive)

    def barred(self) -> frozenset[str]:
        """Platforms that this process cannot send to now, because another one holds the connection, or nobody yet."""
        bound = {name for name in self.names if not self._adapters[name].sends_from_anywhere}
        return frozenset(bound - self._live)

    def held(self, names: frozenset[str]) -> None:
        """What this process holds from now on."""
        for name in self.names:
            task = self._tasks.get(name)
            if name in names and (task is None or task.cancelling() or task.done()):
                self._tasks[name] = asyncio.create_task(self._be_the_one(self._adapters[name], task))
            elif name not in names and task is not None:
                task.cancel()

    async def close(self) -> None:
        """Lets go of all; before the locks are given back."""
        self.held(frozenset())
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _be_the_one(self, adapter: Adapter, before: "asyncio.Task[None] | None") -> None:
        """Until cancelled."""
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._start(adapter)
            self._live.add(adapter.name)
            log.info("exclusive.held", platform=adapter.name)
            self._wake()
            await asyncio.Event().wait()
        finally:
            self._live.discard(adapter.name)
            await self._let_go(adapter)

    async def _start(self, adapter: Adapter) -> None:
        while True:
            try:
                return await adapter.start(self._dispatch)
            except Exception as fault:
                incident(log, "exclusive.start_failed", fault, platform=adapter.name)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _let_go(self, adapter: Adapter) -> None:
        try:
            await adapter.close()
        except Exception as fault:
            incident(log, "exclusive.close_failed", fault, platform=adapter.name)
        log.info("exclusive.let_go", platform=adapter.name)
