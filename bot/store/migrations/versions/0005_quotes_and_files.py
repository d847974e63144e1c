"""What a line of the web chat quotes, and the files that cards offer: each beside its message, so lists stay light."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0005"
down_revision = "0004"

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("file", sa.String(), nullable=True))
    op.add_column("sim_lines", sa.Column("quoted", JSON, nullable=True))
    op.add_column("sim_lines", sa.Column("file", sa.String(), nullable=True))
    op.create_table(
        "files",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_files"),
    )
    op.create_index("ix_files_kept_at", "files", ["kept_at"])
