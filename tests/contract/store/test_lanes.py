"""No lane is ever stuck or out of order, whatever happens to its messages."""

import asyncio
from collections import defaultdict
from datetime import datetime
from functools import partial
from random import Random

import pytest

from bot.delivery import Claimed, Landed
from bot.messages import ChatRef, Outgoing, Sent
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import BUSY, GONE, MINUTE, NOW, mark, message, queue, send_all
from tests.contract.store.things import claim as claim_some

CHATS = [ChatRef("sim", "group", f"g{n}") for n in range(3)]


def a_message(random: Random, number: int) -> Outgoing:
    chat = random.choice(CHATS)
    replaced = f"{chat.id}-first" if random.random() < 0.5 else None
    return message(f"{chat.id}-{number}", chat, replaces=replaced)


def one_deed(uow: UnitOfWork, random: Random, number: int, now: datetime) -> None:
    """Something that befalls an outbox."""
    ids = [line.id for line in uow.outbox.lines(["open", "dead"], 100)] or [0]
    row_id = random.choice(ids)
    match random.randrange(8):
        case 0:
            for row in uow.outbox.claim(now, now + MINUTE, 1):
                random.choice((uow.outbox.give_up, uow.outbox.leave))(row, GONE, now)
        case 1:
            uow.outbox.drop(row_id, now)
        case 2:
            uow.outbox.reopen(row_id, now)
        case 3:
            for row in uow.outbox.claim(now, now + MINUTE, 2):
                uow.outbox.retry_at(row, now, BUSY)
        case _:
            uow.outbox.add(a_message(random, number), now)


def several_deeds(uow: UnitOfWork, random: Random) -> None:
    for _ in range(8):
        one_deed(uow, random, random.randrange(10**9), NOW)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happened_all_that_is_open_goes_out_in_order(store: SqlStore, seed: int) -> None:
    random = Random(seed)
    await queue(store, *(message(f"{chat.id}-first", chat) for chat in CHATS))
    for _ in range(12):
        await store.write(partial(several_deeds, random=random))
    waiting = await store.read(lambda uow: uow.outbox.lines(["open"], 1000))
    wanted: dict[str, list[str]] = defaultdict(list)
    for line in reversed(waiting):
        wanted[line.lane].append(line.key)
    sent: dict[str, list[str]] = defaultdict(list)
    for key in await send_all(store, NOW + MINUTE):
        sent[f"sim/group/{key.partition('-')[0]}"].append(key)
    assert sent == wanted


async def test_no_message_is_left_behind_when_all_write_and_send_at_once(store: SqlStore, replica: Replica) -> None:
    stores = [store, replica(), replica()]
    await queue(store, *(message(f"{chat.id}-first", chat) for chat in CHATS))
    random = Random(1)

    async def write(each: SqlStore, name: int) -> None:
        for n in range(25):
            await queue(each, a_message(random, 1000 * name + n))

    async def send(each: SqlStore) -> None:
        for _ in range(60):
            for row in await claim_some(each, NOW, 2):
                await mark(each, row)

    await asyncio.gather(*(write(each, n) for n, each in enumerate(stores * 2)), *(send(each) for each in stores))
    await send_all(store)
    assert await store.read(lambda uow: uow.outbox.depth(NOW)) == (0, 0.0, 0)


def go_on(uow: UnitOfWork, row: Claimed) -> tuple[bool, list[str]]:
    is_followed = uow.outbox.mark_sent([Landed(row, Sent(row.message.key), NOW)], NOW)
    return is_followed, [row.message.key for row in uow.outbox.claim(NOW, NOW + MINUTE, 10)]


async def test_whoever_marks_a_message_may_go_on_with_its_lane(store: SqlStore) -> None:
    here, there = CHATS[:2]
    await queue(store, message("a1", here), message("a2", here), message("b1", there))
    first, other = await claim_some(store)
    assert await store.write(partial(go_on, row=other)) == (False, [])
    assert await store.write(partial(go_on, row=first)) == (True, ["a2"])


async def test_a_lane_may_have_to_wait_before_it_goes_on(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"))
    (row,) = await claim_some(store)
    landed = Landed(row, Sent("A1"), NOW + MINUTE)
    assert await store.write(lambda uow: uow.outbox.mark_sent([landed], NOW))
    assert await claim_some(store) == []
    assert await store.read(lambda uow: uow.outbox.next_due()) == NOW + MINUTE
    assert await send_all(store, NOW + MINUTE) == ["a2"]


async def test_lanes_take_turns_however_long_their_queues_are(store: SqlStore) -> None:
    """A message that comes late into an empty lane does not wait for all that waits in another."""
    here, there = CHATS[:2]
    await queue(store, *(message(f"a{n}", here) for n in range(5)))
    later = NOW + MINUTE
    sent: list[str] = []
    for n in range(4):
        (row,) = await claim_some(store, later + n * MINUTE, 1)
        if n == 0:
            await queue(store, message("b", there), now=NOW + MINUTE / 2)
        await mark(store, row, later + n * MINUTE)
        sent.append(row.message.key)
    assert sent == ["a0", "b", "a1", "a2"]
