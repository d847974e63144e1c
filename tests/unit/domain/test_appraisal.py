"""How units stand: what counts as in time, as late, and how late."""

from datetime import datetime, timedelta

import pytest

from bot.domain.appraisal import Appraisal, Done, Standing
from bot.domain.calendar import WorkCalendar
from bot.domain.lamps import USUAL, Terms
from tests.flow.conversation import SHANGHAI

TERMS = Terms(WorkCalendar(), SHANGHAI, USUAL)
DUE = datetime(2026, 11, 6, 18, tzinfo=SHANGHAI)
"""A Friday."""


def done(ended: timedelta, submitted: timedelta | None = None, unit: str = "教务处", sent_back: int = 0) -> Done:
    return Done(1, unit, DUE, None if submitted is None else DUE + submitted, DUE + ended, sent_back)


def standing(*items: Done) -> Standing:
    appraisal = Appraisal(TERMS)
    appraisal.count(items)
    (found,) = appraisal.standings()
    return found


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("item", "in_time", "late_days"),
    [
        (done(-HOUR), 1, 0),
        (done(timedelta(0)), 1, 0),
        (done(HOUR), 0, 0),
        (done(2 * DAY), 0, 0),
        (done(3 * DAY), 0, 1),
        (done(10 * DAY), 0, 6),
        (done(10 * DAY, submitted=-HOUR), 1, 0),
        (done(10 * DAY, submitted=4 * DAY), 0, 2),
        (done(DAY, submitted=9 * DAY), 0, 0),
    ],
    ids=[
        "before",
        "to the minute",
        "an hour",
        "the weekend",
        "Monday",
        "ten days",
        "asked in time",
        "asked late",
        "odd",
    ],
)
def test_one_item(item: Done, in_time: int, late_days: int) -> None:
    assert standing(item) == Standing("教务处", 1, in_time, 0, late_days)


@pytest.mark.parametrize(
    ("items", "rate", "delay"),
    [
        ([done(-HOUR)] * 3, 100, 0),
        ([done(-HOUR)] * 2 + [done(3 * DAY)], 66, 1.0),
        ([done(3 * DAY), done(4 * DAY)], 0, 1.5),
        ([done(-HOUR)] * 999 + [done(4 * DAY)], 99, 2.0),
    ],
)
def test_the_rate_is_never_better_than_it_is_and_the_delay_is_that_of_the_late(
    items: list[Done], rate: int, delay: float
) -> None:
    found = standing(*items)
    assert (found.rate, found.mean_delay) == (rate, delay)


def test_units_stand_by_name_and_what_has_none_comes_last() -> None:
    appraisal = Appraisal(TERMS)
    appraisal.count([done(HOUR, unit=""), done(HOUR, unit="B", sent_back=2)])
    appraisal.count([done(-HOUR, unit="A"), done(-HOUR, unit="B", sent_back=1)])
    assert [(one.unit, one.closed, one.sent_back) for one in appraisal.standings()] == [
        ("A", 1, 0),
        ("B", 2, 3),
        ("", 1, 0),
    ]


def test_nothing_is_no_rate() -> None:
    assert (Standing("A").rate, Standing("A").mean_delay) == (0, 0.0)
    assert Appraisal(TERMS).standings() == []
