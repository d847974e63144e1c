"""A backup is one moment of a live database, and comes back whole or not at all, on either database."""

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Connection, create_engine, inspect, select
from sqlalchemy.pool import NullPool

from bot.domain.reminder import Reminder
from bot.errors import BackupFault, StartFailed
from bot.messages import OutFile
from bot.ports import Dialog, UnitOfWork
from bot.store import SqlStore, current, open_peers, open_store, upgrade
from bot.store.address import address
from bot.store.archive import Content, Manifest, reading, writing
from bot.store.backup import backup
from bot.store.kinds import kinds
from bot.store.restore import restore
from bot.store.schema import VERSION, metadata
from bot.store.upgrade import migrate
from tests.contract.store.test_notices import crowd, notice
from tests.contract.store.test_peers import Process
from tests.contract.store.things import HOUR, NOW, OTHER, claim, furnish, mark, message, queue

FIRST = "0001"
Rows = dict[str, list[tuple[Any, ...]]]
Databases = tuple[SqlStore, str, str]


@pytest.fixture
def databases(store: SqlStore, database_url: str, empty_url: str) -> Databases:
    """A store and its database, and an empty one of the same kind."""
    return store, database_url, empty_url


def quiet(_table: Content) -> None:
    """Nobody watches."""


def everything(url: str) -> Rows:
    engine = create_engine(address(url).alchemy, poolclass=NullPool)
    with engine.connect() as connection:
        rows = {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return rows


async def fill(store: SqlStore) -> None:
    """Something of everything that is hard to carry: nulls, JSON, Chinese, quotes, microseconds, gaps in numbers."""
    office = await store.write(furnish)
    meeting = await store.write(lambda uow: uow.meetings.add(office.meeting()))
    at = NOW + timedelta(microseconds=123456)
    dialog = Dialog(office.chat.id, office.wei.id, "meetings.book", {"title": "“会\"\n'"}, "", (), "k", "zh", at)

    def more(uow: UnitOfWork) -> None:
        uow.reminders.plan([Reminder("meetings.soon", meeting.id, at, NOW + HOUR)])
        uow.inbox.first_seen("sim", "e1", at)
        uow.audit.note(office.wei.id, "book", "meeting:1", at, 题目="校务会", room=None)
        uow.dialogs.close(uow.dialogs.open(dialog).id)

    await store.write(more)
    offering = replace(message("k4"), file=OutFile("台账.xlsx", bytes(range(256))))
    await queue(store, message("k1"), message("k2", OTHER), message("k3", replaces="k1"), offering)


async def test_everything_comes_back_on_either_database(
    store: SqlStore, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    await fill(store)
    manifest = backup(database_url, tmp_path / "all.zip", NOW, quiet)
    assert restore(elsewhere, tmp_path / "all.zip", quiet) == manifest
    assert everything(elsewhere) == everything(database_url)
    assert manifest.rows == sum(map(len, everything(database_url).values()))
    assert current(elsewhere) == VERSION


async def test_what_comes_after_gets_new_numbers(
    store: SqlStore, elsewhere: str, database_url: str, tmp_path: Path
) -> None:
    """The number of a question that is closed is not given again either."""
    await fill(store)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    restore(elsewhere, tmp_path / "all.zip", quiet)
    restored = open_store(elsewhere)
    await queue(restored, message("k4"))
    lines = await restored.read(lambda uow: uow.outbox.lines(["open"], 9))
    assert [line.id for line in lines] == [4, 3, 2, 1]
    again = Dialog(1, 1, "meetings.book", {}, "", (), "k", "zh", NOW + HOUR)
    assert (await restored.write(lambda uow: uow.dialogs.open(again))).id == 2
    await restored.close()


async def test_a_claim_that_was_open_holds_until_its_lease_ends_and_what_was_sent_stays_sent(
    store: SqlStore, elsewhere: str, database_url: str, tmp_path: Path
) -> None:
    await queue(store, message("sent"), message("in hand", OTHER))
    for row in await claim(store):
        if row.message.key == "sent":
            await mark(store, row)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    restore(elsewhere, tmp_path / "all.zip", quiet)
    restored = open_store(elsewhere)
    assert await claim(restored, NOW + timedelta(seconds=59)) == []
    assert [row.message.key for row in await claim(restored, NOW + timedelta(seconds=60))] == ["in hand"]
    await restored.close()


def pair(uow: UnitOfWork, number: int) -> None:
    """Two rows in two tables that belong together."""
    uow.inbox.first_seen("sim", f"e{number}", NOW)
    uow.outbox.add(message(f"k{number}"), NOW)


async def test_it_is_one_moment_of_a_database_that_goes_on(
    store: SqlStore, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    done: list[int] = []

    async def go_on() -> None:
        while not stop.is_set():
            await store.write(partial(pair, number=len(done)))
            done.append(len(done))
            begun.set()

    begun, stop = asyncio.Event(), asyncio.Event()
    writing = asyncio.create_task(go_on())
    await begun.wait()
    before = len(done)
    await asyncio.to_thread(backup, database_url, tmp_path / "all.zip", NOW, quiet)
    stop.set()
    await writing
    restore(elsewhere, tmp_path / "all.zip", quiet)
    rows = everything(elsewhere)
    assert before <= len(rows["inbox"]) <= len(done)
    assert sorted(row[1][1:] for row in rows["inbox"]) == sorted(row[1][1:] for row in rows["outbox"])


async def test_a_database_with_something_in_it_is_left_alone_unless_told(
    store: SqlStore, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    await fill(store)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    upgrade(elsewhere)
    other = open_store(elsewhere)
    await other.write(lambda uow: uow.audit.note(None, "look", "nothing:1", NOW))
    await other.write(lambda uow: uow.outbox.add(message("other"), NOW))
    await other.close()
    with pytest.raises(BackupFault, match="--replace"):
        restore(elsewhere, tmp_path / "all.zip", quiet)
    assert [row[1] for row in everything(elsewhere)["outbox"]] == ["other"]
    restore(elsewhere, tmp_path / "all.zip", quiet, replace=True)
    assert everything(elsewhere) == everything(database_url)
    with pytest.raises(BackupFault, match="append-only"):
        rewrite_audit(elsewhere)


def rewrite_audit(url: str) -> None:
    """The database's own guards must have come back too."""
    from bot.store.alone import alone

    try:
        with alone(address(url)) as connection:
            connection.execute(metadata.tables["audit"].delete())
    except Exception as fault:
        raise BackupFault(str(fault)) from fault


def rewritten(source: Path, target: Path, member: str, change: Any) -> Path:
    """The archive with one member changed; `change` is given its bytes."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return target


def newer(manifest: bytes) -> bytes:
    return json.dumps({**json.loads(manifest), "version": "9999"}).encode()


def without_last_line(lines: bytes) -> bytes:
    return b"".join(lines.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("manifest.json", newer), "install the newer one"),
        (("tables/outbox.jsonl", without_last_line), "damaged"),
        (("tables/outbox.jsonl", lambda lines: lines.replace(b"k2", b"k9")), "damaged"),
        (("tables/outbox.jsonl", lambda lines: b"[1" + lines), "damaged"),
        (("manifest.json", lambda _: b"{}"), "no backup of xiaoban"),
    ],
)
async def test_a_file_that_is_not_whole_changes_nothing(
    databases: Databases, tmp_path: Path, change: Any, why: str
) -> None:
    store, database_url, empty_url = databases
    await fill(store)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    broken = rewritten(tmp_path / "all.zip", tmp_path / "broken.zip", *change)
    with pytest.raises(BackupFault, match=why):
        restore(empty_url, broken, quiet)
    assert current(empty_url) is None


def as_of_the_first_version(source: Path, target: Path, folder: Path) -> None:
    """The backup as the first xiaoban would have written it: without the tables and columns that came later."""
    engine = create_engine(f"sqlite:///{folder / 'first.db'}", poolclass=NullPool)
    with engine.begin() as connection:
        migrate(connection, FIRST)
        had = {name: {one["name"] for one in inspect(connection).get_columns(name)} for name in tables_of(connection)}
    engine.dispose()
    with reading(source) as old, writing(target) as new:
        tables = []
        for table in old.manifest.tables:
            if table.name in had:
                columns = {name: of for name, of in table.columns.items() if name in had[table.name]}
                places = [list(table.columns).index(name) for name in columns]
                rows = ([row[place] for place in places] for row in old.rows(table))
                tables.append(replace(new.add(table.name, columns, rows), next_id=table.next_id))
        new.close(Manifest(FIRST, old.manifest.taken_at, tuple(tables)))


def tables_of(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


async def test_a_backup_of_an_older_version_is_brought_up_to_date(databases: Databases, tmp_path: Path) -> None:
    store, database_url, empty_url = databases
    await fill(store)
    backup(database_url, tmp_path / "now.zip", NOW, quiet)
    as_of_the_first_version(tmp_path / "now.zip", tmp_path / "old.zip", tmp_path)
    restore(empty_url, tmp_path / "old.zip", quiet)
    assert current(empty_url) == VERSION
    restored = open_store(empty_url)
    assert [row.message.key for row in await claim(restored)] == ["k1", "k2"]
    await restored.close()
    with pytest.raises(BackupFault, match="--replace"):
        restore(empty_url, tmp_path / "old.zip", quiet)
    restore(empty_url, tmp_path / "old.zip", quiet, replace=True)
    assert current(empty_url) == VERSION


async def test_a_row_that_points_nowhere_is_noticed(
    store: SqlStore, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    from hashlib import sha256

    await fill(store)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)

    def empty(manifest: bytes) -> bytes:
        told = json.loads(manifest)
        for table in told["tables"]:
            if table["name"] == "rooms":
                table.update(rows=0, sha256=sha256().hexdigest())
        return json.dumps(told).encode()

    cut = rewritten(tmp_path / "all.zip", tmp_path / "cut.zip", "manifest.json", empty)
    cut = rewritten(cut, tmp_path / "cut2.zip", "tables/rooms.jsonl", lambda _: b"")
    with pytest.raises(BackupFault):
        restore(empty_url, cut, quiet)
    assert current(empty_url) is None


async def test_a_receipt_of_nobody_is_noticed(
    store: SqlStore, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """PostgreSQL has no foreign key there that would see it."""
    from hashlib import sha256

    def address(uow: UnitOfWork) -> None:
        sent, people = uow.notices.add(notice(furnish(uow))), crowd(uow, 1)
        uow.notices.address(sent.id, 1, people)

    await store.write(address)
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    rows: list[bytes] = []

    def somebody_else(lines: bytes) -> bytes:
        (row,) = map(json.loads, lines.splitlines())
        rows.append(json.dumps([row[0], 10**9, *row[2:]]).encode() + b"\n")
        return rows[-1]

    def as_it_is_now(manifest: bytes) -> bytes:
        told = json.loads(manifest)
        for table in told["tables"]:
            if table["name"] == "receipts":
                table["sha256"] = sha256(rows[-1]).hexdigest()
        return json.dumps(told).encode()

    forged = rewritten(tmp_path / "all.zip", tmp_path / "forged.zip", "tables/receipts.jsonl", somebody_else)
    forged = rewritten(forged, tmp_path / "forged2.zip", "manifest.json", as_it_is_now)
    with pytest.raises(BackupFault, match="a row of receipts points to one of people"):
        restore(empty_url, forged, quiet)
    assert current(empty_url) is None


@pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam", b"PK\x03\x04 but no more"])
def test_another_file_is_no_backup(empty_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter").write_bytes(content)
    with pytest.raises(BackupFault, match="no backup of xiaoban"):
        restore(empty_url, tmp_path / "letter", quiet)
    with pytest.raises(BackupFault, match="cannot be read"):
        restore(empty_url, tmp_path / "absent", quiet)


def test_only_its_owner_may_read_it_and_a_failure_leaves_the_old_one(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    backup(database_url, path, NOW, quiet)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()

    def break_off(table: Content) -> None:
        raise KeyboardInterrupt(table.name)

    with pytest.raises(KeyboardInterrupt):
        backup(database_url, path, NOW, break_off)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path).count("all.zip") == 1
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]
    with pytest.raises(BackupFault, match="cannot be written"):
        backup(database_url, tmp_path / "nowhere" / "all.zip", NOW, quiet)


async def test_a_house_that_runs_on_it_is_not_pulled_from_under(databases: Databases, tmp_path: Path) -> None:
    _, database_url, empty_url = databases
    backup(database_url, tmp_path / "all.zip", NOW, quiet)
    process = Process(open_peers(empty_url))
    process.open("one")
    await process.until(lambda one: bool(one.held))
    with pytest.raises(BackupFault, match="stop every process"):
        await asyncio.to_thread(restore, empty_url, tmp_path / "all.zip", quiet)
    assert current(empty_url) is None
    await process.peers.close()
    await asyncio.to_thread(restore, empty_url, tmp_path / "all.zip", quiet)
    assert current(empty_url) == VERSION


def test_a_database_without_tables_is_not_backed_up(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="db upgrade"):
        backup(empty_url, tmp_path / "all.zip", NOW, quiet)
    assert not (tmp_path / "all.zip").exists()


def test_a_backup_knows_what_every_column_holds() -> None:
    tables: Sequence[Any] = metadata.sorted_tables
    assert all(kinds(table) for table in tables)
