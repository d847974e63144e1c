from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lamps import (
    Lamp,
    Rules,
    days_left,
    days_overdue,
    green_from,
    is_overdue,
    lamp,
    slip_of,
    stuck_before,
    stuck_since,
)
from bot.domain.procedure import State
from bot.domain.supervision import Slip
from tests.unit.domain.items import TERMS, at, item


@given(st.dates(date(2025, 11, 1), date(2027, 3, 1)), st.dates(date(2025, 11, 1), date(2027, 3, 1)))
def test_counting_working_days_is_looking_at_each(first: date, last: date) -> None:
    low, high = min(first, last), max(first, last)
    days = (low + timedelta(days=count) for count in range(1, (high - low).days + 1))
    counted = sum(map(TERMS.calendar.is_working, days))
    assert TERMS.calendar.working_days_between(first, last) == (counted if first <= last else -counted)


@pytest.mark.parametrize(
    ("now", "due", "left", "shown"),
    [
        ("11-23 10:00", "11-27 18:00", 4, Lamp.GREEN),
        ("11-24 00:00", "11-27 18:00", 3, Lamp.YELLOW),
        ("11-27 17:59", "11-27 18:00", 0, Lamp.YELLOW),
        ("11-27 18:00", "11-27 18:00", 0, Lamp.YELLOW),
        ("11-27 18:01", "11-27 18:00", 0, Lamp.RED),
        ("11-29 12:00", "11-27 18:00", 0, Lamp.RED),
        ("11-30 09:00", "11-27 18:00", -1, Lamp.RED),
        ("12-09 09:00", "11-27 18:00", -8, Lamp.RED),
        ("09-29 09:00", "10-10 18:00", 4, Lamp.GREEN),  # everyone works on Saturday the 10th
        ("09-30 09:00", "10-10 18:00", 3, Lamp.YELLOW),
        ("10-07 09:00", "10-10 18:00", 3, Lamp.YELLOW),
        ("10-12 09:00", "10-10 18:00", -1, Lamp.RED),
        ("09-18 09:00", "09-20 18:00", 1, Lamp.YELLOW),  # a Sunday on which everyone works
        ("11-27 09:00", "11-29 18:00", 0, Lamp.YELLOW),  # due on a Sunday that is one
        ("11-29 19:00", "11-29 18:00", 0, Lamp.RED),
    ],
)  # fmt: skip
def test_the_lamp_counts_working_days(now: str, due: str, left: int, shown: Lamp) -> None:
    one = item("09-01 10:00", due)
    assert days_left(one, at(now), TERMS) == left
    assert lamp(one, at(now), TERMS) is shown
    assert days_overdue(one, at(now), TERMS) == max(-left, 0)


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"state": State.CLOSED, "ended_at": at("12-09 09:00")}, Lamp.NONE),
        ({"state": State.WITHDRAWN, "ended_at": at("12-09 09:00")}, Lamp.NONE),
        ({"state": State.SUSPENDED}, Lamp.NONE),
        ({"state": State.REFUSED}, Lamp.RED),
        ({"state": State.SUBMITTED, "submitted_at": at("11-24 09:00")}, Lamp.YELLOW),
        ({"state": State.IN_REVIEW, "submitted_at": at("11-23 11:00")}, Lamp.GREEN),
        ({"state": State.SUBMITTED, "submitted_at": at("11-30 09:00")}, Lamp.RED),
    ],
)
def test_who_waits_for_others_is_not_late(more: dict[str, Any], shown: Lamp) -> None:
    assert lamp(item(**more), at("12-09 10:00"), TERMS) is shown


@given(
    st.datetimes(at("01-02 00:00").replace(tzinfo=None), at("12-20 00:00").replace(tzinfo=None)), st.integers(0, 900)
)
def test_the_edge_of_green_is_where_the_lamp_turns(now: Any, hours: int) -> None:
    one = item("2025-12-20 10:00", "12-31 18:00")
    one = replace(one, due_at=now.replace(tzinfo=TERMS.zone) + timedelta(hours=hours))
    instant = now.replace(tzinfo=TERMS.zone)
    assert (lamp(one, instant, TERMS) is Lamp.GREEN) == (one.due_at >= green_from(instant, TERMS))


@given(
    st.datetimes(at("02-02 00:00").replace(tzinfo=None), at("12-20 00:00").replace(tzinfo=None)), st.integers(0, 700)
)
def test_the_edge_of_stuck_is_where_it_begins(now: Any, hours: int) -> None:
    instant = now.replace(tzinfo=TERMS.zone)
    one = item(due="12-31 18:00", state=State.ACCEPTED, moved_at=instant - timedelta(hours=hours))
    assert (stuck_since(one, instant, TERMS) is not None) == (one.moved_at < stuck_before(instant, TERMS))


def test_another_number_of_yellow_days() -> None:
    terms = replace(TERMS, rules=Rules(yellow_days=5))
    assert lamp(item(), at("11-23 10:00"), terms) is Lamp.YELLOW


@pytest.mark.parametrize(
    ("now", "by_hand", "asked"),
    [
        ("11-27 12:00", Slip.NONE, Slip.NONE),
        ("11-27 19:00", Slip.NONE, Slip.NONE),
        ("11-30 09:00", Slip.NONE, Slip.BLUE),
        ("12-01 09:00", Slip.NONE, Slip.BLUE),
        ("12-02 09:00", Slip.NONE, Slip.YELLOW),
        ("12-07 09:00", Slip.NONE, Slip.YELLOW),
        ("12-08 09:00", Slip.NONE, Slip.RED),
        ("11-30 09:00", Slip.YELLOW, Slip.YELLOW),
        ("11-24 09:00", Slip.RED, Slip.RED),
        ("12-02 09:00", Slip.BLUE, Slip.YELLOW),
    ],
)
def test_the_stronger_slip_counts(now: str, by_hand: Slip, asked: Slip) -> None:
    assert slip_of(item(slip=by_hand), at(now), TERMS) is asked


def test_a_slip_does_not_grow_while_the_lead_waits() -> None:
    waits = item(state=State.SUBMITTED, submitted_at=at("12-01 09:00"))
    assert slip_of(waits, at("12-20 09:00"), TERMS) is Slip.NONE
    assert is_overdue(waits, at("12-20 09:00"))


@pytest.mark.parametrize(
    ("state", "now", "stuck"),
    [
        (State.ACCEPTED, "12-04 23:59", False),
        (State.ACCEPTED, "12-07 00:00", True),
        (State.IN_PROGRESS, "12-07 09:00", True),
        (State.ASSIGNED, "12-07 09:00", False),
        (State.SUBMITTED, "12-07 09:00", False),
        (State.SUSPENDED, "12-07 09:00", False),
    ],
)
def test_nothing_has_moved_for_ten_working_days(state: State, now: str, stuck: bool) -> None:
    one = item(due="12-31 18:00", state=state)
    assert (stuck_since(one, at(now), TERMS) == one.moved_at) is stuck
    never = replace(TERMS, rules=Rules(stuck_days=0))
    assert stuck_since(one, at(now), never) is None
