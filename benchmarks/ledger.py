"""The supervision ledger after years: 10,000 open items, 200,000 closed, 1,000 people, on both databases.

Lists beside queries written by hand; lamps beside the comparison that is the least of them; mornings and evenings in
`benchmarks.mornings`. BENCH_LEDGER says how many people, of whom each has ten open items and two hundred closed.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.drivers import connected, placed, written
from benchmarks.figure import Figure, Goal
from benchmarks.matters import CLOSED_EACH, ITEMS, NOW, OPEN_EACH, fill
from benchmarks.mornings import DIGESTS, EVENING, digests, evening
from bot.supervising import Wanted

PEOPLE = int(os.environ.get("BENCH_LEDGER", "1000"))
DATABASES = ("sqlite", "postgres")
LISTS, LAMPS = "ledger-list", "ledger-lamps"
Rows = list[tuple[Any, ...]]
ROUNDS, REPEATS, PAGE = 5, 20, 10
SOON = NOW + timedelta(days=3)


@dataclass(frozen=True, slots=True)
class List:
    """What the house is asked for, and the condition that says the same by hand; `order` as its lines come."""

    wanted: Wanted
    condition: str
    given: tuple[Any, ...]
    order: str = "due_at, id"


def lists(people: int = PEOPLE) -> dict[str, List]:
    """Of what a member may see, of what is late in a unit, of the whole office, of what a person has closed."""
    who, unit = people // 2, "单位5"
    is_open = "ended_at IS NULL"
    helping = "SELECT item_id FROM co_owners WHERE person_id = ? AND is_open = 1"
    seen = " UNION ".join(
        f"SELECT id FROM items WHERE {is_open} AND {one} = ?" for one in ("lead_id", "supervisor_id", "unit")
    )
    helped = "SELECT item_id FROM co_owners WHERE person_id = ?"
    closed = f"SELECT id FROM items WHERE ended_at IS NOT NULL AND lead_id = ? UNION {helped}"
    late = f"{is_open} AND unit = ? AND due_at < ?"
    return {
        "seen": List(Wanted(seen_by=(who, unit)), f"{is_open} AND id IN ({seen} UNION {helping})",
                     (who, who, unit, who)),
        "late": List(Wanted(unit=unit, due_until=NOW), late, (unit, NOW)),
        "all": List(Wanted(), is_open, ()),
        "closed": List(Wanted(which="over", people=(who,)), f"ended_at IS NOT NULL AND id IN ({closed})", (who, who),
                       "ended_at DESC, id DESC"),
    }  # fmt: skip


NAMES = (
    *(f"{LISTS}-{name}-{database}" for name in lists() for database in DATABASES),
    LAMPS,
    *(f"{name}-{database}" for name in (DIGESTS, EVENING) for database in DATABASES),
)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder:
        for database in DATABASES:
            if any(name.endswith((database, LAMPS)) for name in names):
                with ledgers(database, Path(folder)) as make:
                    yield from _of(database, make, names)


def _of(database: str, make: Callable[[str, int], str], names: Sequence[str]) -> Iterator[Figure]:
    """Digests before the evening: what an evening plans falls due in the morning after."""
    url = make("grown", PEOPLE * CLOSED_EACH)
    for name, one in lists().items():
        if f"{LISTS}-{name}-{database}" in names:
            yield listed(f"{LISTS}-{name}-{database}", url, one)
    if LAMPS in names and database == DATABASES[0]:
        yield lamps(url)
    if f"{DIGESTS}-{database}" in names:
        yield digests(f"{DIGESTS}-{database}", url, PEOPLE)
    if f"{EVENING}-{database}" in names:
        yield evening(f"{EVENING}-{database}", make("young", 0), url, PEOPLE)


@contextmanager
def ledgers(database: str, folder: Path) -> Iterator[Callable[[str, int], str]]:
    """Makes a ledger with so many closed items, and ten open ones for each of the people where there are any closed."""
    from benchmarks.postgres import postgres
    from bot.store import upgrade

    def filled(url: str, closed: int) -> str:
        upgrade(url)
        fill(url, people=PEOPLE, still_open=PEOPLE * OPEN_EACH if closed else PEOPLE, closed=closed)
        return url

    if database == "sqlite":
        yield lambda name, closed: filled(f"sqlite:///{folder / name}.db", closed)
        return
    with postgres() as create:
        yield lambda name, closed: filled(create(name), closed)


def listed(name: str, url: str, one: List) -> Figure:
    """The page and its count with lamps, many times within one read; the first reads of each side are not counted."""
    ours, least = _times_of(url, one)
    value = median(above / below for above, below in zip(ours, least, strict=True))
    return Figure(name, value, "ratio to bare SQL", Goal("lower", 5, 2), median(least), median(ours), "ms")


def _times_of(url: str, one: List) -> tuple[list[float], list[float]]:
    from bot.store import open_store

    def look(uow: Any) -> float:
        return _ms(lambda: (uow.items.found(one.wanted, PAGE), uow.items.counted(one.wanted, NOW, SOON)))

    async def sides() -> list[tuple[float, float]]:
        store = open_store(url)
        try:
            with closing(connected(url)) as connection:
                bare = by_hand(connection, url, one)
                return [(await store.read(look), _ms(bare)) for _ in range(ROUNDS + 1)]
        finally:
            await store.close()

    rounds = asyncio.run(sides())[1:]
    return [ours for ours, _ in rounds], [least for _, least in rounds]


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    for _ in range(REPEATS):
        work()
    return (time.perf_counter() - begun) / REPEATS * 1000


def by_hand(connection: Any, url: str, one: List) -> Callable[[], tuple[Rows, Rows]]:
    """The two statements, with nothing made of their rows."""
    page = f"SELECT {', '.join(ITEMS)} FROM items WHERE {one.condition} ORDER BY {one.order} LIMIT {PAGE}"
    lamps = "sum(CASE WHEN due_at < ? THEN 1 ELSE 0 END), sum(CASE WHEN due_at >= ? AND due_at < ? THEN 1 ELSE 0 END)"
    count = f"SELECT count(*), {lamps} FROM items WHERE {one.condition}"
    given, edges = ([written(url, value) for value in values] for values in (one.given, (NOW, NOW, SOON)))

    def run() -> tuple[Rows, Rows]:
        cursor = connection.cursor()
        found = cursor.execute(placed(url, page), given).fetchall()
        return found, cursor.execute(placed(url, count), [*edges, *given]).fetchall()

    return run


def lamps(url: str) -> Figure:
    """Of all that is open, beside whether each one's due date has passed."""
    from bot.app import make_desks, make_house
    from bot.domain.lamps import lamp
    from bot.store import open_store
    from config import Settings

    async def everything() -> list[Any]:
        store = open_store(url)
        items = await store.read(lambda uow: uow.items.found(Wanted(), PEOPLE * OPEN_EACH))
        await store.close()
        return items

    items, terms = asyncio.run(everything()), make_house(Settings(), make_desks()).terms
    rounds = [
        (
            _once_us(lambda: [lamp(one, NOW, terms) for one in items]),
            _once_us(lambda: [one.due_at < NOW for one in items]),
        )
        for _ in range(ROUNDS)
    ]
    ours, least = (median(side) / len(items) for side in zip(*rounds, strict=True))
    value = median(above / below for above, below in rounds)
    goal, more = Goal("lower", 60, 30), {"items": len(items)}
    return Figure(LAMPS, value, "ratio to a comparison", goal, least, ours, "µs", more)


def _once_us(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e6
