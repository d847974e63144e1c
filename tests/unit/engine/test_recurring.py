"""When rules of the wall clock come: over clock changes, holidays and make-up days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import Days, Rule
from bot.engine.holidays import work_calendar
from bot.engine.recurring import Occurrences

OFFICE = Occurrences(work_calendar())


def times(rule: Rule, after: str, count: int) -> list[str]:
    """The next times as the wall clock of the rule's zone shows them."""
    zone, found = ZoneInfo(rule.zone), []
    at: datetime | None = datetime.fromisoformat(after).replace(tzinfo=zone)
    for _ in range(count):
        at = OFFICE.after(rule, at) if at else None
        found.append(f"{at.astimezone(zone):%m-%d %H:%M}" if at else "")
    return found


def rule(start: str, rrule: str = "", days: Days = "any", zone: str = "Asia/Shanghai") -> Rule:
    return Rule(datetime.fromisoformat(start), zone, rrule, days)


@pytest.mark.parametrize(
    ("what", "after", "comes"),
    [
        (rule("2026-11-24T15:00"), "2026-11-24T14:59", ["11-24 15:00", ""]),
        (rule("2026-11-24T15:00"), "2026-11-24T15:00", [""]),
        (rule("2026-11-24T09:00", "FREQ=DAILY"), "2026-11-24T09:00", ["11-25 09:00", "11-26 09:00"]),
        (rule("2026-11-20T16:00", "FREQ=WEEKLY;BYDAY=FR"), "2026-11-24T00:00", ["11-27 16:00", "12-04 16:00"]),
        (
            rule("2026-11-20T16:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
            "2026-11-24T00:00",
            ["12-04 16:00", "12-18 16:00"],
        ),
        (rule("2026-11-27T15:00", "FREQ=MONTHLY;BYDAY=-1FR"), "2026-11-27T15:00", ["12-25 15:00", "01-29 15:00"]),
        (rule("2026-12-31T09:00", "FREQ=MONTHLY;BYMONTHDAY=-1"), "2026-12-31T09:00", ["01-31 09:00", "02-28 09:00"]),
        (rule("2026-11-24T09:00", "FREQ=DAILY;UNTIL=20261125"), "2026-11-24T09:00", ["11-25 09:00", ""]),
        (rule("2026-11-24T09:00", "FREQ=DAILY;COUNT=2"), "2026-11-24T08:00", ["11-24 09:00", "11-25 09:00", ""]),
        # The holiday week begins on Thursday the 1st; the Saturday of the 10th is a make-up day.
        (
            rule("2026-09-01T08:30", "FREQ=DAILY", "working"),
            "2026-09-30T09:00",
            ["10-08 08:30", "10-09 08:30", "10-10 08:30", "10-12 08:30"],
        ),
        (rule("2026-09-04T16:00", "FREQ=WEEKLY;BYDAY=FR", "moved"), "2026-09-26T00:00", ["09-30 16:00", "10-09 16:00"]),
        (rule("2026-09-04T16:00", "FREQ=WEEKLY;BYDAY=FR"), "2026-09-26T00:00", ["10-02 16:00", "10-09 16:00"]),
        (rule("2026-09-05T10:00", "FREQ=WEEKLY;BYDAY=SA", "moved"), "2026-09-26T12:00", ["10-03 10:00", "10-10 10:00"]),
        # Two days of one rule that move to the same day are said once.
        (
            rule("2026-09-01T10:00", "FREQ=WEEKLY;BYDAY=TH,FR", "moved"),
            "2026-09-26T00:00",
            ["09-30 10:00", "10-08 10:00", "10-09 10:00"],
        ),
    ],
)
def test_a_rule_comes_when_the_office_says(what: Rule, after: str, comes: list[str]) -> None:
    assert times(what, after, len(comes)) == comes


@given(
    st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,WE,SU", ";BYDAY=FR", ";COUNT=40", ";UNTIL=20270301"]),
    st.integers(0, 300 * 24 * 60),
)
def test_a_rule_that_has_run_for_long_comes_as_one_that_is_counted_from_its_start(
    often: str, every: int, more: str, minutes: int
) -> None:
    start = datetime.fromisoformat("2026-08-31T09:30")
    at = start + timedelta(minutes=minutes)
    text = f"FREQ={often};INTERVAL={every}{more}"
    counted = rrulestr(text.replace("20270301", "20270301T093000"), dtstart=start).after(at)
    found = OFFICE.after(rule(start.isoformat(), text, zone="UTC"), at.replace(tzinfo=UTC))
    assert found == (counted.replace(tzinfo=UTC) if counted else None)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Berlin", (datetime(2026, 10, 24, 7, tzinfo=UTC)), (datetime(2026, 10, 25, 8, tzinfo=UTC))),
        ("Europe/Berlin", (datetime(2027, 3, 27, 8, tzinfo=UTC)), (datetime(2027, 3, 28, 7, tzinfo=UTC))),
        ("America/New_York", (datetime(2026, 10, 31, 13, tzinfo=UTC)), (datetime(2026, 11, 1, 14, tzinfo=UTC))),
        ("America/New_York", (datetime(2027, 3, 13, 14, tzinfo=UTC)), (datetime(2027, 3, 14, 13, tzinfo=UTC))),
    ],
)
def test_nine_stays_nine_when_the_clocks_change(zone: str, before: datetime, after: datetime) -> None:
    daily = rule("2026-09-01T09:00", "FREQ=DAILY", zone=zone)
    assert OFFICE.after(daily, before.replace(minute=0, hour=before.hour - 1)) == before
    assert OFFICE.after(daily, before) == after


def test_an_hour_that_does_not_exist_comes_when_the_clocks_have_changed() -> None:
    """On the 28th of March 2027 Berlin's clocks go from 2:00 to 3:00."""
    daily = rule("2026-09-01T02:30", "FREQ=DAILY", zone="Europe/Berlin")
    assert OFFICE.after(daily, datetime(2027, 3, 27, 12, tzinfo=UTC)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_said_once() -> None:
    """On the 25th of October 2026 Berlin's clocks show 2:30 twice."""
    daily = rule("2026-09-01T02:30", "FREQ=DAILY", zone="Europe/Berlin")
    first = OFFICE.after(daily, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert first is not None
    assert OFFICE.after(daily, first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
