"""Writes everything in a live database to one file, as it was at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.errors import TryAgain
from bot.store.address import Address, address
from bot.store.archive import ArchiveWriter, Content, Manifest, Tell, Values, writing
from bot.store.kinds import at_once, kinds, written
from bot.store.schema import VERSION, metadata
from bot.store.sqlite import connect
from bot.store.upgrade import must_be_current


def backup(url: str, path: Path, now: datetime, tell: Tell) -> Manifest:
    """Holds up nobody. StartFailed when the tables are not this program's, BackupFault when the file cannot be had."""
    must_be_current(url)
    where = address(url)
    try:
        with _snapshot(where) as connection, writing(path) as archive:
            tables = [_copy(connection, table, archive, tell) for table in metadata.sorted_tables]
            manifest = Manifest(VERSION, now, tuple(_numbered(connection, table) for table in tables))
            archive.close(manifest)
    except DBAPIError as fault:
        raise TryAgain(f"the database gave up: {fault.orig}") from fault
    return manifest


@contextmanager
def _snapshot(where: Address) -> Iterator[Connection]:
    """One reading transaction: all tables as of the same commit."""
    engine = (
        create_engine("sqlite://", creator=lambda: connect(where.file, reads_only=True), poolclass=NullPool)
        if where.file
        else create_engine(where.alchemy, isolation_level="REPEATABLE READ", poolclass=NullPool)
    )
    with engine.connect() as connection:
        if where.file:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        yield connection
    engine.dispose()


def _copy(connection: Connection, table: Table, archive: ArchiveWriter, tell: Tell) -> Content:
    content = archive.add(table.name, kinds(table), _rows(connection, table))
    tell(content)
    return content


def _rows(connection: Connection, table: Table) -> Iterator[Values]:
    in_order = select(table).order_by(*table.primary_key)
    found = connection.execution_options(yield_per=at_once(kinds(table))).execute(in_order)
    for row in found:
        yield [written(value) for value in row]


def _numbered(connection: Connection, content: Content) -> Content:
    """With the number that the next row gets: a number that was ever given is not given again."""
    column = metadata.tables[content.name].autoincrement_column
    if column is None:
        return content
    highest = connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
    return replace(content, next_id=max(highest, _last_given(connection, content.name, column.name)) + 1)


def _last_given(connection: Connection, table: str, column: str) -> int:
    if connection.dialect.name == "sqlite":
        asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(asked, {"name": table}).scalar() or 0
    asked = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)")
    return connection.execute(asked, {"table": table, "column": column}).scalar() or 0
