"""Builds the office's working calendar from the published tables and the office's own overrides."""

from collections.abc import Collection
from datetime import date, time
from typing import Any

from bot.domain.calendar import WorkCalendar, group_festivals

OPENS, CLOSES = time(9), time(18)


def work_calendar(
    days_off: Collection[date] = (), working: Collection[date] = (), *, opens: time = OPENS, closes: time = CLOSES
) -> WorkCalendar:
    """The office's own days win over the published ones, in both directions."""
    tables = _tables()
    off, make_up = set(tables.holidays), set(tables.workdays)
    return WorkCalendar(
        days_off=frozenset((off | set(days_off)) - set(working)),
        make_up_days=frozenset((make_up | set(working)) - set(days_off)),
        years=frozenset(day.year for day in off),
        festivals=group_festivals(tables.holidays.items()),
        opens=opens,
        closes=closes,
    )


def is_table_missing(calendar: WorkCalendar, today: date) -> bool:
    """From December on next year's table should be there; the start of the service warns when it is not."""
    december = 12
    return today.year not in calendar.years or (today.month == december and today.year + 1 not in calendar.years)


def _tables() -> Any:
    """Imported on the first call only: the package costs start-up time."""
    from chinese_calendar import constants

    return constants
