"""The tables of the supervision ledger: items, duties that come again, early signals, hand-overs, pushes."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from bot.store.columns import Id, Json, at, id_column, metadata, only_where, ref, words

OPEN = "ended_at IS NULL"

item_numbers = Table(
    "item_numbers",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    id_column(),
    words("title", None),
    words("standard"),
    ref("lead_id", "people.id"),
    ref("supervisor_id", "people.id"),
    words("unit"),
    ref("chat_id", "chats.id"),
    words("language"),
    words("starts", None),  # naive wall time of the zone beside it: when the first one is due
    words("zone", None),
    words("rrule", None),
    words("days", "any"),
    Column("lead_days", Integer, nullable=False, server_default="0"),
    words("state", "active"),
    words("last_period"),
    Index("ix_duties_lead", "lead_id", **only_where("state <> 'over'")),
    sqlite_autoincrement=True,
)

items = Table(
    "items",
    metadata,
    id_column(),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("part", Integer, nullable=False, server_default="0"),
    words("title", None),
    words("standard"),
    words("source", "other"),
    words("source_words"),
    words("urgency", "normal"),
    at("due_at"),
    at("first_due_at"),
    ref("supervisor_id", "people.id"),
    ref("lead_id", "people.id"),
    words("unit"),
    words("state", None),
    words("resumes_as"),
    ref("chat_id", "chats.id"),
    words("language"),
    words("origin_text"),
    words("origin_by"),
    words("origin_where"),
    at("origin_at"),
    ref("meeting_id", "meetings.id", nullable=True),
    at("assigned_at"),
    at("moved_at"),
    at("accepted_at", nullable=True),
    at("submitted_at", nullable=True),
    at("ended_at", nullable=True),
    words("progress"),
    words("report"),
    Column("clock", Integer, nullable=False, server_default="0"),
    words("slip"),
    at("extend_until", nullable=True),
    words("extend_reason"),
    at("extend_asked_at", nullable=True),
    Column("extended", Integer, nullable=False, server_default="0"),
    Column("sent_back", Integer, nullable=False, server_default="0"),
    Column("parent_id", Id, nullable=True),  # an item of either side may be the younger one
    Column("merged_into", Id, nullable=True),
    ref("duty_id", "duties.id", nullable=True),
    words("period"),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("year", "number", "part"),
    Index("ix_items_due", "due_at", "id", **only_where(OPEN)),
    Index("ix_items_lead", "lead_id", "due_at", **only_where(OPEN)),
    Index("ix_items_supervisor", "supervisor_id", "due_at", **only_where(OPEN)),
    Index("ix_items_unit", "unit", "due_at", **only_where(OPEN)),
    Index("ix_items_chat", "chat_id", "due_at", **only_where(OPEN)),
    Index("ix_items_ended", "ended_at", "id", **only_where("ended_at IS NOT NULL")),
    Index("ix_items_unit_ended", "unit", "ended_at", **only_where("ended_at IS NOT NULL")),
    Index("ix_items_lead_ended", "lead_id", "ended_at", **only_where("ended_at IS NOT NULL")),
    Index("ix_items_parent", "parent_id", **only_where("parent_id IS NOT NULL")),
    Index("ix_items_said", "origin_by", "origin_at"),
    Index("ix_items_duty", "duty_id", "period", unique=True, **only_where("duty_id IS NOT NULL")),
    sqlite_autoincrement=True,  # a button of one long gone must never meet a new one
)

co_owners = Table(
    "co_owners",
    metadata,
    Column("item_id", Id, ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("is_open", Integer, nullable=False, server_default="1"),  # as the item is: most of what there is is over
    Index(None, "person_id"),
    Index("ix_co_owners_open", "person_id", **only_where("is_open = 1")),
    sqlite_with_rowid=False,
)

signals = Table(
    "signals",
    metadata,
    id_column(),
    words("text", None),
    words("level", "low"),
    words("state", "watched"),
    ref("by_id", "people.id"),
    ref("chat_id", "chats.id"),
    at("made_at"),
    at("review_at"),
    at("ended_at", nullable=True),
    ref("item_id", "items.id", nullable=True),
    Index("ix_signals_review", "review_at", "id", **only_where(OPEN)),
    sqlite_autoincrement=True,
)

handovers = Table(
    "handovers",
    metadata,
    id_column(),
    ref("from_id", "people.id"),
    ref("heir_id", "people.id"),
    ref("asked_by", "people.id"),
    ref("chat_id", "chats.id"),
    at("made_at"),
    Column("agreed", Json, nullable=False),  # ids of those of the two who have agreed
    at("ended_at", nullable=True),
    words("state", "open"),
    sqlite_autoincrement=True,
)

pushes = Table(
    "pushes",
    metadata,
    id_column(),
    words("kind", None),
    ref("by_id", "people.id", nullable=True),
    ref("chat_id", "chats.id", nullable=True),
    words("language"),
    at("made_at"),
    Column("lines", Json, nullable=False),
    sqlite_autoincrement=True,
)
