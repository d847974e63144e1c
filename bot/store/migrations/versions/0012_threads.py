"""The thread within a chat that a message belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("thread", sa.String(), server_default="", nullable=False))
