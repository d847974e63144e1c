"""Who takes what comes for somebody: a table."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.leave import Leave, checked_leave, stand_in
from bot.errors import UserError

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA, BEN, CLEO = 1, 2, 3


def away(person: int, deputy: int | None, start: datetime = NOW - DAY, days: int = 2) -> Leave:
    return Leave(1, person, start, start + days * DAY, deputy)


@pytest.mark.parametrize(
    ("leaves", "who"),
    [
        ([], ANNA),
        ([away(ANNA, BEN)], BEN),
        ([away(ANNA, None)], None),
        ([away(ANNA, BEN), away(BEN, CLEO)], CLEO),
        ([away(ANNA, BEN), away(BEN, ANNA)], None),
        ([away(ANNA, BEN), away(BEN, None)], None),
        ([away(ANNA, BEN, NOW - 3 * DAY, 3)], ANNA),
        ([away(ANNA, BEN, NOW + DAY)], ANNA),
        ([away(BEN, CLEO)], ANNA),
    ],
)
def test_the_one_who_is_there_takes_it(leaves: list[Leave], who: int | None) -> None:
    assert stand_in(ANNA, NOW, leaves) == who


@pytest.mark.parametrize(
    ("leave", "fault"),
    [
        (Leave(0, ANNA, NOW, NOW), "leave.end_first"),
        (Leave(0, ANNA, NOW - 2 * DAY, NOW - DAY), "leave.past"),
        (Leave(0, ANNA, NOW, NOW + DAY, ANNA), "leave.own_deputy"),
    ],
)
def test_what_cannot_be_is_refused(leave: Leave, fault: str) -> None:
    with pytest.raises(UserError) as refused:
        checked_leave(leave, NOW)
    assert refused.value.key == fault
