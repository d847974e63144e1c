"""A morning on which everybody's digest is due, and an evening of items' reminders, as the engine fires them."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any

from benchmarks.drivers import connected, placed
from benchmarks.figure import Figure, Goal
from benchmarks.firing import QUIET
from benchmarks.matters import CLOSED_EACH, NOW, OPEN_EACH, deeds, direct_chat

DIGESTS, EVENING = "g21-digests", "ledger-evening"
ROUNDS = 3
HOUR, A_DAY, A_MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
FIRST_MORNING = NOW.replace(hour=0, minute=30) + A_DAY
MORNINGS = tuple(FIRST_MORNING + A_DAY * number for number in (0, 1, 2, 3, 6, 7, 8, 9))
"""Half past eight in the office, of working days."""


class Set:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def digests(name: str, url: str, people: int) -> Figure:
    """Each round is the next working day; the first one's is not counted."""
    ours, least = asyncio.run(_mornings(url, people))
    value = median(above / below for above, below in zip(ours, least, strict=True))
    each = {"people": people, "each_ms": median(ours) / people * 1000}
    return Figure(
        name, value, "ratio to query, jinja2, insert", Goal("lower", 3, 1.5), median(least), median(ours), "s", each
    )


async def _mornings(url: str, people: int) -> tuple[list[float], list[float]]:
    rounds: list[tuple[float, float]] = []
    async with _house(url) as (parts, clock):
        for at in MORNINGS[: ROUNDS + 1]:
            await parts.store.write(partial(before, at=at, people=people))
            rounds.append((await _fired(parts, clock, at, people), by_hand(url, at)))
    return [ours for ours, _ in rounds[1:]], [least for _, least in rounds[1:]]


def before(uow: Any, at: datetime, people: int) -> None:
    """What is planned for everybody, and what was done on the day before."""
    uow.reminders.plan(_mornings_of(people, at))
    for item, deed in deeds(at.day, people * OPEN_EACH, people * CLOSED_EACH):
        uow.audit.note(item % people + 1, deed, f"item:{item}", at - HOUR)


def _mornings_of(people: int, at: datetime) -> Iterator[Any]:
    from bot.domain.reminder import Reminder

    for number in range(1, people + 1):
        yield Reminder("digest.morning", number, at, at + 4 * HOUR, chat_id=direct_chat(number), rings=True)


def evening(name: str, young: str, grown: str, due: int) -> Figure:
    """As many reminders of items in a ledger that has no others and in one that has grown, an hour apart each round."""
    below, ours = asyncio.run(_evenings(young, grown, due))
    value = median(above / least for above, least in zip(ours, below, strict=True))
    each = {"due": due, "each_ms": median(ours) / due * 1000}
    return Figure(
        name, value, "ratio to a young ledger", Goal("lower", 1.5, 1.2), median(below), median(ours), "s", each
    )


async def _evenings(young: str, grown: str, due: int) -> tuple[list[float], list[float]]:
    rounds: list[tuple[float, ...]] = []
    async with _house(young) as least, _house(grown) as ours:
        for number in range(ROUNDS + 1):
            sides = (least, ours) if number % 2 else (ours, least)
            took = [await _evening(*side, NOW + HOUR * (number + 1), due) for side in sides]
            rounds.append(tuple(took if number % 2 else reversed(took)))
    return [one for one, _ in rounds[1:]], [one for _, one in rounds[1:]]


async def _evening(parts: Any, clock: Set, at: datetime, due: int) -> float:
    from bot.domain.reminder import Reminder

    def plan(uow: Any) -> None:
        leads = {one.id: one.lead_id for one in uow.items.named(range(1, due + 1)).values()}
        uow.reminders.plan(
            Reminder("supervision.due", key, at, at + A_DAY, chat_id=direct_chat(lead), about=f"督办事项{key}")
            for key, lead in leads.items()
        )

    await parts.store.write(plan)
    return await _fired(parts, clock, at, due)


@asynccontextmanager
async def _house(url: str) -> AsyncIterator[tuple[Any, Set]]:
    from bot.app import assemble, close
    from config import Settings
    from config.settings import DEMO_OFFICE

    clock = Set()
    parts = assemble(Settings(database_url=url, office=DEMO_OFFICE), clock)
    try:
        yield parts, clock
    finally:
        await close(parts)


async def _fired(parts: Any, clock: Set, at: datetime, expected: int) -> float:
    from benchmarks.children import Broken
    from bot.engine.reminders import Reminding

    clock.at = at + A_MOMENT
    await asyncio.sleep(QUIET)
    begun = time.perf_counter()
    fired = await Reminding(parts.core, lambda: None).fire_due()
    took = time.perf_counter() - begun
    if fired != expected:
        raise Broken(f"{fired} reminders were due at {at}, not {expected}")
    return took


TEMPLATE = """早报 · {{ day }}
{% for title, due in items %}· {{ title }}，{{ due }} 到期
{% endfor %}"""
OPEN = "SELECT lead_id, title, due_at FROM items WHERE ended_at IS NULL ORDER BY lead_id, due_at"
OWED = "INSERT INTO owed (person, day, card) VALUES (?, ?, ?)"


def by_hand(url: str, at: datetime) -> float:
    """What is open of everybody in one query, a template for each, and one insert of them all that is on disk."""
    import jinja2

    template, day = jinja2.Environment(autoescape=False).from_string(TEMPLATE), f"{at:%m-%d}"
    with closing(connected(url)) as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE TABLE IF NOT EXISTS owed (person integer, day text, card text)")
        connection.commit()
        begun = time.perf_counter()
        found = groupby(cursor.execute(OPEN).fetchall(), key=itemgetter(0))
        cards = [(key, day, template.render(day=day, items=[row[1:] for row in rows])) for key, rows in found]
        cursor.executemany(placed(url, OWED), cards)
        connection.commit()
        return time.perf_counter() - begun
