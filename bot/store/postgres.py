"""PostgreSQL: a few threads with a connection each, a transaction a unit, run again where the database asks for it."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.errors import ExclusionViolation
from sqlalchemy.dialects.postgresql import psycopg as dialects

from bot.errors import TryAgain, UserError
from bot.log import get_log
from bot.store.jobs import Job, Jobs, answer, refuse_all
from bot.store.session import Session, Translator
from bot.store.uow import SqlUnitOfWork

log = get_log("store")

WRITERS = 10
READERS = 2
TRIES = 3
CONNECT_SECONDS = 3
# Locks are waited for a little longer than PostgreSQL takes to find a deadlock, so that one of two gives way, not both.
SETTINGS = "SET TIME ZONE 'UTC'; SET lock_timeout = '1500ms'; SET idle_in_transaction_session_timeout = '60s'"


def connect(url: str) -> psycopg.Connection:
    """TryAgain when the database does not answer; the password is in no message."""
    try:
        connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS)
    except psycopg.OperationalError as fault:
        raise TryAgain(f"no connection to PostgreSQL: {str(fault).strip().splitlines()[0]}") from fault
    connection.execute(SETTINGS)
    connection.commit()
    return connection


class Hand(Thread):
    """One connection, made when it is first needed and made again when it is lost."""

    def __init__(self, url: str, jobs: Jobs, translator: Translator, *, is_writer: bool) -> None:
        super().__init__(name=f"store-{'writer' if is_writer else 'reader'}", daemon=True)
        self._url = url
        self._jobs = jobs
        self._translator = translator
        self._is_writer = is_writer
        self._connection: psycopg.Connection | None = None
        self._uow: SqlUnitOfWork | None = None

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not job.future.cancelled():
                self._do(job)
                answer([job])
        self._disconnect()

    def _do(self, job: Job) -> None:
        try:
            job.outcome = self._transact(job.work)
        except BaseException as fault:  # whatever it is, it is the caller's
            job.refuse(fault)

    def _transact(self, work: Callable[[SqlUnitOfWork], Any]) -> Any:
        """What PostgreSQL could not do now (deadlock, lock, lost connection) is done again from the start."""
        faults: list[str] = []
        while len(faults) < TRIES:
            try:
                return self._once(work)
            except ExclusionViolation as clash:
                raise UserError("meetings.room_just_taken") from clash
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                faults.append(str(fault))
        log.warning("store.unit_refused", tries=len(faults), fault=faults[-1])
        raise TryAgain(faults[-1])

    def _once(self, work: Callable[[SqlUnitOfWork], Any]) -> Any:
        connection, uow = self._connected()
        try:
            outcome = work(uow)
        except BaseException:
            self._undo(connection)
            raise
        self._commit(connection)
        return outcome

    def _commit(self, connection: psycopg.Connection) -> None:
        """A connection lost on the way leaves it open whether the unit was kept: only redelivery can tell."""
        try:
            connection.commit()
        except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
            if connection.closed:
                self._disconnect()
                raise TryAgain(f"the connection was lost during the commit: {fault}") from fault
            self._undo(connection)
            raise

    def _undo(self, connection: psycopg.Connection) -> None:
        try:
            connection.rollback()
        except psycopg.Error:
            self._disconnect()
        if connection.closed:
            self._disconnect()

    def _connected(self) -> tuple[psycopg.Connection, SqlUnitOfWork]:
        if self._connection is None or self._uow is None or self._connection.closed:
            self._connection = connection = connect(self._url)
            if not self._is_writer:
                connection.isolation_level = IsolationLevel.REPEATABLE_READ
                connection.read_only = True
            self._uow = SqlUnitOfWork(Session(connection.cursor(), self._translator, is_writer=self._is_writer))
        return self._connection, self._uow

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._uow = None


class PostgresThreads:
    """The threads of one PostgreSQL database, started; they connect when there is something to do."""

    def __init__(self, url: str) -> None:
        self.writes, self.reads = Jobs(), Jobs()
        translator = Translator(dialects.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]
        self._writers = [Hand(url, self.writes, translator, is_writer=True) for _ in range(WRITERS)]
        self._readers = [Hand(url, self.reads, translator, is_writer=False) for _ in range(READERS)]
        for thread in (*self._writers, *self._readers):
            thread.start()

    def close(self) -> None:
        """Finishes what was asked for before; blocks."""
        for jobs, hands in ((self.reads, self._readers), (self.writes, self._writers)):
            for _ in hands:
                jobs.put(None)
            for hand in hands:
                hand.join()
        refuse_all(self.reads, self.writes)
