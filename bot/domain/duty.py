"""Duties that come again (常办事项): one duty, one lead, one period, one item, handed over before it is due."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.lamps import Terms
from bot.domain.people import Person
from bot.domain.schedule import Rule, State

PERIODS = {"YEARLY": "%Y", "MONTHLY": "%Y-%m", "WEEKLY": "%G-W%V"}
"""How the period is called, by how often the rule comes; of a rule that comes more often it is the day."""


@dataclass(frozen=True, slots=True)
class Duty:
    """`rule` says when each period's item is due; it is handed over `lead_days` working days before.

    `last_period` is the newest that has an item; `chat_id` the chat that it was set in; `id` is 0 until stored.
    """

    id: int
    title: str
    lead_id: int
    supervisor_id: int
    unit: str
    chat_id: int
    language: str
    rule: Rule
    standard: str = ""
    lead_days: int = 0
    state: State = State.ACTIVE
    last_period: str = ""

    def is_led_by(self, person: Person) -> bool:
        """Whether it is theirs to pause and to end: who set it, and those in charge."""
        return person.id == self.supervisor_id or person.is_in_charge

    def paused(self) -> Self:
        return replace(self, state=State.PAUSED)

    def resumed(self) -> Self:
        return replace(self, state=State.ACTIVE)

    def over(self) -> Self:
        return replace(self, state=State.OVER)

    def made(self, occasion: "Occasion") -> Self:
        return replace(self, last_period=occasion.period)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One period of a duty: when its item is due, and when it is handed over."""

    period: str
    due_at: datetime
    made_at: datetime


def occasion(duty: Duty, nominal: datetime, terms: Terms) -> Occasion:
    """Of that time of its rule; what falls on a rest day is due on the working day before.

    A monthly, weekly or yearly period is that of the rule's own day, wherever the due date has moved.
    """
    zone = ZoneInfo(duty.rule.zone)
    wall = nominal.astimezone(zone)
    due = terms.calendar.working_on_or_before(wall.date())
    due_at = datetime.combine(due, wall.time(), zone).astimezone(UTC)
    made_at = _handed_over(due, duty.lead_days, terms)
    if made_at >= due_at:
        made_at = _handed_over(due, 1, terms)
    return Occasion(_period(duty.rule, wall.date(), due), due_at, made_at)


def _handed_over(due: date, lead_days: int, terms: Terms) -> datetime:
    return terms.push(terms.calendar.add_working_days(due, -lead_days))


def period_of(due: date, rrule: str) -> str:
    """`2026-12`, `2026-W49`, `2026`; the day for a rule that comes several times in such a period."""
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    several = any("," in parts.get(name, "") for name in ("BYDAY", "BYMONTHDAY", "BYMONTH"))
    if parts["FREQ"] == "MONTHLY" and parts.get("BYDAY", "+")[-2:] == parts.get("BYDAY"):
        several = True  # every Friday of the month
    return due.strftime("%Y-%m-%d" if several else PERIODS.get(parts["FREQ"], "%Y-%m-%d"))


def _period(rule: Rule, nominal: date, due: date) -> str:
    named = period_of(nominal, rule.rrule)
    return period_of(due, rule.rrule) if len(named) == len("2026-12-05") else named


def follows(one: Occasion, duty: Duty) -> bool:
    """Whether it is later than all that have their item."""
    return one.period > duty.last_period
