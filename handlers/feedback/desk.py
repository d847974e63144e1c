"""The feedback desk's register, its slots, and what its parts share."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.when import Timed
from bot.cards import Card
from bot.domain.survey import Survey
from bot.errors import UserError
from bot.messages import TextReceived
from bot.ports import UnitOfWork
from bot.router import Router
from bot.turn import House, Tick, Turn

router = Router("feedback")
post_router = Router("feedback_post")
"""On its own, so that what is planned of a survey can be dropped without stopping its cards."""


@dataclass(frozen=True, slots=True)
class Numbered(Timed):
    """A survey by its number; 0 is the newest that the actor may speak of."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs of a turn or of a reminder's tick; `platform` is where people are reached first."""

    house: House
    uow: UnitOfWork
    now: datetime
    platform: str


def post_of(turn: Turn) -> Post:
    return Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)


def ticked(tick: Tick, survey: Survey) -> Post:
    return Post(tick.house, tick.uow, tick.now, tick.uow.chats.get(survey.chat_id).ref.platform)


def the_survey(turn: Turn, number: int) -> Survey:
    """UserError when there is none of that number."""
    survey = turn.uow.surveys.get(number) if number else _newest(turn)
    if survey is None:
        raise UserError("feedback.no_such" if number else "feedback.none", **({"number": number} if number else {}))
    return survey


def _newest(turn: Turn) -> Survey | None:
    mine = turn.uow.surveys.newest(turn.actor.id, 1)
    if not mine and turn.actor.is_in_charge:
        mine = turn.uow.surveys.newest(None, 1)
    return turn.uow.surveys.get(mine[0].id) if mine else None


def the_survey_to_run(turn: Turn, number: int) -> Survey:
    """The same, for its maker and the office's clerks alone."""
    survey = the_survey(turn, number)
    survey.must_be_run_by(turn.actor, maker_of(turn.uow, survey))
    return survey


def maker_of(uow: UnitOfWork, survey: Survey) -> str:
    return uow.people.get(survey.maker_id).name


def subject_of(survey: Survey) -> str:
    return f"survey:{survey.id}"


def own_key(survey: Survey, person_id: int) -> str:
    """Of a person's own card."""
    return f"survey:{survey.id}:{person_id}"


def group_key(survey: Survey) -> str:
    return f"survey:{survey.id}:group"


def forgotten(turn: Turn, card: Card) -> Card:
    """What was typed to lead here is not to be found again."""
    if not (isinstance(turn.event, TextReceived) and turn.is_direct):
        return card
    return replace(card, forgets=turn.event.envelope.event_id)
