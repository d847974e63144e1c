"""The contents of files that cards offer, each under the key of its message, so that no list of messages reads them."""

from sqlalchemy import delete, exists, select

from bot.store.schema import files, outbox
from bot.store.statements import given, insert_into, word

KEEP = insert_into(files, "key", "content", "kept_at").on_conflict_do_nothing()
KEPT = select(files.c.content).where(files.c.key == given("key", files.c.key))
PURGE = delete(files).where(
    files.c.kept_at < given("before", files.c.kept_at),
    ~exists().where(outbox.c.key == files.c.key, outbox.c.state.in_([word("open"), word("dead"), word("unknown")])),
)
"""What may still be sent is kept."""
