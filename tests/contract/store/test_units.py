"""What a unit of work promises, whichever the database."""

import asyncio
from functools import partial

import pytest

from bot.errors import TryAgain, UserError
from bot.ports import UnitOfWork
from bot.store import SqlStore, engine
from tests.conftest import Replica
from tests.contract.store.things import NOW


def seen(uow: UnitOfWork, event: str) -> bool:
    return uow.inbox.first_seen("sim", event, NOW)


def fail_every_third(uow: UnitOfWork, number: int) -> bool:
    is_new = seen(uow, f"e{number}")
    if number % 3 == 0:
        raise UserError("no")
    return is_new


async def test_an_event_is_new_once(store: SqlStore) -> None:
    assert await store.write(lambda uow: seen(uow, "e1"))
    assert not await store.write(lambda uow: seen(uow, "e1"))
    assert await store.write(lambda uow: uow.inbox.first_seen("slack", "e1", NOW))


async def test_of_many_deliveries_at_once_one_is_the_first(store: SqlStore, replica: Replica) -> None:
    other = replica()
    deliveries = (each.write(lambda uow: seen(uow, "e1")) for each in (store, other) * 10)
    assert sum(await asyncio.gather(*deliveries)) == 1


async def test_a_fault_undoes_its_own_unit_and_harms_no_neighbour(store: SqlStore) -> None:
    outcomes = await asyncio.gather(
        *(store.write(partial(fail_every_third, number=n)) for n in range(30)),
        return_exceptions=True,
    )
    assert [n for n, one in enumerate(outcomes) if isinstance(one, UserError)] == list(range(0, 30, 3))
    again = [await store.write(partial(seen, event=f"e{n}")) for n in range(30)]
    assert [n for n, is_new in enumerate(again) if is_new] == list(range(0, 30, 3))


async def test_a_fault_of_the_database_undoes_its_own_unit_only(store: SqlStore) -> None:
    def break_off(uow: UnitOfWork) -> None:
        seen(uow, "broken")
        uow.chats.set_members(404, [404])

    outcomes = await asyncio.gather(
        store.write(lambda uow: seen(uow, "before")),
        store.write(break_off),
        store.write(lambda uow: seen(uow, "after")),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], Exception)
    assert [outcomes[0], outcomes[2]] == [True, True]
    assert await store.write(lambda uow: seen(uow, "broken"))


async def test_a_careless_next_reaches_its_caller(store: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.write(lambda _uow: next(iter(())))
    assert await store.write(lambda uow: seen(uow, "e1"))


async def test_a_read_sees_what_was_committed_and_changes_nothing(store: SqlStore) -> None:
    await store.write(lambda uow: uow.parameters.set("name", "value"))
    assert await store.read(lambda uow: uow.parameters.get("name")) == "value"
    with pytest.raises(Exception, match=r"read-?only"):
        await store.read(lambda uow: uow.parameters.set("name", "other"))
    assert await store.read(lambda uow: uow.parameters.get("name")) == "value"


async def test_a_read_is_one_moment(store: SqlStore) -> None:
    """What is committed between two questions of one read does not show."""
    loop = asyncio.get_running_loop()

    def look_twice(uow: UnitOfWork) -> tuple[str | None, str | None]:
        first = uow.parameters.get("name")
        asyncio.run_coroutine_threadsafe(store.write(lambda u: u.parameters.set("name", "new")), loop).result()
        return first, uow.parameters.get("name")

    await store.write(lambda uow: uow.parameters.set("name", "old"))
    assert await store.read(look_twice) == ("old", "old")
    assert await store.read(lambda uow: uow.parameters.get("name")) == "new"


async def test_closing_finishes_what_was_asked_for_and_refuses_the_rest(store: SqlStore, replica: Replica) -> None:
    asked = [asyncio.ensure_future(store.write(partial(seen, event=f"e{n}"))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert all(await asyncio.gather(*asked))
    with pytest.raises(TryAgain):
        await store.write(lambda uow: seen(uow, "late"))
    with pytest.raises(TryAgain):
        await store.ready()
    assert not await replica().write(lambda uow: seen(uow, "e49"))


async def test_it_is_busy_while_people_wait_for_it(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(engine, "monotonic", lambda: clock[0])
    await store.write(lambda uow: seen(uow, "work of its own"), may_wait=True)
    was_busy = [store.is_busy]
    await store.write(lambda uow: seen(uow, "a command"))
    was_busy.append(store.is_busy)
    clock[0] += engine.A_MOMENT
    assert [*was_busy, store.is_busy] == [False, True, False]


async def test_a_caller_that_goes_away_disturbs_nobody(store: SqlStore) -> None:
    leaving = asyncio.ensure_future(store.write(lambda uow: seen(uow, "e1")))
    staying = asyncio.ensure_future(store.write(lambda uow: seen(uow, "e2")))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying
    await store.ready()


async def test_old_events_are_purged(store: SqlStore) -> None:
    await store.write(lambda uow: seen(uow, "e1"))
    assert await store.write(lambda uow: uow.inbox.purge(NOW)) == 0
    assert await store.write(lambda uow: uow.inbox.purge(NOW.replace(year=2027))) == 1
    assert await store.write(lambda uow: seen(uow, "e1"))
