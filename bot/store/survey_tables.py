"""The tables of surveys. Who has answered and what was answered without a name stand apart: nothing leads from one to
the other, and the rows have no order of their own."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from bot.store.columns import Id, Json, at, id_column, metadata, only_where, ref, words

surveys = Table(
    "surveys",
    metadata,
    id_column(),
    words("title"),
    ref("maker_id", "people.id"),
    ref("chat_id", "chats.id"),
    words("language"),
    at("made_at"),
    at("closes_at"),
    Column("questions", Json, nullable=False),
    Column("audience", Json, nullable=False),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for name in ("is_anonymous", "is_live", "in_group", "is_published", "people")
    ),
    words("state", None),
    Index("ix_surveys_maker", "maker_id", "id"),
    Index("ix_surveys_open", "closes_at", **only_where("state = 'open'")),
    sqlite_autoincrement=True,
)

survey_roster = Table(
    "survey_roster",
    metadata,
    Column("survey_id", Id, ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("progress", Integer, nullable=False, server_default="0"),
    Column("is_done", Integer, nullable=False, server_default="0"),
    words("day"),  # when they finished, and nothing finer
    words("queued"),  # what is to be done about them next
    Index("ix_survey_roster_person", "person_id", "survey_id"),
    Index("ix_survey_roster_queued", "survey_id", "person_id", **only_where("queued <> ''")),
    sqlite_with_rowid=False,
)

# Those with a name.
survey_answers = Table(
    "survey_answers",
    metadata,
    Column("survey_id", Id, ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Integer, primary_key=True, autoincrement=False),
    words("said", None),
    sqlite_with_rowid=False,
)

# Those without: of each survey one row, all answers to a question in the order of their letters. It is written anew as
# a whole with each answer, so no row is as old as its answer. Number 0 holds suggestions that wait to be handed over.
answer_boxes = Table(
    "answer_boxes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("answers", Json, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    id_column(),
    words("text", None),
    ref("author_id", "people.id", nullable=True),
    words("day", None),
    sqlite_autoincrement=True,
)
