"""The ledger: who a message is for, what is unknown of it, what people decide, who was told."""

from datetime import timedelta

import pytest

from bot.delivery import Claimed, Failure, Landed, OutboxLine
from bot.messages import Sent
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.things import (
    BUSY,
    CARD,
    GONE,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    OTHER,
    claim,
    mark,
    message,
    queue,
    send_all,
)  # fmt: skip

NO_ANSWER = Failure("time-out", "no_answer", unknown=True)


async def only_line(store: SqlStore) -> OutboxLine:
    lines = await store.read(lambda uow: uow.outbox.lines(("open", "sent", "dead", "unknown", "arrived", "dropped"), 9))
    assert len(lines) == 1
    return lines[0]


async def one_claimed(store: SqlStore) -> Claimed:
    await queue(store, message("a"))
    (row,) = await claim(store)
    return row


async def test_a_message_knows_on_whose_behalf_it_goes(store: SqlStore) -> None:
    await store.write(lambda uow: uow.outbox.add(message("a"), NOW, 7))
    await queue(store, message("b", OTHER))
    assert [(row.message.key, row.by_person_id) for row in await claim(store)] == [("a", 7), ("b", None)]


async def test_each_attempt_without_an_outcome_is_counted_once(store: SqlStore) -> None:
    row = await one_claimed(store)
    assert (row.unknown, row.is_taken_over) == (0, False)
    (again,) = await claim(store, NOW + LEASE)
    assert (again.unknown, again.is_taken_over) == (1, True)
    await store.write(lambda uow: uow.outbox.retry_at(again, NOW + HOUR, NO_ANSWER))
    (third,) = await claim(store, NOW + HOUR)
    assert (third.unknown, third.is_taken_over) == (2, False)
    await store.write(lambda uow: uow.outbox.retry_at(third, NOW + 2 * HOUR, BUSY))
    (fourth,) = await claim(store, NOW + 2 * HOUR)
    assert (fourth.unknown, fourth.is_taken_over, fourth.attempts) == (2, False, 4)
    await mark(store, fourth, NOW + 2 * HOUR)
    line = await only_line(store)
    assert (line.state, line.unknown, line.claimed_at) == ("sent", 2, NOW + 2 * HOUR)


async def test_what_nobody_tried_to_send_leaves_no_trace(store: SqlStore) -> None:
    row = await one_claimed(store)
    await store.write(lambda uow: uow.outbox.release(row, NOW + MINUTE))
    assert await claim(store) == []
    (again,) = await claim(store, NOW + MINUTE)
    assert (again.attempts, again.unknown, again.is_taken_over) == (1, 0, False)


async def test_whoever_lost_a_row_to_another_can_only_say_that_it_arrived(store: SqlStore) -> None:
    late = await one_claimed(store)
    (row,) = await claim(store, NOW + LEASE)
    lease_end = NOW + 2 * LEASE

    def marks(uow: UnitOfWork) -> list[bool]:
        uow.outbox.retry_at(late, NOW, BUSY)
        uow.outbox.release(late, NOW)
        return [uow.outbox.give_up(late, GONE, NOW), uow.outbox.leave(late, NO_ANSWER, NOW)]

    assert await store.write(marks) == [False, False]
    assert await store.read(lambda uow: uow.outbox.next_due()) == lease_end
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(late, Sent("LATE"), NOW)], NOW))
    await mark(store, row)
    line = await only_line(store)
    assert (line.state, line.message_id, line.unknown) == ("sent", "LATE", 1)


@pytest.mark.parametrize("state", ["dead", "unknown"])
async def test_an_ended_message_is_told_of_once(store: SqlStore, state: str) -> None:
    row = await one_claimed(store)
    await store.write(lambda uow: (uow.outbox.give_up if state == "dead" else uow.outbox.leave)(row, GONE, NOW))
    (line,) = await store.read(lambda uow: uow.outbox.untold(10))
    assert (line.state, line.why, line.ended_at) == (state, "no_chat", NOW)
    await store.write(lambda uow: uow.outbox.told([line.id]))
    assert await store.read(lambda uow: uow.outbox.untold(10)) == []
    assert await store.read(lambda uow: (uow.outbox.depth(NOW)[2], uow.outbox.unsettled())) == (
        (1, 0) if state == "dead" else (0, 1)
    )


async def test_what_a_person_decides_needs_telling_nobody(store: SqlStore) -> None:
    await queue(store, message("a"), message("b", OTHER))
    first, second = await claim(store)

    def decide(uow: UnitOfWork) -> list[bool]:
        uow.outbox.leave(first, NO_ANSWER, NOW)
        uow.outbox.leave(second, NO_ANSWER, NOW)
        outbox, later = uow.outbox, NOW + MINUTE
        return [outbox.arrived(first.id, later), outbox.arrived(first.id, later), outbox.reopen(second.id, later)]

    assert await store.write(decide) == [True, False, True]
    assert await store.read(lambda uow: uow.outbox.untold(10)) == []
    line = await store.read(lambda uow: uow.outbox.line(first.id))
    assert line is not None
    assert (line.state, line.ended_at, line.sent_at) == ("arrived", NOW + MINUTE, None)
    (again,) = await claim(store, NOW + MINUTE)
    assert (again.id, again.attempts, again.unknown, again.is_taken_over) == (second.id, 1, 1, False)


async def test_a_card_that_a_person_saw_arrive_is_replaced_by_a_new_one(store: SqlStore) -> None:
    """Its own id is not known."""
    row = await one_claimed(store)
    await store.write(lambda uow: uow.outbox.leave(row, NO_ANSWER, NOW))
    await store.write(lambda uow: uow.outbox.arrived(row.id, NOW))
    await queue(store, message("b", replaces="a"))
    assert [claimed.replaces_id for claimed in await claim(store)] == [None]


async def test_many_messages_are_marked_at_once(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"), message("b1", OTHER))
    rows = await claim(store)
    landed = [Landed(row, Sent(f'id "{row.message.key}" 甲'), NOW) for row in rows]
    assert await store.write(lambda uow: uow.outbox.mark_sent(landed, NOW))
    lines = await store.read(lambda uow: uow.outbox.lines(["sent"], 10))
    assert [(line.key, line.message_id) for line in lines] == [("b1", 'id "b1" 甲'), ("a1", 'id "a1" 甲')]
    assert await send_all(store) == ["a2"]


async def test_the_newest_are_counted_by_state(store: SqlStore) -> None:
    await queue(store, message("a"))
    await send_all(store)
    await queue(store, message("b"), message("c"), message("d", OTHER, CARD))
    _, other = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(other, GONE, NOW))
    assert await store.read(lambda uow: uow.outbox.tally(100)) == {"sent": 1, "open": 2, "dead": 1}
    assert await store.read(lambda uow: uow.outbox.tally(2)) == {"open": 1, "dead": 1}


async def test_a_row_that_is_not_there(store: SqlStore) -> None:
    assert await store.read(lambda uow: uow.outbox.line(7)) is None
    assert await store.write(lambda uow: uow.outbox.arrived(7, NOW)) is False
    assert await store.write(lambda uow: uow.outbox.mark_sent([], NOW)) is False


async def test_what_is_due_next_is_not_hidden_by_what_is_in_hand(store: SqlStore) -> None:
    await queue(store, message("a"))
    await claim(store)
    await queue(store, message("b", OTHER), now=NOW + timedelta(seconds=1))
    assert await store.read(lambda uow: uow.outbox.next_due()) == NOW + timedelta(seconds=1)
