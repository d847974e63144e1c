"""The delivery ledger: who a message is for, when it was taken in hand, what is not known of it, who was told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    for column in (
        sa.Column("by_person_id", ID, nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("in_hand", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unknown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("untold", sa.Integer(), server_default="0", nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
    ):
        op.add_column("outbox", column)
    op.drop_index("ix_outbox_dead", table_name="outbox")
    op.create_index("ix_outbox_failed", "outbox", ["id"], **_where("state IN ('dead', 'unknown')"))
    op.create_index("ix_outbox_untold", "outbox", ["id"], **_where("untold = 1"))
