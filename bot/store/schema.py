"""The tables, one set for both databases; what each of them guards besides (no room twice) stands in the migrations."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

VERSION = "0005"
"""The newest migration: what the tables must be for this code."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware instants only. SQLite keeps them as text of one width, so that they sort as they follow each other."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String(32))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _in_utc if dialect.name == "postgresql" else _written

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return _in_utc if dialect.name == "postgresql" else _read


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return None if utc is None else utc.isoformat(" ", "microseconds")


def _read(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)  # in UTC, since `_written` wrote it


Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""

Json = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _words(name: str, default: str | None = "") -> Column[str]:
    """Text that is never null; with `default` None it must be given."""
    return Column(name, String, nullable=False, server_default=None if default is None else default)


def _ref(name: str, to: str, *, nullable: bool = False, cascade: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(to, ondelete="CASCADE" if cascade else None), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=nullable)


def _where(condition: str) -> dict[str, Any]:
    """A partial index's condition; queries must write it as literally as here, or the planner passes it by.

    PostgreSQL's indexes have the same, by their migration: to name them here would import its dialect at every start.
    """
    return {"sqlite_where": text(condition)}


inbox = Table(
    "inbox",
    metadata,
    Column("platform", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    _at("seen_at"),
    Index(None, "seen_at"),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    _id(),
    _words("name", None),
    _words("unit"),
    _words("role", None),
    _words("language"),
    _words("email"),
    _words("mobile"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    _ref("person_id", "people.id"),
    _words("name"),
    Column("rank", Integer, nullable=False, server_default="0"),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

chats = Table(
    "chats",
    metadata,
    _id(),
    _words("platform", None),
    _words("kind", None),
    _words("native_id", None),
    _words("name"),
    _words("language"),
    _at("first_seen_at"),
    UniqueConstraint("platform", "kind", "native_id"),
)

chat_members = Table(
    "chat_members",
    metadata,
    Column("chat_id", Id, ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)

dialogs = Table(
    "dialogs",
    metadata,
    _id(),
    _ref("chat_id", "chats.id", cascade=True),
    _ref("person_id", "people.id", cascade=True),
    _words("intent", None),
    Column("slots", Json, nullable=False),
    _words("asking"),
    Column("options", Json, nullable=False),
    _words("card_key"),
    _words("language"),
    _at("expires_at"),
    UniqueConstraint("chat_id", "person_id"),
    Index(None, "expires_at"),
    sqlite_autoincrement=True,  # a button of a question long gone must never meet a new one
)

rooms = Table(
    "rooms",
    metadata,
    _id(),
    _words("name", None),
    Column("seats", Integer, nullable=False, server_default="0"),
    Column("equipment", Json, nullable=False),
    _words("location"),
    UniqueConstraint("name"),
)

meetings = Table(
    "meetings",
    metadata,
    _id(),
    _words("title", None),
    _at("start_at"),
    _at("end_at"),
    _ref("organizer_id", "people.id"),
    _ref("chair_id", "people.id"),
    _ref("room_id", "rooms.id", nullable=True),
    _ref("chat_id", "chats.id"),
    _words("language"),
    Column("version", Integer, nullable=False, server_default="1"),
    _at("cancelled_at", nullable=True),
    Index("ix_meetings_room", "room_id", "start_at", **_where("cancelled_at IS NULL")),
    Index("ix_meetings_end", "end_at", **_where("cancelled_at IS NULL")),
)

attendees = Table(
    "attendees",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    _words("rsvp", None),
    _words("reason"),
    _ref("stand_in_for", "people.id", nullable=True),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

reminders = Table(
    "reminders",
    metadata,
    _id(),
    _words("kind", None),
    _words("desk", None),
    Column("subject", Id, nullable=False),
    _at("due_at"),
    _at("expires_at"),
    _words("state", "pending"),
    _words("reason"),
    _at("fire_at"),  # due_at, unless it was held back
    _ref("chat_id", "chats.id", nullable=True),
    _words("about"),
    Column("rings", Integer, nullable=False, server_default="0"),
    _at("fired_at", nullable=True),
    Column("bundle", Id, nullable=True),  # the first of those that were said on one card
    UniqueConstraint("kind", "subject", "due_at"),
    Index("ix_reminders_due", "fire_at", "id", **_where("state = 'pending'")),
    Index("ix_reminders_subject", "subject", "desk", **_where("state = 'pending'")),
    Index("ix_reminders_chat", "chat_id", "fire_at", **_where("state IN ('pending', 'paused')")),
    Index("ix_reminders_fired", "chat_id", "fired_at", **_where("fired_at IS NOT NULL")),
    Index("ix_reminders_bundle", "bundle", **_where("bundle IS NOT NULL")),
)

schedules = Table(
    "schedules",
    metadata,
    _id(),
    _words("kind", None),
    _ref("owner_id", "people.id"),
    _ref("chat_id", "chats.id"),
    _ref("made_in", "chats.id", nullable=True),
    _words("text"),
    _words("language"),
    _words("starts", None),  # naive wall time of the zone beside it
    _words("zone", None),
    _words("rrule"),
    _words("days", "any"),
    Column("people", Json, nullable=False),
    _ref("meeting_id", "meetings.id", nullable=True),
    Column("lead_seconds", Integer, nullable=True),
    Column("rings", Integer, nullable=False, server_default="0"),
    _words("state", "active"),
    _at("said_at", nullable=True),
    _at("rests_from", nullable=True),
    _at("rests_until", nullable=True),
    Index("ix_schedules_chat", "chat_id", **_where("state <> 'over'")),
    Index("ix_schedules_owner", "owner_id", **_where("state <> 'over'")),
    Index("ix_schedules_meeting", "meeting_id", **_where("meeting_id IS NOT NULL")),
    sqlite_autoincrement=True,  # a button of one long gone must never meet a new one
)

leaves = Table(
    "leaves",
    metadata,
    _id(),
    _ref("person_id", "people.id", cascade=True),
    _at("start_at"),
    _at("end_at"),
    _ref("deputy_id", "people.id", nullable=True),
    _at("ended_at", nullable=True),
    Index("ix_leaves_end", "end_at", **_where("ended_at IS NULL")),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _words("key", None),
    _words("root", None),
    _words("lane", None),
    Column("card", Json, nullable=False),
    Column("buttons", Integer, nullable=False),
    Column("mentions", Json, nullable=False),
    Column("replaces", String, nullable=True),
    _words("language"),
    _words("state", "open"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False),
    _at("next_at"),
    _at("queued_at"),
    _at("sent_at", nullable=True),
    _words("message_id"),
    _words("fault"),
    Column("by_person_id", Id, nullable=True),
    _at("claimed_at", nullable=True),
    _at("ended_at", nullable=True),
    Column("in_hand", Integer, nullable=False, server_default="0"),
    _at("leased_until", nullable=True),
    Column("unknown", Integer, nullable=False, server_default="0"),
    Column("untold", Integer, nullable=False, server_default="0"),
    _words("why"),
    Column("file", String, nullable=True),  # its name; the content stands in `files`
    UniqueConstraint("key"),
    Index("ix_outbox_due", "next_at", "id", **_where("state = 'open' AND turn = 1")),
    Index("ix_outbox_lane", "lane", "id", **_where("state = 'open'")),
    Index("ix_outbox_failed", "id", **_where("state IN ('dead', 'unknown')")),
    Index("ix_outbox_untold", "id", **_where("untold = 1")),
    Index("ix_outbox_chain", "root", "id", **_where("replaces IS NOT NULL")),
    Index("ix_outbox_buttons", "lane", "id", **_where("buttons > 0")),
    Index("ix_outbox_message", "message_id", "lane", **_where("state = 'sent'")),
)

files = Table(
    "files",
    metadata,
    Column("key", String, primary_key=True),  # of the message that brings it
    Column("content", LargeBinary, nullable=False),
    _at("kept_at"),
    Index(None, "kept_at"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _at("at"),
    Column("actor_id", Id, nullable=True),
    _words("deed", None),
    _words("subject", None),
    Column("details", Json, nullable=False),
    Index(None, "subject", "id"),
    Index(None, "at"),
)

parameters = Table(
    "parameters",
    metadata,
    Column("name", String, primary_key=True),
    _words("value", None),
    sqlite_with_rowid=False,
)

sim_lines = Table(
    "sim_lines",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=True),
    _words("key", None),
    _words("message_id", None),
    _words("chat_kind", None),
    _words("chat_id", None),
    _words("sender", None),
    _at("at"),
    _words("text"),
    Column("card", Json, nullable=True),
    Column("replaces", String, nullable=True),
    Column("quoted", Json, nullable=True),
    Column("file", String, nullable=True),
    UniqueConstraint("key"),
    Index(None, "chat_id", "seq"),
)
