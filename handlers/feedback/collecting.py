"""Making a survey: from a sentence to a preview, and from a yes to its way out."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.asking.audience import (
    SAMPLE,
    Addressed,
    audience_of,
    counted,
    may_write_to,
    people_meant,
    settle_audience,
)
from bot.asking.context import context_of
from bot.asking.steps import ask, ask_again, settled
from bot.asking.when import local_day
from bot.cards import Card
from bot.domain.people import Person
from bot.domain.survey import LEAST, Question, Survey
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply, TextReceived
from bot.ports import Option
from bot.turn import Answer, Ask, ReadBack, Turn
from bot.understanding.survey_text import survey_in
from handlers.feedback.cards import group_card, heading, listed
from handlers.feedback.desk import group_key, maker_of, post_of, router, subject_of
from handlers.feedback.planning import closing, plan
from handlers.feedback.sending import SEND, in_parts
from handlers.feedback.suggesting import plan_morning

ANONYMOUS = frozenset({"匿名", "不记名", "anonymous"})
LENGTHS = (0, 1, 3)
"""Working days from today whose closing is offered as the end."""


@dataclass(frozen=True, slots=True)
class Collect(Addressed):
    """`questions` are packed; `text` is what the survey was told with; `secrecy` is anonymous or named, `live` shows
    the counts while it is open, `here` collects in the group's own chat. The others are out of a free sentence."""

    title: str = ""
    text: str = ""
    words: str = ""
    questions: tuple[str, ...] = ()
    due: date | None = None
    secrecy: str = ""
    live: int = 0
    here: int = 0
    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    unit: str = ""
    options: tuple[str, ...] = ()
    number: int = 0


@router.intent("collect", Collect)
def collect(turn: Turn, slots: Collect) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    other = "named" if _is_anonymous(known) else "anonymous"
    ways = [Option(turn.say(f"feedback.make_{other}"), {"secrecy": other})]
    if not turn.is_direct and not known.here:
        ways.append(Option(turn.say("feedback.make_here"), {"here": 1, "to": ("本群",)}))
    return ReadBack(known, preview(turn, known), turn.say("feedback.send"), tuple(ways))


@router.confirmed("collect")
def confirm(turn: Turn, slots: Collect) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    draft = _draft(turn, known)
    people = _people(turn, draft)
    if not may_write_to(turn.actor, people) and not draft.in_group:
        raise NotAllowed("feedback.only_in_charge")
    return Reply(_sent(turn, replace(draft, people=len(people)), people))


def _read(turn: Turn, slots: Collect) -> Collect | Ask:
    """The questions and all that stands around them, out of the words as they were said."""
    if slots.questions:
        return slots
    said = slots.words or slots.text or (turn.event.text if isinstance(turn.event, TextReceived) else slots.title)
    found = survey_in(said, context_of(turn))
    if not found.get("questions"):
        return ask(turn, slots, "words", "feedback.what")
    mine = {name: value for name, value in found.items() if name == "title" or not getattr(slots, name)}
    kept = replace(slots, **mine)  # type: ignore[arg-type]
    if not kept.secrecy and any(word in said.casefold() for word in ANONYMOUS):
        kept = replace(kept, secrecy="anonymous")
    return kept


def _addressed(turn: Turn, slots: Collect) -> Collect | Ask:
    if slots.here and turn.is_direct:
        slots = replace(slots, here=0, to=())
    if not slots.to:
        named = dict.fromkeys((*slots.units, *([slots.unit] if slots.unit else [])))
        slots = replace(slots, to=tuple(named))
    return settle_audience(turn, slots)


def _ending(turn: Turn, slots: Collect) -> Collect | Ask:
    """A survey without an end is asked for one."""
    if slots.due is None:
        return ask(turn, slots, "due", "feedback.until_when", _ends(turn))
    if (closes := _closes(turn, slots)) <= turn.now:
        fault = UserError("feedback.closes_past", at=closes)
        return ask_again(turn, replace(slots, due=None), "due", fault, _ends(turn))
    return slots


