"""The load: keep-alive connections, in a process that the servers do not slow down.

Run as a module it reads an order a line and writes a tally a line.
"""

import asyncio
import json
import random
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count, cycle

from benchmarks.children import ROOT, Broken, environment
from benchmarks.machine import CLIENT_CORE, pin
from benchmarks.signing import ID_WIDTH, Shape, template

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
TAIL_PATIENCE = 20.0
NEARLY = 0.002
"""Seconds before a planned moment from which on the clock is watched: the system's own timers are this coarse."""


@dataclass(frozen=True, slots=True)
class Order:
    """`text` is said by each speaker in turn, to the bot alone; `tag` begins every event id.

    With a `rate` so many commands a second are sent at moments of chance, whether or not the earlier ones have been
    answered, and timed from their planned moments; without one each connection always has one in flight.
    """

    port: int
    speakers: Sequence[str]
    text: str
    connections: int
    seconds: float
    tag: str
    rate: float = 0.0
    shape: Shape = "event"


@dataclass(frozen=True, slots=True)
class Tally:
    """`answered` within the time, `completed` with those that were in flight when it ended."""

    answered: int
    completed: int
    refused: int
    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(slots=True, eq=False)
class Burst:
    order: Order
    loop: asyncio.AbstractEventLoop
    until: float
    requests: Iterator[bytes]
    latencies: list[float] = field(default_factory=list)
    completed: int = 0
    refused: int = 0
    open_lines: int = 0
    planned: deque[float] = field(default_factory=deque)
    idle: list["Line"] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def answered(self, line: "Line", status: bytes, begun: float) -> None:
        now = self.loop.time()
        self.completed += 1
        self.refused += status != b"200"
        if now < self.until:
            self.latencies.append(now - begun)
        self.go_on(line, now)

    def go_on(self, line: "Line", now: float) -> None:
        """What a line does that is free."""
        if self.planned:
            line.ask(next(self.requests), self.planned.popleft())
        elif now >= self.until:
            line.hang_up()
        elif self.order.rate:
            self.idle.append(line)
        else:
            line.ask(next(self.requests), now)

    async def keep_to_plan(self) -> None:
        """Send at each planned moment, or as soon after it as a line is free."""
        dice = random.Random(self.order.tag)
        moment = self.loop.time()
        while (moment := moment + dice.expovariate(self.order.rate)) < self.until:
            while (left := moment - self.loop.time()) > 0:  # noqa: ASYNC110 - time is no event
                await asyncio.sleep(left - NEARLY if left > NEARLY else 0)
            self.planned.append(moment)
            if self.idle:
                self.go_on(self.idle.pop(), moment)
        await asyncio.sleep(max(self.until - self.loop.time(), 0))
        while self.idle:
            self.idle.pop().hang_up()

    def line_closed(self, *, in_flight: bool) -> None:
        self.refused += in_flight
        self.open_lines -= 1
        if not self.open_lines:
            self.over.set()

    def tally(self) -> Tally:
        ordered = sorted(self.latencies) or [0.0]
        p50, p99 = (ordered[int((len(ordered) - 1) * share)] * 1000 for share in (0.5, 0.99))
        answered = len(self.latencies)
        return Tally(answered, self.completed, self.refused, answered / self.order.seconds, p50, p99)


class Line(asyncio.Protocol):
    def __init__(self, burst: Burst) -> None:
        self._burst = burst
        self._buffer = b""
        self._begun = 0.0
        self._in_flight = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._burst.go_on(self, self._burst.loop.time())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or length is None or len(body) < int(length[1]):
            return
        self._buffer, self._in_flight = b"", False
        self._burst.answered(self, head[9:12], self._begun)

    def connection_lost(self, exc: Exception | None) -> None:
        self._burst.line_closed(in_flight=self._in_flight)

    def ask(self, request: bytes, begun: float) -> None:
        assert self._transport
        self._begun, self._in_flight = begun, True
        self._transport.write(request)

    def hang_up(self) -> None:
        assert self._transport
        self._transport.close()


class LoadClient:
    """The other end of the module's own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, order: Order) -> None:
        """`end` gives its tally."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()

    def end(self) -> Tally:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline()
        if not answer:
            raise Broken("the load client ended early")
        tally = Tally(**json.loads(answer))
        if tally.refused or not tally.answered:
            raise Broken(f"{tally.refused} of {tally.completed} requests were not answered with 200")
        return tally

    def run(self, order: Order) -> Tally:
        self.begin(order)
        return self.end()


@contextmanager
def load_client() -> Iterator[LoadClient]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        pin(process.pid, CLIENT_CORE)
        yield LoadClient(process)
        assert process.stdin is not None
        process.stdin.close()


async def run(order: Order) -> Tally:
    loop = asyncio.get_running_loop()
    burst = Burst(order, loop, loop.time() + order.seconds, _requests(order), open_lines=order.connections)
    for _ in range(order.connections):
        await loop.create_connection(lambda: Line(burst), "127.0.0.1", order.port)
    async with asyncio.timeout(order.seconds + TAIL_PATIENCE):
        if order.rate:
            await burst.keep_to_plan()
        await burst.over.wait()
    return burst.tally()


def _requests(order: Order) -> Iterator[bytes]:
    numbers = count()
    for speaker in cycle([template(order.port, speaker, order.text, order.shape) for speaker in order.speakers]):
        yield speaker.request(f"{order.tag}{next(numbers):0{ID_WIDTH - len(order.tag)}d}")


def main() -> None:
    for line in sys.stdin:
        tally = asyncio.run(run(Order(**json.loads(line))))
        sys.stdout.write(json.dumps(asdict(tally)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
