"""What a moment says about itself beyond its instants: doubts, conflicts, spans, zones."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.times import Moment, find_times

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)


def one(text: str, now: datetime = NOW) -> Moment:
    (moment,) = find_times(text, now, zone=now.tzinfo)
    return moment


@pytest.mark.parametrize("text", ["明天25:70开会", "2月30日下午3点", "明天25点", "30 February at 3pm", "2026-02-30"])
def test_what_cannot_be_is_said_to_be_so(text: str) -> None:
    assert one(text).conflict == "impossible"


@pytest.mark.parametrize("text", ["下周三(12月3日)下午3点", "11月24日（周三）", "Friday, November 24"])
def test_a_weekday_that_does_not_fit_its_date_is_a_conflict(text: str) -> None:
    assert one(text).conflict == "weekday"


@pytest.mark.parametrize(
    "text", ["下周三(12月2日)下午3点", "11月24日（周二）15:00–17:00", "Tuesday, November 24 at 3pm"]
)
def test_a_weekday_that_fits_is_none(text: str) -> None:
    assert one(text).conflict is None


def test_an_end_before_its_start_is_a_conflict() -> None:
    assert one("明天15:00到明天14:00").conflict == "end_before_start"


def test_seven_oclock_is_open() -> None:
    moment = one("明天7点")
    assert not moment.certain
    assert [reading.start and reading.start.hour for reading in (moment, *moment.readings)] == [7, 19]


@pytest.mark.parametrize("text", ["明天3点", "明天早上7点", "明晚7点", "明天19点", "明天07:00", "tomorrow at 7pm"])
def test_what_is_said_plainly_is_certain(text: str) -> None:
    assert one(text).certain


def test_the_span_fits_the_text_as_it_was_written() -> None:
    text = "请　明天下午３：００　开会"
    moment = one(text)
    assert text[slice(*moment.span)] == moment.text == "明天下午３：００"


def test_pieces_apart_are_one_moment() -> None:
    moment = one("下周二下午的301，3点开始，两小时")
    assert (moment.start, moment.end) == (
        datetime(2026, 12, 1, 15, tzinfo=ZONE),
        datetime(2026, 12, 1, 17, tzinfo=ZONE),
    )


def test_an_hour_that_has_passed_today_is_tomorrows() -> None:
    assert one("9点").start == datetime(2026, 11, 24, 9, tzinfo=ZONE)
    assert one("今天9点").start == datetime(2026, 11, 23, 9, tzinfo=ZONE)


def test_a_recurrence_begins_with_its_first_day() -> None:
    moment = one("从12月1日起每周四下午3点到4点")
    assert (moment.rrule, moment.start) == ("FREQ=WEEKLY;BYDAY=TH", datetime(2026, 12, 3, 15, tzinfo=ZONE))
    assert moment.end == datetime(2026, 12, 3, 16, tzinfo=ZONE)


def test_daylight_saving_is_the_zones_own() -> None:
    new_york = ZoneInfo("America/New_York")
    moment = one("tomorrow at 9am", datetime(2026, 3, 7, 10, tzinfo=new_york))
    assert moment.start is not None
    assert moment.start.utcoffset() == timedelta(hours=-4)


def test_dated_and_timed_tell_what_was_said() -> None:
    assert [(m.dated, m.timed) for m in (one("明天"), one("3点"), one("明天3点"), one("明天下午"))] == [
        (True, False), (False, True), (True, True), (True, False),
    ]  # fmt: skip
