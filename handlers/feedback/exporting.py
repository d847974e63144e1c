"""A survey's answers as a file, for whoever runs it: with names a row each, without them how often what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from bot.cards import Card
from bot.domain.survey import BETWEEN, Survey
from bot.errors import UserError
from bot.messages import OutFile, Reply
from bot.register.tabular import Row, Table, write_table
from bot.turn import Turn
from handlers.feedback.cards import heading
from handlers.feedback.closing import must_be_enough
from handlers.feedback.counting import sums_of
from handlers.feedback.desk import Numbered, router, subject_of, the_survey_to_run


@dataclass(frozen=True, slots=True)
class Export(Numbered):
    """`ending` says how it is written."""

    ending: str = ""


@router.intent("export", Export)
def export(turn: Turn, slots: Export) -> Reply:
    return _exported(turn, the_survey_to_run(turn, slots.number), slots.ending or "xlsx")


@router.action("export")
def press_export(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _exported(turn, the_survey_to_run(turn, survey_id), "xlsx")


def _exported(turn: Turn, survey: Survey, ending: str) -> Reply:
    if not survey.shows_counts():
        raise UserError("feedback.export_later", number=survey.id)
    must_be_enough(turn.uow, survey)
    table, content = _table(turn, survey), BytesIO()
    write_table(table, ending, content)
    turn.uow.audit.note(turn.actor.id, "feedback.exported", subject_of(survey), turn.now, rows=len(table.rows))
    file = OutFile(f"{turn.say('feedback.file_name', number=survey.id)}.{ending}", content.getvalue())
    card = Card(turn.say("feedback.exported", title=heading(survey, turn.say), count=len(table.rows)), tone="done")
    account = turn.account(turn.actor.id)
    if turn.is_direct or account is None:
        return turn.reply(card, file=file)
    told = turn.reply(Card(turn.say("feedback.alone")))
    return Reply((*told.out, turn.to(account.direct(), card, "export", file=file)))


def _table(turn: Turn, survey: Survey) -> Table:
    title = turn.say("feedback.sheet")
    if not survey.is_anonymous:
        return Table(title, _head(turn, survey), _named(turn, survey))
    header = tuple(turn.say(f"feedback.column_{name}") for name in ("question", "answer", "count"))
    rows = [
        (one.question.text, what, str(count))
        for one in sums_of(turn.uow, survey)
        for what, count in (*one.counts, *((said, 1) for said in one.said))
    ]
    return Table(title, header, rows)


def _head(turn: Turn, survey: Survey) -> Row:
    asked = (f"{place}. {one.text}" for place, one in enumerate(survey.questions, 1))
    return (turn.say("feedback.column_name"), turn.say("feedback.column_unit"), *asked)


def _named(turn: Turn, survey: Survey) -> Sequence[Row]:
    said: dict[int, dict[int, str]] = {}
    for one in turn.uow.surveys.answers(survey.id):
        said.setdefault(one.person_id, {})[one.question] = one.said.replace(BETWEEN, " / ")
    people = turn.uow.people.named(said)
    places = range(len(survey.questions))
    return [
        (people[one].name, people[one].unit, *(answers.get(place, "") for place in places))
        for one, answers in said.items()
        if one in people
    ]
