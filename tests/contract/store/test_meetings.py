"""Rooms and meetings; above all that no room is taken twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.meeting import Attendee, Meeting, Room, Rsvp, Span
from bot.errors import UserError
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import HOUR, MINUTE, NOW, furnish


async def test_rooms_are_saved_and_raise_the_version(store: SqlStore) -> None:
    room = await store.write(lambda uow: uow.rooms.save(Room(0, "301", 20, ("投影", "白板"), "三层")))
    before = await store.read(lambda uow: uow.people.version())
    larger = replace(room, seats=30, equipment=())
    await store.write(lambda uow: uow.rooms.save(larger))
    assert await store.read(lambda uow: uow.rooms.get(room.id)) == larger
    assert await store.write(lambda uow: uow.rooms.lock(room.id)) == larger
    assert await store.read(lambda uow: uow.rooms.all()) == [larger]
    assert await store.read(lambda uow: uow.people.version()) > before
    with pytest.raises(KeyError):
        await store.read(lambda uow: uow.rooms.get(404))


async def test_a_meeting_comes_back_as_it_was_saved(store: SqlStore) -> None:
    office = await store.write(furnish)
    meeting = await store.write(lambda uow: uow.meetings.add(office.meeting()))
    assert await store.read(lambda uow: uow.meetings.get(meeting.id)) == meeting
    changed = replace(
        meeting,
        title="办公会",
        span=Span(NOW + HOUR, NOW + 2 * HOUR),
        room_id=None,
        version=2,
        attendees=(
            Attendee(office.fang.id, Rsvp.DELEGATED, "出差"),
            Attendee(office.wei.id, Rsvp.ACCEPTED, stand_in_for=office.fang.id),
        ),
    )
    await store.write(lambda uow: uow.meetings.save(changed))
    assert await store.read(lambda uow: uow.meetings.get(meeting.id)) == changed
    fewer = replace(changed, attendees=changed.attendees[:1])
    await store.write(lambda uow: uow.meetings.save(fewer))
    assert await store.read(lambda uow: uow.meetings.get(meeting.id)) == fewer
    assert await store.read(lambda uow: uow.meetings.get(404)) is None


async def test_meetings_are_found_by_room_people_and_time(store: SqlStore) -> None:
    office = await store.write(furnish)

    def book(uow: UnitOfWork) -> tuple[Meeting, ...]:
        late = uow.meetings.add(office.meeting(NOW + 2 * HOUR))
        early = uow.meetings.add(office.meeting(NOW))
        roomless = uow.meetings.add(replace(office.meeting(NOW, room=False), attendees=(Attendee(office.wei.id),)))
        gone = uow.meetings.add(office.meeting(NOW + 5 * HOUR))
        uow.meetings.save(gone.cancelled(NOW))
        return early, late, roomless

    early, late, roomless = await store.write(book)
    day, hour = Span(NOW, NOW + 9 * HOUR), Span(NOW, NOW + HOUR)

    def look(uow: UnitOfWork) -> list[list[Meeting]]:
        meetings, room = uow.meetings, office.room.id
        return [
            meetings.in_room(room, day),
            meetings.in_room(room, hour, but=early.id),
            meetings.in_room(room, Span(NOW + HOUR, NOW + 2 * HOUR)),
            meetings.between(day),
            meetings.between(Span(NOW - HOUR, NOW)),
            meetings.of_people([office.fang.id], day),
            meetings.of_people([office.wei.id, office.fang.id], hour, but=early.id),
            meetings.of_people([], day),
            meetings.not_over(NOW + HOUR, 10),
            meetings.not_over(NOW, 1),
        ]

    every = [early, roomless, late]
    assert await store.read(look) == [
        [early, late], [], [], every, [], [early, late], [roomless], [], [late], [early],
    ]  # fmt: skip


async def test_a_cancelled_meeting_frees_its_room(store: SqlStore) -> None:
    office = await store.write(furnish)
    first = await store.write(lambda uow: uow.meetings.add(office.meeting()))
    await store.write(lambda uow: uow.meetings.save(first.cancelled(NOW)))
    again = await store.write(lambda uow: uow.meetings.add(office.meeting()))
    assert await store.read(lambda uow: uow.meetings.in_room(office.room.id, again.span)) == [again]
    kept = await store.read(lambda uow: uow.meetings.get(first.id))
    assert kept is not None
    assert kept.cancelled_at == NOW


def book_if_free(uow: UnitOfWork, meeting: Meeting) -> Meeting:
    """As the desk books: lock, look, insert."""
    room = uow.rooms.lock(meeting.room_id or 0)
    if uow.meetings.in_room(room.id, meeting.span):
        raise UserError("meetings.room_taken")
    return uow.meetings.add(meeting)


async def test_of_twenty_who_book_a_room_at_once_one_gets_it(store: SqlStore, replica: Replica) -> None:
    office = await store.write(furnish)
    stores = [store, replica()]
    wanted = [office.meeting(NOW + n * MINUTE) for n in range(20)]
    outcomes = await asyncio.gather(
        *(stores[n % 2].write(partial(book_if_free, meeting=one)) for n, one in enumerate(wanted)),
        return_exceptions=True,
    )
    assert [str(one) for one in outcomes if not isinstance(one, Meeting)] == ["meetings.room_taken"] * 19
    assert len(await store.read(lambda uow: uow.meetings.between(Span(NOW, NOW + 9 * HOUR)))) == 1


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
@pytest.mark.postgres
async def test_postgres_itself_refuses_to_take_a_room_twice(store: SqlStore) -> None:
    office = await store.write(furnish)
    await store.write(lambda uow: uow.meetings.add(office.meeting()))
    with pytest.raises(UserError, match=r"meetings\.room_just_taken"):
        await store.write(lambda uow: uow.meetings.add(office.meeting(NOW + 30 * MINUTE)))
    await store.write(lambda uow: uow.meetings.add(office.meeting(NOW + HOUR)))
    await store.write(lambda uow: uow.meetings.add(office.meeting(NOW - HOUR)))


async def test_answers_given_at_once_are_all_kept(store: SqlStore, replica: Replica) -> None:
    office = await store.write(furnish)
    stranger = replace(office.wei, id=0)
    people = await store.write(lambda uow: [uow.people.save(stranger) for _ in range(12)])
    wanted = replace(office.meeting(), attendees=tuple(Attendee(one.id) for one in people))
    meeting = await store.write(lambda uow: uow.meetings.add(wanted))

    def accept(uow: UnitOfWork, person_id: int) -> None:
        found = uow.meetings.get(meeting.id)
        assert found is not None
        uow.meetings.save(found.answered(person_id, Rsvp.ACCEPTED, NOW - timedelta(days=1)))

    stores = [store, replica()]
    await asyncio.gather(*(stores[n % 2].write(partial(accept, person_id=p.id)) for n, p in enumerate(people)))
    kept = await store.read(lambda uow: uow.meetings.get(meeting.id))
    assert kept is not None
    assert [one.rsvp for one in kept.attendees] == [Rsvp.ACCEPTED] * 12
