"""How often is too often: any minute and any hour, whoever asks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.pace import Pace
from bot.engine.clock import MovableClock

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)


def paced(*limits: tuple[timedelta, int]) -> tuple[Pace, MovableClock]:
    clock = MovableClock(base=lambda: NOW)
    return Pace(dict(limits), clock), clock


def test_what_is_over_waits_until_there_is_room() -> None:
    pace, clock = paced((MINUTE, 2))
    assert [pace.take("a") for _ in range(3)] == [timedelta(0), timedelta(0), MINUTE + SECOND]
    assert pace.take("b") == timedelta(0)
    clock.set(NOW + MINUTE + SECOND)
    assert pace.take("a") == timedelta(0)


def test_many_at_once_wait_for_all_their_places() -> None:
    pace, clock = paced((MINUTE, 3))
    pace.take("a", 2)
    clock.set(NOW + 10 * SECOND)
    pace.take("a")
    assert pace.take("a", 2) == MINUTE + SECOND - 10 * SECOND
    assert pace.take("a", 3) == MINUTE + SECOND
    assert pace.take("a", 9) == MINUTE + SECOND


def test_the_longer_span_counts_too() -> None:
    pace, clock = paced((MINUTE, 2), (HOUR, 3))
    pace.take("a", 2)
    clock.set(NOW + 2 * MINUTE)
    assert pace.take("a") == timedelta(0)
    assert pace.take("a") == HOUR + SECOND - 2 * MINUTE


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 3)), max_size=60))
def test_no_minute_and_no_hour_holds_more(asked: list[tuple[int, int]]) -> None:
    pace, clock = paced((MINUTE, 5), (HOUR, 20))
    taken: list[datetime] = []
    for seconds, number in asked:
        clock.set(clock.now() + timedelta(seconds=seconds))
        if not pace.take("a", number):
            taken += [clock.now()] * number
    for span, most in ((MINUTE, 5), (HOUR, 20)):
        assert all(sum(at <= other < at + span for other in taken) <= most for at in taken)


def test_whoever_was_long_not_written_to_is_forgotten() -> None:
    pace, clock = paced((MINUTE, 5))
    for number in range(1000):
        clock.set(NOW + number * SECOND)
        pace.take(f"user{number}")
    assert len(pace._taken) < 100
