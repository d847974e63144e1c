"""How often an app may call: a tier per method and minute, and one message a second per channel with a small burst."""

from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Pace:
    """A test makes the numbers small; `None` as a tier: not limited."""

    tiers: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})
    burst: int = 4
    per_second: float = 1.0
    workspace: int = 300
    _calls: dict[Hashable, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _level: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def call(self, method: str, tier: int | None, now: datetime) -> int:
        """Seconds to wait; 0 when it may go on."""
        return 0 if tier is None else self._window(method, self.tiers[tier], now)

    def post(self, channel: str, now: datetime) -> int:
        """For `chat.postMessage` alone."""
        return self._bucket(channel, now) or self._window("every post", self.workspace, now)

    def _window(self, name: Hashable, most: int, now: datetime) -> int:
        seen = self._calls[name]
        while seen and now - seen[0] >= MINUTE:
            seen.popleft()
        if len(seen) >= most:
            return max(1, ceil((seen[0] + MINUTE - now).total_seconds()))
        seen.append(now)
        return 0

    def _bucket(self, channel: str, now: datetime) -> int:
        level, since = self._level.get(channel, (0.0, now))
        level = max(0.0, level - (now - since).total_seconds() * self.per_second)
        if level + 1 > self.burst:
            self._level[channel] = (level, now)
            return max(1, ceil((level + 1 - self.burst) / self.per_second))
        self._level[channel] = (level + 1, now)
        return 0
