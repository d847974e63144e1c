"""What is said again and again, or once at a time of the office's clock: the rule, and whose it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.domain.people import Person

Days = Literal["any", "working", "moved"]
"""On which days a rule counts: any; working days alone; or moved to the working day before, where it falls on a
public holiday or a day off in the week."""


class State(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Rule:
    """A time of the wall clock in a zone, once or as `rrule` (RFC 5545) says; `start` is naive, the first time.

    The instant is worked out late: 9:00 stays 9:00 when the clocks change.
    """

    start: datetime
    zone: str
    rrule: str = ""
    days: Days = "any"


@dataclass(frozen=True, slots=True)
class Schedule:
    """`kind` is that of the reminders it makes. It belongs to `owner_id` and is said in `chat_id`.

    With `meeting_id` it follows that meeting, `lead` before its start, and `rule` only tells when that was.
    `people` are those it is for. `said_at` is when it was last said. Between `rests_from` and `rests_until` it rests.
    """

    id: int
    kind: str
    owner_id: int
    chat_id: int
    rule: Rule
    text: str = ""
    language: str = ""
    people: tuple[int, ...] = ()
    meeting_id: int | None = None
    lead: timedelta | None = None
    made_in: int | None = None
    rings: bool = False
    state: State = State.ACTIVE
    said_at: datetime | None = None
    rests_from: datetime | None = None
    rests_until: datetime | None = None

    def rests_at(self, at: datetime) -> bool:
        """Whether it was asked not to be said at that time."""
        return self.rests_from is not None and self.rests_until is not None and self.rests_from <= at < self.rests_until

    def resting(self, since: datetime, until: datetime) -> "Schedule":
        return replace(self, rests_from=since, rests_until=until)

    def may_be_changed_by(self, person: Person) -> bool:
        return person.id == self.owner_id or person.is_in_charge

    def paused(self) -> "Schedule":
        return replace(self, state=State.PAUSED)

    def resumed(self) -> "Schedule":
        return replace(self, state=State.ACTIVE, rests_from=None, rests_until=None)

    def over(self) -> "Schedule":
        return replace(self, state=State.OVER)
