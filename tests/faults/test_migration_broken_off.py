"""A migration that is killed or fails in its middle has changed nothing, and the next start makes it again."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from bot.store import current, open_store, upgrade
from bot.store.address import address
from bot.store.alone import alone
from bot.store.schema import VERSION
from bot.store.upgrade import SCRIPTS, migrate
from tests.contract.store.things import claim, message, queue

ROOT = Path(__file__).parents[2]

HALF = """
import sys
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9000", "{version}"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("outbox", sa.Column("half", sa.String(), server_default="", nullable=False))
    op.execute("UPDATE outbox SET card = '{{}}'")
    {then}
"""
WAIT = 'print("in the middle", flush=True); sys.stdin.read()'
FAIL = 'raise RuntimeError("half way")'


def scripts(folder: Path, then: str) -> Path:
    """The real history with one more migration that stops in its middle."""
    copy = copytree(SCRIPTS, folder / "migrations", ignore=ignore_patterns("__pycache__"))
    (copy / "versions" / "9000_half.py").write_text(HALF.format(version=VERSION, then=then))
    return copy


async def kill_in_the_middle(url: str, where: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.migrating", url, str(where), cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"in the middle\n"
    process.kill()
    await process.wait()


def has_half(url: str) -> bool:
    engine = create_engine(address(url).alchemy, poolclass=NullPool)
    with engine.connect() as connection:
        found = inspect(connection).has_table("half")
    engine.dispose()
    return found


async def test_killed_in_the_middle_it_has_changed_nothing(database_url: str, tmp_path: Path) -> None:
    store = open_store(database_url)
    await queue(store, message("k"))
    await store.close()
    await kill_in_the_middle(database_url, scripts(tmp_path, WAIT))
    assert (current(database_url), has_half(database_url)) == (VERSION, False)
    upgrade(database_url)
    store = open_store(database_url)
    assert [row.message for row in await claim(store)] == [message("k")]
    await store.close()


async def test_killed_in_the_first_start_the_next_one_begins_again(empty_url: str, tmp_path: Path) -> None:
    await kill_in_the_middle(empty_url, scripts(tmp_path, WAIT))
    assert current(empty_url) is None
    upgrade(empty_url)
    assert current(empty_url) == VERSION


def test_failing_half_way_it_has_changed_nothing(database_url: str, tmp_path: Path) -> None:
    where = scripts(tmp_path, FAIL)
    with pytest.raises(RuntimeError, match="half way"), alone(address(database_url)) as connection:
        migrate(connection, "head", where)
    assert (current(database_url), has_half(database_url)) == (VERSION, False)
