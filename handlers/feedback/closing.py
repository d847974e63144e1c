"""The end of a survey: at its time, by a clerk, or because it is taken back; and what is told of it then."""

from dataclasses import dataclass
from datetime import date

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.cards import Action, Button, Card
from bot.domain.survey import LEAST, State, Survey
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import Answer, Tick, Turn
from handlers.feedback.cards import group_card, heading, result_card
from handlers.feedback.counting import sums_of
from handlers.feedback.desk import (
    Numbered,
    Post,
    group_key,
    maker_of,
    post_of,
    router,
    subject_of,
    the_survey_to_run,
    ticked,
)
from handlers.feedback.planning import closing, plan
from handlers.feedback.sending import OVER, RENEW, RESULT, in_parts


@dataclass(frozen=True, slots=True)
class End(Numbered):
    """Now, before its time."""


@dataclass(frozen=True, slots=True)
class Withdraw(Numbered):
    """Nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class Extend(Numbered):
    """Until `due`."""

    due: date | None = None


@dataclass(frozen=True, slots=True)
class Publish(Numbered):
    """To all who were asked."""


@router.work("close")
def close(tick: Tick, survey_id: int) -> tuple[Outgoing, ...]:
    survey = tick.uow.surveys.get(survey_id)
    if survey is None or survey.state is not State.OPEN:
        return ()
    post = ticked(tick, survey)
    after = survey.ended()
    tick.uow.audit.note(None, "feedback.closed", subject_of(survey), tick.now)
    account = tick.uow.people.account(survey.maker_id, post.platform)
    cards = _over(post, after)
    if account is None:
        return cards
    maker = tick.uow.people.get(survey.maker_id)
    say = tick.speak(maker.language or survey.language)
    told = Outgoing(
        f"survey:{survey.id}:closed", account.direct(), closed_card(tick.uow, after, say), language=say.language
    )
    return (told, *cards)


def _over(post: Post, after: Survey) -> tuple[Outgoing, ...]:
    """The cards of those who have not answered take no answers any more."""
    post.uow.surveys.save(after)
    post.uow.reminders.cancel("feedback", after.id)
    cards = in_parts(post, after, OVER, missing_only=True)
    return (*_group_over(post, after), *cards)


def _group_over(post: Post, after: Survey, key: str = "over") -> tuple[Outgoing, ...]:
    """The group's card as it is from now on."""
    sent = post.uow.outbox.find(group_key(after)) if after.in_group else None
    if sent is None:
        return ()
    say = post.house.speak(after.language, post.now)
    card = group_card(after, maker_of(post.uow, after), post.uow.surveys.counts(after.id)[1], say)
    root = group_key(after)
    return (Outgoing(f"{root}:{key}", sent.to, card, replaces=root, language=say.language),)


def closed_card(uow: UnitOfWork, survey: Survey, say: Say) -> Card:
    """The result for whoever runs it, with what may be done with it."""
    done = uow.surveys.counts(survey.id)[1]
    publish = Button(say("feedback.publish"), Action("feedback.publish", survey.id), "primary")
    export = Button(say("feedback.export"), Action("feedback.export", survey.id))
    if survey.is_anonymous and done < LEAST:
        told = ((say("feedback.answered"), f"{done} / {survey.people}"),)
        title = say("feedback.result", title=heading(survey, say))
        return Card(title, told, say("feedback.too_few", least=LEAST), (), "done")
    card = result_card(survey, sums_of(uow, survey), done, say)
    offered = (export,) if survey.is_published else (publish, export)
    return Card(card.title, card.facts, card.body, offered, card.tone)


@router.intent("end", End)
def end(turn: Turn, slots: End) -> Reply:
    return _ended(turn, the_survey_to_run(turn, slots.number))


@router.action("end")
def press_end(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _ended(turn, the_survey_to_run(turn, survey_id))


def _ended(turn: Turn, survey: Survey) -> Reply:
    """Its maker hears the result, also of a clerk's ending it."""
    after = survey.ended()
    turn.uow.audit.note(turn.actor.id, "feedback.ended", subject_of(survey), turn.now)
    cards = _over(post_of(turn), after)
    name = turn.actor.name
    told = turn.reply(Card(turn.say("feedback.ended", title=heading(after, turn.say), name=name), tone="done"))
    result = to_person(
        turn, after.maker_id, f"survey:{after.id}:closed", lambda say: closed_card(turn.uow, after, say)
    )  # fmt: skip
    return Reply((*told.out, *result, *cards))


@router.intent("extend", Extend)
def extend(turn: Turn, slots: Extend) -> Answer:
    """The cards of those who have not answered say so."""
    survey = the_survey_to_run(turn, slots.number)
    survey.must_take_answers(turn.now)
    if slots.due is None:
        return ask(turn, slots, "due", "feedback.until_when")
    after = survey.closing_at(closing(turn, slots.due), turn.now)
    turn.uow.surveys.save(after)
    turn.uow.reminders.cancel("feedback", after.id)
    plan(turn.house, turn.uow, after, turn.now)
    turn.uow.audit.note(turn.actor.id, "feedback.extended", subject_of(survey), turn.now, was=survey.closes_at)
    title = turn.say("feedback.extended", title=heading(after, turn.say), at=after.closes_at)
    cards = () if after.in_group else in_parts(post_of(turn), after, RENEW, missing_only=True)
    return Reply((*turn.reply(Card(title, tone="done")).out, *_group_over(post_of(turn), after, turn.key), *cards))


@router.intent("withdraw", Withdraw)
def withdraw(turn: Turn, slots: Withdraw) -> Reply:
    survey = the_survey_to_run(turn, slots.number)
    after = survey.ended(State.WITHDRAWN)
    turn.uow.audit.note(turn.actor.id, "feedback.withdrawn", subject_of(survey), turn.now)
    cards = _over(post_of(turn), after)
    told = turn.reply(Card(turn.say("feedback.withdrawn", title=heading(after, turn.say)), tone="done"))
    return Reply((*told.out, *cards))


@router.intent("publish", Publish)
def publish(turn: Turn, slots: Publish) -> Reply:
    return _published(turn, the_survey_to_run(turn, slots.number))


@router.action("publish")
def press_publish(turn: Turn, survey_id: int, _choice: str) -> Reply:
    return _published(turn, the_survey_to_run(turn, survey_id))


def _published(turn: Turn, survey: Survey) -> Reply:
    """Counts and words without a name beside them, once."""
    after = survey.published()
    must_be_enough(turn.uow, survey)
    if survey.is_published:
        return turn.reply(Card(turn.say("feedback.published_before", number=survey.id)))
    turn.uow.surveys.save(after)
    turn.uow.audit.note(turn.actor.id, "feedback.published", subject_of(survey), turn.now, people=survey.people)
    told = turn.reply(Card(turn.say("feedback.published", number=survey.id, count=survey.people), tone="done"))
    if not survey.in_group:
        return Reply((*told.out, *in_parts(post_of(turn), after, RESULT, missing_only=False)))
    say, where = turn.speak(survey.language), turn.uow.chats.get(survey.chat_id).ref
    card = result_card(after, sums_of(turn.uow, after), turn.uow.surveys.counts(survey.id)[1], say)
    return Reply((*told.out, Outgoing(f"{group_key(survey)}:result", where, card, language=say.language)))


def must_be_enough(uow: UnitOfWork, survey: Survey) -> None:
    """Too few without names are nobody's business."""
    if survey.is_anonymous and uow.surveys.counts(survey.id)[1] < LEAST:
        raise UserError("feedback.too_few", least=LEAST)
