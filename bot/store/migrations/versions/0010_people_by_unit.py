"""Lists of many people go by unit, a page at a time."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_people_unit", "people", ["unit", "id"])
