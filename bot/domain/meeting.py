"""Meetings, rooms and who comes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.errors import NotAllowed, UserError

LONGEST = timedelta(days=14)
TITLE_LENGTH = 80
EVENING, DAWN = 18, 6
"""How much of two titles must agree for one to be taken for the other."""


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

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def common(self, other: "Span") -> "Span | None":
        """What both cover."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

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

    @property
    def is_expected(self) -> bool:
        """Neither excused nor sending someone else."""
        return self.rsvp not in {Rsvp.DECLINED, Rsvp.DELEGATED}


@dataclass(frozen=True, slots=True)
class Meeting:
    """`version` rises with each change that people must be told; `cancelled_at` is empty while it stands.

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

    def is_led_by(self, person: Person) -> bool:
        return person.is_admin or person.id in {self.organizer_id, self.chair_id}

    def must_be_led_by(self, person: Person, organizer: str) -> None:
        """Only the organizer, the chair or an admin may move or cancel."""
        if not self.is_led_by(person):
            raise NotAllowed("meetings.only_organizer", title=self.title, organizer=organizer)

    def must_stand(self, now: datetime) -> None:
        """Refuse what comes too late: the meeting is cancelled or over."""
        if self.cancelled_at:
            raise UserError("meetings.is_cancelled", title=self.title)
        if self.span.end <= now:
            raise UserError("meetings.is_over", title=self.title)

    def concerns(self, person: Person, chat_id: int) -> bool:
        """Does this person mean this meeting when they name its title in that chat?"""
        return self.is_led_by(person) or self.chat_id == chat_id or self.place_of(person.id) is not None

    def rescheduled(self, span: Span, room_id: int | None) -> "Meeting":
        """The meeting at another time or place: every answer was to the old one, so all are asked again."""
        own = (one for one in self.attendees if one.stand_in_for is None)
        asked = tuple(
            replace(one, rsvp=Rsvp.ACCEPTED if one.person_id == self.organizer_id else Rsvp.PENDING, reason="")
            for one in own
        )
        return replace(self, span=span, room_id=room_id, attendees=asked, version=self.version + 1)

    def cancelled(self, now: datetime) -> "Meeting":
        self.must_stand(now)
        return replace(self, cancelled_at=now, version=self.version + 1)

    def place_of(self, person_id: int) -> Attendee | None:
        return next((one for one in self.attendees if one.person_id == person_id), None)

    def stand_in_of(self, person_id: int) -> Attendee | None:
        """Who comes in this person's place."""
        return next((one for one in self.attendees if one.stand_in_for == person_id), None)

    def attendee(self, person_id: int) -> Attendee:
        """That person's place; UserError for someone who was not invited."""
        place = self.place_of(person_id)
        if place is None:
            raise NotAllowed("meetings.not_invited", title=self.title)
        return place

    def answered(self, person_id: int, rsvp: Rsvp, now: datetime, reason: str = "") -> "Meeting":
        """Coming or excused; whoever stood in for this person need not come any more."""
        self.must_stand(now)
        place = replace(self.attendee(person_id), rsvp=rsvp, reason=reason)
        rest = tuple(one for one in self.attendees if one.stand_in_for != person_id)
        meeting = replace(self, attendees=_with(rest, place))
        return meeting if place.stand_in_for is None else meeting._told_by_stand_in(place, place.stand_in_for)

    def delegated(self, person_id: int, to: int, now: datetime) -> "Meeting":
        """Someone else comes in this person's place, and is asked."""
        self.must_stand(now)
        place = self.attendee(person_id)
        if place.stand_in_for is not None:
            raise UserError("meetings.stand_in_of_stand_in")
        if to == person_id:
            raise UserError("meetings.stand_in_is_self")
        rest = tuple(one for one in self.attendees if one.stand_in_for != person_id)
        if any(one.person_id == to for one in rest):
            raise UserError("meetings.stand_in_is_invited")
        sent = _with(rest, replace(place, rsvp=Rsvp.DELEGATED, reason=""))
        return replace(self, attendees=(*sent, Attendee(to, stand_in_for=person_id)))

    def tally(self) -> dict[Rsvp, int]:
        """How many gave which answer."""
        counts = Counter(one.rsvp for one in self.attendees)
        return {rsvp: counts[rsvp] for rsvp in Rsvp}

    def _told_by_stand_in(self, place: Attendee, whom: int) -> "Meeting":
        """A stand-in who cannot come leaves the seat open again, one who can fills it."""
        away = place.rsvp is Rsvp.DECLINED
        sender = replace(self.attendee(whom), rsvp=Rsvp.PENDING if away else Rsvp.DELEGATED)
        return replace(self, attendees=_with(self.attendees, sender))


def _with(attendees: tuple[Attendee, ...], changed: Attendee) -> tuple[Attendee, ...]:
    return tuple(changed if one.person_id == changed.person_id else one for one in attendees)


def checked_title(title: str) -> str:
    if len(title) > TITLE_LENGTH:
        raise UserError("meetings.title_too_long", most=TITLE_LENGTH, length=len(title))
    return title


def checked_span(span: Span, now: datetime) -> Span:
    """A span that may be booked: not begun, and not longer than a fortnight."""
    if span.start < now.replace(second=0, microsecond=0):
        raise UserError("house.past", start=span.start)
    if span.length > LONGEST:
        raise UserError("meetings.too_long", longest=LONGEST)
    return span


def not_backwards(span: Span) -> Span:
    """5点到3点 is a slip of the tongue: nobody meets from the afternoon to before dawn. Wants local times."""
    overnight = span.end.date() - span.start.date() == timedelta(days=1)
    if overnight and span.start.hour < EVENING and span.end.hour < DAWN:
        raise UserError("meetings.end_before_start", start=span.start, end=span.end - timedelta(days=1))
    return span


def invited(organizer_id: int, chair_id: int, people: Iterable[int]) -> tuple[Attendee, ...]:
    """The organizer comes anyway; the chair and the others are asked, each once."""
    others = dict.fromkeys((chair_id, *people))
    others.pop(organizer_id, None)
    return (Attendee(organizer_id, Rsvp.ACCEPTED), *(Attendee(person_id) for person_id in others))


def plan_for_meeting(meeting: Meeting, now: datetime, before: timedelta) -> tuple[Reminder, ...]:
    """One reminder `before` the start, worth saying until the start; none for a meeting that begins sooner."""
    due_at = meeting.span.start - before
    if meeting.cancelled_at or due_at <= now:
        return ()
    start = meeting.span.start
    return (Reminder("meetings.soon", meeting.id, due_at, start, 0, meeting.chat_id, meeting.title, rings=True),)
