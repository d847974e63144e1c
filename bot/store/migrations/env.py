"""Run by Alembic: one transaction for all that is missing, one process at a time."""

from alembic import context
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.store.address import Address
from bot.store.schema import metadata

LOCK = 7_801_602_553
"""Any number that no other program takes on the same PostgreSQL database."""

WAIT_SECONDS = 60


def _migrate(where: Address) -> None:
    options = {"connect_args": {"timeout": WAIT_SECONDS}} if where.file else {}
    engine = create_engine(where.alchemy, poolclass=NullPool, **options)
    if where.file:
        event.listen(engine, "connect", _as_told)
    with engine.connect() as connection:
        _wait_for_turn(connection, where)
        context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        context.run_migrations()
        connection.commit()
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


_migrate(context.config.attributes["address"])
