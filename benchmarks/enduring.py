"""Goal 28: an even load for minutes; what grows?

BENCH_MINUTES says for how long: the goal speaks of ten, the usual run takes less than one.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.children import bare, serving, signed
from benchmarks.figure import Figure, Goal
from benchmarks.load import Order, load_client
from benchmarks.machine import CLIENT_CORE, resident_mb
from benchmarks.office import LIST
from benchmarks.signing import PATH, SPEAKERS

LOG, MEMORY = NAMES = ("g28-wal", "g28-rss-growth")
SECONDS = float(os.environ.get("BENCH_MINUTES", "0.75")) * 60
WARM = min(60.0, SECONDS / 3)
"""Seconds after which the memory is taken as what it should stay."""

RATE = 100.0
LOOK = 0.5
MB = 2**20


def measure(names: Sequence[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as place:
        yield from (figure for figure in _endured(Path(place)) if figure.name in names)


def _endured(folder: Path) -> Iterator[Figure]:
    database = folder / "endured.db"
    with serving(bare(), folder, CLIENT_CORE) as sink, load_client() as client:
        command = signed(f"sqlite:///{database}", f"http://127.0.0.1:{sink.port}{PATH}")
        with serving(command, folder) as house:
            client.begin(Order(house.port, SPEAKERS, LIST, 16, SECONDS, "bench", RATE))
            young = _largest_log(database, WARM)
            before = resident_mb(house.pid)
            log = max(young, _largest_log(database, SECONDS - WARM))
            tally, after, kept = client.end(), resident_mb(house.pid), database.stat().st_size / MB
    more = {"minutes": SECONDS / 60, "commands": tally.completed}
    yield Figure(LOG, log, "MB", Goal("lower", 128, 75), kept, log, "MB (baseline: the database)", more)
    growth = 100 * (after - before) / before
    yield Figure(MEMORY, growth, "% after the start", Goal("lower", 10, 3), before, after, "MB", more)


def _largest_log(database: Path, seconds: float) -> float:
    """The most that the write-ahead log took meanwhile, in megabytes."""
    log, until, most = database.with_name(f"{database.name}-wal"), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        most = max(most, log.stat().st_size)
        time.sleep(LOOK)
    return most / MB
