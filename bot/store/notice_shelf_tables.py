"""The tables of what notices are made from: those that come again, and kept texts."""

from sqlalchemy import Column, Index, Integer, Table

from bot.store.columns import Json, at, id_column, metadata, only_where, ref, words

series = Table(
    "notice_series",
    metadata,
    id_column(),
    words("title", None),
    words("text", None),
    ref("owner_id", "people.id"),
    ref("chat_id", "chats.id"),
    words("language"),
    words("starts", None),
    words("zone", None),
    words("rrule", None),
    words("days", "any"),
    Column("audience", Json, nullable=False),
    words("level", "normal"),
    words("wants"),
    Column("choices", Json, nullable=False),
    words("due_said"),
    words("state", "active"),
    at("next_at", nullable=True),
    at("last_at", nullable=True),
    Index("ix_notice_series_owner", "owner_id", **only_where("state <> 'over'")),
    sqlite_autoincrement=True,
)

templates = Table(
    "notice_templates",
    metadata,
    id_column(),
    words("name", None),
    ref("owner_id", "people.id"),
    words("text", None),
    Column("audience", Json, nullable=False),
    words("level", "normal"),
    words("wants"),
    Column("choices", Json, nullable=False),
    Column("is_office", Integer, nullable=False, server_default="0"),
    Index("uq_notice_templates_name", "owner_id", "name", unique=True),
    Index("ix_notice_templates_office", "name", **only_where("is_office = 1")),
)
