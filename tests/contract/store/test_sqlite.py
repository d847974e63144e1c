"""What is SQLite's own: the file shared with others, and the log beside it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from shutil import copyfile
from threading import Event

import pytest
import pytest_asyncio
from sqlalchemy.dialects.sqlite import dialect

from bot.errors import TryAgain
from bot.ports import UnitOfWork
from bot.store import SqlStore, jobs, open_store, sqlite
from bot.store.reminders import ALSO_DUE
from bot.store.session import Text
from tests.contract.store.things import CARD, NOW, message


@pytest.fixture
def path(migrated_file: Path, tmp_path: Path) -> Path:
    return Path(copyfile(migrated_file, tmp_path / "xiaoban.db"))


@pytest.fixture
def other_process(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest_asyncio.fixture
async def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqlStore]:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    opened = open_store(f"sqlite:///{path}")
    yield opened
    await opened.close()


def seen(uow: UnitOfWork, event: str) -> bool:
    return uow.inbox.first_seen("sim", event, NOW)


async def test_a_file_that_another_process_holds_asks_for_another_try(
    store: SqlStore, other_process: sqlite3.Connection
) -> None:
    other_process.execute("BEGIN IMMEDIATE")
    waiting = [store.write(partial(seen, event=f"e{n}")) for n in range(5)]
    assert [type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)] == [TryAgain] * 5
    await store.ready()
    other_process.execute("ROLLBACK")
    assert await store.write(partial(seen, event="e0"))


async def test_a_short_hold_is_waited_for(path: Path, other_process: sqlite3.Connection) -> None:
    patient = open_store(f"sqlite:///{path}")
    other_process.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(patient.write(partial(seen, event="e1")))
    await asyncio.sleep(0.1)
    other_process.execute("COMMIT")
    assert await waiting
    await patient.close()


async def test_units_that_wait_are_committed_together(store: SqlStore, path: Path) -> None:
    """None of them shows to others before all of them do."""

    def look(uow: UnitOfWork, event: str) -> int:
        seen(uow, event)
        with closing(sqlite3.connect(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])

    first = store.write(partial(look, event="first"))
    shown = await asyncio.gather(first, *(store.write(partial(look, event=f"e{n}")) for n in range(20)))
    assert len(set(shown)) <= 3
    assert await store.write(partial(look, event="last")) == 21


async def test_what_may_wait_shares_no_commit_with_what_somebody_waits_for(
    store: SqlStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else they would wait for it."""
    monkeypatch.setattr(jobs, "PATIENCE", 3600)
    begun, go_on, order = Event(), Event(), list[str]()

    def hold(_uow: UnitOfWork) -> None:
        begun.set()
        go_on.wait(10)

    def look(uow: UnitOfWork, event: str) -> int:
        order.append(event)
        seen(uow, event)
        with closing(sqlite3.connect(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])

    holding = asyncio.create_task(store.write(hold))
    await asyncio.to_thread(begun.wait, 10)
    asked = [
        asyncio.create_task(store.write(partial(look, event=event), may_wait=event.startswith("large")))
        for event in ("large 1", "large 2", "a", "b")
    ]
    await asyncio.sleep(0)
    go_on.set()
    await holding
    assert await asyncio.gather(*asked) == [2, 3, 0, 0]
    assert order == ["a", "b", "large 1", "large 2"]


async def test_the_log_stays_small_under_steady_writes(
    store: SqlStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without checkpoints this would be some 60 MB."""
    log = path.with_name(path.name + "-wal")
    monkeypatch.setattr(sqlite, "CHECKPOINT_COMMITS", 20)
    largest = 0
    for n in range(600):
        await store.write(lambda uow, n=n: uow.outbox.add(message(f"k{n}", card=CARD), NOW))  # type: ignore[misc]
        largest = max(largest, log.stat().st_size)
    assert largest < 4_000_000


async def test_closing_leaves_no_log_behind(store: SqlStore, path: Path) -> None:
    await store.write(partial(seen, event="e1"))
    await store.close()
    log = path.with_name(path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


async def test_every_commit_is_on_disk_and_the_log_is_ours_to_tend(path: Path) -> None:
    with closing(sqlite.connect(path)) as connection:
        asked = ("journal_mode", "synchronous", "wal_autocheckpoint", "foreign_keys")
        assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked] == ["wal", 2, 0, 1]


def test_what_else_is_due_of_some_subjects_is_found_from_them(path: Path) -> None:
    """Were it looked for in all that is due, a hundred thousand at once would take a day."""
    text = Text(ALSO_DUE, dialect())
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text.sql}", text.values({"ids": [1], "now": NOW})).fetchall()
    steps = [str(step[-1]) for step in plan]
    assert "SEARCH other USING INDEX sqlite_autoindex_reminders_1 (kind=? AND subject=?)" in steps
    assert [step for step in steps if step.startswith("SCAN") and "json_each" not in step] == []
