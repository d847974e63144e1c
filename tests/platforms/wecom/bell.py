"""Waiting for something to have happened, without looking again and again."""

import asyncio
from collections.abc import Callable


class Bell:
    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    async def until(self, happened: Callable[[], object], patience: float = 20.0) -> None:
        """Raises TimeoutError when it does not happen; `patience` is what a hanging test costs, not a measure."""
        async with asyncio.timeout(patience):
            while not happened():
                await self._rung.wait()
