"""A backup of a live house, restored into a fresh process on either database, goes on without loss or doubles."""

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.store.archive import Content
from bot.store.backup import backup
from bot.store.restore import restore
from tests.chaos.adapter import PLATFORM
from tests.chaos.course import WORDS, reply_key
from tests.chaos.recording import Fate, Platform, platform, well
from tests.chaos.replica import CHATS, ring_name
from tests.chaos.replicas import Replica
from tests.faults.house import BEAT, PATIENCE, tried

IN_HAND, BEHIND, SENT, LATER = 1, 1 + CHATS, 2, 3
SOON = timedelta(seconds=10)
"""Later than the backup, on any machine that can run the tests at all."""


def one_hangs(key: str, number: int) -> tuple[Fate, float]:
    return (Fate.SILENT_BEFORE, 0.0) if key == ring_name(IN_HAND) else well(key, number)


def quiet(_table: Content) -> None:
    """Nobody watches."""


async def taken(url: str, path: Path) -> None:
    """Of a house that has sent some, has one in hand, one waiting behind it, and one that is not due yet."""
    async with tried(url, fated=one_hangs) as house:
        assert await house.says("e1") == 200
        await house.plan((SENT, timedelta(0)), (IN_HAND, timedelta(0)), (LATER, SOON))
        await house.parts.fire_due()
        await house.plan((BEHIND, timedelta(0)))
        await house.parts.fire_due()
        await house.until_kept(reply_key("e1"), ring_name(SENT))

        async def are_noted() -> bool:
            sent = await house.parts.store.read(lambda uow: uow.outbox.lines(["sent"], 9))
            return len(sent) == 2 and ring_name(IN_HAND) in {attempt.key for attempt in house.platform.attempts}

        await house.until(are_noted)
        now = house.parts.core.clock.now()
        await asyncio.to_thread(backup, url, path, now, quiet)


async def test_it_goes_on_where_the_backup_left_off(database_url: str, elsewhere: str, tmp_path: Path) -> None:
    await taken(database_url, tmp_path / "all.zip")
    await asyncio.to_thread(restore, elsewhere, tmp_path / "all.zip", quiet)
    async with platform() as there:
        replica = Replica({"database_url": elsewhere, "platform": there.address}, tmp_path / "replica.log")
        await replica.start()
        try:
            assert await deliver(replica.address, "e1") == 200
            await until_kept(there, ring_name(BEHIND))
            assert await deliver(replica.address, "e2") == 200
            await until_kept(there, reply_key("e2"))
            await until_kept(there, ring_name(LATER))
        finally:
            await replica.end(signal.SIGTERM)
        kept = [attempt.key for attempt in there.kept]
    assert sorted(kept) == sorted([ring_name(IN_HAND), ring_name(BEHIND), ring_name(LATER), reply_key("e2")])
    assert kept.index(ring_name(IN_HAND)) < kept.index(ring_name(BEHIND))


async def until_kept(there: Platform, key: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while key not in {attempt.key for attempt in there.kept}:  # noqa: ASYNC110 - another process's doing
            await asyncio.sleep(BEAT)


async def deliver(address: str, event: str) -> int:
    told = {"event_id": event, "chat": "office", "user": "wei", "text": WORDS}
    async with aiohttp.ClientSession() as http, http.post(f"{address}/hooks/{PLATFORM}", json=told) as answer:
        return answer.status
