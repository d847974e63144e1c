"""Changing the tables: one process at a time, all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.store.address import Address

LOCK = 7_801_602_553
"""Any number that no other program takes on the same PostgreSQL database."""

WAIT_SECONDS = 60


@contextmanager
def alone(where: Address) -> Iterator[Connection]:
    """One transaction, definitions included; whoever comes second waits. Kept only when the block ends well."""
    options = {"connect_args": {"timeout": WAIT_SECONDS}} if where.file else {}
    engine = create_engine(where.alchemy, poolclass=NullPool, **options)
    if where.file:
        event.listen(engine, "connect", _as_told)
    try:
        with engine.connect() as connection:
            _wait_for_turn(connection, where)
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def _as_told(connection: object, _record: object) -> None:
    """Begin where we say: the driver itself would begin too late to keep another process out."""
    connection.isolation_level = None  # type: ignore[attr-defined]


def _wait_for_turn(connection: Connection, where: Address) -> None:
    if where.file:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
