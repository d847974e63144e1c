"""Reminders: rows that say when something must be said, born and cancelled with their subject."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.domain.calendar import WorkCalendar

SEVERAL, TOGETHER = 3, timedelta(minutes=10)
"""So many reminders to one person within this time come as one card."""

A_WHILE = timedelta(hours=1)
"""The time over which the cap for one person is counted."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say at one time; (kind, subject, due_at) is unique, so planning twice is planning once.

    `kind` is `desk.what`. After `expires_at` it is not said any more, only noted: a *moment* reminder's subject has
    begun by then, a *state* reminder has become too old to be of use. `chat_id` is where it will be said and `about`
    what it is about, for lists of what is coming. `rings` reminders come in quiet hours, too. `id` is 0 until stored.
    """

    kind: str
    subject: int
    due_at: datetime
    expires_at: datetime
    id: int = 0
    chat_id: int | None = None
    about: str = ""
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is to be done with the reminders that are due; each stands in one of the lists."""

    say: tuple[Reminder, ...] = ()
    unsaid: tuple[tuple[Reminder, str], ...] = ()
    held: tuple[tuple[Reminder, datetime], ...] = ()


def sort_out(due: Sequence[Reminder], now: datetime, zone: tzinfo, calendar: WorkCalendar) -> Sorted:
    """At most one of each subject is said, the newest; what is too old is not; what can wait waits for the day.

    `unsaid` come with the reason: `overtaken` by a newer one of the same subject, or `expired`.
    """
    newest = {(one.kind, one.subject): one for one in sorted(due, key=lambda one: (one.due_at, one.id))}
    may_ring_at = calendar.allowed(now.astimezone(zone))
    say: list[Reminder] = []
    unsaid: list[tuple[Reminder, str]] = []
    held: list[tuple[Reminder, datetime]] = []
    for one in due:
        if newest[one.kind, one.subject] is not one:
            unsaid.append((one, "overtaken"))
        elif one.expires_at <= now:
            unsaid.append((one, "expired"))
        elif not one.rings and now < may_ring_at < one.expires_at:
            held.append((one, may_ring_at))
        else:
            say.append(one)
    return Sorted(tuple(say), tuple(unsaid), tuple(held))


def beyond_cap(
    waiting: Sequence[Reminder], said_at: Iterable[datetime], now: datetime, most: int
) -> tuple[tuple[Reminder, datetime], ...]:
    """Which of one person's reminders must wait, and until when, after those said within the last hour.

    One that would be too old by then is said now all the same, and so is one that may ring.
    """
    recent = sorted(at for at in said_at if at > now - A_WHILE)
    if len(recent) < most:
        return ()
    again = recent[-most] + A_WHILE
    return tuple((one, again) for one in waiting if not one.rings and again < one.expires_at)
