"""The names under which platforms themselves keep several people."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "platform_tags",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tag_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "tag_id", "person_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_platform_tags_person_id", "platform_tags", ["person_id"])
