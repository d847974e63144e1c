"""A moment written in any of the ways people write it reads back as that moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.holidays import work_calendar
from bot.understanding.moments import Moment
from bot.understanding.times import find_times
from bot.understanding.wordlist import words

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = work_calendar()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)  # a Monday
Way = Callable[[datetime], str]

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = tuple(words("January February March April May June July August September October November December"))
DIGITS = "零一二三四五六七八九十"


def numeral(number: int) -> str:
    """Below a hundred, as it is read out: 十一, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones or not tens else "")


def half(at: datetime) -> str:
    return (
        "凌晨"
        if at.hour < 6
        else "上午"
        if at.hour < 12
        else "中午"
        if at.hour == 12
        else "下午"
        if at.hour < 18
        else "晚上"
    )


def twelve(at: datetime) -> int:
    return (at.hour - 1) % 12 + 1


def meridiem(at: datetime) -> str:
    return "am" if at.hour < 12 else "pm"


def minutes(at: datetime) -> str:
    return "" if at.minute == 0 else "半" if at.minute == 30 else f"{at.minute:02d}分"


def minutes_read_out(at: datetime) -> str:
    if at.minute in {0, 30}:
        return "整" if at.minute == 0 else "半"
    return f"{'零' if at.minute < 10 else ''}{numeral(at.minute)}分"


def ordinal(number: int) -> str:
    return f"{number}{'th' if number in {11, 12, 13} else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def weekday_zh(at: datetime) -> str:
    weeks = (at.date() - NOW.date() + timedelta(days=NOW.weekday())).days // 7
    return ("本周", "下周", "下下周")[weeks] + WEEKDAYS_ZH[at.weekday()]


DATES: dict[str, Way] = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "zh": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "zh-hao": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "zh-spaced": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "zh-weekday": lambda d: f"{d.year}年{d.month}月{d.day}日（周{WEEKDAYS_ZH[d.weekday()]}）",
    "zh-weekday-ascii": lambda d: f"{d.year}年{d.month}月{d.day}日(星期{WEEKDAYS_ZH[d.weekday()]})",
    "zh-numerals": lambda d: f"{d.year}年{numeral(d.month)}月{numeral(d.day)}日",
    "en": lambda d: f"{MONTHS_EN[d.month - 1]} {d.day}, {d.year}",
    "en-short": lambda d: f"{MONTHS_EN[d.month - 1][:3]} {d.day} {d.year}",
    "en-ordinal": lambda d: f"{MONTHS_EN[d.month - 1]} {ordinal(d.day)}, {d.year}",
    "en-british": lambda d: f"{d.day} {MONTHS_EN[d.month - 1]} {d.year}",
    "en-the-of": lambda d: f"the {ordinal(d.day)} of {MONTHS_EN[d.month - 1]} {d.year}",
    "en-weekday": lambda d: f"{WEEKDAYS_EN[d.weekday()]}, {d.day} {MONTHS_EN[d.month - 1][:3]} {d.year}",
    "en-weekday-first": lambda d: f"{WEEKDAYS_EN[d.weekday()][:3]} {MONTHS_EN[d.month - 1][:3]} {d.day}, {d.year}",
}

CLOCKS: dict[str, Way] = {
    "24": lambda t: f"{t:%H:%M}",
    "24-wide": lambda t: f"{t.hour}：{t.minute:02d}",
    "zh-24": lambda t: f"{t.hour}点{minutes(t)}",
    "zh-shi": lambda t: f"{t.hour}时{minutes(t)}",
    "zh-half": lambda t: f"{half(t)}{twelve(t)}点{minutes(t)}",
    "zh-half-colon": lambda t: f"{half(t)}{twelve(t)}:{t.minute:02d}",
    "zh-read-out": lambda t: f"{half(t)}{numeral(twelve(t))}点{minutes_read_out(t)}",
    "en-half": lambda t: f"{twelve(t)}:{t.minute:02d}{meridiem(t)}",
    "en-half-spaced": lambda t: f"{twelve(t)}:{t.minute:02d} {meridiem(t).upper()}",
    "en-dotted": lambda t: f"{twelve(t)}:{t.minute:02d} {meridiem(t)[0]}.m.",
}

SHORT_DATES: dict[str, Way] = {
    "zh": lambda d: f"{d.month}月{d.day}日",
    "zh-hao": lambda d: f"{d.month}月{d.day}号",
    "zh-weekday": lambda d: f"{d.month}月{d.day}号（周{WEEKDAYS_ZH[d.weekday()]}）",
    "zh-weekday-after-comma": lambda d: f"{d.month}月{d.day}日，星期{WEEKDAYS_ZH[d.weekday()]}，",
    "zh-numerals": lambda d: f"{numeral(d.month)}月{numeral(d.day)}号",
    "en": lambda d: f"{MONTHS_EN[d.month - 1][:3]} {d.day}",
    "en-day-first": lambda d: f"{d.day} {MONTHS_EN[d.month - 1][:3]}",
    "en-ordinal": lambda d: f"{MONTHS_EN[d.month - 1]} {ordinal(d.day)}",
    "en-the-of": lambda d: f"the {ordinal(d.day)} of {MONTHS_EN[d.month - 1]}",
    "en-weekday": lambda d: f"{WEEKDAYS_EN[d.weekday()][:3]}, {MONTHS_EN[d.month - 1][:3]} {d.day}",
    "en-weekday-day-first": lambda d: f"{WEEKDAYS_EN[d.weekday()][:3]} {d.day} {MONTHS_EN[d.month - 1][:3]}",
    "en-on-weekday-the": lambda d: f"on {WEEKDAYS_EN[d.weekday()]} the {ordinal(d.day)} of {MONTHS_EN[d.month - 1]}",
}

