"""The office, its chats and meetings, and what comes in and goes out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _audit()
    _chats()
    _inbox()
    _outbox()
    _parameters()
    _people()
    _reminders()
    _rooms()
    _sim_lines()
    _accounts()
    _chat_members()
    _dialogs()
    _meetings()
    _attendees()
    op.execute("INSERT INTO parameters (name, value) VALUES ('people_version', '0'), ('sim_lines', '')")
    if op.get_context().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def _guard_postgres() -> None:
    """No room twice, whatever the code believes; and nobody rewrites the audit."""
    op.execute(
        "ALTER TABLE meetings ADD CONSTRAINT no_room_twice EXCLUDE USING gist "
        "(int8range(room_id, room_id, '[]') WITH &&, tstzrange(start_at, end_at) WITH &&) "
        "WHERE (cancelled_at IS NULL AND room_id IS NOT NULL)"
    )
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )


def _guard_sqlite() -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_is_append_only_{deed.lower()} BEFORE {deed} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject_id", "audit", ["subject", "id"])


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("native_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("platform", "kind", "native_id", name="uq_chats_platform_kind_native_id"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "event_id", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_seen_at", "inbox", ["seen_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("card", JSON, nullable=False),
        sa.Column("buttons", sa.Integer(), nullable=False),
        sa.Column("mentions", JSON, nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("message_id", sa.String(), server_default="", nullable=False),
        sa.Column("fault", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_buttons", "outbox", ["lane", "id"], **_where("buttons > 0"))
    op.create_index("ix_outbox_chain", "outbox", ["root", "id"], **_where("replaces IS NOT NULL"))
    op.create_index("ix_outbox_dead", "outbox", ["id"], **_where("state = 'dead'"))
    op.create_index("ix_outbox_due", "outbox", ["next_at", "id"], **_where("state = 'open' AND turn = 1"))
    op.create_index("ix_outbox_lane", "outbox", ["lane", "id"], **_where("state = 'open'"))
    op.create_index("ix_outbox_message", "outbox", ["message_id", "lane"], **_where("state = 'sent'"))


def _parameters() -> None:
    op.create_table(
        "parameters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_parameters"),
        sqlite_with_rowid=False,
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("mobile", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), server_default="pending", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("kind", "subject", "due_at", name="uq_reminders_kind_subject_due_at"),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at", "id"], **_where("state = 'pending'"))
    op.create_index("ix_reminders_subject", "reminders", ["subject", "desk"], **_where("state = 'pending'"))


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), server_default="0", nullable=False),
        sa.Column("equipment", JSON, nullable=False),
        sa.Column("location", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.UniqueConstraint("name", name="uq_rooms_name"),
    )


def _sim_lines() -> None:
    op.create_table(
        "sim_lines",
        sa.Column("seq", ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("chat_kind", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("card", JSON, nullable=True),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_sim_lines"),
        sa.UniqueConstraint("key", name="uq_sim_lines_key"),
    )
    op.create_index("ix_sim_lines_chat_id_seq", "sim_lines", ["chat_id", "seq"])


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_accounts_person_id"),
        sa.PrimaryKeyConstraint("platform", "user_id", name="pk_accounts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_accounts_person_id", "accounts", ["person_id"])


def _chat_members() -> None:
    op.create_table(
        "chat_members",
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_chat_members_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_chat_members_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "person_id", name="pk_chat_members"),
        sqlite_with_rowid=False,
    )


def _dialogs() -> None:
    op.create_table(
        "dialogs",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("slots", JSON, nullable=False),
        sa.Column("asking", sa.String(), server_default="", nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("card_key", sa.String(), server_default="", nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_dialogs_chat_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_dialogs_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_dialogs"),
        sa.UniqueConstraint("chat_id", "person_id", name="uq_dialogs_chat_id_person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dialogs_expires_at", "dialogs", ["expires_at"])


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("organizer_id", ID, nullable=False),
        sa.Column("chair_id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=True),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name="fk_meetings_chair_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_meetings_chat_id"),
        sa.ForeignKeyConstraint(["organizer_id"], ["people.id"], name="fk_meetings_organizer_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_meetings_room_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    )
    op.create_index("ix_meetings_end", "meetings", ["end_at"], **_where("cancelled_at IS NULL"))
    op.create_index("ix_meetings_room", "meetings", ["room_id", "start_at"], **_where("cancelled_at IS NULL"))


def _attendees() -> None:
    op.create_table(
        "attendees",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rsvp", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("stand_in_for", ID, nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_attendees_meeting_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attendees_person_id"),
        sa.ForeignKeyConstraint(["stand_in_for"], ["people.id"], name="fk_attendees_stand_in_for"),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name="pk_attendees"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attendees_person_id", "attendees", ["person_id"])
