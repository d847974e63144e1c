"""Server processes: started, waited for, ended."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import SERVER_CORE, cpu_seconds, pin

ROOT = Path(__file__).parents[1]
XIAOBAN = str(Path(sys.executable).with_name("xiaoban"))
PATIENCE = 60.0
POLL = 0.002
ALIVE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
QUIET_SHARE, QUIET_LOOK = 0.05, 0.1


class Broken(Exception):
    """The benchmark cannot go on; the message says why."""


@dataclass(frozen=True, slots=True)
class Child:
    pid: int
    port: int
    started_in: float
    """Seconds from its start to its first 200."""


def bare(kind: str = "nothing", where: str = "") -> list[str]:
    """The command for a reference server; the port comes last."""
    return [sys.executable, "-m", "benchmarks.bare", kind, where]


def xiaoban(database_url: str) -> list[str]:
    return [XIAOBAN, "demo", "--db", database_url, "--port"]


def signed(database_url: str, sink: str = "owed") -> list[str]:
    """The house behind a platform that signs; see `benchmarks.signed`."""
    return [sys.executable, "-m", "benchmarks.signed", database_url, sink]


@contextmanager
def serving(command: Sequence[str], folder: Path, core: int = SERVER_CORE) -> Iterator[Child]:
    """A child on a free port, on the server's core, alive until the block ends."""
    port = _free_port()
    with tempfile.TemporaryFile(dir=folder) as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(port)], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            pin(process.pid, core)
            if not _wait_until_alive(process, port):
                errors.seek(0)
                raise Broken(f"{' '.join(command)} did not start:\n{errors.read().decode()[-2000:]}")
            yield Child(process.pid, port, time.perf_counter() - begun)
        finally:
            _end(process)


def environment() -> dict[str, str]:
    """Ours without settings of some real office; the repository's own modules can be found from anywhere.

    Bytecode may be kept, as it is where a program is installed, or every start would compile all of the source again.
    """
    left_out = ("XIAOBAN_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(left_out)}
    return {**kept, "PYTHONPATH": str(ROOT)}


def settle(child: Child, patience: float) -> float:
    """Wait until it has nothing left to do; gives the seconds that took."""
    begun = time.perf_counter()
    before = cpu_seconds(child.pid)
    while time.perf_counter() - begun < patience:
        time.sleep(QUIET_LOOK)
        now = cpu_seconds(child.pid)
        if now - before <= QUIET_SHARE * QUIET_LOOK:
            break
        before = now
    return time.perf_counter() - begun


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_alive(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.perf_counter() + PATIENCE
    while process.poll() is None and time.perf_counter() < until:
        if _is_alive(port):
            return True
        time.sleep(POLL)
    return False


def _is_alive(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            line.sendall(ALIVE)
            return line.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
