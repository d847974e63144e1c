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
    Index("ix_notices_sender", "sender_id", "id"),
    Index("ix_notices_planned", "send_at", **only_where("send_at IS NOT NULL AND state IN ('scheduled', 'waiting')")),
    Index("ix_notices_urgent", "sent_at", **only_where("level = 'urgent'")),
    sqlite_autoincrement=True,
)

# PostgreSQL does without the two foreign keys: to check them for each row was more than half of what a receipt costs.
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
    Column("is_open", Integer, nullable=False, server_default="1"),  # something is still wanted, of the present text
    Index("ix_receipts_open", "notice_id", "person_id", **only_where("is_open = 1 AND is_gone = 0")),
    Index("ix_receipts_person", "person_id", "notice_id", **only_where("is_open = 1 AND is_gone = 0")),
    Index("ix_receipts_answered", "notice_id", "person_id", **only_where("answered_at IS NOT NULL")),
    Index("ix_receipts_gone", "person_id", **only_where("is_gone = 1")),
    sqlite_with_rowid=False,
)

# What holds of how many, as the sum over a notice's places: those who came by many are counted in one; a receipt that
# changes counts in another, by its person, as triggers of the migration's do it: so two rarely wait for each other.
receipt_counts = Table(
    "receipt_counts",
    metadata,
    Column("notice_id", Id, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for name in ("people", "acked", "answered", "seen", "missing")
    ),
    sqlite_with_rowid=False,
)

# Some hundred people each, with what is yet to be done about them.
notice_parts = Table(
    "notice_parts",
    metadata,
    id_column(),
    ref("notice_id", "notices.id", cascade=True),
    words("deed", None),
    words("detail"),
    Column("people", Json, nullable=False),
    Column("count", Integer, nullable=False),
    Index(None, "notice_id", "id"),
)
