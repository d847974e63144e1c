"""What is said at times of the office's clock, who is away, and reminders that can be held back, paused and merged."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _reminders()
    _schedules()
    _leaves()
    op.create_index("ix_audit_at", "audit", ["at"])


def _reminders() -> None:
    """Made anew, since SQLite cannot add a reference to a table that stands."""
    op.execute("CREATE TABLE reminders_before AS SELECT * FROM reminders")
    op.drop_table("reminders")
    _new_reminders()
    kept = "id, kind, desk, subject, due_at, expires_at, state, reason"
    op.execute(f"INSERT INTO reminders ({kept}, fire_at) SELECT {kept}, due_at FROM reminders_before")
    op.drop_table("reminders_before")
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('reminders', 'id'), coalesce(max(id), 0) + 1, false) FROM reminders"
        )


def _new_reminders() -> None:
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
        sa.Column("fire_at", UtcDateTime(), nullable=False),
        sa.Column("chat_id", ID, nullable=True),
        sa.Column("about", sa.String(), server_default="", nullable=False),
        sa.Column("rings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fired_at", UtcDateTime(), nullable=True),
        sa.Column("bundle", ID, nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_reminders_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("kind", "subject", "due_at", name="uq_reminders_kind_subject_due_at"),
    )
    op.create_index("ix_reminders_due", "reminders", ["fire_at", "id"], **_where("state = 'pending'"))
    op.create_index("ix_reminders_subject", "reminders", ["subject", "desk"], **_where("state = 'pending'"))
    coming = _where("state IN ('pending', 'paused')")
    op.create_index("ix_reminders_chat", "reminders", ["chat_id", "fire_at"], **coming)
    op.create_index("ix_reminders_fired", "reminders", ["chat_id", "fired_at"], **_where("fired_at IS NOT NULL"))
    op.create_index("ix_reminders_bundle", "reminders", ["bundle"], **_where("bundle IS NOT NULL"))


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("made_in", ID, nullable=True),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("language", sa.String(), server_default="", nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("rrule", sa.String(), server_default="", nullable=False),
        sa.Column("days", sa.String(), server_default="any", nullable=False),
        sa.Column("people", JSON, nullable=False),
        sa.Column("meeting_id", ID, nullable=True),
        sa.Column("lead_seconds", sa.Integer(), nullable=True),
        sa.Column("rings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(), server_default="active", nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=True),
        sa.Column("rests_from", UtcDateTime(), nullable=True),
        sa.Column("rests_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_schedules_owner_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_schedules_chat_id"),
        sa.ForeignKeyConstraint(["made_in"], ["chats.id"], name="fk_schedules_made_in"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_schedules_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sqlite_autoincrement=True,
    )
    for name in ("chat", "owner"):
        op.create_index(f"ix_schedules_{name}", "schedules", [f"{name}_id"], **_where("state <> 'over'"))
    op.create_index("ix_schedules_meeting", "schedules", ["meeting_id"], **_where("meeting_id IS NOT NULL"))


def _leaves() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("start_at", UtcDateTime(), nullable=False),
        sa.Column("end_at", UtcDateTime(), nullable=False),
        sa.Column("deputy_id", ID, nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_leaves_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name="fk_leaves_deputy_id"),
        sa.PrimaryKeyConstraint("id", name="pk_leaves"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_leaves_end", "leaves", ["end_at"], **_where("ended_at IS NULL"))
