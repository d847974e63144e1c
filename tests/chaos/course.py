"""One run: reminders fall due and people write, while processes die and the platform answers badly."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.domain.reminder import Reminder
from bot.ports import UnitOfWork
from bot.store import SqlStore, open_store
from bot.store.schema import outbox
from tests.chaos.adapter import PLATFORM
from tests.chaos.recording import Platform, fate, name_of, platform
from tests.chaos.replica import HURRY, ring_name
from tests.chaos.replicas import Replicas

WORDS = "今天有什么会"
SPEAKERS = 25
BEAT = 0.2


@dataclass(frozen=True, slots=True)
class Scale:
    """How much, for how long (`seconds` until the last reminder is due and the last process has died)."""

    reminders: int = 2000
    events: int = 500
    replicas: int = 3
    seconds: float = 16.0
    disasters: int = 6
    pauses: bool = False
    patience: float = 600.0


SHORT = {"sqlite": Scale(replicas=1, disasters=4), "postgres": Scale()}
LONG = {
    "sqlite": Scale(6000, 1500, 1, 100, 20, pauses=True),
    "postgres": Scale(6000, 1500, 3, 100, 30, pauses=True),
}


@dataclass(slots=True)
class Outcome:
    """All that there is to judge by; `ledger` is the outbox at the end, in the order of its rows."""

    seed: int
    scale: Scale
    platform: Platform
    cut_off: set[int]
    befell: Counter[str]
    incidents: list[str]
    acknowledged: Mapping[str, list[str]]
    deliveries: int
    ledger: list[Mapping[str, Any]] = field(default_factory=list)
    exits: list[int] = field(default_factory=list)
    seconds: float = 0.0


class Speaker:
    """Somebody in one chat, who says the next thing when the last was acknowledged."""

    def __init__(self, seed: int, chat: str, replicas: Replicas, http: aiohttp.ClientSession) -> None:
        self._random = Random(f"{seed}:{chat}")
        self._chat = chat
        self._replicas = replicas
        self._http = http
        self.acknowledged: list[str] = []
        self.deliveries = 0

    async def speak(self, events: int, seconds: float) -> None:
        for number in range(events):
            event = f"{self._chat}-{number}"
            await self._deliver(event)
            self.acknowledged.append(event)
            if self._random.random() < 0.2:  # a platform that did not see its 200 arrive
                await asyncio.gather(self._deliver(event), self._deliver(event))
            await asyncio.sleep(self._random.uniform(0, 2 * seconds / events))

    async def _deliver(self, event: str) -> None:
        """As a platform does: until it is answered 200, by whichever process is there."""
        while not await self._is_taken(event):  # noqa: ASYNC110 - another process's state
            await asyncio.sleep(self._random.uniform(0.05, 0.3))

    async def _is_taken(self, event: str) -> bool:
        addresses = self._replicas.addresses()
        if not addresses:
            return False
        self.deliveries += 1
        told = {"event_id": event, "chat": self._chat, "user": f"u-{self._chat}", "text": WORDS}
        try:
            async with self._http.post(f"{self._random.choice(addresses)}/hooks/{PLATFORM}", json=told) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


async def run(seed: int, scale: Scale, database_url: str, folder: Path) -> Outcome:
    """The same faults for the same seed; which of them meet whom is up to the machine."""
    begun, random = monotonic(), Random(seed)
    store = open_store(database_url)
    async with platform(partial(fate, seed)) as there, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(3)) as http:
        replicas = Replicas(scale.replicas, {"database_url": database_url, "platform": there.address}, folder)
        speakers = [Speaker(seed, f"e{number}", replicas, http) for number in range(SPEAKERS)]
        try:
            await replicas.start()
            await store.write(partial(_plan, scale=scale, random=random, now=datetime.now(UTC)))
            async with asyncio.timeout(scale.patience), asyncio.TaskGroup() as group:
                for speaker in speakers:
                    group.create_task(speaker.speak(scale.events // SPEAKERS, scale.seconds))
                group.create_task(_disasters(replicas, scale, random))
            await asyncio.wait_for(_until_nothing_is_owed(store), scale.patience)
            exits = await replicas.stop()
        finally:
            await replicas.kill()
            ledger = await store.write(_ledger)
            await store.close()
    return Outcome(
        seed, scale, there, replicas.cut_off, replicas.befell, replicas.incidents(),
        {speaker.acknowledged[0].partition("-")[0]: speaker.acknowledged for speaker in speakers},
        sum(speaker.deliveries for speaker in speakers), ledger, exits, monotonic() - begun,
    )  # fmt: skip


def _plan(uow: UnitOfWork, scale: Scale, random: Random, now: datetime) -> None:
    """A third at one instant, the others spread."""
    late = [0.0 if number % 3 == 0 else random.uniform(0, scale.seconds) for number in range(scale.reminders)]
    uow.reminders.plan(
        Reminder("drill.ring", number, now + timedelta(seconds=after), now + timedelta(days=1), rings=True)
        for number, after in enumerate(late)
    )


async def _disasters(replicas: Replicas, scale: Scale, random: Random) -> None:
    for _ in range(scale.disasters):
        await asyncio.sleep(random.uniform(0.2, 1.0) * scale.seconds / scale.disasters)
        await replicas.befall(random, scale.pauses, HURRY.lease.total_seconds())


async def _until_nothing_is_owed(store: SqlStore) -> None:
    def is_owed(uow: UnitOfWork) -> bool:
        return uow.reminders.next_due() is not None or uow.outbox.depth(datetime.now(UTC))[0] > 0

    while await store.read(is_owed):  # noqa: ASYNC110 - another process's state
        await asyncio.sleep(BEAT)


COLUMNS = (
    outbox.c.id, outbox.c.key, outbox.c.lane, outbox.c.state, outbox.c.attempts, outbox.c.unknown, outbox.c.queued_at,
    outbox.c.message_id, outbox.c.fault, outbox.c.card,
)  # fmt: skip


def _ledger(uow: Any) -> list[Mapping[str, Any]]:
    names = [column.name for column in COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in uow.session.rows(select(*COLUMNS).order_by(outbox.c.id))]
    return [{**row, "key": name_of(row["key"], row["card"]["title"])} for row in rows]


def expected(outcome: Outcome) -> set[str]:
    """The keys of everything that must have been sent."""
    rings = {ring_name(number) for number in range(outcome.scale.reminders)}
    return rings | {reply_key(event) for events in outcome.acknowledged.values() for event in events}


def reply_key(event: str) -> str:
    return f"{PLATFORM}:{event}:reply"
