"""Meetings, rooms and who comes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.errors import NotAllowed, UserError

LONGEST = timedelta(days=14)
TITLE_LENGTH = 80


class Rsvp(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELEGATED = "delegated"
    """Someone else comes in this person's place (替会)."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, not including, `end`; aware, to the minute."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise UserError("meetings.end_before_start", start=self.start, end=self.end)
        if self.end - self.start > LONGEST:
            raise UserError("meetings.too_long", longest=LONGEST)

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def moved_to(self, start: datetime) -> "Span":
        """The same length from another start."""
        return Span(start, start + self.length)


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    name: str
    seats: int = 0
    equipment: tuple[str, ...] = ()
    location: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """`stand_in_for` is the person in whose place this one comes; `reason` why someone declined."""

    person_id: int
    rsvp: Rsvp = Rsvp.PENDING
    reason: str = ""
    stand_in_for: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """`told` counts the versions that people have been told; `cancelled_at` is empty while it stands.

    `chat_id` is the chat that it was booked in and `language` the one that its cards are written in.
    """

    id: int
    title: str
    span: Span
    organizer_id: int
    chair_id: int
    room_id: int | None
    chat_id: int
    language: str
    attendees: tuple[Attendee, ...] = ()
    version: int = 1
    cancelled_at: datetime | None = None

    def must_be_led_by(self, person: Person, organizer: str) -> None:
        """Only the organizer, the chair or an admin may move or cancel."""
        if not (person.is_admin or person.id in {self.organizer_id, self.chair_id}):
            raise NotAllowed("meetings.only_organizer", title=self.title, organizer=organizer)

    def rescheduled(self, span: Span, room_id: int | None) -> "Meeting":
        """The meeting at another time or place: every answer was to the old one, so all are asked again."""
        asked = tuple(replace(one, rsvp=Rsvp.PENDING, reason="") for one in self.attendees if one.stand_in_for is None)
        return replace(self, span=span, room_id=room_id, attendees=asked, version=self.version + 1)

    def cancelled(self, now: datetime) -> "Meeting":
        return replace(self, cancelled_at=now, version=self.version + 1)

    def attendee(self, person_id: int) -> Attendee:
        """That person's place; UserError for someone who was not invited."""
        for one in self.attendees:
            if one.person_id == person_id:
                return one
        raise NotAllowed("meetings.not_invited", title=self.title)


def plan_for_meeting(meeting: Meeting, now: datetime, before: timedelta) -> tuple[Reminder, ...]:
    """One reminder `before` the start, worth saying until the start; none for a meeting that begins sooner."""
    due_at = meeting.span.start - before
    if meeting.cancelled_at or due_at <= now:
        return ()
    return (Reminder("meetings.soon", meeting.id, due_at, expires_at=meeting.span.start),)
