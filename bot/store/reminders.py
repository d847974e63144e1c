"""What falls due: said once, whoever claims it; held back, paused, brought forward or said together."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Update, bindparam, null, select, update

from bot.domain.reminder import Reminder
from bot.store.schema import reminders
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, number, one_of, word

PENDING = reminders.c.state == word("pending")
PAUSED = reminders.c.state == word("paused")
COMING = reminders.c.state.in_([word("pending"), word("paused")])
ROW = reminders.c.id == given("reminder_id", reminders.c.id)
ROWS = one_of(reminders.c.id, "ids")
REMINDER = (
    reminders.c.kind, reminders.c.subject, reminders.c.due_at, reminders.c.expires_at, reminders.c.id,
    reminders.c.chat_id, reminders.c.about, reminders.c.rings,
)  # fmt: skip

PLANNED = insert_into(
    reminders, "kind", "desk", "subject", "due_at", "expires_at", "fire_at", "chat_id", "about", "rings"
)
PLAN = PLANNED.on_conflict_do_update(
    index_elements=["kind", "subject", "due_at"],
    set_={
        "state": word("pending"),
        **{name: PLANNED.excluded[name] for name in ("expires_at", "fire_at", "chat_id", "about")},
    },
    where=reminders.c.state == word("cancelled"),
)


def _cancel(state: ColumnElement[bool]) -> Update:
    """One statement for each state, since each has an index of its own."""
    mine = reminders.c.subject == given("subject", reminders.c.subject)
    return (
        update(reminders)
        .where(mine, reminders.c.desk == given("desk", reminders.c.desk), state)
        .values(state=word("cancelled"))
    )


CANCEL, CANCEL_PAUSED = _cancel(PENDING), _cancel(PAUSED)

_due = (
    select(reminders.c.id)
    .where(PENDING, reminders.c.fire_at <= given("now", reminders.c.fire_at))
    .order_by(reminders.c.fire_at, reminders.c.id)
    .limit(bindparam("most", type_=reminders.c.subject.type))
    .with_for_update(skip_locked=True)
    .cte("due")
)
CLAIM_DUE = (
    update(reminders)
    .where(reminders.c.id.in_(select(_due.c.id)))
    .values(state=word("fired"), fired_at=given("now", reminders.c.fired_at))
    .returning(*REMINDER)
)

# From those that were claimed to the others of their subjects: from all that is due to those would be a look at each.
_same, _other = reminders.alias("same"), reminders.alias("other")
_others = (
    select(_other.c.id)
    .select_from(_same.join(_other, (_other.c.kind == _same.c.kind) & (_other.c.subject == _same.c.subject)))
    .where(
        one_of(_same.c.id, "ids"),
        _other.c.state == word("pending"),
        _other.c.fire_at <= given("now", reminders.c.fire_at),
    )
)
ALSO_DUE = (
    update(reminders)
    .where(reminders.c.id.in_(_others), PENDING)
    .values(state=word("fired"), fired_at=given("now", reminders.c.fired_at))
    .returning(*REMINDER)
)

_ahead = (
    select(reminders.c.id)
    .where(
        PENDING,
        one_of(reminders.c.chat_id, "chats"),
        reminders.c.fire_at <= given("until", reminders.c.fire_at),
    )
    .with_for_update(skip_locked=True)
)
AHEAD = select(*REMINDER).where(reminders.c.id.in_(_ahead)).order_by(reminders.c.fire_at, reminders.c.id)
FIRE = update(reminders).where(ROWS, PENDING).values(state=word("fired"), fired_at=given("now", reminders.c.fired_at))
BUNDLE = update(reminders).where(ROWS).values(bundle=given("bundle", reminders.c.bundle))
BUNDLED = (
    select(*REMINDER)
    .where(
        (reminders.c.id == given("bundle", reminders.c.id)) | (reminders.c.bundle == given("bundle", reminders.c.id))
    )
    .order_by(reminders.c.due_at, reminders.c.id)
)
SAID_AT = (
    select(reminders.c.chat_id, reminders.c.fired_at)
    .where(
        one_of(reminders.c.chat_id, "chats"),
        reminders.c.fired_at > given("since", reminders.c.fired_at),
        reminders.c.fired_at < given("until", reminders.c.fired_at),
        reminders.c.state == word("fired"),
        (reminders.c.bundle.is_(None)) | (reminders.c.bundle == reminders.c.id),
    )
    .order_by(reminders.c.fired_at)
)
LAST_SAID = (
    select(*REMINDER)
    .where(
        reminders.c.chat_id == given("chat_id", reminders.c.chat_id),
        reminders.c.fired_at > given("since", reminders.c.fired_at),
        reminders.c.state == word("fired"),
    )
    .order_by(reminders.c.fired_at.desc(), reminders.c.id.desc())
    .limit(number(1))
)
HOLD = (
    update(reminders)
    .where(ROW)
    .values(state=word("pending"), fire_at=given("until", reminders.c.fire_at), fired_at=null())
)
GIVE_UP = (
    update(reminders)
    .where(ROW, reminders.c.state.in_([word("pending"), word("fired")]))
    .values(
        state=given("new_state", reminders.c.state), reason=given("new_reason", reminders.c.reason), fired_at=null()
    )
)
NEXT_DUE = select(reminders.c.fire_at).where(PENDING).order_by(reminders.c.fire_at, reminders.c.id).limit(number(1))

IN_CHATS = (
    select(*REMINDER, reminders.c.state, reminders.c.fire_at)
    .where(
        COMING,
        one_of(reminders.c.chat_id, "chats"),
        reminders.c.fire_at <= given("until", reminders.c.fire_at),
    )
    .order_by(reminders.c.fire_at, reminders.c.id)
)
OF = select(*REMINDER).where(
    COMING,
    reminders.c.kind == given("kind", reminders.c.kind),
    reminders.c.subject == given("subject", reminders.c.subject),
)
GET = select(*REMINDER, reminders.c.state, reminders.c.fire_at).where(ROW)
PAUSE = update(reminders).where(ROW, PENDING).values(state=word("paused"))
RESUME = update(reminders).where(ROW, PAUSED).values(state=word("pending"))
BRING_FORWARD = (
    update(reminders).where(ROW, COMING).values(state=word("pending"), fire_at=given("now", reminders.c.fire_at))
)


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
                    "fire_at": one.due_at,
                    "chat_id": one.chat_id,
                    "about": one.about,
                    "rings": int(one.rings),
                }
                for one in planned
            ],
        )

    def cancel(self, desk: str, subject: int) -> None:
        self._session.run(CANCEL, desk=desk, subject=subject)
        self._session.run(CANCEL_PAUSED, desk=desk, subject=subject)

    def claim_due(self, now: datetime, limit: int) -> list[Reminder]:
        found = [_reminder(row) for row in self._session.rows(CLAIM_DUE, now=now, most=limit)]
        return sorted(found, key=lambda one: (one.due_at, one.id))

    def also_due(self, claimed: Collection[Reminder], now: datetime) -> list[Reminder]:
        rows = self._session.rows(ALSO_DUE, ids=sorted(one.id for one in claimed), now=now)
        return [_reminder(row) for row in rows]

    def ahead(self, chat_ids: Collection[int], until: datetime) -> list[Reminder]:
        if not chat_ids:
            return []
        return [_reminder(row) for row in self._session.rows(AHEAD, chats=sorted(chat_ids), until=until)]

    def fire(self, ids: Collection[int], now: datetime) -> None:
        self._session.run(FIRE, ids=sorted(ids), now=now)

    def bundle(self, ids: Collection[int]) -> int:
        first = min(ids)
        self._session.run(BUNDLE, ids=sorted(ids), bundle=first)
        return first

    def bundled(self, first: int) -> list[Reminder]:
        return [_reminder(row) for row in self._session.rows(BUNDLED, bundle=first)]

    def said_at(self, chat_ids: Collection[int], since: datetime, until: datetime) -> dict[int, list[datetime]]:
        said: dict[int, list[datetime]] = {}
        for chat_id, at in self._session.rows(SAID_AT, chats=sorted(chat_ids), since=since, until=until):
            said.setdefault(chat_id, []).append(at)
        return said

    def last_said(self, chat_id: int, since: datetime) -> Reminder | None:
        row = self._session.row(LAST_SAID, chat_id=chat_id, since=since)
        return None if row is None else _reminder(row)

    def hold(self, reminder_id: int, until: datetime) -> None:
        self._session.run(HOLD, reminder_id=reminder_id, until=until)

    def give_up(self, reminder: Reminder, reason: str) -> None:
        state = reason if reason in {"expired", "overtaken"} else "failed"
        self._session.run(GIVE_UP, reminder_id=reminder.id, new_state=state, new_reason=reason)

    def next_due(self) -> datetime | None:
        row = self._session.row(NEXT_DUE)
        return row[0] if row else None

    def in_chat(self, chat_id: int, until: datetime) -> list[tuple[Reminder, str, datetime]]:
        return self.in_chats([chat_id], until).get(chat_id, [])

    def in_chats(self, chat_ids: Collection[int], until: datetime) -> dict[int, list[tuple[Reminder, str, datetime]]]:
        found: dict[int, list[tuple[Reminder, str, datetime]]] = {}
        for row in self._session.rows(IN_CHATS, chats=sorted(chat_ids), until=until):
            one = _reminder(row[:-2])
            found.setdefault(one.chat_id or 0, []).append((one, row[-2], row[-1]))
        return found

    def of(self, kind: str, subject: int) -> list[Reminder]:
        return [_reminder(row) for row in self._session.rows(OF, kind=kind, subject=subject)]

    def get(self, reminder_id: int) -> tuple[Reminder, str, datetime] | None:
        row = self._session.row(GET, reminder_id=reminder_id)
        return None if row is None else (_reminder(row[:-2]), row[-2], row[-1])

    def pause(self, reminder_id: int) -> None:
        self._session.run(PAUSE, reminder_id=reminder_id)

    def resume(self, reminder_id: int) -> None:
        self._session.run(RESUME, reminder_id=reminder_id)

    def bring_forward(self, reminder_id: int, now: datetime) -> None:
        self._session.run(BRING_FORWARD, reminder_id=reminder_id, now=now)


def _reminder(row: Row) -> Reminder:
    kind, subject, due_at, expires_at, reminder_id, chat_id, about, rings = row
    return Reminder(kind, subject, due_at, expires_at, reminder_id, chat_id, about, bool(rings))
