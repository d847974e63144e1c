"""Who has not answered, and never with what the others did; only they are asked again."""

from dataclasses import dataclass

from bot.asking.telling import Write, to_person
from bot.cards import Action, Button, Card
from bot.domain.survey import Survey
from bot.messages import Outgoing, Reply
from bot.texts import Say
from bot.turn import Tick, Turn
from handlers.feedback.cards import heading
from handlers.feedback.desk import Numbered, post_of, router, subject_of, the_survey_to_run, ticked
from handlers.feedback.sending import AGAIN, in_parts

MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class Missing(Numbered):
    """Who has still to answer."""


@dataclass(frozen=True, slots=True)
class Chase(Numbered):
    """Now, and not when it is planned."""


@router.intent("missing", Missing)
def missing(turn: Turn, slots: Missing) -> Reply:
    return _missing(turn, the_survey_to_run(turn, slots.number))


@router.action("missing")
def press_missing(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _missing(turn, the_survey_to_run(turn, survey_id))


def _missing(turn: Turn, survey: Survey) -> Reply:
    """Names are for the one who asks, whatever chat they ask in."""
    ids = turn.uow.surveys.missing(survey.id)
    people = turn.uow.people.named(ids[:MOST_NAMES])

    def write(say: Say) -> Card:
        units: dict[str, list[str]] = {}
        for one in (people[one] for one in ids[:MOST_NAMES] if one in people):
            units.setdefault(one.unit or say("feedback.no_unit"), []).append(one.name)
        lines = [say("feedback.missing_line", unit=unit, names=say.listed(names)) for unit, names in units.items()]
        if len(ids) > MOST_NAMES:
            lines.append(say("feedback.missing_more", count=len(ids) - MOST_NAMES))
        chase = (Button(say("feedback.chase"), Action("feedback.chase", survey.id), "primary"),) if ids else ()
        title = say("feedback.missing_title", title=heading(survey, say), count=len(ids))
        return Card(title, body="\n".join(lines) or say("feedback.nobody_missing"), buttons=chase)

    return to_them_alone(turn, "missing", write)


def to_them_alone(turn: Turn, part: str, write: Write) -> Reply:
    if turn.is_direct:
        return turn.reply(write(turn.say))
    told = turn.reply(Card(turn.say("feedback.alone")))
    return Reply((*told.out, *to_person(turn, turn.actor.id, f"{turn.key}:{part}", write)))


@router.intent("chase", Chase)
def chase(turn: Turn, slots: Chase) -> Reply:
    return _chased(turn, the_survey_to_run(turn, slots.number))


@router.action("chase")
def press_chase(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _chased(turn, the_survey_to_run(turn, survey_id))


def _chased(turn: Turn, survey: Survey) -> Reply:
    survey.must_take_answers(turn.now)
    count = len(turn.uow.surveys.missing(survey.id))
    turn.uow.audit.note(turn.actor.id, "feedback.chased", subject_of(survey), turn.now, people=count)
    told = turn.reply(Card(turn.say("feedback.chased", number=survey.id, count=count), tone="done"))
    return Reply((*told.out, *in_parts(post_of(turn), survey, AGAIN, missing_only=True)))


@router.work("remind")
def remind(tick: Tick, survey_id: int) -> tuple[Outgoing, ...]:
    survey = tick.uow.surveys.get(survey_id)
    if survey is None or survey.state != "open" or tick.now >= survey.closes_at:
        return ()
    return in_parts(ticked(tick, survey), survey, AGAIN, missing_only=True)
