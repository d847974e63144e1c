"""Brings a database's tables to this version; any number of processes may try at once."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StartFailed, TryAgain
from bot.store.address import Address, address
from bot.store.schema import VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCRIPTS = Path(__file__).with_name("migrations")
VERSION_OF = "SELECT version_num FROM alembic_version"


def current(url: str) -> str | None:
    """The version of the database's tables; None where there are none. StartFailed when it cannot be reached."""
    where = address(url)
    return _current_file(where.file) if where.file else _current_postgres(where.libpq)


def must_be_current(url: str) -> None:
    """StartFailed says what to do about tables that are not what this program needs."""
    version = current(url)
    if version == VERSION:
        return
    must_be_older(version)
    found = "has no tables yet" if version is None else f"has the tables of version {version}"
    raise StartFailed([f"database {found}, and this program needs version {VERSION}: run xiaoban db upgrade."])


def must_be_older(version: str | None) -> None:
    if version is not None and version > VERSION:
        found = f"database has tables of version {version}, made by a newer xiaoban than this one ({VERSION})"
        raise StartFailed([f"{found}: install the newer one."])


def upgrade(url: str) -> None:
    """Make or change the tables where needed; a SQLite file and its folder are made."""
    version = current(url)
    if version == VERSION:
        return
    must_be_older(version)
    from bot.store.alone import alone

    where = address(url)
    make_folder(where)
    with alone(where) as connection:
        migrate(connection, "head")


def migrate(connection: "Connection", to: str, scripts: Path = SCRIPTS) -> None:
    """Up to that version, in the connection's own transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def make_folder(where: Address) -> None:
    """StartFailed when the folder of a SQLite file cannot be made."""
    if where.file is None:
        return
    try:
        where.file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StartFailed(
            [f"database_url: {where.file.parent} cannot be made ({fault.strerror}): choose another."]
        ) from fault


def _current_file(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path)) as connection:
            return _first(connection.execute(VERSION_OF).fetchall())
    except sqlite3.OperationalError as fault:
        if "no such table" in str(fault):
            return None
        raise StartFailed(
            [f"database_url: {path} cannot be opened ({fault}): check the path and its rights."]
        ) from fault
    except sqlite3.DatabaseError as fault:
        raise StartFailed([f"database_url: {path} is no SQLite database ({fault}): choose another path."]) from fault


def _current_postgres(libpq: str) -> str | None:
    import psycopg

    from bot.store.postgres import connect

    try:
        with closing(connect(libpq)) as connection:
            return _first(connection.execute(VERSION_OF).fetchall())
    except psycopg.errors.UndefinedTable:
        return None
    except TryAgain as fault:
        raise StartFailed([f"database_url: {fault}: is it running, and are name and password right?"]) from fault


def _first(rows: list[tuple[str, ...]]) -> str | None:
    return rows[0][0] if rows else None
