"""Receipts that arrive at 500 a second beside commands, on both databases: what people wait who ask meanwhile.

Everybody has been sent a notice; so many of them a second press its button, each once, through the whole house: the
press is noted, looked up, answered by a new card in the outbox, on disk. BENCH_CROWD says how many people there are.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from statistics import median
from typing import Any

from benchmarks.crowds import DATABASES, PEOPLE, begun, crowded, house, named, spread
from benchmarks.drivers import connected
from benchmarks.figure import Figure, Goal
from benchmarks.firing import Commands

BESIDE, ALL_AT_ONCE = "g08-beside-receipts", "g19-acknowledged"
NAMES = tuple(f"{name}-{database}" for database in DATABASES for name in (BESIDE, ALL_AT_ONCE))
ROUNDS, RATE, SECONDS = 5, 500, 3
HURRY, AT_ONCE = 5_000, 64
"""How many acknowledge as fast as it goes, and how many of them at a time."""

FLOOR = 500.0


def measure(names: Sequence[str]) -> Iterator[Figure]:
    for database in DATABASES:
        wanted = {name.removesuffix(f"-{database}") for name in names if name.endswith(database)}
        if wanted:
            with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder, crowded(database, folder) as url:
                found = asyncio.run(of_crowd(url, wanted))
            yield from (named(figure, database) for figure in found)


async def of_crowd(url: str, wanted: set[str], people: int = PEOPLE, seconds: float = SECONDS) -> list[Figure]:
    found: list[Figure] = []
    async with house(url) as parts:
        presses = Presses(parts, await sent(parts, url, people), people)
        if BESIDE in wanted:
            found.append(await beside(parts, presses, seconds))
        if ALL_AT_ONCE in wanted:
            found.append(await at_once(presses, min(HURRY, people)))
    return found


async def sent(parts: Any, url: str, people: int) -> Any:
    """A notice whose cards have all arrived; by the driver's own statement, as nothing of that is measured here."""
    notice = await parts.store.write(partial(begun, parts=parts, people=range(1, people + 1)))
    await spread(parts, notice)
    with closing(connected(url)) as connection:
        connection.execute("UPDATE outbox SET state = 'sent', message_id = key WHERE mailing IS NOT NULL")
        connection.commit()
        if url.startswith("postgres"):
            connection.autocommit = True
        connection.execute("ANALYZE")
    return notice


class Presses:
    """One person after another presses the button of the notice's card, each once as long as there are people."""

    def __init__(self, parts: Any, notice: Any, people: int) -> None:
        self._parts = parts
        self._notice = notice
        self._people = people
        self._numbers = count()
        self.taken = 0

    def events(self) -> Iterator[Any]:
        from bot.cards import Action
        from bot.messages import ButtonPressed, Envelope, UserRef

        packed = Action("notices.acknowledge", self._notice.id).pack()
        for number in self._numbers:
            who = number % self._people + 1
            account = UserRef("sim", f"p{who}")
            where = Envelope(f"press-{number}", account.direct(), account, self._parts.core.clock.now())
            yield ButtonPressed(where, packed, f"notice:{self._notice.id}:v1:{who}")

    async def _take(self, event: Any) -> None:
        await self._parts.dispatcher(event)
        self.taken += 1

    async def evenly(self, seconds: float) -> list[float]:
        """So many a second; how long each took from the moment that was planned for it."""
        waits: list[float] = []

        async def one(event: Any, planned: float) -> None:
            await self._take(event)
            waits.append(time.perf_counter() - planned)

        begun_at, tasks = time.perf_counter(), list[asyncio.Task[None]]()
        for event in self.events():
            if len(tasks) >= RATE * seconds:
                break
            planned = begun_at + len(tasks) / RATE
            await asyncio.sleep(max(planned - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(one(event, planned)))
        await asyncio.gather(*tasks)
        return waits

    async def hurry(self, most: int) -> float:
        """As fast as it goes; how many a second."""
        waiting, done = iter(self.events()), count(1)

        async def caller() -> None:
            for event in waiting:
                await self._take(event)
                if next(done) > most - AT_ONCE:
                    return

        begun_at = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(AT_ONCE)))
        return most / (time.perf_counter() - begun_at)


async def beside(parts: Any, presses: Presses, seconds: float) -> Figure:
    """Commands at an even rate, quiet and while receipts arrive; paired by rounds."""
    commands = Commands(parts)
    await commands.warm_up()
    rounds: list[tuple[float, float]] = []
    waits: list[float] = []
    for number in range(ROUNDS):
        quiet = await commands.p99(f"quiet-{number}")
        arriving = asyncio.create_task(presses.evenly(seconds))
        busy = await commands.p99(f"busy-{number}", until=arriving)
        waits += await arriving
        rounds.append((busy, quiet))
    ours, baseline = (median(side) for side in zip(*rounds, strict=True))
    value, slow = median(above / below for above, below in rounds), sorted(waits)[int((len(waits) - 1) * 0.99)]
    more = {"receipts": len(waits), "receipt_p99_ms": slow * 1000}
    return Figure(BESIDE, value, "ratio to quiet", Goal("lower", 4, 2), baseline, ours, "ms p99", more)


async def at_once(presses: Presses, most: int) -> Figure:
    """Whole acknowledgements a second, each with its answer."""
    rounds = [await presses.hurry(most) for _ in range(3)]
    value = median(rounds)
    return Figure(ALL_AT_ONCE, value, "a second", Goal("higher", FLOOR), FLOOR, value, "a second", {"at_once": AT_ONCE})
