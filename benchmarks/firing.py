"""What falls due at once, in a process of its own: `python -m benchmarks.firing KIND WHERE COUNT`, one line of JSON.

`house` turns what is due in the database into messages; `raw` does the least that makes a durable message of each row;
`apscheduler` holds as many jobs in its memory and calls nothing.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from benchmarks.signing import SPEAKERS
from bot.engine.reminders import Fired

T = TypeVar("T")
DUE = datetime(2026, 11, 24, 6, 45, tzinfo=UTC)
NOW = DUE + timedelta(seconds=1)
START = DUE + timedelta(minutes=15)
WATCH = 0.001
QUIET = 1.1
"""Seconds after which nobody is talking to the house any more."""

ELSEWHEN = "明天有什么会"
"""A day without a meeting: the many that are due today would be the whole of a command's time."""

RATE = 100.0
BESIDE_SECONDS = 3.0
BATCH = 500


class Standing:
    """A clock that has stopped a second after all of it fell due."""

    def now(self) -> datetime:
        return NOW


class Watched:
    """A store that notes when each batch of reminders was durable, and how many had been handled by then."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.durable: list[tuple[float, int]] = []

    async def write(self, work: Callable[[Any], T], *, may_wait: bool = False) -> T:
        done: T = await self._store.write(work, may_wait=may_wait)
        if isinstance(done, Fired):
            before = self.durable[-1][1] if self.durable else 0
            self.durable.append((time.perf_counter(), before + sum(done.numbers.values())))
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Callable[[], float]]:
    """Gives the longest time, in milliseconds, for which the loop could do nothing else."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(WATCH)
            longest = max(longest, time.perf_counter() - before - WATCH)

    task = asyncio.create_task(watch())
    yield lambda: longest * 1000
    task.cancel()


async def house(where: str, _count: int) -> dict[str, float]:
    async with _furnished(where) as parts, watched_loop() as stall:
        watched = Watched(parts.store)
        await asyncio.sleep(QUIET)
        begun = time.perf_counter()
        await _reminding(parts, watched).fire_due()
        took = time.perf_counter() - begun
        handled = _handled(parts)
        reached = next((at for at, so_far in watched.durable if so_far >= 0.99 * handled), begun)
        return {"seconds": took, "p99_ms": (reached - begun) * 1000, "stall_ms": stall(), "handled": handled}


class Commands:
    """One person after another asks the house about a day without meetings."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    async def warm_up(self) -> None:
        """Everybody is known from then on."""
        for speaker in SPEAKERS:
            await self.one(f"hello-{speaker}-{time.perf_counter_ns()}", ELSEWHEN, speaker)

    async def p99(self, tag: str, until: "asyncio.Task[Any] | None" = None) -> float:
        """At an even rate, in milliseconds from the planned moment; for some seconds, or until that has ended."""
        waits: list[float] = []

        async def one(number: int, planned: float) -> None:
            await self.one(f"{tag}-{number}", ELSEWHEN, SPEAKERS[number % len(SPEAKERS)])
            waits.append(time.perf_counter() - planned)

        begun, tasks = time.perf_counter(), list[asyncio.Task[None]]()
        while len(tasks) < RATE * BESIDE_SECONDS if until is None else not until.done():
            planned = begun + len(tasks) / RATE
            await asyncio.sleep(max(planned - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(one(len(tasks), planned)))
        await asyncio.gather(*tasks)
        return sorted(waits)[int((len(waits) - 1) * 0.99)] * 1000

    async def one(self, event_id: str, text: str, speaker: str = SPEAKERS[0]) -> None:
        from benchmarks.signed import heard

        await self._parts.dispatcher(heard(event_id, speaker, text, self._parts.core.clock.now()))


@asynccontextmanager
async def _furnished(where: str) -> AsyncIterator[Any]:
    from benchmarks.signed import silent
    from bot.app import assemble
    from config import Settings
    from config.settings import DEMO_OFFICE

    async with silent(assemble(Settings(database_url=where, office=DEMO_OFFICE), Standing())) as parts:
        gc.freeze()  # as `xiaoban run` does
        yield parts


def _reminding(parts: Any, store: Any) -> Any:
    from bot.engine.reminders import Reminding

    return Reminding(replace(parts.core, store=store), lambda: None)


def _handled(parts: Any) -> int:
    return sum(number for (name, _), number in parts.core.counts.all().items() if name == "reminders")


TABLES = """
pragma journal_mode = wal;
pragma synchronous = full;
create table reminders (id integer primary key, subject integer, due_at text, state text);
create index due on reminders (due_at, id) where state = 'pending';
create table owed (key text primary key, lane text, card text) without rowid;
"""


async def raw(where: str, count: int) -> dict[str, float]:
    """Batches of rows become messages, each batch a transaction."""
    import sqlite3

    connection = sqlite3.connect(f"{where}.raw", isolation_level=None)
    connection.executescript(TABLES)
    connection.execute("begin")
    connection.executemany(
        "insert into reminders values (?, ?, ?, 'pending')", ((n, n, str(DUE)) for n in range(count))
    )
    connection.execute("commit")
    begun = time.perf_counter()
    while rows := connection.execute(
        "select id, subject from reminders where state = 'pending' and due_at <= ? order by due_at, id limit ?",
        (str(NOW), BATCH),
    ).fetchall():
        connection.execute("begin immediate")
        connection.executemany("update reminders set state = 'fired' where id = ?", [row[:1] for row in rows])
        connection.executemany(
            "insert into owed values (?, 'bench/direct', ?)", [(f"r{row[0]}", "x" * 200) for row in rows]
        )
        connection.execute("commit")
    return {"seconds": time.perf_counter() - begun}


async def apscheduler(_where: str, count: int) -> dict[str, float]:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler, at, waits, over = (
        AsyncIOScheduler(timezone="UTC"),
        time.time() + 2.0 + count / 5000,
        list[float](),
        asyncio.Event(),
    )

    async def say() -> None:
        waits.append(time.time() - at)
        if len(waits) == count:
            over.set()

    for _ in range(count):
        scheduler.add_job(say, "date", run_date=datetime.fromtimestamp(at, UTC), misfire_grace_time=None)
    scheduler.start()
    await asyncio.sleep(max(at - time.time() - 0.5, 0))
    async with watched_loop() as stall:
        await over.wait()
        found = {"p99_ms": sorted(waits)[int((count - 1) * 0.99)] * 1000, "stall_ms": stall()}
    scheduler.shutdown(wait=False)
    return found


KINDS = {"house": house, "raw": raw, "apscheduler": apscheduler}

if __name__ == "__main__":
    print(json.dumps(asyncio.run(KINDS[sys.argv[1]](sys.argv[2], int(sys.argv[3])))))
