"""What has been seen and what falls due."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from bot.domain.reminder import Reminder
from bot.store.schema import inbox, reminders
from bot.store.session import Session
from bot.store.statements import given, insert_into, number, word

FIRST_SEEN = insert_into(inbox, "platform", "event_id", "seen_at").on_conflict_do_nothing()
PURGE = delete(inbox).where(inbox.c.seen_at < given("before", inbox.c.seen_at))


class SqlInbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def first_seen(self, platform: str, event_id: str, now: datetime) -> bool:
        return self._session.run(FIRST_SEEN, platform=platform, event_id=event_id, seen_at=now) > 0

    def purge(self, before: datetime) -> int:
        return self._session.run(PURGE, before=before)


PENDING = reminders.c.state == word("pending")

PLANNED = insert_into(reminders, "kind", "desk", "subject", "due_at", "expires_at")
PLAN = PLANNED.on_conflict_do_update(
    index_elements=["kind", "subject", "due_at"],
    set_={"state": word("pending"), "expires_at": PLANNED.excluded.expires_at},
    where=reminders.c.state == word("cancelled"),
)

CANCEL = (
    update(reminders)
    .where(
        reminders.c.subject == given("subject", reminders.c.subject),
        reminders.c.desk == given("desk", reminders.c.desk),
        PENDING,
    )
    .values(state=word("cancelled"))
)

_due = (
    select(reminders.c.id)
    .where(PENDING, reminders.c.due_at <= given("now", reminders.c.due_at))
    .order_by(reminders.c.due_at, reminders.c.id)
    .limit(bindparam("most", type_=reminders.c.subject.type))
    .with_for_update(skip_locked=True)
    .cte("due")
)
CLAIM_DUE = (
    update(reminders)
    .where(reminders.c.id.in_(select(_due.c.id)))
    .values(state=word("fired"))
    .returning(reminders.c.kind, reminders.c.subject, reminders.c.due_at, reminders.c.expires_at, reminders.c.id)
)

GIVE_UP = (
    update(reminders)
    .where(
        reminders.c.id == given("reminder_id", reminders.c.id),
        reminders.c.state.in_([word("pending"), word("fired")]),
    )
    .values(state=given("new_state", reminders.c.state), reason=given("new_reason", reminders.c.reason))
)

NEXT_DUE = select(reminders.c.due_at).where(PENDING).order_by(reminders.c.due_at, reminders.c.id).limit(number(1))


class SqlReminders:
    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, planned: Iterable[Reminder]) -> None:
        self._session.run_many(
            PLAN,
            [
                {
                    "kind": one.kind,
                    "desk": one.kind.partition(".")[0],
                    "subject": one.subject,
                    "due_at": one.due_at,
                    "expires_at": one.expires_at,
                }
                for one in planned
            ],
        )

    def cancel(self, desk: str, subject: int) -> None:
        self._session.run(CANCEL, desk=desk, subject=subject)

    def claim_due(self, now: datetime, limit: int) -> list[Reminder]:
        found = [Reminder(*row) for row in self._session.rows(CLAIM_DUE, now=now, most=limit)]
        return sorted(found, key=lambda one: (one.due_at, one.id))

    def give_up(self, reminder: Reminder, reason: str) -> None:
        state = "expired" if reason == "expired" else "failed"
        self._session.run(GIVE_UP, reminder_id=reminder.id, new_state=state, new_reason=reason)

    def next_due(self) -> datetime | None:
        row = self._session.row(NEXT_DUE)
        return row[0] if row else None
