"""The store: asynchronous outside, plain functions in threads inside."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Protocol, TypeVar

from bot.errors import NoRoom, TryAgain
from bot.ports import Peers, UnitOfWork
from bot.store.address import address
from bot.store.jobs import Job, Jobs
from bot.store.session import Session
from bot.store.transcript import SqlTranscript
from bot.store.uow import SqlUnitOfWork
from bot.store.upgrade import must_be_current

T = TypeVar("T")
READY_SECONDS = 5.0
A_MOMENT = 1.0

PROBE, PAGES = "room_to_grow", 4 * 4096


class Threads(Protocol):
    """Those who do the work; `close` blocks until what was asked for before is done."""

    @property
    def writes(self) -> Jobs: ...
    @property
    def reads(self) -> Jobs: ...
    def close(self) -> None: ...


class SqlStore:
    """`transcript` is the web chat's own memory."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._is_open = True
        self._refusal = ""
        self._asked_at = float("-inf")
        self.transcript = SqlTranscript(self._write_session, self._read_session)

    async def write(self, work: Callable[[UnitOfWork], T], *, may_wait: bool = False) -> T:
        if not may_wait:
            self._asked_at = monotonic()
        try:
            answer = await self._ask(self._threads.writes, work, may_wait=may_wait)
        except NoRoom as fault:
            self._refusal = str(fault)  # a full disk can still be read: only who wrote last knows of it
            raise
        self._refusal = ""
        return answer

    @property
    def is_busy(self) -> bool:
        return monotonic() - self._asked_at < A_MOMENT

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._ask(self._threads.reads, work)

    async def ready(self) -> None:
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self.read(lambda uow: uow.people.version())
                if self._refusal:
                    await self.write(_try_to_grow)
        except TimeoutError as fault:
            raise TryAgain(f"the database has not answered for {READY_SECONDS:.0f} s") from fault

    async def close(self) -> None:
        """Everything asked for before is done first; what comes later is refused."""
        if self._is_open:
            self._is_open = False
            await asyncio.to_thread(self._threads.close)

    async def _write_session(self, work: Callable[[Session], T]) -> T:
        return await self._ask(self._threads.writes, lambda uow: work(uow.session))

    async def _read_session(self, work: Callable[[Session], T]) -> T:
        return await self._ask(self._threads.reads, lambda uow: work(uow.session))

    async def _ask(self, jobs: Jobs, work: Callable[[SqlUnitOfWork], T], *, may_wait: bool = False) -> T:
        if not self._is_open:
            raise TryAgain("the store is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        jobs.put(Job(work, future, loop, may_wait))
        return await future


def _try_to_grow(uow: UnitOfWork) -> None:
    """What finds no room on a full disk, though a row might still be changed in its place."""
    uow.parameters.set(PROBE, " " * PAGES)
    uow.parameters.set(PROBE, "")


def open_store(url: str) -> SqlStore:
    """The store of a database whose tables are what this program needs; StartFailed says what else to do first."""
    where = address(url)
    must_be_current(url)
    if where.file:
        from bot.store.sqlite import SqliteThreads

        return SqlStore(SqliteThreads(where.file))
    from bot.store.postgres import PostgresThreads

    return SqlStore(PostgresThreads(where.libpq))


def open_peers(url: str) -> Peers:
    """The other processes on that database; nothing is connected yet."""
    where = address(url)
    if where.file:
        from bot.store.lockfile import FilePeers

        return FilePeers(where.file)
    from bot.store.exchange import PostgresPeers

    return PostgresPeers(where.libpq)
