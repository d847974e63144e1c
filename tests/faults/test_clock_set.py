"""The machine's clock is set: forward, what is due is sent at once; back, nothing waits for the wrong time."""

from datetime import datetime, timedelta

from bot.cards import Card
from bot.engine.clock import MovableClock
from bot.engine.jumps import Jumps
from bot.engine.tempo import TEMPO
from bot.messages import ChatRef, Outgoing
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.chaos.adapter import PLATFORM
from tests.chaos.replica import ring_name
from tests.contract.store.things import HOUR, MINUTE, NOW, claim, message, queue
from tests.faults.house import tried


class Standing:
    """A wall clock and a counter of seconds that only this test moves."""

    def __init__(self) -> None:
        self.wall = NOW
        self.ticks = 0.0
        self.times_set_back = 0

    def now(self) -> datetime:
        return self.wall

    def go(self, on: timedelta) -> None:
        self.wall += on
        self.ticks += on.total_seconds()

    def set_back(self) -> None:
        self.times_set_back += 1

    def jumps(self, store: SqlStore) -> Jumps:
        return Jumps(store, self, TEMPO.lease, self.set_back, lambda: self.ticks)


async def test_set_forward_what_is_due_by_then_is_sent_once(database_url: str) -> None:
    clock = MovableClock()
    async with tried(database_url, clock) as house:
        await house.plan((1, HOUR), (2, 2 * HOUR), (3, 30 * HOUR))
        clock.offset += 5 * HOUR
        await house.until_kept(ring_name(1), ring_name(2))
        clock.offset -= 5 * HOUR
        await house.parts.fire_due()
        clock.offset += 5 * HOUR
        await house.parts.fire_due()
        await house.until(lambda: nothing_open(house.parts.store))
        assert sorted(house.kept()) == [ring_name(1), ring_name(2)]


async def test_what_was_queued_while_the_clock_was_ahead_is_sent_after_it_was_set_back(database_url: str) -> None:
    """What the wrong time had put off until its own tomorrow, too."""
    clock = MovableClock(30 * HOUR)
    async with tried(database_url, clock) as house:
        store, ahead = house.parts.store, clock.now()
        chat = ChatRef(PLATFORM, "group", "office")

        def queue_and_put_off(uow: UnitOfWork) -> None:
            uow.outbox.add(Outgoing("k", chat, Card("k")), ahead + HOUR)

        await store.write(queue_and_put_off)
        clock.offset -= 30 * HOUR
        await house.until_kept("k")
        assert house.kept() == ["k"]


async def nothing_open(store: SqlStore) -> bool:
    return await store.read(lambda uow: uow.outbox.next_due()) is None


async def test_set_back_nothing_waits_longer_than_a_lease_and_what_is_in_hand_stays_there(store: SqlStore) -> None:
    clock = Standing()
    jumps = clock.jumps(store)
    await queue(store, message("k"), now=NOW + 5 * HOUR)
    await jumps.look()
    clock.go(-HOUR)
    clock.ticks += 3601
    await jumps.look()
    assert clock.times_set_back == 1
    assert await claim(store, clock.wall + TEMPO.lease - timedelta(seconds=1)) == []
    assert [row.message.key for row in await claim(store, clock.wall + TEMPO.lease)] == ["k"]


async def test_time_that_passes_is_no_jump(store: SqlStore) -> None:
    clock = Standing()
    jumps = clock.jumps(store)
    await queue(store, message("k"), now=NOW + 5 * HOUR)
    for passing in (timedelta(seconds=5), HOUR, timedelta(0)):
        clock.go(passing)
        await jumps.look()
    clock.wall -= timedelta(seconds=2)  # as NTP does all the time
    await jumps.look()
    assert clock.times_set_back == 0
    assert await claim(store, NOW + 2 * HOUR + 2 * MINUTE) == []
