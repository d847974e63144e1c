"""How often is too often: counts in the last minute or hour, and blocks that last as long as the unit exceeded."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.engine.clock import MovableClock

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Pace:
    """`limits` maps a span of time to the number allowed in it."""

    def __init__(self, clock: MovableClock, limits: dict[timedelta, int], blocks: bool = True) -> None:
        self.limits = limits
        self._clock = clock
        self._blocks = blocks
        self._taken: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)
        self._until: dict[str, datetime] = {}

    def take(self, who: str, number: int = 1) -> bool:
        """Counted only when it is allowed; going over blocks for as long as the unit is."""
        now = self._clock.now()
        if self._until.get(who, now) > now:
            return False
        for span, most in self.limits.items():
            if self.count(who, span) + number > most:
                if self._blocks:
                    self._until[who] = now + span
                return False
        self._taken[who].append((now, number))
        return True

    def count(self, who: str, span: timedelta) -> int:
        now, longest = self._clock.now(), max(self.limits)
        taken = self._taken[who]
        while taken and taken[0][0] <= now - longest:
            taken.popleft()
        return sum(number for at, number in taken if at > now - span)

    def block(self, who: str, span: timedelta) -> None:
        self._until[who] = self._clock.now() + span
