"""What has been seen."""

from datetime import datetime

from sqlalchemy import delete

from bot.store.schema import inbox
from bot.store.session import Session
from bot.store.statements import given, insert_into

FIRST_SEEN = insert_into(inbox, "platform", "event_id", "seen_at").on_conflict_do_nothing()
PURGE = delete(inbox).where(inbox.c.seen_at < given("before", inbox.c.seen_at))


class SqlInbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def first_seen(self, platform: str, event_id: str, now: datetime) -> bool:
        return self._session.run(FIRST_SEEN, platform=platform, event_id=event_id, seen_at=now) > 0

    def purge(self, before: datetime) -> int:
        return self._session.run(PURGE, before=before)
