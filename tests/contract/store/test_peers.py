"""Processes on one database: what only one may hold, how soon another takes it, and knocks between them."""

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from bot.ports import Peers
from bot.store import open_peers
from bot.store.address import address
from bot.store.exchange import PostgresPeers
from bot.store.lockfile import FilePeers
from tests.contract.store.test_postgres import hang_up

PATIENCE = 15.0
"""What is promised for a process that dies."""

BEAT = 0.05
POSTGRES = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@dataclass
class Process:
    """One process's side, with what it was told."""

    peers: Peers
    held: frozenset[str] = frozenset()
    knocks: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)
    history: list[frozenset[str]] = field(default_factory=list)

    def open(self, *names: str) -> None:
        self.peers.open(names, self._knocked, self._held)

    def _knocked(self) -> None:
        self.knocks += 1
        self.news.set()

    def _held(self, names: frozenset[str]) -> None:
        self.held = names
        self.history.append(names)
        self.news.set()

    async def until(self, is_so: Callable[["Process"], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so(self):
                await self.news.wait()
                self.news.clear()


Join = Callable[[], Process]


def peers_of(url: str) -> Peers:
    """As the house has them, but in a hurry."""
    path = address(url).file
    return FilePeers(path, BEAT) if path else PostgresPeers(url, BEAT)


@pytest_asyncio.fixture
async def join(database_url: str) -> AsyncIterator[Join]:
    joined: list[Process] = []

    def one_more() -> Process:
        joined.append(Process(peers_of(database_url)))
        return joined[-1]

    yield one_more
    for each in joined:
        await each.peers.close()


async def test_one_holds_a_name_and_another_gets_it_when_the_first_leaves(join: Join) -> None:
    first, second = join(), join()
    first.open("wecom")
    await first.until(lambda one: one.held == {"wecom"})
    second.open("wecom")
    assert not second.held
    await first.peers.close()
    await second.until(lambda one: one.held == {"wecom"})


def hold(url: str, pipe: Connection) -> None:
    async def main() -> None:
        process = Process(open_peers(url))
        process.open("wecom")
        await process.until(lambda one: bool(one.held))
        pipe.send("held")
        await asyncio.Event().wait()

    asyncio.run(main())


def a_holder(url: str) -> BaseProcess:
    """Another process, once it holds the name."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=hold, args=(url, there), daemon=True)
    process.start()
    assert here.poll(60)
    assert here.recv() == "held"
    return process


async def test_what_a_killed_process_held_is_taken_over(join: Join, database_url: str) -> None:
    holder = await asyncio.to_thread(a_holder, database_url)
    second = join()
    second.open("wecom", "other")
    await second.until(lambda one: one.knocks >= 1 or isinstance(one.peers, FilePeers))
    assert "wecom" not in second.held
    holder.kill()
    await second.until(lambda one: one.held == {"wecom", "other"})
    await asyncio.to_thread(holder.join)
    assert holder.exitcode == -signal.SIGKILL


@pytest.mark.postgres
@POSTGRES
async def test_names_are_held_one_by_one(join: Join) -> None:
    first, second = join(), join()
    first.open("a")
    await first.until(lambda one: one.held == {"a"})
    second.open("a", "b")
    await second.until(lambda one: one.held == {"b"})
    await first.peers.close()
    await second.until(lambda one: one.held == {"a", "b"})


@pytest.mark.postgres
@POSTGRES
async def test_a_lost_connection_is_a_lost_hold_and_is_made_again(join: Join, database_url: str) -> None:
    first = join()
    first.open("wecom")
    await first.until(lambda one: one.held == {"wecom"})
    await hang_up(database_url)
    await first.until(lambda one: len(one.history) >= 3)
    assert first.history[:3] == [{"wecom"}, frozenset(), {"wecom"}]


@pytest.mark.postgres
@POSTGRES
async def test_a_knock_is_heard_by_the_others_and_many_are_one(join: Join) -> None:
    first, second = join(), join()
    first.open()
    await first.until(lambda one: one.knocks == 1)  # each begins with one, for what it missed
    second.open()
    await second.until(lambda one: one.knocks == 1)
    for _ in range(100):
        first.peers.knock()
    await second.until(lambda one: one.knocks >= 2)
    second.peers.knock()
    await first.until(lambda one: one.knocks >= 2)
    assert second.knocks <= 3
    assert first.knocks == 2


@pytest.mark.postgres
@POSTGRES
async def test_knocks_are_heard_again_after_the_connection_was_lost(join: Join, database_url: str) -> None:
    first, second = join(), join()
    first.open()
    second.open()
    await first.until(lambda one: one.knocks == 1)
    await second.until(lambda one: one.knocks == 1)
    await hang_up(database_url)
    await first.until(lambda one: one.knocks >= 2)
    await second.until(lambda one: one.knocks >= 2)
    before = second.knocks
    first.peers.knock()
    await second.until(lambda one: one.knocks > before)


@pytest.mark.postgres
@POSTGRES
async def test_a_server_that_is_away_is_found_again(join: Join, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        (name,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    first = join()
    first.open("wecom")
    await first.until(lambda one: one.held == {"wecom"})
    admin = database_url.replace(f"/{name}?", "/postgres?")
    async with await psycopg.AsyncConnection.connect(admin, autocommit=True) as connection2:
        await connection2.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await hang_up_all(connection2, name)
        await first.until(lambda one: not one.held)
        await connection2.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await first.until(lambda one: one.held == {"wecom"})


async def hang_up_all(connection: "psycopg.AsyncConnection[tuple[object, ...]]", name: str) -> None:
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


async def test_a_lock_file_is_only_its_owners(tmp_path: Path) -> None:
    first = Process(FilePeers(tmp_path / "x.db", BEAT))
    first.open("a", "b")
    assert first.held == {"a", "b"}
    assert (tmp_path / "x.db-lock").stat().st_mode & 0o777 == 0o600
    await first.peers.close()
