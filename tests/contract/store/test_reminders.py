"""Reminders: said once, whoever claims them."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.reminder import Reminder
from bot.errors import UserError
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import GROUP, HOUR, MINUTE, NOW, OTHER


def soon(subject: int, due_at: datetime = NOW, kind: str = "meetings.soon") -> Reminder:
    return Reminder(kind, subject, due_at, due_at + HOUR)


async def claimed(store: SqlStore, now: datetime = NOW, limit: int = 100) -> list[int]:
    return [one.subject for one in await store.write(lambda uow: uow.reminders.claim_due(now, limit))]


async def test_due_ones_come_once_and_oldest_first(store: SqlStore) -> None:
    planned = [soon(1, NOW + MINUTE), soon(2, NOW - MINUTE), soon(3), soon(4, NOW - MINUTE, "notices.unread")]
    await store.write(lambda uow: uow.reminders.plan(planned))
    assert await store.read(lambda uow: uow.reminders.next_due()) == NOW - MINUTE
    (first,) = await store.write(lambda uow: uow.reminders.claim_due(NOW, 1))
    assert first == Reminder("meetings.soon", 2, NOW - MINUTE, NOW - MINUTE + HOUR, first.id)
    assert await claimed(store) == [4, 3]
    assert await claimed(store) == []
    assert await store.read(lambda uow: uow.reminders.next_due()) == NOW + MINUTE
    assert await claimed(store, NOW + MINUTE) == [1]
    assert await store.read(lambda uow: uow.reminders.next_due()) is None


async def test_planning_twice_is_planning_once(store: SqlStore) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(1), soon(1)]))
    assert await claimed(store) == [1]
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    assert await claimed(store) == []


async def test_cancelling_is_for_one_subject_of_one_desk(store: SqlStore) -> None:
    planned = [soon(1), soon(2), soon(1, kind="notices.unread"), soon(1, NOW - MINUTE, "meetings.minutes")]
    await store.write(lambda uow: uow.reminders.plan(planned))
    await store.write(lambda uow: uow.reminders.cancel("meetings", 1))
    rest = await store.write(lambda uow: uow.reminders.claim_due(NOW, 10))
    assert [(one.kind, one.subject) for one in rest] == [("meetings.soon", 2), ("notices.unread", 1)]


async def test_a_meeting_moved_away_and_back_is_reminded_of(store: SqlStore) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    await store.write(lambda uow: uow.reminders.cancel("meetings", 1))
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    assert await claimed(store) == [1]


async def test_what_was_said_is_not_said_again_after_a_move_back(store: SqlStore) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    assert await claimed(store) == [1]
    await store.write(lambda uow: uow.reminders.cancel("meetings", 1))
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    assert await claimed(store) == []


async def test_a_claim_is_undone_with_its_unit(store: SqlStore) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(1), soon(2)]))

    def broken(uow: UnitOfWork) -> None:
        uow.reminders.claim_due(NOW, 1)
        raise UserError("broken")

    with pytest.raises(UserError):
        await store.write(broken)
    assert await claimed(store) == [1, 2]


@pytest.mark.parametrize("reason", ["expired", "incident 7f3a"])
async def test_one_given_up_is_not_claimed_again(store: SqlStore, reason: str) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    (one,) = await store.write(lambda uow: uow.reminders.claim_due(NOW, 1))
    await store.write(lambda uow: uow.reminders.give_up(one, reason))
    await store.write(lambda uow: uow.reminders.plan([soon(1)]))
    assert await claimed(store) == []


async def test_several_replicas_claim_each_once(store: SqlStore, replica: Replica) -> None:
    await store.write(lambda uow: uow.reminders.plan([soon(n) for n in range(45)]))

    async def fire(each: SqlStore) -> list[int]:
        fired: list[int] = []
        while found := await claimed(each, limit=1):
            fired += found
        return fired

    fired = await asyncio.gather(*(fire(each) for each in [store, *(replica() for _ in range(5))]))
    assert sorted(subject for each in fired for subject in each) == list(range(45))


async def test_one_that_is_planned_anew_is_said_where_it_belongs_now(store: SqlStore) -> None:
    def chats(uow: UnitOfWork) -> list[int]:
        return [uow.chats.seen(one, "", NOW).id for one in (GROUP, OTHER)]

    first, second = await store.write(chats)
    await store.write(lambda uow: uow.reminders.plan([replace(soon(1), chat_id=first)]))
    await store.write(lambda uow: uow.reminders.cancel("meetings", 1))
    await store.write(lambda uow: uow.reminders.plan([replace(soon(1), chat_id=second)]))
    (planned,) = await store.read(lambda uow: uow.reminders.of("meetings.soon", 1))
    assert planned.chat_id == second
