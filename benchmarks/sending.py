"""Goals 9 to 13: the outbox carried to an endpoint, beside the client alone and beside procrastinate.

procrastinate is not among the locked packages: g10 is measured only where BENCH_PROCRASTINATE names the Python
of an environment that has it, aiohttp and psycopg.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.children import ROOT, Broken, environment, serving
from benchmarks.figure import Figure, Goal
from benchmarks.machine import CLIENT_CORE, pin
from benchmarks.postgres import postgres
from benchmarks.relaying import Errand, Worker, worker

ROUNDS = 5
SLOW_IN_FLIGHT, SLOW_SECONDS = 64, 0.05
LATENCY_BOUND = SLOW_IN_FLIGHT / SLOW_SECONDS
PROCRASTINATE = "BENCH_PROCRASTINATE"
DATABASES = ("sqlite", "postgres")

CLIENT = "ratio to the client alone"
FAST = Goal("higher", 0.5, 0.75)
CALM = Goal("higher", 0.9, 0.97)


@dataclass(frozen=True, slots=True)
class Field:
    """Everything that is running: a worker, an endpoint's port, a database for each name."""

    worker: Worker
    port: int
    folder: Path
    database: Callable[[str], str]

    def rate(self, what: str, database: str = "", **more: Any) -> float:
        return self.run(what, database, **more)["per_second"]

    def run(self, what: str, database: str = "", **more: Any) -> dict[str, float]:
        where = self.database(database) if database else ""
        return self.worker.run(replace(Errand(what, self.port, where), **more))


def carrying(field: Field, names: Sequence[str]) -> Iterator[Figure]:
    """In turn, the order reversed each time, so that a slow phase of the machine hits neighbours alike."""
    rates: dict[str, list[float]] = {name: [] for name in ("", *DATABASES)}
    for number in range(ROUNDS + 1):
        for name in list(rates) if number % 2 else reversed(list(rates)):
            rates[name].append(field.rate("relay" if name else "client", name))
    for name in DATABASES:
        yield _ratio(f"g09-outbox-{name}", CLIENT, FAST, rates[name][1:], rates[""][1:])


def beside_procrastinate(field: Field, names: Sequence[str]) -> Iterator[Figure]:
    python = os.environ.get(PROCRASTINATE)
    if not python:
        print(f"g10-procrastinate is not measured: {PROCRASTINATE} names no Python that has procrastinate")
        return
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        theirs.append(_procrastinate(python, field))
        ours.append(field.rate("relay", "postgres"))
    yield _ratio("g10-procrastinate", "ratio to procrastinate", Goal("higher", 6, 10), ours, theirs)


def slow_endpoint(field: Field, names: Sequence[str]) -> Iterator[Figure]:
    many = {"in_flight": SLOW_IN_FLIGHT, "path": "slow", "messages": 1920, "chats": 640}
    for name in DATABASES:
        rates = [field.rate("relay", name, **many) for _ in range(ROUNDS)]
        goal = Goal("higher", 0.7, 0.78)
        yield _ratio(f"g11-slow-{name}", "ratio to the latency bound", goal, rates, [LATENCY_BOUND] * ROUNDS)


def beside_a_bad_chat(field: Field, names: Sequence[str]) -> Iterator[Figure]:
    for manner in ("limited", "hang"):
        without: list[float] = []
        beside: list[float] = []
        for number in range(ROUNDS):
            for rates, bad in ((without, ""), (beside, manner)) if number % 2 else ((beside, manner), (without, "")):
                rates.append(field.rate("relay", "sqlite", in_flight=64, bad=bad, messages=3200))
        yield _ratio(f"g12-{manner}-chat", "ratio to none such", CALM, beside, without)


def idle(field: Field, names: Sequence[str]) -> Iterator[Figure]:
    for name in DATABASES:
        waits = [field.run("reaction", name, messages=200) for _ in range(ROUNDS)]
        p50, p99 = (median(one[share] for one in waits) for share in ("p50_ms", "p99_ms"))
        yield Figure(f"g13-reaction-{name}", p99, "ms p99", Goal("lower", 50, 10), p50, p99, "ms (baseline: p50)")


PARTS: dict[tuple[str, ...], Callable[[Field, Sequence[str]], Iterator[Figure]]] = {
    ("g09-outbox-sqlite", "g09-outbox-postgres"): carrying,
    ("g10-procrastinate",): beside_procrastinate,
    ("g11-slow-sqlite", "g11-slow-postgres"): slow_endpoint,
    ("g12-limited-chat", "g12-hang-chat"): beside_a_bad_chat,
    ("g13-reaction-sqlite", "g13-reaction-postgres"): idle,
}
NAMES = tuple(name for names in PARTS for name in names)


def measure(names: Sequence[str]) -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xiaoban-bench-")))
        endpoint = [sys.executable, "-m", "benchmarks.endpoint"]
        server = stack.enter_context(serving(endpoint, folder))
        pin(server.pid, CLIENT_CORE)
        make = stack.enter_context(postgres())
        urls = {"sqlite": f"sqlite:///{folder / 'bench.db'}", "postgres": make("bench"), "theirs": make("theirs")}
        field = Field(stack.enter_context(worker(folder)), server.port, folder, urls.__getitem__)
        for part, run in PARTS.items():
            if set(part) & set(names):
                yield from (figure for figure in run(field, names) if figure.name in names)


def _procrastinate(python: str, field: Field) -> float:
    """Messages a second of its worker, with as many at once as our relay."""
    script = ROOT / "benchmarks" / "procrastinating.py"
    command = [python, str(script), field.database("theirs"), str(field.port)]
    done = subprocess.run(command, cwd=field.folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Broken(f"procrastinate: {done.stderr[-2000:]}")
    return float(done.stdout)


def _ratio(name: str, unit: str, goal: Goal, ours: Sequence[float], baseline: Sequence[float]) -> Figure:
    value = median(above / below for above, below in zip(ours, baseline, strict=True))
    return Figure(name, value, unit, goal, median(baseline), median(ours), "messages/s")
