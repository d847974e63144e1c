"""One person over several platforms: active accounts, those who left, binding, units within units, tags."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GONE = "is_gone = 1"


def _words(name: str, default: str | None = "") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _number(name: str, default: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _person(name: str = "person_id") -> sa.Column[Any]:
    return sa.Column(name, ID, nullable=False, autoincrement=False)


def _of_person(table: str, name: str = "person_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["people.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")


def upgrade() -> None:
    _people()
    _units_and_tags()
    _binding()
    op.add_column("sim_lines", _words("platform", "sim"))
    where: dict[str, Any] = {"sqlite_where": sa.text(GONE), "postgresql_where": sa.text(GONE)}
    op.create_index("ix_receipts_gone", "receipts", ["person_id"], **where)


def _people() -> None:
    op.add_column("people", _words("prefers"))
    op.add_column("people", _number("is_listed", "0"))
    op.add_column("people", sa.Column("left_at", UtcDateTime(), nullable=True))
    op.add_column("people", sa.Column("merged_into", ID, nullable=True))
    op.execute("UPDATE people SET is_listed = 1 WHERE unit <> '' OR role <> 'member'")
    op.add_column("accounts", _number("is_active", "1"))
    op.add_column("accounts", sa.Column("listed_at", UtcDateTime(), nullable=True))


def _units_and_tags() -> None:
    op.create_table(
        "units",
        sa.Column("name", sa.String(), nullable=False),
        _words("parent"),
        sa.PrimaryKeyConstraint("name", name="pk_units"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tags",
        sa.Column("tag", sa.String(), nullable=False),
        _person(),
        _of_person("tags"),
        sa.PrimaryKeyConstraint("tag", "person_id", name="pk_tags"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tags_person_id", "tags", ["person_id"])


def _binding() -> None:
    op.create_table(
        "binding_codes",
        _person(),
        _words("platform", None),
        _words("user_id", None),
        _words("salt", None),
        _words("digest", None),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        _of_person("binding_codes"),
        sa.PrimaryKeyConstraint("person_id", name="pk_binding_codes"),
    )
    op.create_table(
        "binding_tries",
        _person(),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        _of_person("binding_tries"),
        sa.PrimaryKeyConstraint("person_id", name="pk_binding_tries"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False, autoincrement=True),
        _person(),
        _person("other_id"),
        _words("by", None),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        _words("state", "open"),
        _of_person("proposals"),
        _of_person("proposals", "other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_other", "proposals", ["other_id", "person_id"])
    is_open = "state = 'open'"
    where: dict[str, Any] = {"sqlite_where": sa.text(is_open), "postgresql_where": sa.text(is_open)}
    op.create_index("ix_proposals_open", "proposals", ["id"], **where)
