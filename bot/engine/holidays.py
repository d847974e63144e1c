"""Builds the office's working calendar from the published tables and the office's own settings."""

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from bot.domain.calendar import Hours, WorkCalendar, group_festivals

if TYPE_CHECKING:
    from config.settings import CalendarSettings

CHINA = "CN"
YEARS = range(2020, 2041)
"""The years of the `holidays` package's tables that are asked for: it computes them, so none of them is missing."""


def work_calendar(given: "CalendarSettings | None" = None) -> WorkCalendar:
    """The office's own days win over the published ones, in both directions."""
    if given is None:
        from config.settings import CalendarSettings

        given = CalendarSettings()
    days, make_up, weekend = _published(given)
    mine, working = frozenset(given.holidays), frozenset(given.working_days)
    return WorkCalendar(
        days_off=(frozenset(days) | mine) - working,
        make_up_days=(make_up | working) - mine,
        years=frozenset(day.year for day in days) or frozenset(YEARS),
        festivals=group_festivals(days.items()),
        opens=given.opens,
        closes=given.closes,
        lunch=_hours(given.lunch_begins, given.lunch_ends),
        quiet=_hours(given.quiet_begins, given.quiet_ends),
        weekend=weekend,
    )


def _hours(begins: time | None, ends: time | None) -> Hours | None:
    return Hours(begins, ends) if begins is not None and ends is not None and begins != ends else None


def _published(given: "CalendarSettings") -> tuple[Mapping[date, str], frozenset[date], frozenset[int]]:
    """The days off by name, the make-up days, and the weekend, of the office's country; none where it has none."""
    if given.country == CHINA:
        tables = _chinese()
        return tables.holidays, frozenset(tables.workdays), frozenset({5, 6})
    if not given.country:
        return {}, frozenset(), frozenset({5, 6})
    from holidays import country_holidays

    found = country_holidays(given.country, subdiv=given.region or None, years=YEARS)
    return dict(found), frozenset(), frozenset(found.weekend)


def _chinese() -> Any:
    """Imported on the first call only: the package costs start-up time."""
    from chinese_calendar import constants

    return constants
