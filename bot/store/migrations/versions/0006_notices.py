"""Notices, and one receipt for each person who is to get one."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
OPEN = "answered_at IS NULL AND is_gone = 0"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _words(name: str, default: str | None = "") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _number(name: str, default: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _at(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def upgrade() -> None:
    _notices()
    _receipts()


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _words("title"),
        _words("text", None),
        _words("level", "normal"),
        _words("wants"),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("audience", JSON, nullable=False),
        sa.Column("sender_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        _words("language"),
        _at("made_at", nullable=False),
        *(_at(name) for name in ("due_at", "send_at", "sent_at", "valid_until")),
        _words("state", None),
        sa.Column("approved_by", ID, nullable=True),
        _number("version", "1"),
        _number("people", "0"),
        sa.Column("reached", ID, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name="fk_notices_sender_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_notices_chat_id"),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name="fk_notices_approved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_sender", "notices", ["sender_id", "id"])
    op.create_index("ix_notices_urgent", "notices", ["sent_at"], **_where("level = 'urgent'"))


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        _number("version", "1"),
        _at("seen_at"),
        _at("acked_at"),
        _number("acked_version", "0"),
        _at("answered_at"),
        _words("answer"),
        _number("chased", "0"),
        _number("is_gone", "0"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_receipts_notice_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_receipts_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("notice_id", "person_id", name="pk_receipts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_receipts_open", "receipts", ["notice_id", "person_id"], **_where(OPEN))
    op.create_index("ix_receipts_person", "receipts", ["person_id", "notice_id"], **_where(OPEN))
