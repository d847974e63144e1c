"""`make notice`: one notice to very many, on both databases, while whoever sends it is killed again and again.

What arrived is counted at the platform: everybody has it, and whatever came twice was on its way when its sender died,
and is told apart there by its key. The sender's own card tells how far it has got.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random, randrange

from benchmarks.drivers import connected
from benchmarks.matters import fill_crowd
from bot.app import make_desks, make_house
from bot.cards import Card
from bot.domain.notice import Notice, State
from bot.engine.clock import real_time
from bot.messages import Outgoing, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore, open_store, upgrade
from handlers.notices.sending import Post, begin, sent_key
from tests.chaos.adapter import PLATFORM
from tests.chaos.recording import Platform, platform
from tests.chaos.replicas import ROOT
from tests.conftest import PostgresServer, postgres_server
from tests.flow.conversation import settings_for

IN_HAND = 128
"""Messages that a process may have on their way or marked by nobody when it dies."""

BEAT = 0.2
PATIENCE = 900.0
PROGRESS = "notice:{}:sent:"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the platform has seen; `looks` are the numbers on the sender's card, in the order in which they came."""

    people: int
    arrived: int
    twice: int
    strays: int
    kills: int
    looks: tuple[int, ...]
    seconds: float

    @property
    def faults(self) -> list[str]:
        found = [f"{self.people - self.arrived} were missed"] if self.arrived != self.people else []
        if self.strays:
            found.append(f"{self.strays} came twice without a sender's death")
        if self.twice > self.kills * IN_HAND:
            found.append(f"{self.twice} came twice, more than {self.kills} senders had in hand")
        if not self.looks or self.looks[-1] != self.people or list(self.looks) != sorted(self.looks):
            found.append(f"the sender was told {self.looks}")
        return found


async def begun(store: SqlStore, url: str, people: int) -> Notice:
    house, now = make_house(settings_for(url), make_desks()), real_time()

    def work(uow: UnitOfWork) -> Notice:
        notice = uow.notices.add(Notice(0, "停电", "周六停电", 1, 1, "zh", now, state=State.SENT))
        card = Outgoing(sent_key(notice), UserRef(PLATFORM, "p1").direct(), Card("通知正在发出"))
        cards = begin(Post(house, uow, now, PLATFORM), notice, range(1, people + 1))
        uow.outbox.add_all([card, *cards], now)
        return notice

    return await store.write(work)


async def start(url: str, there: Platform) -> Process:
    told = {"database_url": url, "platform": there.address, "die_in_part": 0, "die_after_sending": 0}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.spreading", json.dumps(told), stdout=PIPE, cwd=ROOT
    )


async def run(url: str, people: int, kills: int, random: Random) -> Outcome:
    upgrade(url)
    fill_crowd(url, people, [], PLATFORM)
    with closing(connected(url)) as connection:
        connection.execute(f"UPDATE accounts SET platform = '{PLATFORM}'")
        connection.commit()
    store = open_store(url)
    begun_at = time.monotonic()
    try:
        notice, killed = await begun(store, url, people), set[int]()
        async with platform() as there:
            for death in range(1, kills + 1):
                killed.add(await _killed(url, there, random.randrange(1, people * death // (kills + 1) + 2)))
            last = await start(url, there)
            try:
                async with asyncio.timeout(PATIENCE):
                    while not await _is_over(store, there, notice, people):  # noqa: ASYNC110 - another process works
                        await asyncio.sleep(BEAT)
            finally:
                last.send_signal(signal.SIGTERM)
                await last.wait()
        return _counted(there, notice, people, killed, time.monotonic() - begun_at)
    finally:
        await store.close()


async def _killed(url: str, there: Platform, after: int) -> int:
    """Once the platform has so many messages in all, or a while after that, if it has them already."""
    process, least = await start(url, there), len(there.attempts) + 1
    async with asyncio.timeout(PATIENCE):
        while len(there.attempts) < max(after, least):  # noqa: ASYNC110 - another process works
            await asyncio.sleep(BEAT)
    process.kill()
    await process.wait()
    return process.pid


async def _is_over(store: SqlStore, there: Platform, notice: Notice, people: int) -> bool:
    """Whether everybody's card is sent, and its sender was told so."""
    fates = await store.read(lambda uow: uow.outbox.mailed(f"notice:{notice.id}:v1:"))
    return fates == {"sent": people} and _looks(there, notice)[-1:] == [people]


def _looks(there: Platform, notice: Notice) -> list[int]:
    """`32400` of `notice:1:sent:32400-0`."""
    head = PROGRESS.format(notice.id)
    return [int(one.key.removeprefix(head).partition("-")[0]) for one in there.kept if one.key.startswith(head)]


def _counted(there: Platform, notice: Notice, people: int, killed: set[int], seconds: float) -> Outcome:
    cards = [one for one in there.kept if one.key.startswith(f"notice:{notice.id}:v1:")]
    numbers = Counter(one.key for one in cards)
    last = {one.key: one.pid for one in cards}
    strays = sum(one.pid not in killed and one.pid != last[one.key] for one in cards)
    twice = sum(numbers.values()) - len(numbers)
    return Outcome(people, len(numbers), twice, strays, len(killed), tuple(_looks(there, notice)), seconds)


def told(name: str, found: Outcome) -> str:
    looks = " → ".join(f"{one:,}" for one in found.looks)
    line = f"{name}: {found.arrived:,} of {found.people:,} arrived, {found.twice} twice, {found.kills} deaths"
    return f"{line}, {found.seconds:.0f} s\n  told: {looks}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make notice")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--on", nargs="+", choices=["postgres", "sqlite"], default=["postgres", "sqlite"])
    asked = parser.parse_args()
    seed = asked.seed or randrange(1_000_000)
    with postgres_server() as server, tempfile.TemporaryDirectory(prefix="xiaoban-notice-") as folder:
        outcomes = [_tried(name, server, Path(folder), asked, Random(f"{seed}:{name}")) for name in asked.on]
    bad = [fault for outcome in outcomes for fault in outcome.faults]
    print(f"seed {seed}: {'; '.join(bad) or 'nobody missed, nobody twice without a death'}")
    return 1 if bad else 0


def _tried(name: str, server: PostgresServer, folder: Path, asked: argparse.Namespace, random: Random) -> Outcome:
    url = server.address(server.create()) if name == "postgres" else f"sqlite:///{folder / 'xiaoban.db'}"
    outcome = asyncio.run(run(url, asked.people, asked.kills, random))
    print(told(name, outcome), flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
