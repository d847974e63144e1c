"""Takes a backup in: everything or nothing, in one transaction, with the tables made on the way."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot.errors import BackupFault
from bot.store.address import address
from bot.store.alone import alone
from bot.store.archive import ArchiveReader, Content, Manifest, Tell, reading
from bot.store.kinds import as_table, at_once, understood
from bot.store.notice_tables import receipts
from bot.store.presence import nobody_else
from bot.store.schema import VERSION, metadata
from bot.store.upgrade import current, make_folder, migrate, must_be_older

SEEDED = frozenset(("parameters",))
"""Filled by the migrations themselves: a database with nothing else in it is an empty one."""

VERSION_TABLE = "alembic_version"


def restore(url: str, path: Path, tell: Tell, *, replace: bool = False) -> Manifest:
    """BackupFault, and nothing changed, when the file is not whole, is of a newer version, or the database is in use.

    `replace`: what is in the database goes; without it only an empty one is taken.
    """
    must_be_older(current(url))
    where = address(url)
    make_folder(where)
    try:
        with reading(path) as archive, nobody_else(where), alone(where) as connection:
            _take_in(connection, archive, path, tell, replace=replace)
    except DBAPIError as fault:
        raise BackupFault(f"the database did not take it, and was left as it was: {fault.orig}") from fault
    return archive.manifest


def _take_in(connection: Connection, archive: ArchiveReader, path: Path, tell: Tell, *, replace: bool) -> None:
    _must_be_known(archive.manifest, path)
    _make_room(connection, archive.manifest, replace=replace)
    migrate(connection, archive.manifest.version)
    for content in archive.manifest.tables:
        _fill(connection, content, archive)
        tell(content)
    _check_references(connection)
    migrate(connection, "head")


def _must_be_known(manifest: Manifest, path: Path) -> None:
    if manifest.version > VERSION:
        of = f"{path} has the tables of version {manifest.version}, made by a newer xiaoban than this one ({VERSION})"
        raise BackupFault(f"{of}: install the newer one.")


def _make_room(connection: Connection, manifest: Manifest, *, replace: bool) -> None:
    present = set(inspect(connection).get_table_names())
    ours = [name for name in [*metadata.tables, *(one.name for one in manifest.tables)] if name in present]
    full = [name for name in ours if name not in SEEDED and _has_rows(connection, name)]
    if full and not replace:
        raise BackupFault(
            f"the database is not empty ({full[0]} has rows): name an empty one in database_url, "
            "or add --replace to throw away what is in it."
        )
    if VERSION_TABLE in present:
        _drop(connection, dict.fromkeys([*ours, VERSION_TABLE]))


def _has_rows(connection: Connection, table: str) -> bool:
    return connection.execute(select(text("1")).select_from(as_table(table, {})).limit(1)).first() is not None


def _drop(connection: Connection, tables: Iterable[str]) -> None:
    names = [connection.dialect.identifier_preparer.quote(name) for name in tables]
    if connection.dialect.name == "sqlite":
        for name in names:
            connection.exec_driver_sql(f"DROP TABLE {name}")
        return
    guards = connection.execute(text(GUARDS), {"tables": list(tables)}).scalars().all()
    connection.exec_driver_sql(f"DROP TABLE {', '.join(names)} CASCADE")
    for guard in guards:
        connection.exec_driver_sql(f"DROP FUNCTION {guard}")


GUARDS = """
    SELECT DISTINCT tgfoid::regprocedure::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relname = ANY (:tables) AND relnamespace = current_schema()::regnamespace AND NOT tgisinternal
"""
"""The functions that the tables' triggers call, which outlive the tables."""


def _fill(connection: Connection, content: Content, archive: ArchiveReader) -> None:
    table = as_table(content.name, content.columns)
    if _has_rows(connection, content.name):  # what the migration put there
        connection.execute(table.delete())
    rows = (
        {name: understood(value, of) for (name, of), value in zip(content.columns.items(), row, strict=True)}
        for row in archive.rows(content)
    )
    most = at_once(content.columns)
    while batch := list(islice(rows, most)):
        connection.execute(table.insert(), batch)
    if content.next_id is not None:
        _go_on_from(connection, content)


def _go_on_from(connection: Connection, content: Content) -> None:
    """SQLite goes on from the highest number there is, unless the table is told to remember more."""
    here: dict[str, Any] = {"table": content.name, "next": content.next_id, "last": (content.next_id or 1) - 1}
    if connection.dialect.name == "postgresql":
        (column,) = inspect(connection).get_pk_constraint(content.name)["constrained_columns"]
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :next, false)"), {**here, "column": column}
        )
    elif connection.execute(text(REMEMBERS), here).scalar():
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), here)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), here)


REMEMBERS = "SELECT count(*) FROM sqlite_master WHERE name = :table AND sql LIKE '%AUTOINCREMENT%'"


def _check_references(connection: Connection) -> None:
    """SQLite was not looking while the tables were filled; PostgreSQL was, but for the keys that it does without."""
    if connection.dialect.name == "sqlite":
        found = [(table, to) for table, _row, to, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    else:
        present = set(inspect(connection).get_table_names())
        keys = [(column, key) for column in receipts.c for key in column.foreign_keys if receipts.name in present]
        found = [
            (receipts.name, key.column.table.name) for column, key in keys if _points_nowhere(connection, column, key)
        ]
    for table, to in found:
        raise BackupFault(f"the backup is damaged: a row of {table} points to one of {to} that is not in it.")


def _points_nowhere(connection: Connection, column: Column[Any], key: ForeignKey) -> bool:
    there = select(key.column).where(key.column == column).exists()
    return connection.execute(select(column).where(~there).limit(1)).first() is not None
