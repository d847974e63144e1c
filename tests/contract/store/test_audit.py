"""What was done stays written."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
import pytest

from bot.store import SqlStore
from tests.contract.store.things import NOW


def execute(url: str, statement: str) -> list[Any]:
    """As someone with the database's own tools would."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            rows = connection.execute(statement).fetchall()
            connection.commit()
            return rows
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


async def test_a_note_holds_who_did_what_to_which_subject(store: SqlStore, database_url: str) -> None:
    details = {"room": "301", "at": NOW, "people": (1, 2)}
    await store.write(lambda uow: uow.audit.note(7, "meetings.book", "meeting:5", NOW, **details))
    await store.write(lambda uow: uow.audit.note(None, "house.upgrade", "database:1", NOW))
    first, second = execute(database_url, "SELECT actor_id, deed, subject, details FROM audit ORDER BY id")
    assert first[:3] == (7, "meetings.book", "meeting:5")
    kept = json.loads(first[3]) if isinstance(first[3], str) else first[3]
    assert kept == {"room": "301", "at": NOW.isoformat(), "people": [1, 2]}
    assert second[0] is None


@pytest.mark.parametrize("deed", ["UPDATE audit SET deed = 'nothing'", "DELETE FROM audit"])
async def test_nobody_rewrites_the_audit(store: SqlStore, database_url: str, deed: str) -> None:
    await store.write(lambda uow: uow.audit.note(7, "meetings.book", "meeting:5", NOW))
    with pytest.raises((sqlite3.Error, psycopg.Error), match="append-only"):
        execute(database_url, deed)
    assert execute(database_url, "SELECT deed FROM audit") == [("meetings.book",)]


async def test_parameters_are_kept_by_name(store: SqlStore) -> None:
    assert await store.read(lambda uow: uow.parameters.get("offset")) is None
    await store.write(lambda uow: uow.parameters.set("offset", "1"))
    await store.write(lambda uow: uow.parameters.set("offset", "2"))
    assert await store.read(lambda uow: uow.parameters.get("offset")) == "2"
