"""Surveys as they stand, and what they came to: while they are open no more than how many have answered."""

from dataclasses import dataclass, replace

from bot.cards import Action, Button, Card
from bot.domain.survey import State, Survey
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.texts import Say
from bot.turn import Answer, Turn
from handlers.feedback.answering import Fill, fill
from handlers.feedback.cards import heading, listed, result_card
from handlers.feedback.closing import closed_card
from handlers.feedback.counting import names_of, sums_of
from handlers.feedback.desk import Numbered, router, the_survey
from handlers.feedback.roster import to_them_alone

MOST_LINES, MOST_BUTTONS = 10, 4


@dataclass(frozen=True, slots=True)
class Show(Numbered):
    """How it stands; whoever still owes an answer gets their card."""


@dataclass(frozen=True, slots=True)
class Results(Numbered):
    """What it came to."""


@dataclass(frozen=True, slots=True)
class Listing(Numbered):
    """One's own surveys and those one was asked, for clerks all; `title` looks for words."""

    title: str = ""


@router.intent("show", Show)
def show(turn: Turn, slots: Show) -> Answer:
    survey = the_survey(turn, slots.number)
    entry = turn.uow.surveys.entry(survey.id, turn.actor.id)
    if survey.is_run_by(turn.actor):
        return _told(turn, survey)
    if survey.state is State.OPEN and entry is not None:
        return fill(turn, Fill(number=survey.id))
    return _told(turn, survey)


@router.intent("results", Results)
def results(turn: Turn, slots: Results) -> Reply:
    return _told(turn, the_survey(turn, slots.number))


@router.action("results")
def press_results(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _told(turn, the_survey(turn, survey_id))


def _told(turn: Turn, survey: Survey) -> Reply:
    if survey.state is State.WITHDRAWN:
        raise UserError("feedback.is_withdrawn", number=survey.id, title=survey.title)
    if not survey.is_run_by(turn.actor):
        _must_be_public(turn, survey)
        done = turn.uow.surveys.counts(survey.id)[1]
        return turn.reply(result_card(survey, sums_of(turn.uow, survey), done, turn.say))
    if survey.state is State.CLOSED:
        return to_them_alone(turn, "result", lambda say: _closed(turn, survey, say))
    if survey.shows_counts():
        return to_them_alone(turn, "result", lambda say: _with_deeds(survey, _counted(turn, survey, say), say))
    return turn.reply(_with_deeds(survey, _hidden(turn, survey), turn.say))


def _closed(turn: Turn, survey: Survey, say: Say) -> Card:
    """With the names, where they are known and few."""
    card, names = closed_card(turn.uow, survey, say), names_of(turn.uow, survey)
    if not names:
        return card
    done = turn.uow.surveys.counts(survey.id)[1]
    return replace(card, body=result_card(survey, sums_of(turn.uow, survey), done, say, names).body)


def _must_be_public(turn: Turn, survey: Survey) -> None:
    """Published, to those who were asked."""
    entry = turn.uow.surveys.entry(survey.id, turn.actor.id)
    if entry is None:
        raise NotAllowed("feedback.not_asked", number=survey.id)
    if not survey.is_published:
        raise NotAllowed("feedback.not_published", number=survey.id)


def _counted(turn: Turn, survey: Survey, say: Say) -> Card:
    done = turn.uow.surveys.counts(survey.id)[1]
    return result_card(survey, sums_of(turn.uow, survey), done, say)


def _hidden(turn: Turn, survey: Survey) -> Card:
    done, say = turn.uow.surveys.counts(survey.id)[1], turn.say
    facts = (
        (say("feedback.answered"), f"{done} / {survey.people}"),
        (say("feedback.until"), say.moment(survey.closes_at)),
    )
    body = f"{listed(survey.questions, say)}\n{say('feedback.hidden_yet')}"
    return Card(heading(survey, say), facts, body)


def _with_deeds(survey: Survey, card: Card, say: Say) -> Card:
    deeds = tuple(
        Button(say(f"feedback.{deed}"), Action(f"feedback.{verb}", survey.id))
        for deed, verb in (("who_missing", "missing"), ("chase", "chase"), ("end", "end"))
    )
    return replace(card, buttons=deeds, tone="info")


@router.intent("list", Listing)
def list_surveys(turn: Turn, slots: Listing) -> Reply:
    """The newest first."""
    if slots.number:
        return _told(turn, the_survey(turn, slots.number))
    found = _listed(turn)
    named = [one for one in found if slots.title and slots.title in one.title]
    if len(named) == 1:
        return _told(turn, the_survey(turn, named[0].id))
    shown = (named or found)[:MOST_LINES]
    if not shown:
        return turn.reply(Card(turn.say("feedback.none")))
    buttons = tuple(
        Button(turn.say("feedback.number", number=one.id), Action("feedback.open", one.id))
        for one in shown[:MOST_BUTTONS]
    )
    lines = "\n".join(_line(turn, one) for one in shown)
    return turn.reply(Card(turn.say("feedback.list_title"), body=lines, buttons=buttons))


@router.action("open")
def press_open(turn: Turn, survey_id: int, _choice: str) -> Answer:
    return show(turn, Show(number=survey_id))


def _listed(turn: Turn) -> list[Survey]:
    surveys = turn.uow.surveys
    if turn.actor.is_in_charge:
        return surveys.newest(None, MOST_LINES)
    both = {one.id: one for one in (*surveys.newest(turn.actor.id, MOST_LINES), *_asked(turn))}
    return [both[number] for number in sorted(both, reverse=True)]


def _asked(turn: Turn) -> list[Survey]:
    return turn.uow.surveys.last_asked(turn.actor.id, MOST_LINES)


def _line(turn: Turn, survey: Survey) -> str:
    """`问卷3 食堂满意度 · 12 / 23 · 11月27日（周五）18:00 截止`."""
    done = turn.uow.surveys.counts(survey.id)[1]
    state = turn.say(f"feedback.state_{survey.state}", at=survey.closes_at)
    return turn.say("feedback.line", title=heading(survey, turn.say), done=done, people=survey.people, state=state)