DAYS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2035, 12, 31))  # noqa: DTZ001 made aware below
HOURS = st.builds(lambda h, m: datetime(2026, 11, 24, h, m, tzinfo=ZONE), st.integers(7, 22), st.integers(0, 59))


def only(text: str) -> Moment:
    found = find_times(text, NOW, zone=ZONE, calendar=CALENDAR)
    assert len(found) == 1, (text, found)
    assert found[0].conflict is None, (text, found)
    return found[0]


@pytest.mark.parametrize("way", DATES)
@given(day=DAYS)
def test_a_date(way: str, day: datetime) -> None:
    text = DATES[way](day)
    moment = only(text)
    assert moment.start is not None, text
    assert moment.start.date() == day.date(), text
    assert moment.kind == "date"


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("date", ["iso", "zh-weekday", "en-short"])
@given(day=DAYS, hour=HOURS)
def test_a_date_and_an_hour(date: str, clock: str, day: datetime, hour: datetime) -> None:
    text = f"{DATES[date](day)} {CLOCKS[clock](hour)}"
    wanted = datetime(day.year, day.month, day.day, hour.hour, hour.minute, tzinfo=ZONE)
    assert only(text).start == wanted, text


@pytest.mark.parametrize("date", SHORT_DATES)
@given(ahead=st.integers(8, 300), hour=HOURS)
def test_a_date_without_its_year_is_the_next_one(date: str, ahead: int, hour: datetime) -> None:
    day = NOW + timedelta(days=ahead)
    clock = CLOCKS["zh-half" if date.startswith("zh") else "en-half"](hour)
    wanted = day.replace(hour=hour.hour, minute=hour.minute)
    assert only(f"{SHORT_DATES[date](day)} {clock}").start == wanted
    assert only(f"{clock} {SHORT_DATES[date](day)}".rstrip("，")).start == wanted


@pytest.mark.parametrize("way", ["{}前交", "{}之前报送", "截止{}", "最晚{}", "by {}", "due {}", "no later than {}"])
@given(ahead=st.integers(8, 300))
def test_a_deadline_is_the_end_of_the_working_hours_of_its_day(way: str, ahead: int) -> None:
    day = NOW + timedelta(days=ahead)
    moment = only(way.format(SHORT_DATES["en" if way.isascii() else "zh"](day)))
    assert moment.kind == "deadline"
    assert moment.end is not None
    assert moment.end.date() == day.date()


@pytest.mark.parametrize("clock", CLOCKS)
@given(ahead=st.integers(1, 20), hour=HOURS)
def test_a_weekday_and_an_hour_in_a_sentence(clock: str, ahead: int, hour: datetime) -> None:
    day = NOW + timedelta(days=ahead)
    wanted = day.replace(hour=hour.hour, minute=hour.minute)
    assert only(f"{weekday_zh(day)}{CLOCKS[clock](hour)}在报告厅开校务会").start == wanted


@pytest.mark.parametrize("dash", ["-", "–", "—", "~", "～", "至", "到", " - ", " to "])
@pytest.mark.parametrize("clock", ["24", "zh-24", "zh-half", "en-half"])
@given(hour=HOURS, length=st.integers(5, 60))
def test_a_range_with_every_dash(dash: str, clock: str, hour: datetime, length: int) -> None:
    end = hour + timedelta(minutes=length)
    text = f"2026-11-24 {CLOCKS[clock](hour)}{dash}{CLOCKS[clock](end)}"
    moment = only(text)
    assert (moment.start, moment.end) == (hour, end), text


@given(days=st.sets(st.integers(0, 6), min_size=1, max_size=4), hour=HOURS)
def test_weekdays_again_and_again(days: set[int], hour: datetime) -> None:
    names = ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in sorted(days))
    chinese = only("每周" + "、".join(WEEKDAYS_ZH[day] for day in sorted(days)) + CLOCKS["zh-half"](hour))
    english = only("every " + " and ".join(WEEKDAYS_EN[day] for day in sorted(days)) + f" at {CLOCKS['en-half'](hour)}")
    for moment in (chinese, english):
        assert moment.rrule is not None
        assert set(moment.rrule.split(";")) == {"FREQ=WEEKLY", f"BYDAY={names}"}
        assert moment.start is not None
        assert (moment.start.hour, moment.start.minute) == (hour.hour, hour.minute)


@given(number=st.integers(1, 23), part=st.sampled_from([0, 15, 30, 45]))
def test_a_length(number: int, part: int) -> None:
    length = timedelta(hours=number, minutes=part)
    chinese = f"{number}小时" + (f"{part}分钟" if part else "")
    english = f"{number} hours" + (f" {part} minutes" if part else "")
    assert only(f"会议大概开{chinese}").duration == length
    assert only(f"it takes {english}").duration == length
