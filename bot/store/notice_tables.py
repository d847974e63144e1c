"""The tables of notices: the notice, and one receipt for each person who is to get it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from bot.store.columns import Id, Json, at, id_column, metadata, only_where, ref, words

notices = Table(
    "notices",
    metadata,
    id_column(),
    words("title"),
    words("text", None),
    words("level", "normal"),
    words("wants"),
    Column("choices", Json, nullable=False),
    Column("audience", Json, nullable=False),
    ref("sender_id", "people.id"),
    ref("chat_id", "chats.id"),
    words("language"),
    at("made_at"),
    at("due_at", nullable=True),
    at("send_at", nullable=True),
    at("sent_at", nullable=True),
    at("valid_until", nullable=True),
    words("state", None),
    ref("approved_by", "people.id", nullable=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("people", Integer, nullable=False, server_default="0"),
    Column("reached", Id, nullable=False, server_default="0"),
    Index("ix_notices_sender", "sender_id", "id"),
    Index("ix_notices_planned", "send_at", **only_where("send_at IS NOT NULL AND state IN ('scheduled', 'waiting')")),
    Index("ix_notices_urgent", "sent_at", **only_where("level = 'urgent'")),
    sqlite_autoincrement=True,
)

receipts = Table(
    "receipts",
    metadata,
    Column("notice_id", Id, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    at("seen_at", nullable=True),
    at("acked_at", nullable=True),
    Column("acked_version", Integer, nullable=False, server_default="0"),
    at("answered_at", nullable=True),
    words("answer"),
    Column("chased", Integer, nullable=False, server_default="0"),
    Column("is_gone", Integer, nullable=False, server_default="0"),
    Index("ix_receipts_open", "notice_id", "person_id", **only_where("answered_at IS NULL AND is_gone = 0")),
    Index("ix_receipts_person", "person_id", "notice_id", **only_where("answered_at IS NULL AND is_gone = 0")),
    Index("ix_receipts_gone", "person_id", **only_where("is_gone = 1")),
    sqlite_with_rowid=False,
)
