"""What the store promises about rooms and meetings."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.domain.meeting import Meeting, Room, Span


class Rooms(Protocol):
    def all(self) -> list[Room]: ...
    def get(self, room_id: int) -> Room: ...
    def lock(self, room_id: int) -> Room:
        """Until the unit ends nobody else can book this room."""
        ...

    def save(self, room: Room) -> Room:
        """Insert (id 0) or update by id."""
        ...


class Meetings(Protocol):
    """Cancelled meetings are left out unless asked for by id."""

    def add(self, meeting: Meeting) -> Meeting: ...
    def save(self, meeting: Meeting) -> None: ...
    def get(self, meeting_id: int) -> Meeting | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def named(self, meeting_ids: Collection[int]) -> dict[int, Meeting]: ...
    def in_room(self, room_id: int, span: Span, but: int = 0) -> list[Meeting]:
        """Meetings that overlap the span there, by start."""
        ...

    def between(self, span: Span) -> list[Meeting]:
        """All that overlap the span, by start."""
        ...

    def of_people(self, person_ids: Collection[int], span: Span, but: int = 0) -> list[Meeting]:
        """Those in which one of them has a place, whatever they answered."""
        ...

    def not_over(self, now: datetime, limit: int) -> list[Meeting]:
        """Running and coming meetings, by start."""
        ...
