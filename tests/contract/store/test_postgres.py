"""What is PostgreSQL's own: conflicts, lost connections, a server that is away."""

import asyncio
from functools import partial
from threading import Barrier, Event

import psycopg
import pytest

from bot.delivery import Landed
from bot.errors import TryAgain
from bot.messages import Sent
from bot.ports import UnitOfWork
from bot.store import SqlStore, open_store
from tests.conftest import PostgresServer
from tests.contract.store.things import GROUP, LEASE, NOW, OTHER, claim, mark, message, queue

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgres"], indirect=True)]

HANG_UP = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def seen(uow: UnitOfWork, event: str) -> bool:
    return uow.inbox.first_seen("sim", event, NOW)


async def hang_up(url: str) -> None:
    """As a restart of the server would."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute(HANG_UP)


async def test_a_connection_lost_while_idle_is_made_again(store: SqlStore, database_url: str) -> None:
    for n in range(3):
        assert all(await asyncio.gather(*(store.write(partial(seen, event=f"e{n}.{m}")) for m in range(12))))
        await store.ready()
        await hang_up(database_url)
    assert await store.write(partial(seen, event="last"))
    await store.ready()


async def test_a_connection_lost_in_the_middle_runs_the_unit_again(store: SqlStore, database_url: str) -> None:
    tries = 0

    def work(uow: UnitOfWork) -> bool:
        nonlocal tries
        tries += 1
        is_new = seen(uow, "e1")
        if tries == 1:
            with psycopg.connect(database_url) as connection:
                connection.execute(HANG_UP)
        uow.parameters.set("name", "value")
        return is_new

    assert await store.write(work)
    assert tries == 2
    assert await store.read(lambda uow: uow.parameters.get("name")) == "value"


async def test_units_that_lock_each_other_out_are_run_again(store: SqlStore) -> None:
    await store.write(lambda uow: uow.parameters.set("a", ""))
    await store.write(lambda uow: uow.parameters.set("b", ""))
    meet = Barrier(2)
    tries: list[str] = []

    def cross(uow: UnitOfWork, first: str, second: str) -> None:
        tries.append(first)
        uow.parameters.set(first, first)
        if len(tries) <= 2:
            meet.wait(10)
        uow.parameters.set(second, first)

    await asyncio.gather(
        store.write(partial(cross, first="a", second="b")), store.write(partial(cross, first="b", second="a"))
    )
    assert len(tries) >= 3  # how often depends on who notices first


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_who_marks_many_lanes_and_who_adds_to_them_do_not_wait_in_a_ring(
    store: SqlStore, database_url: str
) -> None:
    """Whichever was queued first, lanes are taken in the order of their names."""
    await queue(store, message("b0", to=OTHER), message("a0", to=GROUP))
    rows, holds_one, tries = await claim(store), Event(), list[str]()

    def add(uow: UnitOfWork) -> None:
        tries.append("add")
        uow.outbox.add(message("a1", to=GROUP), NOW)
        holds_one.set()
        with psycopg.connect(database_url, autocommit=True) as other:
            while not other.execute(WAITING).fetchall()[0][0]:
                """The marks are on their way."""
        uow.outbox.add(message("b1", to=OTHER), NOW)

    def mark_all(uow: UnitOfWork) -> None:
        tries.append("mark")
        uow.outbox.mark_sent([Landed(row, Sent(row.message.key), NOW) for row in rows], NOW)

    adding = asyncio.create_task(store.write(add))
    await asyncio.to_thread(holds_one.wait, 10)
    await store.write(mark_all)
    await adding
    assert sorted(tries) == ["add", "mark"]
    assert [row.message.key for row in await claim(store)] == ["a1", "b1"]


async def test_a_lock_that_is_never_given_up_asks_for_another_try(store: SqlStore, database_url: str) -> None:
    await store.write(lambda uow: uow.parameters.set("name", "old"))
    async with await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("SELECT * FROM parameters FOR UPDATE")
        with pytest.raises(TryAgain):
            await store.write(lambda uow: uow.parameters.set("name", "new"))
    await store.write(lambda uow: uow.parameters.set("name", "new"))


async def test_a_server_that_is_away_asks_for_another_try_and_is_found_again(
    postgres: PostgresServer, database_url: str
) -> None:
    name = postgres.create()
    store = open_store(postgres.address(name))
    postgres.drop(name)
    with pytest.raises(TryAgain):
        await store.write(partial(seen, event="e1"))
    with pytest.raises(TryAgain):
        await store.ready()
    postgres.create(name=name)
    assert await store.write(partial(seen, event="e1"))
    await store.ready()
    await store.close()
    postgres.drop(name)


async def test_what_was_begun_goes_on_before_an_older_message_that_was_committed_later(store: SqlStore) -> None:
    """Two messages enter an empty lane at once; the one with the lower number comes to light when the other is out."""
    added, go_on = Event(), Event()

    def slowly(uow: UnitOfWork) -> None:
        uow.outbox.add(message("committed later"), NOW)
        added.set()
        go_on.wait(10)

    slow = asyncio.create_task(store.write(slowly))
    await asyncio.to_thread(added.wait, 10)
    await queue(store, message("begun"))
    (begun,) = await claim(store)
    go_on.set()
    await slow
    assert await claim(store) == []
    (again,) = await claim(store, NOW + LEASE)
    assert (again.id, again.attempts) == (begun.id, 2)
    await mark(store, again)
    assert [row.message.key for row in await claim(store, NOW + LEASE)] == ["committed later"]
