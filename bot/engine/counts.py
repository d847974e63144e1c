"""Counters and histograms of what the house did since it opened; `/metrics` shows them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

Labels = tuple[tuple[str, str], ...]

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
SLOW = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0)
BOUNDS: Mapping[str, tuple[float, ...]] = {"reminder_lateness_seconds": SLOW, "delivery_seconds": SLOW}
"""Upper bounds of the buckets, where they are not `QUICK`."""


@dataclass(slots=True)
class Histogram:
    """`counts` has one more place than `bounds`, for what is above them all."""

    bounds: tuple[float, ...]
    counts: list[int]
    sum: float = 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


class Counts:
    """Plain numbers by name and labels; they start at zero with the process, as Prometheus expects.

    Desks count in the store's threads, the rest in the event loop.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: Counter[tuple[str, Labels]] = Counter()
        self._histograms: dict[tuple[str, Labels], Histogram] = {}

    def add(self, name: str, count: int = 1, **labels: str) -> None:
        key = name, tuple(sorted(labels.items()))
        with self._lock:
            self._numbers[key] += count

    def observe(self, name: str, value: float, **labels: str) -> None:
        """One more value for a histogram, whose buckets are fixed by its name."""
        key = name, tuple(sorted(labels.items()))
        with self._lock:
            found = self._histograms.get(key)
            if found is None:
                bounds = BOUNDS.get(name, QUICK)
                found = self._histograms[key] = Histogram(bounds, [0] * (len(bounds) + 1))
            found.add(value)

    def all(self) -> Mapping[tuple[str, Labels], int]:
        with self._lock:
            return dict(self._numbers)

    def histograms(self) -> Mapping[tuple[str, Labels], Histogram]:
        with self._lock:
            return dict(self._histograms)
