"""The servers of a comparison, side by side on one core, and the load that visits them in turn."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.children import ROOT, Broken, Child, bare, serving, settle, signed
from benchmarks.load import LoadClient, Order, Tally, load_client
from benchmarks.machine import CLIENT_CORE, cpu_seconds
from benchmarks.office import LIST
from benchmarks.postgres import postgres
from benchmarks.signing import COMMAND, PATH, SPEAKERS, Shape

SECONDS = 1.0
WARM_SECONDS = 0.3
DRAIN_PATIENCE = 20.0
KEPT = "select count(*) from inbox where event_id like 'bench%'"


@dataclass(frozen=True, slots=True)
class Lane:
    """One server under one load: `xiaoban-sqlite`, `xiaoban-postgres`, or a kind of `benchmarks.bare`.

    `xiaoban-…-sending` carries what is owed to `benchmarks.bare` on the other core meanwhile; without it the messages
    stay in the outbox, as with the references. Any other word behind it names a house of its own: to whoever has an
    open question everything is read twice. `rate` and `shape` are as in `Order`.
    """

    server: str
    connections: int
    text: str = LIST
    rate: float = 0.0
    shape: Shape = "event"
    seconds: float = SECONDS


BOLT = Path(os.environ.get("BENCH_BOLT", ROOT / "var" / "bolt" / "bin" / "python"))
"""An interpreter that has slack-bolt and aiohttp; the project itself needs neither a Bolt nor its locks."""


def bolt(connections: int) -> Lane:
    """Bolt's last command."""
    return Lane("bolt", connections, COMMAND.format(number=29), shape="slash")


@dataclass(frozen=True, slots=True)
class Round:
    """`cpu_us` is the server's own, a command, until it has nothing left to do."""

    tally: Tally
    cpu_us: float
    drained_in: float


@dataclass(slots=True)
class Runner:
    """One server under way; `kept` counts the load's events in its database, None where it keeps none."""

    child: Child
    kept: Callable[[], int] | None
    completed: int = 0


class Course:
    def __init__(self, runners: dict[str, Runner], client: LoadClient) -> None:
        self._runners = runners
        self._client = client
        self._bursts = 0

    def run(self, lanes: Sequence[Lane], rounds: int) -> dict[Lane, list[Round]]:
        """Forth and back, so that a slow phase of the machine hits neighbours alike; the first visit only warms up."""
        found: dict[Lane, list[Round]] = {lane: [] for lane in lanes}
        for lane in lanes:
            self._burst(lane, WARM_SECONDS)
        for number in range(rounds):
            for lane in lanes if number % 2 == 0 else reversed(lanes):
                found[lane].append(self._burst(lane, lane.seconds))
        self._check()
        return found

    def _burst(self, lane: Lane, seconds: float) -> Round:
        runner = self._runners[lane.server]
        self._bursts += 1
        tag = f"bench{self._bursts:05d}"
        order = Order(runner.child.port, SPEAKERS, lane.text, lane.connections, seconds, tag, lane.rate, lane.shape)
        before = cpu_seconds(runner.child.pid)
        tally = self._client.run(order)
        drained_in = settle(runner.child, DRAIN_PATIENCE)
        runner.completed += tally.completed
        return Round(tally, (cpu_seconds(runner.child.pid) - before) / tally.completed * 1e6, drained_in)

    def _check(self) -> None:
        for name, runner in self._runners.items():
            if runner.kept and runner.kept() != runner.completed:
                raise Broken(f"{name} acknowledged {runner.completed} events and kept {runner.kept()}")


@contextmanager
def course(servers: Sequence[str]) -> Iterator[Course]:
    """All are ended with the block, and what they wrote is gone."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xiaoban-bench-")))
        database = stack.enter_context(postgres()) if any("postgres" in name for name in servers) else str
        client = stack.enter_context(load_client())
        runners = {
            name: _runner(name, stack, folder, database(name) if "postgres" in name else f"{folder / name}.db")
            for name in servers
        }
        yield Course(runners, client)


def _runner(name: str, stack: ExitStack, folder: Path, where: str) -> Runner:
    kept = None if name in {"nothing", "bolt"} else (lambda: _kept(where))
    if name == "bolt":
        return Runner(stack.enter_context(serving([str(BOLT), "-m", "benchmarks.bolt"], folder)), kept)
    if not name.startswith("xiaoban"):
        return Runner(stack.enter_context(serving(bare(name, where), folder)), kept)
    url = where if "://" in where else f"sqlite:///{where}"
    if not name.endswith("-sending"):
        return Runner(stack.enter_context(serving(signed(url), folder)), kept)
    sink = stack.enter_context(serving(bare(), folder, CLIENT_CORE))
    return Runner(stack.enter_context(serving(signed(url, f"http://127.0.0.1:{sink.port}{PATH}"), folder)), kept)


def _kept(where: str) -> int:
    import psycopg

    connection: Any = psycopg.connect(where) if "://" in where else sqlite3.connect(where)
    try:
        return int(connection.execute(KEPT).fetchone()[0])
    finally:
        connection.close()
