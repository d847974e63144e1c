"""Which of a platform's ways a message went, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("route", sa.String(), server_default="", nullable=False))
