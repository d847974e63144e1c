"""The tables, one set for both databases; what each of them guards besides (no room twice) stands in the migrations."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from bot.store import matters, notice_shelf_tables, notice_tables, people_tables, survey_tables
from bot.store.columns import Id, Json, UtcDateTime, at, id_column, metadata, only_where, ref, words

__all__ = [
    "Id", "Json", "UtcDateTime", "matters", "metadata", "notice_shelf_tables", "notice_tables", "people_tables",
    "survey_tables",
]  # fmt: skip

VERSION = "0017"
"""The newest migration: what the tables must be for this code."""


inbox = Table(
    "inbox",
    metadata,
    Column("platform", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    at("seen_at"),
    Index(None, "seen_at"),
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    id_column(),
    words("name", None),
    words("unit"),
    words("role", None),
    words("language"),
    words("email"),
    words("mobile"),
    words("prefers"),  # the platform where they want to be told
    Column("is_listed", Integer, nullable=False, server_default="0"),  # in the office's own list, not only met
    at("left_at", nullable=True),
    Column("merged_into", Id, nullable=True),  # was found to be that person
    Index("ix_people_unit", "unit", "id"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String, primary_key=True),
    Column("user_id", String, primary_key=True),
    ref("person_id", "people.id"),
    words("name"),
    Column("rank", Integer, nullable=False, server_default="0"),
    Column("is_active", Integer, nullable=False, server_default="1"),
    at("listed_at", nullable=True),  # when the platform's own list last had it
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

chats = Table(
    "chats",
    metadata,
    id_column(),
    words("platform", None),
    words("kind", None),
    words("native_id", None),
    words("name"),
    words("language"),
    at("first_seen_at"),
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
    id_column(),
    ref("chat_id", "chats.id", cascade=True),
    ref("person_id", "people.id", cascade=True),
    words("intent", None),
    Column("slots", Json, nullable=False),
    words("asking"),
    Column("options", Json, nullable=False),
    words("card_key"),
    words("language"),
    at("expires_at"),
    UniqueConstraint("chat_id", "person_id"),
    Index(None, "expires_at"),
    sqlite_autoincrement=True,  # a button of a question long gone must never meet a new one
)

rooms = Table(
    "rooms",
    metadata,
    id_column(),
    words("name", None),
    Column("seats", Integer, nullable=False, server_default="0"),
    Column("equipment", Json, nullable=False),
    words("location"),
    UniqueConstraint("name"),
)

meetings = Table(
    "meetings",
    metadata,
    id_column(),
    words("title", None),
    at("start_at"),
    at("end_at"),
    ref("organizer_id", "people.id"),
    ref("chair_id", "people.id"),
    ref("room_id", "rooms.id", nullable=True),
    ref("chat_id", "chats.id"),
    words("language"),
    Column("version", Integer, nullable=False, server_default="1"),
    at("cancelled_at", nullable=True),
    Index("ix_meetings_room", "room_id", "start_at", **only_where("cancelled_at IS NULL")),
    Index("ix_meetings_end", "end_at", **only_where("cancelled_at IS NULL")),
)

attendees = Table(
    "attendees",
    metadata,
    Column("meeting_id", Id, ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    words("rsvp", None),
    words("reason"),
    ref("stand_in_for", "people.id", nullable=True),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

reminders = Table(
    "reminders",
    metadata,
    id_column(),
    words("kind", None),
    words("desk", None),
    Column("subject", Id, nullable=False),
    at("due_at"),
    at("expires_at"),
    words("state", "pending"),
    words("reason"),
    at("fire_at"),  # due_at, unless it was held back
    ref("chat_id", "chats.id", nullable=True),
    words("about"),
    Column("rings", Integer, nullable=False, server_default="0"),
    at("fired_at", nullable=True),
    Column("bundle", Id, nullable=True),  # the first of those that were said on one card
    UniqueConstraint("kind", "subject", "due_at"),
    Index("ix_reminders_due", "fire_at", "id", **only_where("state = 'pending'")),
    Index("ix_reminders_subject", "subject", "desk", **only_where("state = 'pending'")),
    Index("ix_reminders_chat", "chat_id", "fire_at", **only_where("state IN ('pending', 'paused')")),
    Index("ix_reminders_fired", "chat_id", "fired_at", **only_where("fired_at IS NOT NULL")),
    Index("ix_reminders_bundle", "bundle", **only_where("bundle IS NOT NULL")),
)

schedules = Table(
    "schedules",
    metadata,
    id_column(),
    words("kind", None),
    ref("owner_id", "people.id"),
    ref("chat_id", "chats.id"),
    ref("made_in", "chats.id", nullable=True),
    words("text"),
    words("language"),
    words("starts", None),  # naive wall time of the zone beside it
    words("zone", None),
    words("rrule"),
    words("days", "any"),
    Column("people", Json, nullable=False),
    ref("meeting_id", "meetings.id", nullable=True),
    Column("lead_seconds", Integer, nullable=True),
    Column("rings", Integer, nullable=False, server_default="0"),
    words("state", "active"),
    at("said_at", nullable=True),
    at("rests_from", nullable=True),
    at("rests_until", nullable=True),
    Index("ix_schedules_chat", "chat_id", **only_where("state <> 'over'")),
    Index("ix_schedules_owner", "owner_id", **only_where("state <> 'over'")),
    Index("ix_schedules_meeting", "meeting_id", **only_where("meeting_id IS NOT NULL")),
    sqlite_autoincrement=True,  # a button of one long gone must never meet a new one
)

leaves = Table(
    "leaves",
    metadata,
    id_column(),
    ref("person_id", "people.id", cascade=True),
    at("start_at"),
    at("end_at"),
    ref("deputy_id", "people.id", nullable=True),
    at("ended_at", nullable=True),
    Index("ix_leaves_end", "end_at", **only_where("ended_at IS NULL")),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    words("key", None),
    words("root", None),
    words("lane", None),
    Column("card", Json, nullable=False),
    Column("buttons", Integer, nullable=False),
    Column("mentions", Json, nullable=False),
    Column("replaces", String, nullable=True),
    words("language"),
    words("state", "open"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False),
    at("next_at"),
    at("queued_at"),
    at("sent_at", nullable=True),
    words("message_id"),
    words("fault"),
    Column("by_person_id", Id, nullable=True),
    at("claimed_at", nullable=True),
    at("ended_at", nullable=True),
    Column("in_hand", Integer, nullable=False, server_default="0"),
    at("leased_until", nullable=True),
    Column("unknown", Integer, nullable=False, server_default="0"),
    Column("untold", Integer, nullable=False, server_default="0"),
    words("why"),
    Column("file", String, nullable=True),  # its name; the content stands in `files`
    words("thread"),
    Column("mailing", String, nullable=True),  # of which it is one among many
    words("route"),
    UniqueConstraint("key"),
    Index("ix_outbox_due", "next_at", "id", **only_where("state = 'open' AND turn = 1")),
    Index("ix_outbox_lane", "lane", "id", **only_where("state = 'open'")),
    Index("ix_outbox_failed", "id", **only_where("state IN ('dead', 'unknown')")),
    Index("ix_outbox_untold", "id", **only_where("untold = 1")),
    Index("ix_outbox_chain", "root", "id", **only_where("replaces IS NOT NULL")),
    Index("ix_outbox_buttons", "lane", "id", **only_where("buttons > 0")),
    Index("ix_outbox_mailing", "mailing", "state", **only_where("mailing IS NOT NULL")),
    Index("ix_outbox_message", "message_id", "lane", **only_where("state = 'sent'")),
)

files = Table(
    "files",
    metadata,
    Column("key", String, primary_key=True),  # of the message that brings it
    Column("content", LargeBinary, nullable=False),
    at("kept_at"),
    Index(None, "kept_at"),
)

audit = Table(
    "audit",
    metadata,
    id_column(),
    at("at"),
    Column("actor_id", Id, nullable=True),
    words("deed", None),
    words("subject", None),
    Column("details", Json, nullable=False),
    Index(None, "subject", "id"),
    Index(None, "at"),
)

parameters = Table(
    "parameters",
    metadata,
    Column("name", String, primary_key=True),
    words("value", None),
    sqlite_with_rowid=False,
)

sim_lines = Table(
    "sim_lines",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=True),
    words("key", None),
    words("message_id", None),
    words("chat_kind", None),
    words("chat_id", None),
    words("sender", None),
    at("at"),
    words("text"),
    Column("card", Json, nullable=True),
    Column("replaces", String, nullable=True),
    Column("quoted", Json, nullable=True),
    Column("file", String, nullable=True),
    words("platform", "sim"),
    UniqueConstraint("key"),
    Index(None, "chat_id", "seq"),
)
