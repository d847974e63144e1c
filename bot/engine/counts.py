"""Counters of what the house did since it opened; `/metrics` shows them."""

from collections import Counter
from collections.abc import Mapping

Labels = tuple[tuple[str, str], ...]


class Counts:
    """Plain numbers by name and labels; they start at zero with the process, as Prometheus expects."""

    def __init__(self) -> None:
        self._numbers: Counter[tuple[str, Labels]] = Counter()

    def add(self, name: str, count: int = 1, **labels: str) -> None:
        self._numbers[name, tuple(sorted(labels.items()))] += count

    def all(self) -> Mapping[tuple[str, Labels], int]:
        return dict(self._numbers)
