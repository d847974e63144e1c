"""Tables: made once, compared with the schema, and refused when they are not this version's."""

import multiprocessing
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bot.errors import StartFailed
from bot.store import current, open_store, upgrade
from bot.store.address import address
from bot.store.schema import VERSION, metadata
from bot.store.upgrade import SCRIPTS


def test_an_empty_database_is_refused_with_the_cure_and_then_upgraded(empty_url: str) -> None:
    assert current(empty_url) is None
    with pytest.raises(StartFailed, match="run xiaoban db upgrade"):
        open_store(empty_url)
    upgrade(empty_url)
    assert current(empty_url) == VERSION
    upgrade(empty_url)


WITHOUT_KEYS = {"fk_receipts_notice_id", "fk_receipts_person_id"}
"""What PostgreSQL does without: see 0009 of the decisions."""


def test_the_migrations_make_what_the_schema_says(database_url: str) -> None:
    engine = create_engine(address(database_url).alchemy, poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    lacking = [one[1].name for one in found if one[0] == "add_fk"]
    assert len(lacking) == len(found)
    assert sorted(lacking) == ([] if address(database_url).file else sorted(WITHOUT_KEYS))
    engine.dispose()


def test_the_migrations_make_the_schema_to_the_letter(migrated_file: Path, tmp_path: Path) -> None:
    """Defaults, conditions of indexes and what else Alembic does not compare."""
    made = tmp_path / "made.db"
    engine = create_engine(f"sqlite:///{made}", poolclass=NullPool)
    metadata.create_all(engine)
    engine.dispose()
    assert tables_of(migrated_file) == tables_of(made)


def tables_of(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql <> ''")
        return {name: parts_of(sql) for name, sql in rows if name != "alembic_version"}


def parts_of(statement: str) -> list[str]:
    """Its columns and constraints, whatever their order."""
    return sorted(part.strip() for part in re.split("[,()]", statement))


def test_the_schema_names_the_newest_migration() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [VERSION]


def test_replicas_that_upgrade_at_once_do_not_harm_each_other(empty_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=upgrade, args=(empty_url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert current(empty_url) == VERSION


@pytest.mark.parametrize(("version", "cure"), [("0000", "run xiaoban db upgrade"), ("9999", "install the newer one")])
def test_tables_of_another_version_are_refused(database_url: str, version: str, cure: str) -> None:
    statement = f"UPDATE alembic_version SET version_num = '{version}'"
    if (path := address(database_url).file) is not None:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(statement)
            connection.commit()
    else:
        with psycopg.connect(database_url) as connection:
            connection.execute(statement.encode())
    with pytest.raises(StartFailed, match=cure):
        open_store(database_url)


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(StartFailed, match="database_url"):
        open_store(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StartFailed, match=r"letter\.txt is no SQLite database"):
        open_store(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartFailed, match="cannot be made"):
        upgrade(f"sqlite:///{tmp_path / 'file' / 'xiaoban.db'}")


def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StartFailed, match="no connection to PostgreSQL") as refused:
        open_store(f"postgres://me:hunter2@/name?host={tmp_path}")
    assert "hunter2" not in str(refused.value)


def test_the_scripts_are_where_a_wheel_keeps_them() -> None:
    assert {path.name for path in SCRIPTS.iterdir()} >= {"env.py", "script.py.mako", "versions"}
