"""Goals 14 to 17 and 22: much falls due at once, beside a raw loop and APScheduler.

BENCH_REMINDERS says how many; the goals speak of 100,000 (10,000 for the wait), the usual run of fewer.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.children import ROOT, Broken, environment, serving, settle, xiaoban
from benchmarks.figure import Figure, Goal
from benchmarks.firing import DUE, START
from benchmarks.footprint import in_turn
from benchmarks.machine import SERVER_CORE, pin, resident_mb

BATCH, LATE, STALL, LOST, MEMORY, STARTED = NAMES = (
    "g14-reminders-due",
    "g16-reminders-late",
    "g22-loop-stall",
    "g15-lost-or-doubled",
    "g17-memory-pending",
    "g17-start-pending",
)

ROUNDS = 5
COUNT = int(os.environ.get("BENCH_REMINDERS", "2000"))
CHUNK = 500
KILL_AFTER = (0.2, 0.3, 0.5)
"""The share of a whole run's time after which it is killed, one after the other, before the last may end."""

FAR_AWAY = timedelta(days=200)

Side = Sequence[float]


def measure(names: Sequence[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as place:
        folder = Path(place)
        if set(names) & {BATCH, LATE, STALL, LOST}:
            prepare(f"sqlite:///{folder / 'due.db'}", DUE)
            yield from (figure for figure in _firing(folder, names) if figure.name in names)
        if set(names) & {MEMORY, STARTED}:
            prepare(f"sqlite:///{folder / 'pending.db'}", datetime.now(DUE.tzinfo) + FAR_AWAY)
            yield from (figure for figure in _pending(folder) if figure.name in names)


def _firing(folder: Path, names: Sequence[str]) -> Iterator[Figure]:
    if set(names) & {BATCH, LATE, STALL}:
        yield from _at_once(folder)
    if LOST in names:
        yield _killed(folder)


def _at_once(folder: Path) -> Iterator[Figure]:
    kinds: dict[str, list[dict[str, float]]] = {"house": [], "raw": [], "apscheduler": []}
    for number in range(ROUNDS):
        for kind in kinds if number % 2 == 0 else reversed(kinds):
            kinds[kind].append(_fire(kind, folder))
    house, raw, theirs = kinds.values()
    took = [[one["seconds"] for one in side] for side in (house, raw)]
    yield TOOK.figure(*took)
    late = [[one["p99_ms"] for one in side] for side in (house, theirs)]
    yield CAME.figure(*late)
    stalls = [[one["stall_ms"] for one in side] for side in (house, theirs)]
    ours, least = map(median, stalls)
    yield Figure(STALL, ours, "ms", Goal("lower", 100, 50), least, ours, "ms", {"longest_of_all": max(stalls[0])})


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    unit: str
    goal: Goal
    of: str

    def figure(self, ours: Side, baseline: Side) -> Figure:
        value = median(above / below for above, below in zip(ours, baseline, strict=True))
        more = {"reminders": COUNT}
        return Figure(self.name, value, self.unit, self.goal, median(baseline), median(ours), self.of, more)


TOOK = Compared(BATCH, "ratio to raw batches", Goal("lower", 3, 1.7), "s")
CAME = Compared(LATE, "ratio to APScheduler", Goal("lower", 0.6, 0.3), "ms p99")
OPENED = Compared(STARTED, "ratio to none", Goal("lower", 1.15, 1.05), "s")


def _killed(folder: Path) -> Figure:
    """Runs that are killed on the way, and a last one that may end: what is missing or twice in the outbox."""
    database = _copy(folder)
    begun = time.perf_counter()
    _fire("house", folder)
    whole = time.perf_counter() - begun
    for share in KILL_AFTER:
        process = _begin("house", database)
        time.sleep(whole * share)
        process.kill()
        process.wait()
    _end(_begin("house", database))
    wrong = COUNT - _owed(database)
    return Figure(LOST, abs(wrong), "reminders", Goal("lower", 0, 0), COUNT, COUNT - wrong, "messages", {"kills": 3})


def _owed(database: Path) -> int:
    """Messages of reminders, each kept once by its key."""
    from bot.store import open_store

    async def count() -> int:
        store = open_store(f"sqlite:///{database}")
        lines = await store.read(lambda uow: uow.outbox.lines(["open"], COUNT * 2))
        await store.close()
        return len(lines)

    return asyncio.run(count())


def _pending(folder: Path) -> Iterator[Figure]:
    """A house with all of them still to come, beside one with none."""
    urls = [f"sqlite:///{folder / name}" for name in ("none.db", "pending.db")]
    prepare(urls[0], DUE, count=0)
    none, many = map(xiaoban, urls)
    sizes = in_turn(lambda _: _resident(none, folder), lambda _: _resident(many, folder))
    more = median(after - before for before, after in zip(*sizes, strict=True)) * 2**20 / COUNT
    below, above = map(median, sizes)
    yield Figure(MEMORY, more, "bytes each", Goal("lower", 20, 1), below, above, "MB", {"reminders": COUNT})
    least, ours = in_turn(lambda _: _started(none, folder), lambda _: _started(many, folder))
    yield OPENED.figure(ours, least)


def _resident(command: list[str], folder: Path) -> float:
    with serving(command, folder) as child:
        settle(child, 5.0)
        return resident_mb(child.pid)


def _started(command: list[str], folder: Path) -> float:
    with serving(command, folder) as child:
        return child.started_in


def _copy(folder: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".db", delete=False) as made:
        return Path(shutil.copyfile(folder / "due.db", made.name))


def _fire(kind: str, folder: Path) -> dict[str, float]:
    return _end(_begin(kind, _copy(folder)))


def _begin(kind: str, database: Path) -> "subprocess.Popen[str]":
    where = f"sqlite:///{database}" if kind == "house" else str(database)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.firing", kind, where, str(COUNT)],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    pin(process.pid, SERVER_CORE)
    return process


def _end(process: "subprocess.Popen[str]") -> dict[str, float]:
    said, _ = process.communicate()
    if process.returncode:
        raise Broken(f"{process.args!r} failed")
    found: dict[str, float] = json.loads(said)
    return found


def prepare(url: str, due: datetime, count: int = COUNT) -> None:
    """The demonstration office with so many meetings, three people in each, and one reminder for each."""
    from bot.app import assemble, close, furnish
    from bot.store import upgrade
    from config import Settings
    from config.settings import DEMO_OFFICE

    async def fill() -> None:
        parts = assemble(Settings(database_url=url, office=DEMO_OFFICE))
        await furnish(parts)
        for first in range(0, count, CHUNK):
            numbers = range(first, min(first + CHUNK, count))
            await parts.store.write(partial(_plan, numbers=numbers, due=due))
        await close(parts)

    upgrade(url)
    asyncio.run(fill())


def _plan(uow: Any, numbers: Iterable[int], due: datetime) -> None:
    from bot.domain.meeting import Attendee, Meeting, Span
    from bot.domain.reminder import Reminder
    from bot.messages import ChatRef

    ids = [person.id for person in uow.people.all()]
    start, reminders = due + (START - DUE), []
    for number in numbers:
        who = [ids[(number + place) % len(ids)] for place in range(3)]
        chat = uow.chats.seen(ChatRef("sim", "group", f"chat-{number % 12}"), "", due)
        places = tuple(Attendee(one) for one in who)
        span = Span(start, start + timedelta(hours=1))
        meeting = uow.meetings.add(Meeting(0, f"会议{number}", span, who[0], who[0], None, chat.id, "zh", places))
        reminders.append(Reminder("meetings.soon", meeting.id, due, start))
    uow.reminders.plan(reminders)
