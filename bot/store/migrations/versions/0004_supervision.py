"""The supervision ledger: items, co-owners, duties that come again, early signals, hand-overs, pushes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
OPEN = "ended_at IS NULL"
OVER = "ended_at IS NOT NULL"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _id() -> sa.Column[Any]:
    return sa.Column("id", ID, autoincrement=True, nullable=False)


def _words(name: str, default: str | None = "") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _number(name: str, default: str | None = "0") -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _table(name: str, refs: dict[str, str], *parts: Any, optional: frozenset[str] = frozenset()) -> None:
    """A table with an id, the other parts, and columns that refer to other tables."""
    op.create_table(
        name,
        _id(),
        *parts,
        *(sa.Column(column, ID, nullable=column in optional) for column in refs),
        *(sa.ForeignKeyConstraint([column], [to], name=f"fk_{name}_{column}") for column, to in refs.items()),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    op.create_table(
        "item_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_item_numbers"),
    )
    _duties()
    _items()
    _co_owners()
    _beside()


def _duties() -> None:
    _table(
        "duties",
        {"lead_id": "people.id", "supervisor_id": "people.id", "chat_id": "chats.id"},
        _words("title", None),
        _words("standard"),
        _words("unit"),
        _words("language"),
        _words("starts", None),
        _words("zone", None),
        _words("rrule", None),
        _words("days", "any"),
        _number("lead_days"),
        _words("state", "active"),
        _words("last_period"),
    )
    op.create_index("ix_duties_lead", "duties", ["lead_id"], **_where("state <> 'over'"))


def _items() -> None:
    optional = {"meeting_id": "meetings.id", "duty_id": "duties.id"}
    _table(
        "items",
        {"supervisor_id": "people.id", "lead_id": "people.id", "chat_id": "chats.id", **optional},
        _number("year", None),
        _number("number", None),
        _number("part"),
        _words("title", None),
        _words("standard"),
        _words("source", "other"),
        _words("source_words"),
        _words("urgency", "normal"),
        _at("due_at"),
        _at("first_due_at"),
        _words("unit"),
        _words("state", None),
        _words("resumes_as"),
        _words("language"),
        _words("origin_text"),
        _words("origin_by"),
        _words("origin_where"),
        _at("origin_at"),
        _at("assigned_at"),
        _at("moved_at"),
        *(_at(name, nullable=True) for name in ("accepted_at", "submitted_at", "ended_at")),
        _words("progress"),
        _words("report"),
        _number("clock"),
        _words("slip"),
        _at("extend_until", nullable=True),
        _words("extend_reason"),
        _at("extend_asked_at", nullable=True),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("merged_into", ID, nullable=True),
        _number("extended"),
        _number("sent_back"),
        _words("period"),
        _number("version", "1"),
        sa.UniqueConstraint("year", "number", "part", name="uq_items_year_number_part"),
        optional=frozenset(optional),
    )
    op.create_index("ix_items_due", "items", ["due_at", "id"], **_where(OPEN))
    for name, column in (("lead", "lead_id"), ("supervisor", "supervisor_id"), ("unit", "unit"), ("chat", "chat_id")):
        op.create_index(f"ix_items_{name}", "items", [column, "due_at"], **_where(OPEN))
    op.create_index("ix_items_ended", "items", ["ended_at", "id"], **_where(OVER))
    op.create_index("ix_items_unit_ended", "items", ["unit", "ended_at"], **_where(OVER))
    op.create_index("ix_items_lead_ended", "items", ["lead_id", "ended_at"], **_where(OVER))
    op.create_index("ix_items_parent", "items", ["parent_id"], **_where("parent_id IS NOT NULL"))
    op.create_index("ix_items_said", "items", ["origin_by", "origin_at"])
    op.create_index("ix_items_duty", "items", ["duty_id", "period"], unique=True, **_where("duty_id IS NOT NULL"))


def _co_owners() -> None:
    op.create_table(
        "co_owners",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _number("is_open", "1"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_co_owners_item_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_co_owners_person_id"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name="pk_co_owners"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_co_owners_person_id", "co_owners", ["person_id"])
    op.create_index("ix_co_owners_open", "co_owners", ["person_id"], **_where("is_open = 1"))


def _beside() -> None:
    _table(
        "signals",
        {"by_id": "people.id", "chat_id": "chats.id", "item_id": "items.id"},
        _words("text", None),
        _words("level", "low"),
        _words("state", "watched"),
        _at("made_at"),
        _at("review_at"),
        _at("ended_at", nullable=True),
        optional=frozenset({"item_id"}),
    )
    op.create_index("ix_signals_review", "signals", ["review_at", "id"], **_where(OPEN))
    _table(
        "handovers",
        {"from_id": "people.id", "heir_id": "people.id", "asked_by": "people.id", "chat_id": "chats.id"},
        _at("made_at"),
        sa.Column("agreed", JSON, nullable=False),
        _at("ended_at", nullable=True),
        _words("state", "open"),
    )
    _table(
        "pushes",
        {"by_id": "people.id", "chat_id": "chats.id"},
        _words("kind", None),
        _words("language"),
        _at("made_at"),
        sa.Column("lines", JSON, nullable=False),
        optional=frozenset({"by_id", "chat_id"}),
    )
