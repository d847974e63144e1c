"""What PostgreSQL carries between the processes that share a database: knocks, and locks that only one can hold.

One connection of its own in one thread. PostgreSQL takes the locks back when that connection ends, in whatever way.
"""

import asyncio
import select
import socket
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event, Thread
from time import monotonic

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.log import get_log

log = get_log("peers")

PRESENT = 7_801_602_554
"""Held shared by every running house, so that a restore can see that nobody is there."""

CHANNEL = "xiaoban"
BEAT_SECONDS = 2.0
"""Between two looks at whether the line is alive and what is free; a dead process's locks are taken within this."""

KNOCK_SECONDS = 0.05
"""Between two knocks: a NOTIFY in each transaction would cost a quarter of what PostgreSQL can do."""

AGAIN_SECONDS = 1.0
CLOSE_SECONDS = 5.0

# This side gives a silent line up after 6 s, the server after 9: the old holder has stopped before there is a new one.
OUR_PATIENCE = "connect_timeout=3 keepalives_idle=2 keepalives_interval=2 keepalives_count=2 tcp_user_timeout=6000"
THEIR_PATIENCE = (
    "SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
    "SET tcp_user_timeout = 9000"
)


def key(name: str) -> int:
    """A lock's number; the same in every process."""
    return int.from_bytes(blake2b(f"xiaoban:{name}".encode(), digest_size=8).digest(), signed=True)


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to tell, and in which loop."""

    loop: asyncio.AbstractEventLoop
    knocked: Callable[[], None]
    held: Callable[[frozenset[str]], None]

    def knock(self) -> None:
        with suppress(RuntimeError):  # a loop that has closed since has nobody left to tell
            self.loop.call_soon_threadsafe(self.knocked)

    def holds(self, names: frozenset[str]) -> None:
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.held, names)


class Line(Thread):
    """The connection, made again whenever it is lost."""

    def __init__(self, url: str, names: Collection[str], told: Told, beat: float) -> None:
        super().__init__(name="store-peers", daemon=True)
        self._url = url
        self._names = frozenset(names)
        self._told = told
        self._beat = beat
        self._held: frozenset[str] = frozenset()
        self._awake, self._waker = socket.socketpair()
        self._stopping = Event()
        self._is_to_knock = False
        self._may_knock_at = 0.0

    def knock(self) -> None:
        if not self._is_to_knock:
            self._is_to_knock = True
            self.wake()

    def stop(self) -> None:
        self._stopping.set()
        self.wake()

    def wake(self) -> None:
        with suppress(OSError):
            self._waker.send(b"!")

    def run(self) -> None:
        is_told = False
        while not self._stopping.is_set():
            try:
                with closing(self._connect()) as connection:
                    is_told = False
                    self._attend(connection)
            except psycopg.Error as fault:
                self._hold(frozenset())
                if not is_told:
                    is_told = True
                    said = str(fault).strip().partition("\n")[0]
                    log.warning("peers.line_lost", fault=said, hint="it is made again; polling goes on")
            self._stopping.wait(AGAIN_SECONDS)
        self._awake.close()
        self._waker.close()

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(make_conninfo(self._url, **conninfo_to_dict(OUR_PATIENCE)), autocommit=True)
        connection.execute(THEIR_PATIENCE)
        connection.execute(f"LISTEN {CHANNEL}")
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [PRESENT])
        return connection

    def _attend(self, connection: psycopg.Connection) -> None:
        self._told.knock()  # whatever was knocked for while nobody listened
        while not self._stopping.is_set():
            self._take_what_is_free(connection)
            self._pass_on_knock(connection)
            self._listen(connection)
        connection.execute("SELECT pg_advisory_unlock_all()")
        connection.execute(f"NOTIFY {CHANNEL}")

    def _take_what_is_free(self, connection: psycopg.Connection) -> None:
        """Also says that the line is alive, when there is nothing to take."""
        wanting = sorted(self._names - self._held)
        taken = [connection.execute("SELECT pg_try_advisory_lock(%s)", [key(name)]).fetchone() for name in wanting]
        if not wanting:
            connection.execute("SELECT 1")
        self._hold(self._held | {name for name, row in zip(wanting, taken, strict=True) if row and row[0]})

    def _hold(self, names: frozenset[str]) -> None:
        if names != self._held:
            self._held = names
            self._told.holds(names)

    def _pass_on_knock(self, connection: psycopg.Connection) -> None:
        if self._is_to_knock and monotonic() >= self._may_knock_at:
            self._is_to_knock = False
            self._may_knock_at = monotonic() + KNOCK_SECONDS
            connection.execute(f"NOTIFY {CHANNEL}")

    def _listen(self, connection: psycopg.Connection) -> None:
        patience = max(self._may_knock_at - monotonic(), 0) if self._is_to_knock else self._beat
        select.select([connection.fileno(), self._awake.fileno()], [], [], patience)
        with suppress(BlockingIOError):
            self._awake.recv(4096, socket.MSG_DONTWAIT)
        knocked = {one.pid for one in connection.notifies(timeout=0)}
        if knocked - {connection.info.backend_pid}:
            self._told.knock()


class PostgresPeers:
    def __init__(self, url: str, beat: float = BEAT_SECONDS) -> None:
        self._url = url
        self._beat = beat
        self._line: Line | None = None

    def open(self, names: Collection[str], knocked: Callable[[], None], held: Callable[[frozenset[str]], None]) -> None:
        told = Told(asyncio.get_running_loop(), knocked, held)
        self._line = Line(self._url, names, told, self._beat)
        self._line.start()

    @property
    def is_alone(self) -> bool:
        """PostgreSQL does not tell."""
        return False

    def knock(self) -> None:
        if self._line is not None:
            self._line.knock()

    async def close(self) -> None:
        if self._line is not None:
            self._line.stop()
            await asyncio.to_thread(self._line.join, CLOSE_SECONDS)
