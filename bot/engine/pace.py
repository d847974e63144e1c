"""How fast one chat may be written to: a bucket of tokens for each lane."""

from datetime import datetime, timedelta

BURST, STEADY = 1 / 4, 3 / 4
"""Shares of a minute's allowance: together they stay within it, whenever a platform's minute begins."""

MOST_LANES = 1000


class Pace:
    """`per_minute` messages in any minute of one chat."""

    def __init__(self, per_minute: int) -> None:
        self._size = max(per_minute * BURST, 1.0)
        self._pause = timedelta(minutes=1) / max(per_minute * STEADY, 1.0)
        self._full_at: dict[str, datetime] = {}

    def free_at(self, lane: str, now: datetime) -> datetime:
        """When the lane has a token: now, or later."""
        full_at = self._full_at.get(lane, now)
        return max(now, full_at - self._pause * (self._size - 1))

    def take(self, lane: str, now: datetime) -> None:
        if len(self._full_at) >= MOST_LANES:
            self._full_at = {one: at for one, at in self._full_at.items() if at > now}
        self._full_at[lane] = max(self._full_at.get(lane, now), now) + self._pause
