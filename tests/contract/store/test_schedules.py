"""Schedules and leave as they are kept; and what can be done with reminders besides saying them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.leave import Leave
from bot.domain.meeting import Meeting, Span
from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule, Schedule, State
from bot.messages import ChatRef, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.things import HOUR, MINUTE, NOW


def office(uow: UnitOfWork) -> tuple[Person, Person, int, int]:
    anna = uow.people.save(Person(0, "Anna"), [UserRef("sim", "anna")])
    ben = uow.people.save(Person(0, "Ben"), [UserRef("sim", "ben")])
    group = uow.chats.seen(ChatRef("sim", "group", "g"), "G", NOW).id
    direct = uow.chats.seen(ChatRef("sim", "direct", "anna"), "", NOW).id
    return anna, ben, group, direct


def schedule(owner: int, chat: int, **more: Any) -> Schedule:
    rule = Rule(datetime.fromisoformat("2026-11-24T09:00"), "Asia/Shanghai", "FREQ=DAILY", "working")
    return replace(Schedule(0, "reminders.say", owner, chat, rule, "tea", "en", people=(owner,), rings=True), **more)


async def test_a_schedule_is_kept_as_it_was(store: SqlStore) -> None:
    def keep(uow: UnitOfWork) -> tuple[Schedule, Schedule]:
        anna, ben, group, _ = office(uow)
        meeting = uow.meetings.add(Meeting(0, "Talk", Span(NOW, NOW + HOUR), anna.id, anna.id, None, group, "en"))
        first = uow.schedules.add(
            schedule(anna.id, group, meeting_id=meeting.id, lead=timedelta(minutes=15), made_in=group, said_at=NOW)
        )
        second = uow.schedules.add(schedule(ben.id, group, state=State.PAUSED).resting(NOW, NOW + HOUR))
        return first, second

    first, second = await store.write(keep)
    assert await store.read(lambda uow: uow.schedules.get(first.id)) == first
    assert await store.read(lambda uow: uow.schedules.in_chat(first.chat_id)) == [first, second]
    assert await store.read(lambda uow: uow.schedules.of(second.owner_id)) == [second]
    assert await store.read(lambda uow: uow.schedules.of_meeting(first.meeting_id or 0)) == [first]
    assert await store.read(lambda uow: uow.schedules.active()) == [first]
    await store.write(lambda uow: uow.schedules.was_said(first.id, NOW + HOUR))
    said = replace(first, said_at=NOW + HOUR)
    assert await store.read(lambda uow: uow.schedules.named([first.id, second.id])) == {
        said.id: said,
        second.id: second,
    }
    await store.write(lambda uow: uow.schedules.save(first.over()))
    assert await store.read(lambda uow: uow.schedules.in_chat(first.chat_id)) == [second]
    assert await store.read(lambda uow: uow.schedules.get(first.id)) == first.over()


async def test_leave_is_found_by_the_time_it_covers(store: SqlStore) -> None:
    def keep(uow: UnitOfWork) -> Leave:
        anna, ben, _, _ = office(uow)
        return uow.leaves.add(Leave(0, anna.id, NOW, NOW + HOUR, ben.id))

    leave = await store.write(keep)
    assert await store.read(lambda uow: uow.leaves.between(NOW - HOUR, NOW)) == []
    assert await store.read(lambda uow: uow.leaves.between(NOW - HOUR, NOW + MINUTE)) == [leave]
    assert await store.read(lambda uow: uow.leaves.between(NOW + HOUR, NOW + 2 * HOUR)) == []
    assert await store.write(lambda uow: uow.leaves.end(leave.id, NOW))
    assert not await store.write(lambda uow: uow.leaves.end(leave.id, NOW))
    assert await store.read(lambda uow: uow.leaves.between(NOW, NOW + HOUR)) == []
    assert await store.read(lambda uow: uow.leaves.get(leave.id)) is None


def tea(chat: int, number: int, due_at: datetime = NOW) -> Reminder:
    return Reminder("reminders.say", number, due_at, due_at + HOUR, chat_id=chat, about="tea")


async def test_one_that_is_held_comes_later_with_its_own_time(store: SqlStore) -> None:
    _, _, group, _ = await store.write(office)
    await store.write(lambda uow: uow.reminders.plan([tea(group, 1)]))
    (one,) = await store.write(lambda uow: uow.reminders.claim_due(NOW, 9))
    await store.write(lambda uow: uow.reminders.hold(one.id, NOW + HOUR))
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW + MINUTE, 9)) == []
    assert await store.read(lambda uow: uow.reminders.next_due()) == NOW + HOUR
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW + HOUR, 9)) == [one]


async def test_a_paused_one_waits_and_can_be_brought_forward(store: SqlStore) -> None:
    _, _, group, _ = await store.write(office)
    await store.write(lambda uow: uow.reminders.plan([tea(group, 1, NOW + HOUR)]))
    ((one, state, at),) = await store.read(lambda uow: uow.reminders.in_chat(group, NOW + HOUR))
    assert (one.about, state, at) == ("tea", "pending", NOW + HOUR)
    await store.write(lambda uow: uow.reminders.pause(one.id))
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW + HOUR, 9)) == []
    assert await store.read(lambda uow: uow.reminders.get(one.id)) == (one, "paused", NOW + HOUR)
    await store.write(lambda uow: uow.reminders.resume(one.id))
    await store.write(lambda uow: uow.reminders.bring_forward(one.id, NOW))
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW, 9)) == [one]


async def test_several_of_one_chat_are_taken_along_and_found_again(store: SqlStore) -> None:
    _, _, group, direct = await store.write(office)
    planned = [tea(direct, 1), tea(direct, 2, NOW + MINUTE), tea(group, 3, NOW + MINUTE), tea(direct, 4, NOW + HOUR)]
    await store.write(lambda uow: uow.reminders.plan(planned))
    (first,) = await store.write(lambda uow: uow.reminders.claim_due(NOW, 9))
    (second,) = await store.write(lambda uow: uow.reminders.ahead([direct], NOW + 10 * MINUTE))
    assert (first.subject, second.subject) == (1, 2)

    def together(uow: UnitOfWork) -> int:
        uow.reminders.fire([second.id], NOW)
        return uow.reminders.bundle([second.id, first.id])

    assert await store.write(together) == first.id
    assert await store.read(lambda uow: uow.reminders.bundled(first.id)) == [first, second]
    assert await store.read(lambda uow: uow.reminders.said_at([direct, group], NOW - HOUR, NOW + HOUR)) == {
        direct: [NOW]
    }
    assert await store.read(lambda uow: uow.reminders.said_at([direct], NOW - HOUR, NOW)) == {}
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW + MINUTE, 9)) != [second]


async def test_all_of_one_subject_are_claimed_with_it(store: SqlStore) -> None:
    _, _, group, _ = await store.write(office)
    planned = [tea(group, 1, NOW - HOUR), tea(group, 1, NOW - MINUTE), tea(group, 2, NOW - MINUTE)]
    await store.write(lambda uow: uow.reminders.plan(planned))

    def claim(uow: UnitOfWork) -> list[Reminder]:
        return uow.reminders.also_due(uow.reminders.claim_due(NOW, 1), NOW)

    assert [(one.subject, one.due_at) for one in await store.write(claim)] == [(1, NOW - MINUTE)]
    assert [one.subject for one in await store.write(lambda uow: uow.reminders.claim_due(NOW, 9))] == [2]


async def test_a_cancelled_subject_is_cancelled_though_it_is_paused(store: SqlStore) -> None:
    _, _, group, _ = await store.write(office)
    await store.write(lambda uow: uow.reminders.plan([tea(group, 1)]))
    ((one, _, _),) = await store.read(lambda uow: uow.reminders.in_chat(group, NOW))
    await store.write(lambda uow: uow.reminders.pause(one.id))
    await store.write(lambda uow: uow.reminders.cancel("reminders", 1))
    await store.write(lambda uow: uow.reminders.resume(one.id))
    assert await store.write(lambda uow: uow.reminders.claim_due(NOW, 9)) == []
