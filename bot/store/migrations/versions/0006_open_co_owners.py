"""Whether what somebody helps with is still open, beside the co-owner: years of closed items slow no list down."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

OPEN = sa.text("is_open = 1")


def upgrade() -> None:
    op.add_column("co_owners", sa.Column("is_open", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE co_owners SET is_open = 0 WHERE item_id IN (SELECT id FROM items WHERE ended_at IS NOT NULL)")
    op.create_index("ix_co_owners_open", "co_owners", ["person_id"], sqlite_where=OPEN, postgresql_where=OPEN)
