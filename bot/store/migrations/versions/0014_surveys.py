"""Surveys: who is asked, who has answered, what was answered with a name and what without; suggestions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.schema import UtcDateTime

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _words(name: str, default: str | None = "") -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _of(table: str, column: str, to: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    gone = "CASCADE" if cascade else None
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete=gone)


def upgrade() -> None:
    _surveys()
    _roster()
    _answers()
    _suggestions()


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _words("title"),
        sa.Column("maker_id", ID, nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        _words("language"),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("audience", JSON, nullable=False),
        *map(_number, ("is_anonymous", "is_live", "in_group", "is_published", "people")),
        _words("state", None),
        _of("surveys", "maker_id", "people"),
        _of("surveys", "chat_id", "chats"),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_surveys_maker", "surveys", ["maker_id", "id"])
    op.create_index("ix_surveys_open", "surveys", ["closes_at"], **_where("state = 'open'"))


def _roster() -> None:
    op.create_table(
        "survey_roster",
        sa.Column("survey_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        *map(_number, ("progress", "is_done")),
        _words("day"),
        _words("queued"),
        _of("survey_roster", "survey_id", "surveys", cascade=True),
        _of("survey_roster", "person_id", "people", cascade=True),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name="pk_survey_roster"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_roster_person", "survey_roster", ["person_id", "survey_id"])
    op.create_index("ix_survey_roster_queued", "survey_roster", ["survey_id", "person_id"], **_where("queued <> ''"))


def _answers() -> None:
    op.create_table(
        "survey_answers",
        sa.Column("survey_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        _words("said", None),
        _of("survey_answers", "survey_id", "surveys", cascade=True),
        _of("survey_answers", "person_id", "people", cascade=True),
        sa.PrimaryKeyConstraint("survey_id", "person_id", "question", name="pk_survey_answers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_boxes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_boxes"),
    )


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        _words("text", None),
        sa.Column("author_id", ID, nullable=True),
        _words("day", None),
        _of("suggestions", "author_id", "people"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sqlite_autoincrement=True,
    )
