"""The relay, and aiohttp's client alone, carrying the same messages to the same endpoint.

Run as a module it reads an errand a line and writes what it measured a line, so that it can be kept on a core of its
own. The client alone posts what the adapter posts, and reads the answer as it does.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp

from benchmarks.children import ROOT, Broken, environment
from benchmarks.machine import SERVER_CORE, pin
from bot.app import make_desks, make_house
from bot.cards import Action, Button, Card, Limits, plain
from bot.delivery import OnUnknown
from bot.engine.clock import SystemClock
from bot.engine.core import Core
from bot.engine.counts import Counts
from bot.engine.relay import Relay
from bot.engine.schedule import start_clockwork
from bot.errors import SendFailed
from bot.messages import Account, ChatRef, Outgoing, Sent
from bot.ports import Dispatch, HttpRequest, HttpResponse, UnitOfWork, no_accounts
from bot.store import open_store, upgrade
from config.settings import Settings

CARD = Card(
    "校务会",
    (("时间", "11月24日（周二）15:00–17:00"), ("会议室", "301")),
    "请准时参加。",
    (Button("参加", Action("meetings.rsvp", 42, "accepted"), "primary"),),
)
TOO_MANY = 429
IDLE_GAP = 0.004


@dataclass(frozen=True, slots=True)
class Errand:
    """What to measure: `client` alone, a `relay`, or the `reaction` of an idle one.

    `path` is the endpoint's manner, `bad` that of one more chat, whose messages are not waited for.
    """

    what: str
    port: int
    database: str = ""
    messages: int = 1600
    chats: int = 200
    in_flight: int = 16
    path: str = "fast"
    bad: str = ""


@dataclass
class Posting:
    """An adapter that posts a card as text, as a group robot wants it."""

    session: aiohttp.ClientSession
    errand: Errand
    name: str = "posting"
    limits: Limits = field(default_factory=lambda: Limits(buttons=4, text=2000))
    on_unknown: OnUnknown = "retry"
    exclusive: bool = False
    sends_from_anywhere: bool = True
    begun_at: float = 0.0
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    landed: int = 0
    wanted: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self, dispatch: Dispatch) -> None: ...
    async def close(self) -> None: ...

    async def receive(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(404)

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        return None

    async def send(self, message: Outgoing) -> Sent:
        self.begun_at = perf_counter()
        self.begun.set()
        is_bad = message.to.id == "bad"
        sent = await post(self.session, self.errand, message, self.errand.bad if is_bad else self.errand.path)
        self.landed += not is_bad
        if self.landed == self.wanted:
            self.over.set()
        return sent


async def post(session: aiohttp.ClientSession, errand: Errand, message: Outgoing, path: str) -> Sent:
    body = {"chat": message.to.id, "text": plain(message.card)}
    async with session.post(f"http://127.0.0.1:{errand.port}/{path}", json=body) as answer:
        if answer.status == TOO_MANY:
            raise SendFailed("429", retry_after=timedelta(seconds=int(answer.headers["Retry-After"])))
        return Sent((await answer.json())["id"])


def messages(errand: Errand, tag: str) -> list[Outgoing]:
    """In turn to each chat."""
    return [
        Outgoing(f"{tag}-{n}", ChatRef("posting", "group", f"g{n % errand.chats}"), CARD)
        for n in range(errand.messages)
    ]


async def client(errand: Errand, tag: str, session: aiohttp.ClientSession) -> dict[str, float]:
    """So many workers on one list."""
    waiting = iter(messages(errand, tag))

    async def work() -> None:
        for message in waiting:
            await post(session, errand, message, errand.path)

    begun = perf_counter()
    await asyncio.gather(*(work() for _ in range(errand.in_flight)))
    return {"per_second": errand.messages / (perf_counter() - begun)}


@asynccontextmanager
async def open_relay(errand: Errand, adapter: Posting) -> AsyncIterator[tuple[Relay, Core]]:
    """A relay under way, with the metronome's beat."""
    desks = make_desks()
    store = open_store(errand.database)
    core = Core(store, desks, make_house(Settings(), desks), SystemClock(), Counts())
    carrier = Relay(core, {adapter.name: adapter}, in_flight=errand.in_flight)
    clockwork = start_clockwork({"relay": (1.0, carrier.tick)})
    running = asyncio.create_task(carrier.run())
    yield carrier, core
    clockwork.stop()
    await carrier.stop(0)
    await running
    await store.write(_dropping(core.clock.now()))
    await store.close()


async def relay(errand: Errand, tag: str, session: aiohttp.ClientSession) -> dict[str, float]:
    """From the moment when all are queued until all are marked; what the bad chat still has is dropped then."""
    adapter = Posting(session, errand, wanted=errand.messages)
    async with open_relay(errand, adapter) as (carrier, core):
        now = core.clock.now()
        bad = [Outgoing(f"{tag}-bad{n}", ChatRef("posting", "group", "bad"), CARD) for n in range(50)]
        await core.store.write(_adding([*(bad if errand.bad else ()), *messages(errand, tag)], now))
        begun = perf_counter()
        carrier.wake()
        await adapter.over.wait()
        if not errand.bad:
            await carrier.run_until_idle()
        took = perf_counter() - begun
    return {"per_second": errand.messages / took}


async def reaction(errand: Errand, tag: str, session: aiohttp.ClientSession) -> dict[str, float]:
    """From the commit of one message to its POST, when nothing else happens."""
    adapter = Posting(session, errand)
    waits: list[float] = []
    async with open_relay(errand, adapter) as (carrier, core):
        for message in messages(errand, tag):
            await core.store.write(_adding([message], core.clock.now()))
            committed = perf_counter()
            carrier.wake()
            await adapter.begun.wait()
            adapter.begun.clear()
            waits.append(adapter.begun_at - committed)
            await asyncio.sleep(IDLE_GAP)
    ordered = sorted(waits)
    p50, p99 = (ordered[int((len(ordered) - 1) * share)] * 1000 for share in (0.5, 0.99))
    return {"p50_ms": p50, "p99_ms": p99}


def _adding(every: list[Outgoing], now: Any) -> Callable[[UnitOfWork], None]:
    def add(uow: UnitOfWork) -> None:
        for message in every:
            uow.outbox.add(message, now)

    return add


def _dropping(now: Any) -> Callable[[UnitOfWork], None]:
    def drop(uow: UnitOfWork) -> None:
        for line in uow.outbox.lines(("open",), 1000):
            uow.outbox.drop(line.id, now)

    return drop


class Worker:
    """The other end of the module's own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, errand: Errand) -> dict[str, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(errand)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise Broken("the relay under test died; run `python -m benchmarks.relaying` by hand to see why")
        found: dict[str, float] = json.loads(answer)
        return found


@contextmanager
def worker(folder: Path) -> Iterator[Worker]:
    command = [sys.executable, "-m", "benchmarks.relaying"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment(), "TMPDIR": str(folder)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    pin(process.pid, SERVER_CORE)
    try:
        yield Worker(process)
    finally:
        process.terminate()
        process.wait()


async def main() -> None:
    deeds = {"client": client, "relay": relay, "reaction": reaction}
    numbers = count()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        while line := await asyncio.to_thread(sys.stdin.readline):
            errand = Errand(**json.loads(line))
            if errand.database:
                upgrade(errand.database)
            found = await deeds[errand.what](errand, f"bench{next(numbers)}-{perf_counter():.0f}", session)
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
