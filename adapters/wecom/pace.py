"""How often is too often, kept by ourselves: what goes over is dropped by WeCom without a word, or closes the door."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.ports import Clock

MARGIN = timedelta(seconds=1)
"""WeCom's minute begins when a message gets there."""


class Pace:
    """`limits` maps a span of time to the number allowed in it."""

    def __init__(self, limits: Mapping[timedelta, int], clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._longest = max(limits) + MARGIN
        self._taken: dict[str, deque[datetime]] = {}

    def take(self, who: str, number: int = 1) -> timedelta:
        """Nothing when they may go now, and they are counted; else how long to wait."""
        now = self._clock.now()
        taken = self._known(who, now)
        wait = max((self._wait(taken, span, most, number, now) for span, most in self._limits.items()))
        if wait <= timedelta(0):
            taken.extend([now] * number)
            return timedelta(0)
        return wait

    def _wait(self, taken: deque[datetime], span: timedelta, most: int, number: int, now: datetime) -> timedelta:
        inside = [at for at in taken if at > now - span - MARGIN]
        over = min(len(inside) + number - most, len(inside))
        return inside[over - 1] + span + MARGIN - now if over > 0 else timedelta(0)

    def _known(self, who: str, now: datetime) -> deque[datetime]:
        """Whoever was long not written to is forgotten, the longest first."""
        taken = self._taken.pop(who, deque())
        self._taken[who] = taken
        while taken and taken[0] <= now - self._longest:
            taken.popleft()
        oldest, times = next(iter(self._taken.items()))
        if oldest != who and not (times and times[-1] > now - self._longest):
            del self._taken[oldest]
        return taken
