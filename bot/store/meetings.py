"""Rooms, meetings and who comes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, delete, select, update

from bot.domain.meeting import Attendee, Meeting, Room, Rsvp, Span
from bot.store.people import raise_version
from bot.store.schema import attendees, meetings, rooms
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, one_of

ROOM = (rooms.c.id, rooms.c.name, rooms.c.seats, rooms.c.equipment, rooms.c.location)
ALL_ROOMS = select(*ROOM).order_by(rooms.c.id)
ROOM_BY_ID = select(*ROOM).where(rooms.c.id == given("room_id", rooms.c.id))
LOCK_ROOM = ROOM_BY_ID.with_for_update()
ADD_ROOM = insert_into(rooms, "name", "seats", "equipment", "location").returning(rooms.c.id)
SAVE_ROOM = (
    update(rooms)
    .where(rooms.c.id == given("room_id", rooms.c.id))
    .values({name: given(f"new_{name}", rooms.c[name]) for name in ("name", "seats", "equipment", "location")})
)


class SqlRooms:
    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Room]:
        return [_room(row) for row in self._session.rows(ALL_ROOMS)]

    def get(self, room_id: int) -> Room:
        return self._one(ROOM_BY_ID, room_id)

    def lock(self, room_id: int) -> Room:
        return self._one(LOCK_ROOM, room_id)

    def save(self, room: Room) -> Room:
        values: dict[str, Any] = {
            "name": room.name,
            "seats": room.seats,
            "equipment": list(room.equipment),
            "location": room.location,
        }
        raise_version(self._session)
        if room.id:
            self._session.run(SAVE_ROOM, room_id=room.id, **{f"new_{name}": value for name, value in values.items()})
            return room
        return replace(room, id=self._session.rows(ADD_ROOM, **values)[0][0])

    def _one(self, statement: Select[Any], room_id: int) -> Room:
        row = self._session.row(statement, room_id=room_id)
        if row is None:
            raise KeyError(room_id)
        return _room(row)


CHANGING = (
    "title", "start_at", "end_at", "organizer_id", "chair_id", "room_id", "chat_id", "language", "version",
    "cancelled_at",
)  # fmt: skip
STANDS = meetings.c.cancelled_at.is_(None)
MEETING = select(meetings.c.id, *(meetings.c[name] for name in CHANGING))
ADD = insert_into(meetings, *CHANGING).returning(meetings.c.id)
SAVE = (
    update(meetings)
    .where(meetings.c.id == given("meeting_id", meetings.c.id))
    .values({name: given(f"new_{name}", meetings.c[name]) for name in CHANGING})
)
GET = MEETING.where(meetings.c.id == given("meeting_id", meetings.c.id))
NAMED = MEETING.where(one_of(meetings.c.id, "ids"))
GET_TO_CHANGE = GET.with_for_update()

_by_start = (meetings.c.start_at, meetings.c.id)
OVERLAPPING = MEETING.where(
    STANDS,
    meetings.c.start_at < given("until", meetings.c.start_at),
    meetings.c.end_at > given("since", meetings.c.end_at),
).order_by(*_by_start)
BUT = meetings.c.id != given("but", meetings.c.id)
IN_ROOM = OVERLAPPING.where(meetings.c.room_id == given("room_id", meetings.c.room_id), BUT)
OF_PEOPLE = OVERLAPPING.where(
    meetings.c.id.in_(select(attendees.c.meeting_id).where(one_of(attendees.c.person_id, "ids"))), BUT
)
NOT_OVER = (
    MEETING.where(STANDS, meetings.c.end_at > given("now", meetings.c.end_at))
    .order_by(*_by_start)
    .limit(bindparam("most", type_=BigInteger()))
)

ATTENDEES = (
    select(
        attendees.c.meeting_id,
        attendees.c.person_id,
        attendees.c.rsvp,
        attendees.c.reason,
        attendees.c.stand_in_for,
    )
    .where(one_of(attendees.c.meeting_id, "ids"))
    .order_by(attendees.c.meeting_id, attendees.c.position, attendees.c.person_id)
)
_placed = insert_into(attendees, "meeting_id", "person_id", "position", "rsvp", "reason", "stand_in_for")
PLACE = _placed.on_conflict_do_update(
    index_elements=["meeting_id", "person_id"],
    set_={name: _placed.excluded[name] for name in ("position", "rsvp", "reason", "stand_in_for")},
)
UNPLACE = delete(attendees).where(
    attendees.c.meeting_id == given("meeting_id", attendees.c.meeting_id),
    attendees.c.person_id == given("person_id", attendees.c.person_id),
)

RSVPS = {one.value: one for one in Rsvp}


class SqlMeetings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, meeting: Meeting) -> Meeting:
        stored = replace(meeting, id=self._session.rows(ADD, **_values(meeting))[0][0])
        self._place(stored, ())
        return stored

    def save(self, meeting: Meeting) -> None:
        values = {f"new_{name}": value for name, value in _values(meeting).items()}
        self._session.run(SAVE, meeting_id=meeting.id, **values)
        self._place(meeting, self._attendees([meeting.id])[meeting.id])

    def get(self, meeting_id: int) -> Meeting | None:
        """Within a write nobody else changes it until the unit ends, so no answer overwrites another's."""
        statement = GET_TO_CHANGE if self._session.is_writer else GET
        return next(iter(self._found(statement, meeting_id=meeting_id)), None)

    def named(self, meeting_ids: Collection[int]) -> dict[int, Meeting]:
        return {one.id: one for one in self._found(NAMED, ids=sorted(meeting_ids))}

    def in_room(self, room_id: int, span: Span, but: int = 0) -> list[Meeting]:
        return self._found(IN_ROOM, room_id=room_id, since=span.start, until=span.end, but=but)

    def between(self, span: Span) -> list[Meeting]:
        return self._found(OVERLAPPING, since=span.start, until=span.end)

    def of_people(self, person_ids: Collection[int], span: Span, but: int = 0) -> list[Meeting]:
        return self._found(OF_PEOPLE, ids=person_ids, since=span.start, until=span.end, but=but)

    def not_over(self, now: datetime, limit: int) -> list[Meeting]:
        return self._found(NOT_OVER, now=now, most=limit)

    def _found(self, statement: Select[Any], **params: Any) -> list[Meeting]:
        rows = self._session.rows(statement, **params)
        who = self._attendees([row[0] for row in rows]) if rows else {}
        return [_meeting(row, tuple(who[row[0]])) for row in rows]

    def _attendees(self, meeting_ids: list[int]) -> dict[int, list[Attendee]]:
        found: dict[int, list[Attendee]] = defaultdict(list)
        for meeting_id, person_id, rsvp, reason, stand_in_for in self._session.rows(ATTENDEES, ids=meeting_ids):
            found[meeting_id].append(Attendee(person_id, RSVPS[rsvp], reason, stand_in_for))
        return found

    def _place(self, meeting: Meeting, before: Collection[Attendee]) -> None:
        """Write the places that differ from what was there."""
        old = {one.person_id: (place, one) for place, one in enumerate(before)}
        new = {one.person_id: (place, one) for place, one in enumerate(meeting.attendees)}
        gone = [{"meeting_id": meeting.id, "person_id": person_id} for person_id in old if person_id not in new]
        changed = [_placing(meeting.id, *new[who]) for who in new if old.get(who) != new[who]]
        if gone:
            self._session.run_many(UNPLACE, gone)
        if changed:
            self._session.run_many(PLACE, changed)


def _room(row: Row) -> Room:
    room_id, name, seats, equipment, location = row
    return Room(room_id, name, seats, tuple(equipment), location)


def _meeting(row: Row, who: tuple[Attendee, ...]) -> Meeting:
    meeting_id, title, start, end, organizer, chair, room, chat, language, version, cancelled = row
    span = Span(start, end)
    return Meeting(meeting_id, title, span, organizer, chair, room, chat, language, who, version, cancelled)


def _values(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "start_at": meeting.span.start,
        "end_at": meeting.span.end,
        "organizer_id": meeting.organizer_id,
        "chair_id": meeting.chair_id,
        "room_id": meeting.room_id,
        "chat_id": meeting.chat_id,
        "language": meeting.language,
        "version": meeting.version,
        "cancelled_at": meeting.cancelled_at,
    }


def _placing(meeting_id: int, position: int, one: Attendee) -> dict[str, Any]:
    return {
        "meeting_id": meeting_id,
        "person_id": one.person_id,
        "position": position,
        "rsvp": one.rsvp.value,
        "reason": one.reason,
        "stand_in_for": one.stand_in_for,
    }
