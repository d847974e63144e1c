"""What is done with reminders that are due: tables."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import WorkCalendar
from bot.domain.reminder import Reminder, beyond_cap, sort_out

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
NIGHT = datetime(2026, 11, 24, 23, tzinfo=SHANGHAI)
MORNING = datetime(2026, 11, 25, 8, tzinfo=SHANGHAI)


def one(number: int, due_at: datetime, lasts: timedelta = HOUR, subject: int = 0, *, rings: bool = False) -> Reminder:
    return Reminder("desk.what", subject or number, due_at, due_at + lasts, number, 1, "x", rings)


@pytest.mark.parametrize(
    ("due", "now", "say", "unsaid", "held"),
    [
        ([one(1, NOON)], NOON, [1], {}, {}),
        ([one(1, NOON)], NOON + 30 * MINUTE, [1], {}, {}),
        ([one(1, NOON)], NOON + HOUR, [], {1: "expired"}, {}),
        ([one(1, NOON - HOUR, 9 * HOUR, 7), one(2, NOON, 9 * HOUR, 7)], NOON, [2], {1: "overtaken"}, {}),
        ([one(2, NOON, 9 * HOUR, 7), one(1, NOON - HOUR, 9 * HOUR, 7)], NOON, [2], {1: "overtaken"}, {}),
        ([one(1, NOON - HOUR, HOUR, 7), one(2, NOON, HOUR, 8)], NOON, [2], {1: "expired"}, {}),
        ([one(1, NIGHT, 24 * HOUR)], NIGHT, [], {}, {1: MORNING}),
        ([one(1, NIGHT, 24 * HOUR, rings=True)], NIGHT, [1], {}, {}),
        ([one(1, NIGHT, HOUR)], NIGHT, [1], {}, {}),
    ],
)
def test_each_due_reminder_is_said_left_or_held(
    due: list[Reminder], now: datetime, say: list[int], unsaid: dict[int, str], held: dict[int, datetime]
) -> None:
    found = sort_out(due, now.astimezone(UTC), SHANGHAI, WorkCalendar())
    assert [each.id for each in found.say] == say
    assert {each.id: reason for each, reason in found.unsaid} == unsaid
    assert {each.id: until for each, until in found.held} == held


@pytest.mark.parametrize(
    ("said", "waits", "until"),
    [
        ([], [], None),
        ([NOON - 50 * MINUTE], [], None),
        ([NOON - 50 * MINUTE, NOON - 40 * MINUTE], [1], NOON + 10 * MINUTE),
        ([NOON - 70 * MINUTE, NOON - 40 * MINUTE], [], None),
        ([NOON - 50 * MINUTE, NOON - 40 * MINUTE, NOON - 30 * MINUTE], [1], NOON + 20 * MINUTE),
    ],
)
def test_what_goes_beyond_the_cap_waits(said: list[datetime], waits: list[int], until: datetime | None) -> None:
    """At most two an hour here; what rings, or would be too old by then, is said at once."""
    waiting = [one(1, NOON, 9 * HOUR), one(2, NOON, 5 * MINUTE), one(3, NOON, 9 * HOUR, rings=True)]
    found = beyond_cap(waiting, said, NOON, most=2)
    assert [each.id for each, _ in found] == waits
    assert {at for _, at in found} == ({until} if until else set())
