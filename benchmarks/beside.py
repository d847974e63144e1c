"""Goal 8: commands at an even rate while the house has much else to do, on both databases.

`python -m benchmarks.beside KIND DATABASE PORT` is one house, one line of JSON. It does so much at once in each round:
reminders that fall due (BENCH_REMINDERS), everybody's morning digest, or the delivery of what is owed, to an endpoint
at that port. Commands wait as long as they do while nothing else happens, times the figure.
"""

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from benchmarks.children import ROOT, Broken, environment, serving
from benchmarks.figure import Figure, Goal
from benchmarks.firing import DUE, START, Commands
from benchmarks.machine import CLIENT_CORE, SERVER_CORE, pin
from benchmarks.matters import OPEN_EACH, fill
from benchmarks.mornings import A_MOMENT, MORNINGS, Set, before
from benchmarks.postgres import postgres
from benchmarks.relaying import Errand, Posting, messages
from benchmarks.reminding import COUNT, prepare
from benchmarks.signed import PLATFORM, silent

DATABASES = ("sqlite", "postgres")
ROUNDS = 5
PEOPLE, MESSAGES, PART = 1000, 2000, 50
NAMES = tuple(f"g08-beside-{kind}-{database}" for kind in ("reminders", "digests", "outbox") for database in DATABASES)

Work = Callable[[], Coroutine[Any, Any, Any]]
Prepare = Callable[[int], Coroutine[Any, Any, Work]]
"""Of the round of that number; what it gives is the work."""


def measure(names: Sequence[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder, ExitStack() as everything:
        create = everything.enter_context(postgres()) if any(name.endswith("postgres") for name in names) else None
        for name in names:
            _, _, kind, database = name.split("-")
            yield _figure(name, kind, create(kind) if create and database == "postgres" else _file(folder, name))


def _file(folder: str, name: str) -> str:
    return f"sqlite:///{Path(folder) / name}.db"


def _figure(name: str, kind: str, url: str) -> Figure:
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as folder:
        endpoint = [sys.executable, "-m", "benchmarks.endpoint"]
        with serving(endpoint, Path(folder), CLIENT_CORE) as sink:
            rounds = _asked(kind, url, sink.port)
    value = median(busy / quiet for quiet, busy in rounds)
    quiet, busy = (median(side) for side in zip(*rounds, strict=True))
    return Figure(name, value, "ratio to quiet", Goal("lower", 4, 2), quiet, busy, "ms p99")


def _asked(kind: str, url: str, port: int) -> list[list[float]]:
    command = [sys.executable, "-m", "benchmarks.beside", kind, url, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    pin(process.pid, SERVER_CORE)
    said, _ = process.communicate()
    if process.returncode:
        raise Broken(f"{process.args!r} failed")
    found: list[list[float]] = json.loads(said)
    return found


@asynccontextmanager
async def reminders(url: str, _port: int) -> AsyncIterator[tuple[Any, Prepare]]:
    """Of the same meetings in each round, a minute later."""
    async with _house(url, lambda: prepare(url, START)) as (parts, clock):

        async def prepared(number: int) -> Work:
            due = DUE + number * timedelta(minutes=1)
            await parts.store.write(partial(_plan, due=due))
            clock.at = due + A_MOMENT
            return partial(_fire, parts, COUNT)

        yield parts, prepared


def _plan(uow: Any, due: datetime) -> None:
    from bot.domain.reminder import Reminder

    uow.reminders.plan(
        Reminder("meetings.soon", number, due, START + timedelta(hours=1)) for number in range(1, COUNT + 1)
    )


@asynccontextmanager
async def digests(url: str, _port: int) -> AsyncIterator[tuple[Any, Prepare]]:
    """Each round's is the next working day."""
    async with _house(url, partial(_fill, url)) as (parts, clock):

        async def prepared(number: int) -> Work:
            at = MORNINGS[number]
            await parts.store.write(partial(before, at=at, people=PEOPLE))
            clock.at = at + A_MOMENT
            return partial(_fire, parts, PEOPLE)

        yield parts, prepared


def _fill(url: str) -> None:
    from bot.store import upgrade

    upgrade(url)
    fill(url, people=PEOPLE, still_open=PEOPLE * OPEN_EACH, closed=PEOPLE * OPEN_EACH)


@asynccontextmanager
async def outbox(url: str, port: int) -> AsyncIterator[tuple[Any, Prepare]]:
    """To two hundred chats, as many at once as the relay takes by itself."""
    from bot.store import upgrade

    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        _house(url, lambda: upgrade(url)) as (parts, clock),
    ):
        errand = Errand("relay", port, messages=MESSAGES)
        adapter = Posting(session, errand, wanted=MESSAGES)
        parts.adapters |= {"posting": adapter, PLATFORM: Posting(session, errand, name=PLATFORM)}
        relaying = asyncio.create_task(parts.relay.run())

        async def carry(number: int) -> None:
            owed = iter(messages(errand, f"round-{number}"))
            while part := list(islice(owed, PART)):
                await parts.store.write(lambda uow, part=part: uow.outbox.add_all(part, clock.now()), may_wait=True)
                parts.relay.wake()
            await adapter.over.wait()

        async def prepared(number: int) -> Work:
            adapter.over.clear()
            adapter.landed = 0
            return partial(carry, number)

        yield parts, prepared
        await parts.relay.stop(0)
        await relaying


@asynccontextmanager
async def _house(url: str, fill: Callable[[], Any]) -> AsyncIterator[tuple[Any, Set]]:
    from bot.app import assemble
    from config import Settings
    from config.settings import DEMO_OFFICE

    await asyncio.to_thread(fill)
    clock = Set()
    parts = assemble(Settings(database_url=url, office=DEMO_OFFICE), clock)
    async with silent(parts):
        yield parts, clock


async def _fire(parts: Any, expected: int) -> None:
    from bot.engine.reminders import Reminding

    fired = await Reminding(parts.core, lambda: None).fire_due()
    if fired != expected:
        raise Broken(f"{fired} reminders were due, not {expected}")


KINDS: dict[str, Callable[[str, int], AbstractAsyncContextManager[tuple[Any, Prepare]]]] = {
    "reminders": reminders,
    "digests": digests,
    "outbox": outbox,
}


async def main(kind: str, url: str, port: int) -> list[tuple[float, float]]:
    """Each round's p99 while nothing else happens, and while that does, in milliseconds."""
    rounds: list[tuple[float, float]] = []
    async with KINDS[kind](url, port) as (parts, prepare_round):
        commands = Commands(parts)
        await commands.warm_up()
        gc.freeze()  # as `xiaoban run` does
        for number in range(ROUNDS):
            work = await prepare_round(number)
            quiet = await commands.p99(f"quiet-{number}")
            busy = await commands.p99(f"busy-{number}", until=asyncio.create_task(work()))
            rounds.append((quiet, busy))
    return rounds


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
