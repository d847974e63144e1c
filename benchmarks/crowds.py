"""Goals 8, 18, 19 and 20: a notice to 100,000 people, on both databases, beside the drivers' own statements.

BENCH_CROWD says how many people; the goals speak of 100,000.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.drivers import connected, placed
from benchmarks.figure import Figure, Goal
from benchmarks.firing import Commands
from benchmarks.matters import fill_crowd
from benchmarks.signing import SPEAKERS

PEOPLE = int(os.environ.get("BENCH_CROWD", "100000"))
DATABASES = ("sqlite", "postgres")
BESIDE, RECEIPTS, MARKS = "g08-beside-notice", "g18-receipts", "g19-read-marks"
MISSING, COUNT, DELIVERED, PAGE = "g20-missing-page", "g20-read-count", "g20-delivered-count", "g20-receipt-page"
NAMES = tuple(
    f"{name}-{database}"
    for database in DATABASES
    for name in (RECEIPTS, BESIDE, MARKS, MISSING, COUNT, DELIVERED, PAGE)
)
ROUNDS, LOOKS = 3, 9
MARKED, GROUP = 20_000, 64
ONE_IN = 10
"""Of so many people one has not answered when pages are read."""

PLATFORM = "sim"
KNOWN: dict[str, Any] = {
    "id": 0, "title": "停电", "text": "本周六全校停电，请提前关闭设备", "sender_id": 1, "chat_id": 1, "language": "zh",
}  # fmt: skip


def measure(names: Sequence[str]) -> Iterator[Figure]:
    for database in DATABASES:
        chosen = [name for name in names if name.endswith(database)]
        if chosen:
            with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder, crowded(database, folder) as url:
                found = asyncio.run(_of(url, {name.removesuffix(f"-{database}") for name in chosen}))
            yield from (named(figure, database) for figure in found)


def named(figure: Figure, database: str) -> Figure:
    from dataclasses import replace

    return replace(figure, name=f"{figure.name}-{database}")


@contextmanager
def crowded(database: str, folder: str, people: int = PEOPLE) -> Iterator[str]:
    from benchmarks.postgres import postgres
    from bot.store import upgrade

    def filled(url: str) -> str:
        upgrade(url)
        fill_crowd(url, people, SPEAKERS, "bench")
        return url

    if database == "sqlite":
        yield filled(f"sqlite:///{Path(folder) / 'crowd.db'}")
        return
    with postgres() as create:
        yield filled(create("crowd"))


async def _of(url: str, wanted: set[str], people: int = PEOPLE) -> list[Figure]:
    found: list[Figure] = []
    async with house(url) as parts:
        if RECEIPTS in wanted:
            found.append(await receipts(parts, url, people))
        if BESIDE in wanted:
            found.append(await beside(parts, people))
        if MARKS in wanted:
            found.append(await marks(parts, url, people))
        if wanted & {MISSING, COUNT, DELIVERED, PAGE}:
            found.extend(one for one in await pages(parts, people) if one.name in wanted)
    return found


@asynccontextmanager
async def house(url: str) -> AsyncIterator[Any]:
    from bot.app import assemble, close
    from config import Settings

    parts = assemble(Settings(database_url=url))
    try:
        yield parts
    finally:
        await close(parts)


def begun(uow: Any, parts: Any, people: Sequence[int]) -> Any:
    """The notice, confirmed as its sender does: the first part is written, the others wait."""
    from bot.domain.notice import Notice
    from handlers.notices.sending import Post, begin

    now = parts.core.clock.now()
    notice = uow.notices.add(Notice(**KNOWN, made_at=now))
    uow.outbox.add_all(begin(Post(parts.core.house, uow, now, PLATFORM), notice, people), now)
    return notice


async def spread(parts: Any, notice: Any) -> float:
    """Until every card is written; in seconds."""
    from bot.engine.reminders import Reminding

    reminding, begun_at = Reminding(parts.core, lambda: None), time.perf_counter()
    while await parts.store.read(lambda uow: uow.notices.waiting(notice.id)):
        await reminding.fire_due()
    return time.perf_counter() - begun_at


async def receipts(parts: Any, url: str, people: int) -> Figure:
    """In parts of the desk's size, with the counters; the statements' time, as their commits are those of the cards."""
    from bot.domain.notice import Notice
    from handlers.notices.sending import CHUNK

    async def ours() -> float:
        now, took = parts.core.clock.now(), list[float]()
        notice = await parts.store.write(lambda uow: uow.notices.add(Notice(**KNOWN, made_at=now)))

        def address(uow: Any, first: int) -> None:
            begun_at = time.perf_counter()
            uow.notices.address(notice.id, 1, range(first, min(first + CHUNK, people + 1)))
            took.append(time.perf_counter() - begun_at)

        for first in range(1, people + 1, CHUNK):
            await parts.store.write(partial(address, first=first))
        return sum(took)

    rounds = [(await ours(), inserted(url)) for _ in range(ROUNDS + 1)][1:]
    return _ratio(RECEIPTS, rounds, "ratio to raw insert-select", Goal("lower", 4, 2), ("s", people))


RAW = """CREATE TABLE IF NOT EXISTS raw_receipts (notice_id integer, person_id bigint, version integer NOT NULL,
seen_at text, acked_at text, acked_version integer NOT NULL DEFAULT 0, PRIMARY KEY (notice_id, person_id))"""


def inserted(url: str) -> float:
    """As many rows by one statement out of the people: its time, likewise."""
    with closing(connected(url)) as connection:
        cursor = connection.cursor()
        cursor.execute(RAW + (" WITHOUT ROWID" if url.startswith("sqlite") else ""))
        cursor.execute("DELETE FROM raw_receipts")
        connection.commit()
        begun_at = time.perf_counter()
        cursor.execute("INSERT INTO raw_receipts (notice_id, person_id, version) SELECT 1, id, 1 FROM people")
        took = time.perf_counter() - begun_at
        connection.commit()
        return took


async def beside(parts: Any, people: int) -> Figure:
    """Commands at an even rate, quiet and while the cards of a notice to everybody are written; paired by rounds."""
    commands = Commands(parts)
    await commands.warm_up()
    rounds: list[tuple[float, float]] = []
    took: list[float] = []
    for number in range(ROUNDS):
        quiet = await commands.p99(f"quiet-{number}")
        notice = await parts.store.write(partial(begun, parts=parts, people=range(1, people + 1)))
        writing = asyncio.create_task(spread(parts, notice))
        busy = await commands.p99(f"busy-{number}", until=writing)
        took.append(await writing)
        rounds.append((busy, quiet))
    return _ratio(BESIDE, rounds, "ratio to quiet", Goal("lower", 4, 2), ("ms p99", people), fan_out_s=median(took))


async def marks(parts: Any, url: str, people: int) -> Figure:
    """In groups as they come when so many wait, a unit of work each; the raw ones in groups as large."""
    most, rounds = min(MARKED, people), list[tuple[float, float]]()
    for _ in range(ROUNDS):
        notice = await parts.store.write(partial(addressed, parts=parts, people=people))
        rounds.append((await acknowledged(parts, notice, range(1, most + 1)) / most, marked(url, most) / most))
    in_us = [(ours * 1e6, raw * 1e6) for ours, raw in rounds]
    return _ratio(MARKS, in_us, "ratio to grouped marks", Goal("lower", 3, 1.5), ("µs", most))


def addressed(uow: Any, parts: Any, people: int) -> Any:
    from bot.domain.notice import Notice

    notice = uow.notices.add(Notice(**KNOWN, made_at=parts.core.clock.now(), people=people))
    uow.notices.address(notice.id, 1, range(1, people + 1))
    return notice


async def acknowledged(parts: Any, notice: Any, people: Sequence[int]) -> float:
    now = parts.core.clock.now()

    def acknowledge(uow: Any, group: Sequence[int]) -> None:
        uow.receipts.acknowledge(uow.notices.held(notice.id), group, now)

    begun_at = time.perf_counter()
    for first in range(0, len(people), GROUP):
        await parts.store.write(partial(acknowledge, group=people[first : first + GROUP]))
    return time.perf_counter() - begun_at


def marked(url: str, most: int) -> float:
    inserted(url)
    statement = placed(
        url, "UPDATE raw_receipts SET acked_at = ?, acked_version = 1 WHERE notice_id = 1 AND person_id = ?"
    )
    with closing(connected(url)) as connection:
        cursor, begun_at = connection.cursor(), time.perf_counter()
        for first in range(1, most + 1, GROUP):
            cursor.executemany(statement, [("now", who) for who in range(first, min(first + GROUP, most + 1))])
            connection.commit()
        return time.perf_counter() - begun_at


async def pages(parts: Any, people: int) -> list[Figure]:
    """Of a notice that all were sent and most have acknowledged; the whole page is a command, from its sentence."""
    notice = await parts.store.write(partial(begun, parts=parts, people=range(1, people + 1)))
    await spread(parts, notice)
    await acknowledged(parts, notice, [one for one in range(1, people + 1) if one % ONE_IN])
    commands = Commands(parts)
    await commands.warm_up()

    async def read(look: Callable[[Any], Any]) -> float:
        return await _ms(partial(parts.store.read, look))

    first = await read(lambda uow: uow.notices.missing(notice, 41))
    count = await read(lambda uow: uow.notices.tally(notice))
    delivered = await read(lambda uow: uow.outbox.mailed(f"notice:{notice.id}:v1:"))
    whole = await _ms(lambda: commands.one(f"page-{time.perf_counter_ns()}", f"回执 通知{notice.id}"))
    goals = {MISSING: (first, Goal("lower", 20, 5)), COUNT: (count, Goal("lower", 20, 5)),
             DELIVERED: (delivered, Goal("lower")), PAGE: (whole, Goal("lower", 200))}  # fmt: skip
    return [
        Figure(name, value, "ms", goal, value, value, "ms", {"people": people}) for name, (value, goal) in goals.items()
    ]


async def _ms(work: Callable[[], Any]) -> float:
    took: list[float] = []
    for _ in range(LOOKS):
        begun_at = time.perf_counter()
        await work()
        took.append((time.perf_counter() - begun_at) * 1000)
    return median(took)


def _ratio(
    name: str, rounds: Sequence[tuple[float, float]], unit: str, goal: Goal, of: tuple[str, int], **more: float
) -> Figure:
    """`of` is what the sides are measured in, and of how many people."""
    ours, least = (median(side) for side in zip(*rounds, strict=True))
    value = median(above / below for above, below in rounds)
    return Figure(name, value, unit, goal, least, ours, of[0], {"people": of[1], **more})
