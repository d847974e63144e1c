"""Notices that come again, kept texts, and finding those that are planned."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
PLANNED = "send_at IS NOT NULL AND state IN ('scheduled', 'waiting')"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _words(name: str, default: str | None = "") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def upgrade() -> None:
    op.create_index("ix_notices_planned", "notices", ["send_at"], **_where(PLANNED))
    _series()
    _templates()


def _series() -> None:
    op.create_table(
        "notice_series",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        *(_words(name, None) for name in ("title", "text")),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        _words("language"),
        *(_words(name, None) for name in ("starts", "zone", "rrule")),
        _words("days", "any"),
        sa.Column("audience", JSON, nullable=False),
        _words("level", "normal"),
        _words("wants"),
        sa.Column("choices", JSON, nullable=False),
        _words("due_said"),
        _words("state", "active"),
        *(sa.Column(name, UtcDateTime(), nullable=True) for name in ("next_at", "last_at")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_notice_series_owner_id"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_notice_series_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_series"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_series_owner", "notice_series", ["owner_id"], **_where("state <> 'over'"))


def _templates() -> None:
    op.create_table(
        "notice_templates",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _words("name", None),
        sa.Column("owner_id", ID, nullable=False),
        _words("text", None),
        sa.Column("audience", JSON, nullable=False),
        _words("level", "normal"),
        _words("wants"),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("is_office", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_notice_templates_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_templates"),
    )
    op.create_index("uq_notice_templates_name", "notice_templates", ["owner_id", "name"], unique=True)
    op.create_index("ix_notice_templates_office", "notice_templates", ["name"], **_where("is_office = 1"))
