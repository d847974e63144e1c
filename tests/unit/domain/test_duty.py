from zoneinfo import ZoneInfo

import pytest

from bot.domain.duty import Duty, Occasion, follows, occasion, period_of
from bot.domain.people import Person, Role
from bot.domain.schedule import Rule, State
from tests.unit.domain.items import TERMS, at


def duty(rrule: str, lead_days: int = 5, last_period: str = "", hour: int = 18) -> Duty:
    rule = Rule(at(f"09-01 {hour}:00").replace(tzinfo=None), "Asia/Shanghai", rrule, "moved")
    return Duty(1, "月报", 2, 1, "教务处", 1, "zh", rule, lead_days=lead_days, last_period=last_period)


@pytest.mark.parametrize(
    ("rrule", "due", "period"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=5", "12-05 18:00", "2026-12"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5", "12-05 18:00", "2026-12"),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20", "12-05 18:00", "2026-12-05"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "12-25 18:00", "2026-12"),
        ("FREQ=MONTHLY;BYDAY=FR", "12-25 18:00", "2026-12-25"),
        ("FREQ=WEEKLY;BYDAY=FR", "12-04 18:00", "2026-W49"),
        ("FREQ=WEEKLY", "2027-01-01 18:00", "2026-W53"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "12-04 18:00", "2026-12-04"),
        ("FREQ=DAILY", "12-04 18:00", "2026-12-04"),
        ("FREQ=YEARLY", "12-04 18:00", "2026"),
        ("FREQ=YEARLY;BYMONTH=6,12", "12-04 18:00", "2026-12-04"),
    ],
)
def test_how_a_period_is_called(rrule: str, due: str, period: str) -> None:
    assert period_of(at(due).date(), rrule) == period


@pytest.mark.parametrize(
    ("rrule", "lead_days", "nominal", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", 5, "11-25 18:00", ("2026-11", "11-25 18:00", "11-18 09:00")),
        # the first of October is a holiday: its item is due in September, and is October's
        ("FREQ=MONTHLY;BYMONTHDAY=1", 3, "10-01 18:00", ("2026-10", "09-30 18:00", "09-24 09:00")),
        ("FREQ=MONTHLY;BYMONTHDAY=1", 3, "09-01 18:00", ("2026-09", "09-01 18:00", "08-27 09:00")),
        ("FREQ=MONTHLY;BYMONTHDAY=10", 3, "10-10 18:00", ("2026-10", "10-10 18:00", "09-30 09:00")),
        ("FREQ=WEEKLY;BYDAY=SA", 0, "11-28 18:00", ("2026-W48", "11-27 18:00", "11-27 09:00")),
        ("FREQ=DAILY", 0, "11-29 18:00", ("2026-11-27", "11-27 18:00", "11-27 09:00")),
        ("FREQ=DAILY", 0, "11-27 08:30", ("2026-11-27", "11-27 08:30", "11-26 09:00")),
    ],
)
def test_one_period_of_a_duty(rrule: str, lead_days: int, nominal: str, expected: tuple[str, str, str]) -> None:
    period, due, made = expected
    assert occasion(duty(rrule, lead_days), at(nominal), TERMS) == Occasion(period, at(due), at(made))


def test_a_duty_keeps_its_hour_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    rule = Rule(at("03-01 17:00").replace(tzinfo=None), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO")
    found = [occasion(Duty(1, "x", 2, 1, "", 1, "en", rule), at(f"{day} 17:00", berlin), TERMS).due_at
             for day in ("03-23", "03-30")]  # fmt: skip
    assert [due.hour for due in found] == [16, 15]


def test_a_period_that_has_its_item_does_not_follow() -> None:
    one = occasion(duty("FREQ=WEEKLY;BYDAY=FR"), at("2027-01-01 18:00"), TERMS)
    assert follows(one, duty("FREQ=WEEKLY"))
    assert follows(one, duty("FREQ=WEEKLY", last_period="2026-W52"))
    made = duty("FREQ=WEEKLY", last_period="2026-W52").made(one)
    assert made.last_period == "2026-W53"
    assert not follows(one, made)


def test_whose_a_duty_is() -> None:
    mine = duty("FREQ=DAILY")
    assert mine.is_led_by(Person(1, "李敏"))
    assert mine.is_led_by(Person(9, "赵敏", role=Role.SECRETARY))
    assert not mine.is_led_by(Person(2, "王芳"))
    assert [one.state for one in (mine.paused(), mine.paused().resumed(), mine.over())] == [
        State.PAUSED, State.ACTIVE, State.OVER,
    ]  # fmt: skip
