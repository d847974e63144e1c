"""No lane is ever stuck or out of order, whatever happens to its messages."""

import asyncio
from collections import defaultdict
from datetime import datetime
from functools import partial
from random import Random

import pytest

from bot.messages import ChatRef, Outgoing, Sent
from bot.ports import Claimed, UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import MINUTE, NOW, mark, message, queue, send_all
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
            uow.outbox.give_up(row_id, "gone", now)
        case 1:
            uow.outbox.drop(row_id, now)
        case 2:
            uow.outbox.reopen(row_id, now)
        case 3:
            for row in uow.outbox.claim(now, now + MINUTE, 2):
                uow.outbox.retry_at(row.id, now, "busy")
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


async def test_whoever_marks_a_message_may_go_on_with_its_lane(store: SqlStore) -> None:
    here, there = CHATS[:2]
    await queue(store, message("a1", here), message("a2", here), message("b1", there))
    (first,) = [row for row in await claim_some(store) if row.message.to == here]

    def go_on(uow: UnitOfWork, row: Claimed) -> tuple[bool, Claimed | None]:
        is_followed = uow.outbox.mark_sent(row.id, Sent(row.message.key), NOW)
        return is_followed, uow.outbox.claim_in(here.lane, NOW, NOW + MINUTE)

    is_followed, second = await store.write(partial(go_on, row=first))
    assert is_followed
    assert second is not None
    assert (second.message.key, second.attempts) == ("a2", 1)
    assert await store.write(partial(go_on, row=second)) == (False, None)


async def test_a_lane_whose_next_message_must_wait_has_none_to_claim(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"))
    (row,) = await claim_some(store)
    await store.write(lambda uow: uow.outbox.retry_at(row.id, NOW + MINUTE, "busy"))
    lane = row.message.to.lane
    assert await store.write(lambda uow: uow.outbox.claim_in(lane, NOW, NOW + MINUTE)) is None
    later = NOW + 2 * MINUTE
    again = await store.write(lambda uow: uow.outbox.claim_in(lane, later, later + MINUTE))
    assert again is not None
    assert again.message.key == "a1"
