from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import Festival, Hours, WorkCalendar, group_festivals
from bot.engine.holidays import work_calendar
from config.settings import CalendarSettings

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 9, 20), True),
    ],
)
def test_make_up_days_and_holidays_are_known(day: date, works: bool) -> None:
    assert work_calendar().is_working(day) is works


@pytest.mark.parametrize(
    ("day", "count", "ends"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days_are_counted(day: date, count: int, ends: date) -> None:
    assert PLAIN.add_working_days(day, count) == ends


def test_working_days_skip_the_national_holiday() -> None:
    assert work_calendar().add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_the_office_overrides_the_table_both_ways() -> None:
    calendar = work_calendar(CalendarSettings(holidays=(date(2026, 11, 23),), working_days=(date(2026, 10, 1),)))
    assert not calendar.is_working(date(2026, 11, 23))
    assert calendar.is_working(date(2026, 10, 1))


def test_a_missing_table_is_noticed_in_december() -> None:
    calendar = WorkCalendar(years=frozenset({2026}))
    assert calendar.missing_year(date(2026, 11, 30)) is None
    assert calendar.missing_year(date(2026, 12, 1)) == 2027
    assert calendar.missing_year(date(2028, 1, 1)) == 2028


def test_working_hours_run_over_the_night_and_the_weekend() -> None:
    friday = datetime(2026, 11, 27, 16, tzinfo=SHANGHAI)
    assert PLAIN.add_working_hours(friday, timedelta(hours=3)) == datetime(2026, 11, 30, 10, tzinfo=SHANGHAI)
    assert PLAIN.add_working_hours(friday, timedelta(hours=1)) == datetime(2026, 11, 27, 17, tzinfo=SHANGHAI)


def test_the_day_ends_when_the_office_closes() -> None:
    calendar = WorkCalendar(closes=time(17, 30))
    assert calendar.closing(date(2026, 11, 27), SHANGHAI) == datetime(2026, 11, 27, 17, 30, tzinfo=SHANGHAI)


def test_neighbouring_days_of_one_name_are_one_festival() -> None:
    days = [
        (date(2026, 10, 2), "National Day"),
        (date(2026, 10, 1), "National Day"),
        (date(2027, 10, 1), "National Day"),
    ]
    first = Festival("National Day", date(2026, 10, 1), date(2026, 10, 2))
    calendar = WorkCalendar(festivals=group_festivals(days))
    assert calendar.festival("National Day", date(2026, 1, 1)) == first
    assert calendar.festival_in("National Day", 2026) == first
    assert calendar.festival("National Day", date(2026, 10, 3)) == calendar.festival_in("National Day", 2027)
    assert calendar.festival("Spring Festival", date(2026, 1, 1)) is None


def test_the_ends_of_time_do_not_raise() -> None:
    assert PLAIN.add_working_days(date.max, 5).year == 9999
    assert PLAIN.add_working_days(date.min, -5).year == 1


NIGHT, LUNCH = Hours(time(21), time(8)), Hours(time(12), time(13, 30))


@pytest.mark.parametrize(
    ("hours", "at", "over"),
    [
        (NIGHT, "2026-11-23T20:59", "2026-11-23T20:59"),
        (NIGHT, "2026-11-23T21:00", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T00:00", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T07:59", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T08:00", "2026-11-24T08:00"),
        (NIGHT, "2026-12-31T23:30", "2027-01-01T08:00"),
        (LUNCH, "2026-11-23T12:15", "2026-11-23T13:30"),
        (LUNCH, "2026-11-23T11:59", "2026-11-23T11:59"),
    ],
)
def test_hours_end_at_their_end(hours: Hours, at: str, over: str) -> None:
    ends = datetime.fromisoformat(f"{over}+08:00")
    assert hours.over(datetime.fromisoformat(f"{at}+08:00")) == ends
    assert hours.over(ends) == ends


def test_working_time_stands_still_over_lunch() -> None:
    calendar = WorkCalendar(lunch=LUNCH)
    at = datetime(2026, 11, 23, 11, 0, tzinfo=SHANGHAI)
    assert calendar.add_working_hours(at, timedelta(hours=2)) == datetime(2026, 11, 23, 14, 30, tzinfo=SHANGHAI)
    assert calendar.add_working_hours(at, timedelta(hours=6)) == datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)


def test_another_countrys_holidays_and_weekend() -> None:
    berlin = work_calendar(CalendarSettings(country="DE", region="BE"))
    assert not berlin.is_working(date(2027, 3, 8))
    assert berlin.is_working(date(2026, 10, 1))
    assert berlin.is_working(date(2026, 10, 10)) is False
    jordan = work_calendar(CalendarSettings(country="JO"))
    assert not jordan.is_working(date(2026, 11, 27))
    assert jordan.is_working(date(2026, 11, 22))


def test_an_office_without_a_country_knows_weekends_alone() -> None:
    assert work_calendar(CalendarSettings(country="")).is_working(date(2026, 10, 1))
