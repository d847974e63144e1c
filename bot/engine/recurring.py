"""When a rule of the wall clock comes next: dateutil reads the rule, the office's calendar decides the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.calendar import WorkCalendar
from bot.domain.schedule import Rule

if TYPE_CHECKING:
    from dateutil.rrule import rrule

DAY = timedelta(days=1)
TURNS = {"HOURLY": DAY, "DAILY": DAY, "WEEKLY": 7 * DAY}
MOST_KEPT = 1000
UNKNOWN = datetime.min.replace(tzinfo=UTC)
MOST_LOOKED_AT = 1500
"""Occurrences of a rule that are looked at for the next one on a working day: four years of a daily one."""


class Occurrences:
    """The same calendar for every rule of the office."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._next: dict[tuple[Rule, datetime], datetime | None] = {}

    def after(self, rule: Rule, at: datetime) -> datetime | None:
        """The first instant of the rule after that one, aware UTC; None when there is none left.

        Looked for once for all who chose the same hours, whenever each of them began.
        """
        key = (replace(rule, start=_brought_near(rule, _wall(rule, at) - DAY)), at)
        found = self._next.get(key, UNKNOWN)
        if found is UNKNOWN:
            if len(self._next) >= MOST_KEPT:
                self._next.clear()
            found = self._next[key] = next(self._from(*key), None)
        return found

    def between(self, rule: Rule, after: datetime, until: datetime, most: int = 50) -> list[datetime]:
        """The instants after the first and not after the second, in order."""
        found: list[datetime] = []
        for at in self._from(rule, after):
            if at > until or len(found) >= most:
                break
            found.append(at)
        return found

    def _from(self, rule: Rule, at: datetime) -> Iterator[datetime]:
        zone = ZoneInfo(rule.zone)
        last = at
        for wall in self._days(rule, _wall(rule, at)):
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
            if instant > last:  # two that were moved to one day are one
                last = instant
                yield instant

    def _days(self, rule: Rule, after: datetime) -> Iterator[datetime]:
        """Wall times around the moment and later, on the days that the rule counts."""
        if not rule.rrule:
            yield rule.start
            return
        start = _brought_near(rule, after - DAY)
        for wall in _read(rule.rrule, start).xafter(after - DAY, count=MOST_LOOKED_AT, inc=True):
            if rule.days == "working" and not self._calendar.is_working(wall.date()):
                continue
            yield self._moved(wall) if rule.days == "moved" else wall

    def _moved(self, wall: datetime) -> datetime:
        """Friday's on a holiday comes on the last working day before; one meant for the weekend stays there."""
        day = wall.date()
        if self._calendar.is_working(day) or day.weekday() in self._calendar.weekend:
            return wall
        return datetime.combine(self._calendar.working_on_or_before(day), wall.time())


def _wall(rule: Rule, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(rule.zone)).replace(tzinfo=None)


def _brought_near(rule: Rule, until: datetime) -> datetime:
    """A start that gives the same times from then on, whole turns of the rule later: dateutil counts from the start.

    Months and years are few, and what is counted has to be counted from its beginning.
    """
    if not rule.rrule:
        return rule.start
    parts = _parts(rule.rrule)
    turn = TURNS.get(parts["FREQ"])
    if turn is None or "COUNT" in parts or until <= rule.start:
        return rule.start
    every = turn * int(parts.get("INTERVAL", "1"))
    return rule.start + every * ((until - rule.start) // every)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";"))


@lru_cache(maxsize=256)
def _read(rule: str, start: datetime) -> "rrule":
    from dateutil.rrule import rrulestr

    return rrulestr(_naive(rule, start), dtstart=start, cache=False)  # type: ignore[return-value]


def _naive(rule: str, start: datetime) -> str:
    """The rule with its end as wall time, whole days: all of the rule is read by the wall clock."""
    parts = _parts(rule)
    until = parts.get("UNTIL")
    if until:
        parts["UNTIL"] = f"{until[:8]}T{start:%H%M%S}" if "T" not in until else until.removesuffix("Z")
    return ";".join(f"{name}={value}" for name, value in parts.items())
