"""Surveys, who has answered them, and what was answered; suggestions."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from random import SystemRandom
from typing import Any

from sqlalchemy import delete, exists, func, select, update

from bot.domain.survey import Answer, Entry, Question, State, Suggestion, Survey
from bot.store.notices import MOST, SKIPPED, audience_of
from bot.store.schema import people
from bot.store.session import Row, Session
from bot.store.statements import given, insert_into, number, one_of, word
from bot.store.survey_tables import answer_boxes, suggestions, survey_answers, survey_roster, surveys

FLAGS = ("is_anonymous", "is_live", "in_group", "is_published")
PLAIN = ("title", "maker_id", "chat_id", "language", "made_at", "closes_at", "people")
CHANGING = (*PLAIN, *FLAGS, "questions", "audience", "state")
SURVEY = select(surveys.c.id, *(surveys.c[name] for name in CHANGING))
ADD = insert_into(surveys, *CHANGING).returning(surveys.c.id)
SAVE = (
    update(surveys)
    .where(surveys.c.id == given("survey_id", surveys.c.id))
    .values({name: given(f"new_{name}", surveys.c[name]) for name in CHANGING})
)
GET = SURVEY.where(surveys.c.id == given("survey_id", surveys.c.id))
GET_TO_CHANGE = GET.with_for_update()
NEWEST = SURVEY.order_by(surveys.c.id.desc()).limit(MOST).offset(SKIPPED)
NEWEST_OF = NEWEST.where(surveys.c.maker_id == given("maker_id", surveys.c.maker_id))
OPEN = SURVEY.where(surveys.c.state == word("open")).order_by(surveys.c.closes_at, surveys.c.id)

OF_SURVEY = survey_roster.c.survey_id == given("survey_id", survey_roster.c.survey_id)
OF_PERSON = survey_roster.c.person_id == given("person_id", survey_roster.c.person_id)
IS_HERE = exists(
    select(number(1)).where(people.c.id == survey_roster.c.person_id, people.c.left_at.is_(None))
).correlate(survey_roster)
"""Whoever left the office owes no answer."""

IS_MISSING = survey_roster.c.is_done == number(0)
LAST_ASKED = (
    SURVEY.join(survey_roster, survey_roster.c.survey_id == surveys.c.id)
    .where(OF_PERSON)
    .order_by(surveys.c.id.desc())
    .limit(MOST)
)
UNANSWERED = (
    select(survey_roster.c.person_id, surveys.c.id, *(surveys.c[name] for name in CHANGING))
    .join(surveys, survey_roster.c.survey_id == surveys.c.id)
    .where(one_of(survey_roster.c.person_id, "people"), IS_MISSING, surveys.c.state == word("open"))
    .order_by(survey_roster.c.person_id, surveys.c.closes_at, surveys.c.id)
)
ASK = insert_into(survey_roster, "survey_id", "person_id").on_conflict_do_nothing()
ENTRY = select(
    survey_roster.c.survey_id, survey_roster.c.person_id, survey_roster.c.progress, survey_roster.c.is_done,
    survey_roster.c.day,
).where(OF_SURVEY, OF_PERSON)  # fmt: skip
ENTRY_TO_CHANGE = ENTRY.with_for_update()
SAVE_ENTRY = (
    update(survey_roster)
    .where(OF_SURVEY, OF_PERSON)
    .values({name: given(f"new_{name}", survey_roster.c[name]) for name in ("progress", "is_done", "day")})
)
COUNTS = select(func.count(), func.coalesce(func.sum(survey_roster.c.is_done), number(0))).where(OF_SURVEY)
MISSING = select(survey_roster.c.person_id).where(OF_SURVEY, IS_MISSING, IS_HERE).order_by(survey_roster.c.person_id)
DONE = (
    select(survey_roster.c.person_id)
    .where(OF_SURVEY, survey_roster.c.is_done == number(1))
    .order_by(survey_roster.c.person_id)
)
QUEUE = update(survey_roster).where(OF_SURVEY, IS_HERE).values(queued=given("deed", survey_roster.c.queued))
QUEUE_MISSING = QUEUE.where(IS_MISSING)
IS_QUEUED = survey_roster.c.queued != word("")
QUEUED = (
    select(survey_roster.c.person_id, survey_roster.c.queued)
    .where(OF_SURVEY, IS_QUEUED)
    .order_by(survey_roster.c.person_id)
    .limit(MOST)
)
TAKEN = update(survey_roster).where(OF_SURVEY, one_of(survey_roster.c.person_id, "people")).values(queued=word(""))

_keep = insert_into(survey_answers, "survey_id", "person_id", "question", "said")
KEEP = _keep.on_conflict_do_update(
    index_elements=["survey_id", "person_id", "question"], set_={"said": _keep.excluded.said}
)
ANSWERS = (
    select(survey_answers.c.person_id, survey_answers.c.question, survey_answers.c.said)
    .where(survey_answers.c.survey_id == given("survey_id", survey_answers.c.survey_id))
    .order_by(survey_answers.c.person_id, survey_answers.c.question)
)
ANSWERS_OF = ANSWERS.where(survey_answers.c.person_id == given("person_id", survey_answers.c.person_id))

OF_BOX = answer_boxes.c.id == given("box_id", answer_boxes.c.id)
MAKE_BOX = insert_into(answer_boxes, "id", "answers").on_conflict_do_nothing()
BOX = select(answer_boxes.c.answers).where(OF_BOX)
BOX_TO_CHANGE = BOX.with_for_update()
FILL_BOX = update(answer_boxes).where(OF_BOX).values(answers=given("answers", answer_boxes.c.answers))
EMPTY_BOX = delete(answer_boxes).where(OF_BOX)
WAITING = 0
"""The box of suggestions."""

SUGGESTION = select(suggestions.c.id, suggestions.c.text, suggestions.c.author_id, suggestions.c.day)
ADD_SUGGESTION = insert_into(suggestions, "text", "author_id", "day").returning(suggestions.c.id)
NEWEST_SUGGESTIONS = SUGGESTION.order_by(suggestions.c.id.desc()).limit(MOST)


class SqlSurveys:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, survey: Survey) -> Survey:
        return replace(survey, id=self._session.rows(ADD, **_values(survey))[0][0])

    def save(self, survey: Survey) -> None:
        values = {f"new_{name}": value for name, value in _values(survey).items()}
        self._session.run(SAVE, survey_id=survey.id, **values)

    def get(self, survey_id: int) -> Survey | None:
        row = self._session.row(GET_TO_CHANGE if self._session.is_writer else GET, survey_id=survey_id)
        return None if row is None else _survey(row)

    def newest(self, maker_id: int | None, limit: int, offset: int = 0) -> list[Survey]:
        if maker_id is None:
            return self._found(NEWEST, most=limit, skipped=offset)
        return self._found(NEWEST_OF, maker_id=maker_id, most=limit, skipped=offset)

    def last_asked(self, person_id: int, limit: int) -> list[Survey]:
        return self._found(LAST_ASKED, person_id=person_id, most=limit)

    def unanswered(self, person_ids: Collection[int]) -> dict[int, list[Survey]]:
        found: dict[int, list[Survey]] = {}
        for person_id, *row in self._session.rows(UNANSWERED, people=sorted(person_ids)):
            found.setdefault(person_id, []).append(_survey(tuple(row)))
        return found

    def open(self) -> list[Survey]:
        return self._found(OPEN)

    def ask(self, survey_id: int, person_ids: Sequence[int]) -> None:
        self._session.run_many(ASK, [{"survey_id": survey_id, "person_id": one} for one in person_ids])

    def entry(self, survey_id: int, person_id: int) -> Entry | None:
        statement = ENTRY_TO_CHANGE if self._session.is_writer else ENTRY
        row = self._session.row(statement, survey_id=survey_id, person_id=person_id)
        return None if row is None else Entry(row[0], row[1], row[2], bool(row[3]), row[4])

    def save_entry(self, entry: Entry) -> None:
        values = {"new_progress": entry.progress, "new_is_done": int(entry.is_done), "new_day": entry.day}
        self._session.run(SAVE_ENTRY, survey_id=entry.survey_id, person_id=entry.person_id, **values)

    def counts(self, survey_id: int) -> tuple[int, int]:
        asked, done = self._session.rows(COUNTS, survey_id=survey_id)[0]
        return int(asked), int(done)

    def missing(self, survey_id: int) -> list[int]:
        return [row[0] for row in self._session.rows(MISSING, survey_id=survey_id)]

    def done(self, survey_id: int) -> list[int]:
        return [row[0] for row in self._session.rows(DONE, survey_id=survey_id)]

    def queue(self, survey_id: int, deed: str, *, missing_only: bool) -> int:
        return self._session.run(QUEUE_MISSING if missing_only else QUEUE, survey_id=survey_id, deed=deed)

    def next_queued(self, survey_id: int, limit: int) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = [
            (row[0], row[1]) for row in self._session.rows(QUEUED, survey_id=survey_id, most=limit)
        ]
        self._session.run(TAKEN, survey_id=survey_id, people=[one for one, _ in found])
        return found

    def is_queued(self, survey_id: int) -> bool:
        return bool(self._session.rows(QUEUED, survey_id=survey_id, most=1))

    def keep(self, survey_id: int, answer: Answer) -> None:
        self._session.run(KEEP, survey_id=survey_id, **asdict(answer))

    def answers(self, survey_id: int, person_id: int | None = None) -> list[Answer]:
        if person_id is None:
            return [Answer(*row) for row in self._session.rows(ANSWERS, survey_id=survey_id)]
        return [Answer(*row) for row in self._session.rows(ANSWERS_OF, survey_id=survey_id, person_id=person_id)]

    def drop_in(self, survey_id: int, question: int, said: str) -> None:
        box = _taken(self._session, survey_id)
        box += [[] for _ in range(question + 1 - len(box))]
        box[question] = sorted([*box[question], said])
        self._session.run(FILL_BOX, box_id=survey_id, answers=box)

    def box(self, survey_id: int, questions: int) -> list[list[str]]:
        row = self._session.row(BOX, box_id=survey_id)
        box: list[list[str]] = row[0] if row else []
        return box + [[] for _ in range(questions - len(box))]

    def has_answers(self, survey_id: int) -> bool:
        return bool(self._session.rows(ANSWERS, survey_id=survey_id) or self._session.row(BOX, box_id=survey_id))

    def _found(self, statement: Any, **params: Any) -> list[Survey]:
        return [_survey(row) for row in self._session.rows(statement, **params)]


class SqlSuggestions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, suggestion: Suggestion) -> Suggestion:
        values = {"text": suggestion.text, "author_id": suggestion.author_id, "day": suggestion.day}
        return replace(suggestion, id=self._session.rows(ADD_SUGGESTION, **values)[0][0])

    def newest(self, limit: int) -> list[Suggestion]:
        return [Suggestion(*row) for row in self._session.rows(NEWEST_SUGGESTIONS, most=limit)]

    def drop_in(self, text: str) -> None:
        self._session.run(FILL_BOX, box_id=WAITING, answers=[sorted([*_flat(_taken(self._session, WAITING)), text])])

    def hand_over(self, day: str) -> list[Suggestion]:
        waiting = _flat(_taken(self._session, WAITING))
        self._session.run(EMPTY_BOX, box_id=WAITING)
        SystemRandom().shuffle(waiting)
        return [self.add(Suggestion(0, text, None, day)) for text in waiting]


def _taken(session: Session, box_id: int) -> list[list[str]]:
    """The box, which nobody else writes until the unit ends."""
    session.run(MAKE_BOX, id=box_id, answers=[])
    box: list[list[str]] = session.rows(BOX_TO_CHANGE, box_id=box_id)[0][0]
    return box


def _flat(box: list[list[str]]) -> list[str]:
    return [text for part in box for text in part]


def _survey(row: Row) -> Survey:
    values = dict(zip(("id", *CHANGING), row, strict=True))
    flags = {name: bool(values[name]) for name in FLAGS}
    questions = tuple(map(Question.unpacked, values["questions"]))
    state, audience = State(values["state"]), audience_of(values["audience"])
    return Survey(**{**values, **flags, "questions": questions, "state": state, "audience": audience})


def _values(survey: Survey) -> dict[str, Any]:
    return {
        **{name: getattr(survey, name) for name in PLAIN},
        **{name: int(getattr(survey, name)) for name in FLAGS},
        "questions": [one.packed() for one in survey.questions],
        "audience": asdict(survey.audience),
        "state": survey.state.value,
    }
