"""PostgreSQL goes away and comes back: the house asks for redelivery meanwhile, and goes on by itself."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.chaos.course import reply_key
from tests.chaos.replica import ring_name
from tests.conftest import PostgresServer, postgres_server
from tests.faults.house import Tried, tried

pytestmark = pytest.mark.postgres
BEATS = 6


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """One that nobody else needs."""
    with postgres_server() as server:
        yield server


async def test_a_database_that_was_away_is_found_again_and_what_fell_due_is_late(own_server: PostgresServer) -> None:
    async with tried(own_server.address(own_server.create())) as house:
        assert await house.says("before") == 200
        await house.until_kept(reply_key("before"))
        await house.plan((1, timedelta(seconds=1)))
        await asyncio.to_thread(own_server.go_down)
        assert await house.says("meanwhile") == 503
        status, (reason,) = await house.ready()
        assert (status, reason.startswith("database: ")) == (503, True)
        await beats_fail(house)
        await asyncio.to_thread(own_server.come_back)
        await house.until(lambda: is_ready(house))
        assert await house.says("meanwhile") == 200
        await house.until_kept(ring_name(1), reply_key("meanwhile"))
        assert sorted(house.kept()) == sorted([reply_key("before"), reply_key("meanwhile"), ring_name(1)])


async def is_ready(house: Tried) -> bool:
    return (await house.ready())[0] == 200


async def beats_fail(house: Tried) -> None:
    """Whatever the house does by itself meets the missing database, and more than once."""
    for _ in range(BEATS):
        assert await house.parts.fire_due() == 0
        await house.parts.relay.tick()
        await house.parts.jumps.look()
        assert await house.says("meanwhile") == 503
