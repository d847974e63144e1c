"""What has been seen."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, true
from sqlalchemy.dialects.sqlite import insert

from bot.store.schema import inbox
from bot.store.session import Session
from bot.store.statements import each_of, given, insert_into

FIRST_SEEN = insert_into(inbox, "platform", "event_id", "seen_at").on_conflict_do_nothing()
_each = each_of("event_ids").rows()
NEW_OF = (
    insert(inbox)
    .from_select(
        ("platform", "event_id", "seen_at"),
        select(given("platform", inbox.c.platform), _each.c.value, given("seen_at", inbox.c.seen_at))
        .select_from(_each)
        .where(true()),
    )
    .inline()
    .on_conflict_do_nothing()
    .returning(inbox.c.event_id)
)
PURGE = delete(inbox).where(inbox.c.seen_at < given("before", inbox.c.seen_at))


class SqlInbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def first_seen(self, platform: str, event_id: str, now: datetime) -> bool:
        return self._session.run(FIRST_SEEN, platform=platform, event_id=event_id, seen_at=now) > 0

    def new_of(self, platform: str, event_ids: Collection[str], now: datetime) -> frozenset[str]:
        rows = self._session.rows(NEW_OF, platform=platform, event_ids=sorted(set(event_ids)), seen_at=now)
        return frozenset(row[0] for row in rows)

    def purge(self, before: datetime) -> int:
        return self._session.run(PURGE, before=before)
