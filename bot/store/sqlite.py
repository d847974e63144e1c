"""SQLite: one writer thread that commits in groups, a few readers beside it, checkpoints out of the way."""

import json
import sqlite3
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import monotonic

from sqlalchemy.dialects import sqlite

from bot.errors import NoRoom, TryAgain
from bot.log import get_log
from bot.store.jobs import Job, Jobs, answer, refuse_all
from bot.store.session import Session, Translator
from bot.store.uow import SqlUnitOfWork

log = get_log("store")

BUSY_SECONDS = 2.0
"""How long another process may hold the file before callers are told to try again; platforms wait three to five."""

TURN_MILLISECONDS = 5
"""How long SQLite itself waits for the writer's turn; longer, it looks each tenth of a second and misses most gaps."""

LARGEST_BATCH = 256
READERS = 3
CHECKPOINT_COMMITS = 200
CHECKPOINT_ROWS = 4000

TRANSIENT = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT,
    )
)  # fmt: skip
DISK = frozenset((sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY))
PRIMARY_CODE = 0xFF

COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Half the bytes of the stock encoder's for Chinese words."""


def connect(path: Path, *, reads_only: bool = False) -> sqlite3.Connection:
    """A connection that begins and ends transactions only where it is told to."""
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    if reads_only:
        connection.execute("PRAGMA query_only=ON")
    return connection


def is_transient(fault: BaseException) -> bool:
    """Would the same work succeed later, without anybody changing the program?"""
    return _code(fault) in TRANSIENT


def refusal(fault: BaseException) -> TryAgain:
    """What the caller is told."""
    return NoRoom(str(fault)) if _code(fault) in DISK else TryAgain(str(fault))


def _code(fault: BaseException) -> int | None:
    code = getattr(fault, "sqlite_errorcode", None) if isinstance(fault, sqlite3.Error) else None
    return None if code is None else code & PRIMARY_CODE


def checkpoint(connection: sqlite3.Connection, how: str = "PASSIVE") -> None:
    """Copy the log into the file as far as readers allow; a failure costs space, not data."""
    try:
        connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
    except sqlite3.Error as fault:
        log.warning("store.checkpoint_failed", fault=str(fault), hint="is the disk full?")


class Writer(Thread):
    """Runs all units that wait in one transaction, each in a savepoint of its own, and answers after the commit."""

    def __init__(self, path: Path, jobs: Jobs, translator: Translator, checkpointer: "Checkpointer") -> None:
        super().__init__(name="store-writer", daemon=True)
        self._connection = connect(path)
        self._connection.execute(f"PRAGMA busy_timeout={TURN_MILLISECONDS}")
        self._cursor = self._connection.cursor()
        self._uow = SqlUnitOfWork(Session(self._cursor, translator, is_writer=True, is_alone=True))
        self._jobs = jobs
        self._checkpointer = checkpointer
        self._commits = 0
        self._rows = 0

    def run(self) -> None:
        open_for_work = True
        while open_for_work:
            batch, open_for_work = self._next_batch()
            if batch:
                self._commit(batch)
                answer(batch)
                self._tend_log()
        checkpoint(self._connection, "TRUNCATE")
        self._connection.close()

    def _next_batch(self) -> tuple[list[Job], bool]:
        """What queued up while the last batch was committed, or one unit that may wait. False: there is no more."""
        job = self._jobs.get()
        if job is None:
            return [], False
        batch = [job] if job.may_wait else [job, *self._jobs.others(LARGEST_BATCH - 1)]
        return [job for job in batch if not job.future.cancelled()], True

    def _commit(self, batch: list[Job]) -> None:
        try:
            self._begin()
            for job in batch:
                self._run_unit(job)
            self._cursor.execute("COMMIT")
        except sqlite3.Error as fault:
            self._undo(batch, fault)

    def _begin(self) -> None:
        """The file has no queue for its writers: who looks often gets a turn, however busy the other process is."""
        give_up_at = monotonic() + BUSY_SECONDS
        while True:
            try:
                self._cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as fault:
                if _code(fault) != sqlite3.SQLITE_BUSY or monotonic() >= give_up_at:
                    raise
            else:
                return

    def _run_unit(self, job: Job) -> None:
        self._cursor.execute("SAVEPOINT unit")
        try:
            job.outcome = job.work(self._uow)
        except BaseException as fault:  # whatever it is, it is the caller's
            job.refuse(refusal(fault) if is_transient(fault) else fault)
            if isinstance(fault, sqlite3.Error) and not self._connection.in_transaction:
                raise  # a full disk undoes the whole batch, its savepoints too
            self._cursor.execute("ROLLBACK TO unit")
        self._cursor.execute("RELEASE unit")

    def _undo(self, batch: list[Job], fault: sqlite3.Error) -> None:
        """Nothing of the batch was written, and nobody was told otherwise."""
        log.warning(
            "store.batch_refused", units=len(batch), fault=str(fault), hint="is the disk full or the file locked?"
        )
        if self._connection.in_transaction:
            self._connection.rollback()
        for job in batch:
            job.refuse(refusal(fault))

    def _tend_log(self) -> None:
        """Autocheckpoint is off, since it would stall whoever happens to commit: the bulk is done beside the writer.

        Without the writer's own short turn at the end the log would never be caught up with, and grow for ever.
        """
        self._commits += 1
        if self._checkpointer.is_bulk_done:
            self._checkpointer.is_bulk_done = False
            checkpoint(self._connection)
            self._commits, self._rows = 0, self._connection.total_changes
        elif self._commits >= CHECKPOINT_COMMITS or self._connection.total_changes - self._rows >= CHECKPOINT_ROWS:
            self._checkpointer.wake()


