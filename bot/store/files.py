"""The contents of files: those that cards offer, each under the key of its message so that no list of messages reads
them, and those that were brought along and wait for a yes."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from bot.store.schema import files, outbox
from bot.store.session import Session
from bot.store.statements import given, insert_into, word

KEEP = insert_into(files, "key", "content", "kept_at").on_conflict_do_nothing()
KEPT = select(files.c.content).where(files.c.key == given("key", files.c.key))
PURGE = delete(files).where(
    files.c.kept_at < given("before", files.c.kept_at),
    ~exists().where(outbox.c.key == files.c.key, outbox.c.state.in_([word("open"), word("dead"), word("unknown")])),
)
"""What may still be sent is kept."""
DROP = delete(files).where(files.c.key == given("key", files.c.key))


class SqlFiles:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: str, content: bytes, now: datetime) -> None:
        self._session.run(KEEP, key=key, content=content, kept_at=now)

    def get(self, key: str) -> bytes | None:
        row = self._session.row(KEPT, key=key)
        return None if row is None else bytes(row[0])

    def drop(self, key: str) -> None:
        self._session.run(DROP, key=key)
