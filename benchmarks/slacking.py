"""A burst of signed Slack commands, all at once: how long the last of them wait, beside a server that does nothing."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from benchmarks.children import Broken, bare, serving, settle
from benchmarks.figure import Figure, Goal
from benchmarks.office import LIST
from benchmarks.signing import PATH, SIGNATURE, SPEAKERS, STAMP, signature

NAMES = ("g01-slack-burst-200-p99",)
BURST, ROUNDS = 200, 7
WARM_ROUNDS = 2
PATIENCE = 20.0
FORM = "application/x-www-form-urlencoded"
HOOK = "/hooks/slack"
_numbers = count(1)

Write = Callable[[int, str], bytes]
"""One request, whole: for a port and a path."""


def measure(names: Sequence[str]) -> Iterator[Figure]:
    yield bursts(names[0], "benchmarks.slack_house", HOOK, _command)


def bursts(name: str, module: str, hook: str, write: Write) -> Figure:
    """The house that the module is, at its hook, beside a server that answers 200 to the same requests."""
    with tempfile.TemporaryDirectory(prefix="xiaoban-bench-") as here:
        folder = Path(here)
        house = [*_python(module), f"sqlite:///{folder / 'house.db'}"]
        with serving(bare(), folder) as nothing, serving(house, folder) as ours:
            for _ in range(WARM_ROUNDS):
                asyncio.run(burst(ours.port, hook, write))
                asyncio.run(burst(nothing.port, PATH, write))
            rounds = []
            for _ in range(ROUNDS):
                settle(ours, PATIENCE)
                below = asyncio.run(burst(nothing.port, PATH, write))
                rounds.append((below, asyncio.run(burst(ours.port, hook, write))))
    least, mine = [_p99(one) for one, _ in rounds], [_p99(one) for _, one in rounds]
    value = median(above / below for above, below in zip(mine, least, strict=True))
    longest = {"longest_ms": max(max(one) for _, one in rounds)}
    goal = Goal("lower", 8, 5)
    return Figure(name, value, "ratio to bare aiohttp", goal, median(least), median(mine), "ms p99", longest)


def _python(module: str) -> list[str]:
    return [*bare()[:1], "-m", module]


def _p99(waits: Sequence[float]) -> float:
    return quantiles(waits, n=100)[98]


async def burst(port: int, path: str, write: Write) -> list[float]:
    """Milliseconds of each: all connections are open before the first command is sent."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(BURST)]
    requests = [write(port, path) for _ in lines]
    begun = time.perf_counter()
    waits = await asyncio.gather(*(_send(*line, request, begun) for line, request in zip(lines, requests, strict=True)))
    for _, writer in lines:
        writer.close()
    return list(waits)


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, begun: float) -> float:
    writer.write(request)
    status = await reader.readline()
    if b" 200 " not in status:
        raise Broken(f"a command was answered {status!r}")
    return (time.perf_counter() - begun) * 1000


def _command(port: int, path: str) -> bytes:
    number = next(_numbers)
    speaker = SPEAKERS[number % len(SPEAKERS)]
    said = {
        "team_id": "T0", "channel_id": f"D{speaker}", "channel_name": "directmessage", "user_id": speaker,
        "command": "/xiaoban", "text": LIST, "trigger_id": f"bench{number:08d}", "response_url": f"http://127.0.0.1:{port}/",
    }  # fmt: skip
    body, stamp = urlencode(said).encode(), str(int(time.time()))
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n"
        f"{STAMP}: {stamp}\r\n{SIGNATURE}: {signature(stamp, body)}\r\n\r\n"
    )
    return head.encode() + body
