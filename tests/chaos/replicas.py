"""The processes, and what befalls them."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
STOP_SECONDS = 30


class Replica:
    """One place for a process; `address` is empty while nobody is in it."""

    def __init__(self, told: Mapping[str, str], log: Path) -> None:
        self._told = told
        self._log = log
        self._process: Process | None = None
        self.address = ""

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.replica", json.dumps(dict(self._told)),
                stdout=PIPE, stderr=log, env=_environment(), cwd=ROOT,
            )  # fmt: skip
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS)
        if not line:
            raise RuntimeError(f"a replica did not start: {self._log.read_text()[-2000:]}")
        self.address = line.decode().strip()

    async def end(self, how: signal.Signals) -> int:
        """The process's id, once it is gone; KILL gives it no chance to say anything."""
        assert self._process is not None
        self.address = ""
        if self._process.returncode is None:
            self._process.send_signal(how)
        await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        return self._process.pid

    async def pause(self, seconds: float) -> int:
        """Stopped in the middle of whatever it does, as a machine that is short of everything would be."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        self._process.send_signal(signal.SIGCONT)
        return self._process.pid


class Replicas:
    """`cut_off` are the processes that were killed or stopped for a while: what they had sent they could not note."""

    def __init__(self, number: int, told: Mapping[str, str], folder: Path) -> None:
        self.each = [Replica(told, folder / f"replica-{place}.log") for place in range(number)]
        self._folder = folder
        self.cut_off: set[int] = set()
        self.befell: Counter[str] = Counter()

    async def start(self) -> None:
        await asyncio.gather(*(replica.start() for replica in self.each))

    async def stop(self) -> list[int]:
        """In order; what each said at its end must be 0."""
        await asyncio.gather(*(replica.end(signal.SIGTERM) for replica in self.each))
        return [replica._process.returncode or 0 for replica in self.each if replica._process]

    async def kill(self) -> None:
        await asyncio.gather(*(replica.end(signal.SIGKILL) for replica in self.each if replica._process))

    def addresses(self) -> list[str]:
        return [replica.address for replica in self.each if replica.address]

    async def befall(self, random: Random, pauses: bool, lease: float) -> None:
        """One of them is killed, told to stop, or stopped for longer than a lease; then it starts again."""
        replica = random.choice(self.each)
        weights = [6, 2, 1 if pauses else 0] if self.befell else [1, 0, 0]
        what = random.choices(["kill -9", "SIGTERM", "SIGSTOP"], weights)[0]
        self.befell[what] += 1
        if what == "SIGSTOP":
            self.cut_off.add(await replica.pause(lease * 1.2))
            return
        pid = await replica.end(signal.SIGKILL if what == "kill -9" else signal.SIGTERM)
        if what == "kill -9":
            self.cut_off.add(pid)
        await asyncio.sleep(random.uniform(0, 1))
        await replica.start()

    def incidents(self) -> list[str]:
        """Log lines that tell of a bug."""
        logs = [path.read_text() for path in sorted(self._folder.glob("replica-*.log"))]
        return [line for text in logs for line in text.splitlines() if "incident" in line or "Traceback" in line]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
