"""`python -m benchmarks [NAME]`: all figures, or those whose names begin so."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import (
    acknowledging,
    crowds,
    enduring,
    footprint,
    ledger,
    reading,
    reminding,
    sending,
    sentences,
    slacking,
    times,
    wecoming,
)
from benchmarks.children import ROOT, Broken
from benchmarks.figure import Figure, table, write

BOOK = ROOT / "var" / "bench.json"
PARTS: tuple[tuple[Sequence[str], Callable[[Sequence[str]], Iterator[Figure]]], ...] = (
    (acknowledging.NAMES, acknowledging.measure),
    (slacking.NAMES, slacking.measure),
    (wecoming.NAMES, wecoming.measure),
    (sending.NAMES, sending.measure),
    (reminding.NAMES, reminding.measure),
    (reading.NAMES, reading.measure),
    (sentences.NAMES, sentences.measure),
    (ledger.NAMES, ledger.measure),
    (crowds.NAMES, crowds.measure),
    (times.NAMES, times.measure),
    (footprint.NAMES, footprint.measure),
    (enduring.NAMES, enduring.measure),
)


def main(wanted: str, book: Path = BOOK) -> int:
    figures: list[Figure] = []
    for names, measure in PARTS:
        chosen = [name for name in names if name.startswith(wanted)]
        if chosen:
            figures.extend(measure(chosen))
    if not figures:
        print(
            f"no benchmark is called {wanted}; there are:", *(name for names, _ in PARTS for name in names), sep="\n  "
        )
        return 2
    print(table(figures))
    write(figures, book)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the children are ended too
    try:
        sys.exit(main("".join(sys.argv[1:2])))
    except Broken as fault:
        sys.exit(f"the benchmark cannot go on: {fault}")
