"""Goals 25, 26 and 27: what the house takes while it does nothing, and until it can begin."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.children import XIAOBAN, bare, environment, serving, settle, xiaoban
from benchmarks.figure import Figure, Goal
from benchmarks.machine import SERVER_CORE, pin, resident_mb, running_seconds
from benchmarks.office import open_for_business

ROUNDS = 5
REST_PATIENCE = 5.0
IDLE_SECONDS = 6.0
BARE = "ratio to bare aiohttp"
IMPORT = "import aiohttp.web"

Timing = Callable[[int], float]
"""The seconds that something took; it is given the number of the round."""


def resting(folder: Path) -> Iterator[Figure]:
    """On a database that was there before; after the start, and again after a few commands have been answered."""
    command = xiaoban(f"sqlite:///{folder / 'rest.db'}")
    with serving(command, folder) as ours:
        settle(ours, REST_PATIENCE)
        first = resident_mb(ours.pid)
    with serving(bare(), folder) as least, serving(command, folder) as ours:
        settle(ours, REST_PATIENCE)
        below, fresh = resident_mb(least.pid), resident_mb(ours.pid)
        open_for_business(ours.port)
        settle(ours, REST_PATIENCE)
        used = resident_mb(ours.pid)
        idle, busy = _idle_share(least.pid, ours.pid)
    yield Figure("g25-idle-rss", fresh / below, BARE, Goal("lower", 1.8, 1.4), below, fresh, "MB")
    yield Figure("g25-used-rss", used / below, BARE, Goal("lower"), below, used, "MB")
    yield Figure("g25-first-start-rss", first / below, BARE, Goal("lower"), below, first, "MB")
    yield Figure("g27-idle-cpu", busy, "% of a core", Goal("lower", 0.3, 0.1), idle, busy, "%")


def starting(folder: Path) -> Iterator[Figure]:
    """From nothing to the first 200: on a database that is there, and on one that is yet to be made."""
    again = f"sqlite:///{folder / 'again.db'}"
    _start(xiaoban(again), folder)
    least, ours, first = in_turn(
        lambda _: _start(bare(), folder),
        lambda _: _start(xiaoban(again), folder),
        lambda number: _start(xiaoban(f"sqlite:///{folder / f'first-{number}.db'}"), folder),
    )
    yield _ratio("g26-start", BARE, Goal("lower", 1.6, 1.3), ours, least)
    yield _ratio("g26-first-start", BARE, Goal("lower"), first, least)


def helping(folder: Path) -> Iterator[Figure]:
    least, ours = in_turn(
        lambda _: _run([sys.executable, "-c", IMPORT], folder), lambda _: _run([XIAOBAN, "--help"], folder)
    )
    yield _ratio("g27-help", f"ratio to {IMPORT}", Goal("lower", 1, 0.5), ours, least)


PARTS: dict[tuple[str, ...], Callable[[Path], Iterator[Figure]]] = {
    ("g25-idle-rss", "g25-used-rss", "g25-first-start-rss", "g27-idle-cpu"): resting,
    ("g26-start", "g26-first-start"): starting,
    ("g27-help",): helping,
}
NAMES = tuple(name for names in PARTS for name in names)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    for part, run in PARTS.items():
        if set(part) & set(names):
            with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder:
                yield from (figure for figure in run(Path(folder)) if figure.name in names)


def in_turn(*timings: Timing) -> list[list[float]]:
    """Each one's seconds, round by round, forth and back."""
    found: list[list[float]] = [[] for _ in timings]
    for number in range(ROUNDS):
        places = range(len(timings)) if number % 2 == 0 else reversed(range(len(timings)))
        for place in places:
            found[place].append(timings[place](number))
    return found


def _ratio(name: str, unit: str, goal: Goal, ours: Sequence[float], baseline: Sequence[float]) -> Figure:
    value = median(above / below for above, below in zip(ours, baseline, strict=True))
    return Figure(name, value, unit, goal, median(baseline), median(ours), "s")


def _idle_share(*pids: int) -> list[float]:
    """The percentage of a core that each takes while nobody wants anything."""
    before = [running_seconds(pid) for pid in pids]
    time.sleep(IDLE_SECONDS)
    return [100 * (running_seconds(pid) - ago) / IDLE_SECONDS for pid, ago in zip(pids, before, strict=True)]


def _start(command: Sequence[str], folder: Path) -> float:
    with serving(command, folder) as child:
        return child.started_in


def _run(command: Sequence[str], folder: Path) -> float:
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL) as process:
        pin(process.pid, SERVER_CORE)
        process.wait()
    return time.perf_counter() - begun
