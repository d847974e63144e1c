"""The tables around people: units and what they belong to, tags, and how two of one person become one."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.columns import Id, at, id_column, metadata, only_where, ref, words

units = Table(
    "units",
    metadata,
    Column("name", String, primary_key=True),
    words("parent"),
    sqlite_with_rowid=False,
)

tags = Table(
    "tags",
    metadata,
    Column("tag", String, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

platform_tags = Table(
    "platform_tags",
    metadata,
    Column("platform", String, primary_key=True),
    Column("tag_id", String, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    words("tag", None),
    Index(None, "person_id"),
    sqlite_with_rowid=False,
)

binding_codes = Table(
    "binding_codes",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    words("platform", None),
    words("user_id", None),
    words("salt", None),
    words("digest", None),
    at("expires_at"),
)

binding_tries = Table(
    "binding_tries",
    metadata,
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("wrong", Integer, nullable=False),
    at("last_at"),
)

proposals = Table(
    "proposals",
    metadata,
    id_column(),
    ref("person_id", "people.id", cascade=True),
    ref("other_id", "people.id", cascade=True),
    words("by", None),
    at("made_at"),
    words("state", "open"),
    Index("ix_proposals_other", "other_id", "person_id"),
    Index("ix_proposals_open", "id", **only_where("state = 'open'")),
    sqlite_autoincrement=True,
)
