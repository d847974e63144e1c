"""SQLite serves one process: the one that has the lock file."""

import asyncio
import fcntl
import os
from collections.abc import Callable, Collection
from pathlib import Path

from bot.log import get_log

log = get_log("peers")

BEAT_SECONDS = 2.0


def lock(database: Path) -> int | None:
    """A handle that keeps the lock until it is closed, or its process ends in whatever way; None when it is taken."""
    handle = os.open(database.with_name(f"{database.name}-lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


class FilePeers:
    """A second process on the same file gets the lock when the first has gone; until then nothing is its alone."""

    def __init__(self, database: Path, beat: float = BEAT_SECONDS) -> None:
        self._database = database
        self._beat = beat
        self._handle: int | None = None
        self._waiting: asyncio.Task[None] | None = None

    def open(self, names: Collection[str], knocked: Callable[[], None], held: Callable[[frozenset[str]], None]) -> None:
        self._handle = lock(self._database)
        if self._handle is not None:
            held(frozenset(names))
            return
        log.warning("peers.not_alone", hint="another process runs on this SQLite file: several need PostgreSQL")
        self._waiting = asyncio.create_task(self._wait(frozenset(names), held))

    async def _wait(self, names: frozenset[str], held: Callable[[frozenset[str]], None]) -> None:
        while self._handle is None:
            await asyncio.sleep(self._beat)
            self._handle = lock(self._database)
        held(names)

    @property
    def is_alone(self) -> bool:
        return self._handle is not None

    def knock(self) -> None:
        """Nobody is to hear it."""

    async def close(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