STEPS = (_read, _addressed, _ending)


def _ends(turn: Turn) -> list[Option]:
    calendar, today = turn.house.calendar, local_day(turn, turn.now)
    days = dict.fromkeys(calendar.add_working_days(today, count) if count else today for count in LENGTHS)
    ends = [calendar.closing(day, turn.house.zone) for day in days if calendar.is_working(day)]
    return [Option(turn.say.moment(at), {"due": at}) for at in ends if at > turn.now]


def _closes(turn: Turn, slots: Collect) -> datetime:
    return closing(turn, slots.due or turn.now)


def _is_anonymous(slots: Collect) -> bool:
    return slots.secrecy.casefold() in ANONYMOUS


def _draft(turn: Turn, slots: Collect) -> Survey:
    questions = tuple(map(Question.unpacked, slots.questions))
    return Survey(
        id=0,
        title=slots.title or questions[0].text,
        maker_id=turn.actor.id,
        chat_id=turn.chat.id,
        language=turn.say.language,
        made_at=turn.now,
        closes_at=_closes(turn, slots),
        questions=questions,
        audience=audience_of(turn, slots),
        is_anonymous=_is_anonymous(slots),
        is_live=bool(slots.live) and not _is_anonymous(slots),
        in_group=bool(slots.here),
    ).checked(turn.now)


def _people(turn: Turn, draft: Survey) -> list[Person]:
    people, _ = people_meant(turn, draft.audience)
    if not people:
        raise UserError("feedback.nobody")
    return people


def preview(turn: Turn, slots: Collect) -> Card:
    """The questions, how many are asked and who not, until when, and what becomes of the names."""
    draft, say = _draft(turn, slots), turn.say
    people, (_, out) = _people(turn, draft), people_meant(turn, draft.audience)
    facts = [(say("feedback.to"), counted(turn, people))]
    if out:
        facts.append((say("feedback.left_out"), say.listed(one.name for one in out[: SAMPLE * 2])))
    facts.append((say("feedback.until"), say.moment(draft.closes_at)))
    how = "anonymous_promise" if draft.is_anonymous else "named_promise"
    facts.append((say("feedback.names"), say(f"feedback.{how}", least=LEAST)))
    facts.append((say("feedback.counts"), say("feedback.counts_live" if draft.is_live else "feedback.counts_later")))
    if draft.in_group:
        facts.append((say("feedback.where"), say("feedback.where_group")))
    notes = [say("feedback.few_asked", least=LEAST)] if draft.is_anonymous and len(people) < LEAST else []
    body = "\n".join((listed(draft.questions, say), *notes))
    return Card(say("feedback.preview", title=draft.title), tuple(facts), body, tone="warn" if notes else "info")


def _sent(turn: Turn, draft: Survey, people: list[Person]) -> tuple[Outgoing, ...]:
    """Out it goes: who is asked is kept as the list that it was."""
    survey = turn.uow.surveys.add(draft)
    turn.uow.surveys.ask(survey.id, [one.id for one in people])
    plan(turn.house, turn.uow, survey, turn.now)
    plan_morning(turn.house, turn.uow, turn.now)
    turn.uow.audit.note(turn.actor.id, "feedback.sent", subject_of(survey), turn.now, people=len(people))
    body = turn.say("feedback.sent_note", number=survey.id)
    told = turn.to(turn.chat.ref, Card(_sent_title(turn, survey), body=body, tone="done"), "sent")
    if survey.in_group:
        card = group_card(survey, maker_of(turn.uow, survey), 0, turn.say)
        return (told, Outgoing(group_key(survey), turn.chat.ref, card, language=turn.say.language))
    return (told, *in_parts(post_of(turn), survey, SEND, missing_only=False))


def _sent_title(turn: Turn, survey: Survey) -> str:
    key = "feedback.sent_here" if survey.in_group else "feedback.sent"
    return turn.say(key, title=heading(survey, turn.say), count=survey.people)