class Checkpointer(Thread):
    """Copies the log into the file while the writer goes on."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="store-checkpoint", daemon=True)
        self._connection = connect(path)
        self._wanted: SimpleQueue[bool] = SimpleQueue()
        self._is_asked = False
        self.is_bulk_done = False

    def wake(self) -> None:
        if not self._is_asked:
            self._is_asked = True
            self._wanted.put(True)

    def stop(self) -> None:
        self._wanted.put(False)

    def run(self) -> None:
        while self._wanted.get():
            checkpoint(self._connection)
            self.is_bulk_done = True
            self._is_asked = False
        self._connection.close()


class Reader(Thread):
    """Sees what was committed before a unit began, and holds up nobody."""

    def __init__(self, path: Path, jobs: Jobs, translator: Translator) -> None:
        super().__init__(name="store-reader", daemon=True)
        self._connection = connect(path, reads_only=True)
        self._cursor = self._connection.cursor()
        self._uow = SqlUnitOfWork(Session(self._cursor, translator, is_writer=False))
        self._jobs = jobs

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._look(job)
            answer([job])
        self._connection.close()

    def _look(self, job: Job) -> None:
        try:
            self._cursor.execute("BEGIN")
            job.outcome = job.work(self._uow)
        except BaseException as fault:  # whatever it is, it is the caller's
            job.refuse(refusal(fault) if is_transient(fault) else fault)
        if self._connection.in_transaction:
            self._cursor.execute("ROLLBACK")


class SqliteThreads:
    """The threads of one SQLite file, started."""

    def __init__(self, path: Path) -> None:
        self.writes, self.reads = Jobs(), Jobs()
        translator = Translator(sqlite.dialect(json_serializer=COMPACT.encode))
        self._checkpointer = Checkpointer(path)
        self._writer = Writer(path, self.writes, translator, self._checkpointer)
        self._readers = [Reader(path, self.reads, translator) for _ in range(READERS)]
        for thread in (self._checkpointer, self._writer, *self._readers):
            thread.start()

    def close(self) -> None:
        """Finishes what was asked for before; blocks."""
        for _ in self._readers:
            self.reads.put(None)
        for reader in self._readers:
            reader.join()
        self._checkpointer.stop()
        self._checkpointer.join()
        self.writes.put(None)
        self._writer.join()
        refuse_all(self.reads, self.writes)
