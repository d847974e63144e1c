"""A process that stands still for longer than its leases sends nothing any more that another may have sent by then."""

import asyncio

from bot.engine.tempo import TEMPO
from bot.store import SqlStore
from tests.flow.platform import Carrying, Platform, message


async def test_what_waited_for_its_turn_when_the_lease_ended_is_left_to_whoever_has_it_now(store: SqlStore) -> None:
    platform = Platform()
    carrying = Carrying(store, {"played": platform}, in_flight=2)
    await carrying.queue(message("a", "one"), message("b", "two"), message("c", "three"))
    platform.open.clear()
    carrying_on = asyncio.create_task(carrying.relay.run_until_idle())
    await platform.has_begun(2)
    carrying.clock.at += TEMPO.lease
    now = carrying.clock.now()
    taken_over = await store.write(lambda uow: uow.outbox.claim(now, now + TEMPO.lease, 100))
    assert [row.message.key for row in taken_over] == ["a", "b", "c"]
    platform.open.set()
    await carrying_on
    assert platform.tried == ["a", "b"]
    assert (await carrying.ledger())["c"].state == "open"
