"""The office's rules of time for supervision items, and how each item stands by them; days are working days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

from bot.domain.calendar import WorkCalendar
from bot.domain.procedure import UNDER_WAY, State
from bot.domain.supervision import SLIPS, Slip, SupervisionItem

STEADY = frozenset({State.ACCEPTED, State.IN_PROGRESS})
"""Signed for, and something is to be done."""

WAITING = frozenset({State.SUBMITTED, State.IN_REVIEW})
"""The lead has done their part: the time that others take is not counted against them."""


class Lamp(StrEnum):
    """`NONE` for items that are over or suspended."""

    NONE = ""
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Rules:
    """The office's numbers, all but `sign_hours` in working days; 0 hours or days mean never.

    `ladder` are the days before the due date on which the lead is reminded, of which at most `most_before_due` are
    used. `slips` are the days overdue from which on it is a blue, a yellow, a red slip. `clock` is the 1-3-7-10 clock:
    sign for it, be asked for progress, have it done. `push_at` is when reminders come (None: when the office opens),
    `report_at` when progress is asked for.
    """

    yellow_days: int = 3
    ladder: tuple[int, ...] = (3, 1, 0)
    most_before_due: int = 2
    sign_hours: int = 8
    stuck_days: int = 10
    escalate_days: int = 3
    slips: tuple[int, ...] = (1, 3, 7)
    clock: tuple[int, ...] = (1, 3, 7, 10)
    push_at: time | None = None
    report_at: time = time(15)
    second_level: bool = False
    appraisal: bool = False


USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Terms:
    """What time means in this office: its calendar, its zone, its rules."""

    calendar: WorkCalendar
    zone: tzinfo
    rules: Rules

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        """That hour of the office's clock as an instant, in UTC."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def push(self, day: date) -> datetime:
        """When reminders come on that day."""
        return self.at(day, self.rules.push_at or self.calendar.opens)

    def push_after(self, after: datetime) -> datetime:
        """The next time at which reminders come: on a working day."""
        day = self.calendar.working_on_or_after(self.day(after))
        at = self.push(day)
        return at if at > after else self.push(self.calendar.add_working_days(day, 1))

    def days_since(self, since: datetime, now: datetime) -> int:
        return self.calendar.working_days_between(self.day(since), self.day(now))


def counted_at(item: SupervisionItem, now: datetime) -> datetime:
    """The moment by which an item is judged: now, or when the lead asked for closing, or when it was over."""
    if item.state in WAITING and item.submitted_at:
        return item.submitted_at
    return item.ended_at or now


def is_overdue(item: SupervisionItem, now: datetime) -> bool:
    return counted_at(item, now) > item.due_at


def days_left(item: SupervisionItem, now: datetime, terms: Terms) -> int:
    """Working days after today until it is due; negative: as many has it been overdue.

    It is 0 on the day itself, on which it may be overdue already: ask `is_overdue`.
    """
    return terms.days_since(counted_at(item, now), item.due_at)


def days_overdue(item: SupervisionItem, now: datetime, terms: Terms) -> int:
    """0 before the first working day after it was due."""
    return max(-days_left(item, now, terms), 0) if is_overdue(item, now) else 0


def lamp(item: SupervisionItem, now: datetime, terms: Terms) -> Lamp:
    if item.state.is_over or item.state is State.SUSPENDED:
        return Lamp.NONE
    if is_overdue(item, now):
        return Lamp.RED
    return Lamp.YELLOW if days_left(item, now, terms) <= terms.rules.yellow_days else Lamp.GREEN


def green_from(now: datetime, terms: Terms) -> datetime:
    """What is under way and due then or later has a green lamp; what is due earlier, and not overdue, a yellow one."""
    day = terms.calendar.add_working_days(terms.day(now), terms.rules.yellow_days + 1)
    return terms.at(day, time())


def slip_of(item: SupervisionItem, now: datetime, terms: Terms) -> Slip:
    """The stronger of what was put on it by hand and of what its overdue days ask for."""
    if item.state not in UNDER_WAY or not is_overdue(item, now):
        return item.slip
    days = days_overdue(item, now, terms)
    asked = sum(days >= needed for needed in terms.rules.slips)
    return max(item.slip, SLIPS[asked], key=SLIPS.index)


def stuck_before(now: datetime, terms: Terms) -> datetime:
    """What has not moved since before then has not moved for too long."""
    today = terms.calendar.working_on_or_before(terms.day(now))
    return terms.at(terms.calendar.add_working_days(today, 1 - terms.rules.stuck_days), time())


def stuck_since(item: SupervisionItem, now: datetime, terms: Terms) -> datetime | None:
    """When something last happened to it, if that is too long ago."""
    most = terms.rules.stuck_days
    if item.state not in STEADY or not most:
        return None
    return item.moved_at if terms.days_since(item.moved_at, now) >= most else None
