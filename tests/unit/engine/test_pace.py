"""A chat's allowance holds in every minute, wherever the minute begins."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.pace import MOST_LANES, Pace

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("per_minute", [1, 2, 5, 20, 60, 600])
def test_no_minute_has_more_than_its_allowance(per_minute: int) -> None:
    pace, at = Pace(per_minute), NOW
    sent: list[datetime] = []
    while at < NOW + 5 * MINUTE:
        at = pace.free_at("lane", at)
        pace.take("lane", at)
        sent.append(at)
    assert all(later - earlier >= MINUTE for earlier, later in zip(sent, sent[per_minute:], strict=False))
    assert len(sent) >= 0.6 * 5 * per_minute


def test_a_first_message_never_waits_and_lanes_do_not_wait_for_each_other() -> None:
    pace = Pace(1)
    pace.take("a", NOW)
    assert pace.free_at("a", NOW) > NOW
    assert pace.free_at("b", NOW) == NOW


def test_a_clock_that_goes_back_does_not_stop_a_lane_for_longer_than_a_burst() -> None:
    pace = Pace(20)
    pace.take("a", NOW)
    assert pace.free_at("a", NOW - timedelta(days=1)) <= NOW + MINUTE


def test_lanes_at_rest_are_forgotten() -> None:
    pace = Pace(20)
    for number in range(3 * MOST_LANES):
        pace.take(str(number), NOW + number * MINUTE)
    assert len(pace._full_at) <= MOST_LANES
