"""The load: keep-alive connections, each with one request in flight, in a process that the servers do not slow down.

Run as a module it reads an order a line and writes a tally a line.
"""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count, cycle

from benchmarks.children import ROOT, Broken, environment
from benchmarks.machine import CLIENT_CORE, pin

ID_WIDTH = 24
BODY_BYTES = 512
"""A platform's signed command is about so long, and carries two headers for its signature."""

HEADERS = (
    "POST /sim/api/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    "X-Signature: v0={signature}\r\nX-Request-Timestamp: 1790000000\r\nContent-Length: {length}\r\n\r\n"
)
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
TAIL_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Order:
    """`text` is said by each speaker in turn, to the bot alone; `tag` begins every event id."""

    port: int
    speakers: Sequence[str]
    text: str
    connections: int
    seconds: float
    tag: str


@dataclass(frozen=True, slots=True)
class Tally:
    """`answered` within the time, `completed` with those that were in flight when it ended."""

    answered: int
    completed: int
    refused: int
    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(slots=True)
class Burst:
    order: Order
    loop: asyncio.AbstractEventLoop
    until: float = 0.0
    latencies: list[float] = field(default_factory=list)
    completed: int = 0
    refused: int = 0
    open_lines: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def requests(self) -> Iterator[bytes]:
        numbers = count()
        for before, after in cycle([_request_around(self.order, speaker) for speaker in self.order.speakers]):
            yield before + f"{self.order.tag}{next(numbers):0{ID_WIDTH - len(self.order.tag)}d}".encode() + after

    def note(self, status: bytes, begun: float, now: float) -> bool:
        """Whether to go on."""
        self.completed += 1
        self.refused += status != b"200"
        if now < self.until:
            self.latencies.append(now - begun)
        return now < self.until

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
    def __init__(self, burst: Burst, requests: Iterator[bytes]) -> None:
        self._burst = burst
        self._requests = requests
        self._now = burst.loop.time
        self._buffer = b""
        self._begun = 0.0
        self._in_flight = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask(transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or length is None or len(body) < int(length[1]) or self._transport is None:
            return
        self._buffer, self._in_flight = b"", False
        if self._burst.note(head[9:12], self._begun, self._now()):
            self._ask(self._transport)
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._burst.line_closed(in_flight=self._in_flight)

    def _ask(self, transport: asyncio.Transport) -> None:
        request = next(self._requests)
        self._begun, self._in_flight = self._now(), True
        transport.write(request)


class LoadClient:
    """The other end of the module's own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, order: Order) -> Tally:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise Broken("the load client ended early")
        tally = Tally(**json.loads(answer))
        if tally.refused or not tally.answered:
            raise Broken(f"{tally.refused} of {tally.completed} requests were not answered with 200")
        return tally


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
    burst = Burst(order, loop, open_lines=order.connections)
    requests = burst.requests()
    burst.until = loop.time() + order.seconds
    for _ in range(order.connections):
        await loop.create_connection(lambda: Line(burst, requests), "127.0.0.1", order.port)
    async with asyncio.timeout(order.seconds + TAIL_PATIENCE):
        await burst.over.wait()
    return burst.tally()


def _request_around(order: Order, speaker: str) -> tuple[bytes, bytes]:
    """The bytes before and after the event id."""
    said = {"as": speaker, "chat": f"dm:{speaker}", "text": order.text, "trigger": "", "event_id": "0" * ID_WIDTH}
    missing = BODY_BYTES - len(json.dumps(said, ensure_ascii=False).encode())
    said["trigger"] = "0" * max(missing, 0)
    body = json.dumps(said, ensure_ascii=False).encode()
    head = HEADERS.format(port=order.port, signature="0" * 64, length=len(body)).encode()
    return head + body[: -ID_WIDTH - 2], body[-2:]


def main() -> None:
    for line in sys.stdin:
        tally = asyncio.run(run(Order(**json.loads(line))))
        sys.stdout.write(json.dumps(asdict(tally)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
