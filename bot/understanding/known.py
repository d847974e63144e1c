"""Where the names that the office knows stand in a text, found by their first two letters: they may be very many."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise


def occurrences(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each known name, whatever its case; of several at a place the longest."""
    low = text.lower()
    if len(low) != len(text):
        low = text
    by_start = _by_start(tuple(names) if isinstance(names, tuple) else frozenset(names))
    found: list[tuple[int, int]] = []
    few = len(by_start) <= _FEW
    for beginning in [one for one in by_start if one in low] if few else by_start.keys() & _beginnings(low):
        for name in by_start[beginning]:
            start = low.find(name)
            while start >= 0:
                found.append((start, start + len(name)))
                start = low.find(name, start + len(name))
    done = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= done:
            yield start, end
            done = end


_FEW = 40
"""As many beginnings are looked for one by one sooner than the text is cut into pairs."""


@lru_cache(maxsize=8)
def _beginnings(low: str) -> frozenset[str]:
    return frozenset((*low, *map("".join, pairwise(low))))


@lru_cache(maxsize=16)
def _by_start(names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for name in {name.lower() for name in names if name}:
        table.setdefault(name[:2], []).append(name)
    return {beginning: tuple(found) for beginning, found in table.items()}
