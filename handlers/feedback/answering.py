"""What those who are asked do: answer, answer anew where names stand beside answers, fill in what needs words."""

from dataclasses import dataclass, replace

from bot.asking.context import context_of
from bot.asking.telling import instead_of, to_person
from bot.asking.when import Timed, today
from bot.cards import ID_DIGITS, Card
from bot.domain.survey import Answer as Given
from bot.domain.survey import Entry, Kind, Question, Survey
from bot.errors import NotAllowed, UserError
from bot.messages import ButtonPressed, Outgoing, Reply, TextReceived
from bot.texts import Say
from bot.turn import Answer, Ask, Turn
from bot.understanding.times import find_times
from handlers.feedback.cards import asked, group_card, heading, person_card, question_card
from handlers.feedback.desk import (
    Numbered,
    forgotten,
    group_key,
    maker_of,
    own_key,
    router,
    subject_of,
    the_survey,
)

UNREADABLE = frozenset(
    {f"feedback.{kind}_wanted" for kind in Kind} | {"feedback.choices_wanted_reply", "feedback.answer_length"}
)
"""What is asked again."""


@dataclass(frozen=True, slots=True)
class Fill(Numbered):
    """One's own card once more."""


@dataclass(frozen=True, slots=True)
class Said(Numbered):
    """`words` are the answer to the question that is next."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Give(Timed):
    """`words` are the answer to that question."""

    number: int = 0
    place: int = 0
    words: str = ""


@router.action("answer")
def press_answer(turn: Turn, survey_id: int, choice: str) -> Reply:
    survey = the_survey(turn, survey_id)
    if isinstance(turn.event, TextReceived):
        _must_be_private(turn, survey)
    place, option = _placed(choice)
    offered = survey.question(place).offered
    if option >= len(offered):
        raise UserError("house.card_gone")
    return _taken(turn, survey, place, offered[option])


def _placed(choice: str) -> tuple[int, int]:
    """The question and the place of the choice; house.card_gone for whatever a forger wrote."""
    parts = choice.split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):  # noqa: PLR2004 - a pair of short numbers
        raise UserError("house.card_gone")
    return int(parts[0]), int(parts[1])


@router.action("fill")
def press_fill(turn: Turn, survey_id: int, choice: str) -> Answer:
    survey = the_survey(turn, survey_id)
    survey.must_take_answers(turn.now)
    place = int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= ID_DIGITS else -1
    mine(turn, survey).after(survey, place, today(turn))
    question = survey.question(place)
    if not turn.is_direct:
        return _own_card(turn, survey, place)
    card = Card(heading(survey, turn.say), body=asked(question, turn.say))
    return Ask(Give(number=survey.id, place=place), "words", card)


@router.intent("give", Give, private=True)
def give(turn: Turn, slots: Give) -> Answer:
    return _read(turn, the_survey(turn, slots.number), slots.place, slots.words)


@router.intent("answer", Said, private=True)
def answer(turn: Turn, slots: Said) -> Answer:
    """In words, by the survey's number."""
    survey = the_survey(turn, slots.number)
    _must_be_private(turn, survey)
    entry = turn.uow.surveys.entry(survey.id, turn.actor.id)
    place = min(entry.progress, len(survey.questions) - 1) if entry else 0
    return _read(turn, survey, place, slots.words)


def _must_be_private(turn: Turn, survey: Survey) -> None:
    """What is typed in a group everybody reads with a name beside it; a button there tells nobody."""
    if survey.is_anonymous and not turn.is_direct:
        raise UserError("feedback.anonymous_direct", number=survey.id)


def _read(turn: Turn, survey: Survey, place: int, words: str) -> Answer:
    """What cannot be read is asked again. Of an anonymous survey no word is kept, whatever becomes of it."""
    question = survey.question(place)
    try:
        survey.must_take_answers(turn.now)
        mine(turn, survey).after(survey, place, today(turn))
        said = question.reads(_as_kept(turn, question, words))
    except UserError as fault:
        if not survey.is_anonymous or fault.key not in UNREADABLE:
            return _refused(turn, survey, fault)
        card = Card(turn.say(fault.key, **fault.params), tone="warn")
        return Ask(Give(number=survey.id, place=place), "words", forgotten(turn, card))
    return _taken(turn, survey, place, said)


def _refused(turn: Turn, survey: Survey, fault: UserError) -> Reply:
    """The dialog of a named one stays open; what was said to an anonymous one must not stay anywhere."""
    if not survey.is_anonymous:
        raise fault
    return turn.reply(forgotten(turn, Card(turn.say(fault.key, **fault.params), tone="warn")))


def _as_kept(turn: Turn, question: Question, words: str) -> str:
    """周五 is a day, and so is next Friday."""
    if question.kind is not Kind.DATE:
        return words
    context = context_of(turn)
    moments = find_times(words, context.now, zone=context.zone, calendar=context.calendar)
    at = (moments[0].start or moments[0].end) if len(moments) == 1 else None
    return at.date().isoformat() if at else words


def _taken(turn: Turn, survey: Survey, place: int, said: str) -> Reply:
    """The survey is held meanwhile, so that nothing is counted that comes after its end, and nothing twice."""
    survey.must_take_answers(turn.now)
    entry = mine(turn, survey).after(survey, place, today(turn))
    turn.uow.surveys.save_entry(entry)
    if survey.is_anonymous:
        turn.uow.surveys.drop_in(survey.id, place, said)
    else:
        turn.uow.surveys.keep(survey.id, Given(turn.actor.id, place, said))
    turn.uow.audit.note(None, "feedback.answered", subject_of(survey), turn.now)
    return Reply(_told(turn, survey, entry, place))


def mine(turn: Turn, survey: Survey) -> Entry:
    """The actor's place on the roster; UserError for somebody who was not asked."""
    survey.must_be_open()
    entry = turn.uow.surveys.entry(survey.id, turn.actor.id)
    if entry is not None:
        return entry
    if not (survey.in_group and turn.chat.id == survey.chat_id):
        raise NotAllowed("feedback.not_asked", number=survey.id)
    turn.uow.surveys.ask(survey.id, [turn.actor.id])  # came into the group since
    turn.uow.surveys.save(replace(survey, people=turn.uow.surveys.counts(survey.id)[0]))
    return Entry(survey.id, turn.actor.id)


def _told(turn: Turn, survey: Survey, entry: Entry, place: int) -> tuple[Outgoing, ...]:
    """One's own cards as they are now; a line where it was said in words, or pressed for all to see."""
    me, root = turn.actor.id, own_key(survey, turn.actor.id)
    pressed = _pressed_root(turn)
    goes_below = pressed is None and turn.is_direct and place + 1 < len(survey.questions)

    def write(say: Say) -> Card:
        if goes_below:
            return Card(heading(survey, say), body=say("feedback.next_below"), tone="done")
        return _next_card(turn, survey, entry, place, say)

    own = instead_of(turn, me, root, write)
    again: tuple[Outgoing, ...] = ()
    if pressed and pressed != root and pressed.startswith(f"{root}:"):
        card = _next_card(turn, survey, entry, place, turn.say)
        again = (turn.to(turn.chat.ref, card, "again", replaces=pressed),)
    shown = (*own, *again, *_group(turn, survey))
    if pressed and (pressed == root or again):
        return shown
    return (*shown, *_line(turn, survey, place))


def _pressed_root(turn: Turn) -> str | None:
    event = turn.event
    if not (isinstance(event, ButtonPressed) and event.message_id):
        return None
    return turn.uow.outbox.root_of(turn.chat.ref, event.message_id)


def _next_card(turn: Turn, survey: Survey, entry: Entry, place: int, say: Say) -> Card:
    """The question after that one, also where all were answered before and are gone through again."""
    maker = maker_of(turn.uow, survey)
    if place + 1 < len(survey.questions):
        return question_card(survey, maker, say, place + 1)
    return person_card(survey, maker, say, entry, _given(turn, survey))


def _given(turn: Turn, survey: Survey) -> list[Given]:
    return [] if survey.is_anonymous else turn.uow.surveys.answers(survey.id, turn.actor.id)


def _line(turn: Turn, survey: Survey, place: int) -> tuple[Outgoing, ...]:
    """已记下, to the one alone; and the next question, where it was answered in words or for all to see."""
    is_over = place + 1 == len(survey.questions)
    key = "feedback.noted_anonymous" if survey.is_anonymous else "feedback.noted"

    def write(say: Say) -> Card:
        if not is_over:
            return question_card(survey, maker_of(turn.uow, survey), say, place + 1)
        is_plain = survey.is_anonymous and turn.is_direct  # as the answer to a suggestion without a name
        return Card(say(key), body="" if is_plain else heading(survey, say), tone="done")

    name = f"{turn.key}:told" if is_over else f"{own_key(survey, turn.actor.id)}:again:{turn.key}"
    if not turn.is_direct:
        return to_person(turn, turn.actor.id, name, write)
    card = forgotten(turn, write(turn.say)) if survey.is_anonymous else write(turn.say)
    return (Outgoing(name, turn.chat.ref, card, language=turn.say.language),)


def _group(turn: Turn, survey: Survey) -> tuple[Outgoing, ...]:
    """The group's card counts those who have answered."""
    sent = turn.uow.outbox.find(group_key(survey)) if survey.in_group else None
    if sent is None:
        return ()
    people, done = turn.uow.surveys.counts(survey.id)
    say = turn.speak(survey.language)
    card = group_card(replace(survey, people=people), maker_of(turn.uow, survey), done, say)
    key, root = f"{group_key(survey)}:{turn.key}", group_key(survey)
    return (Outgoing(key, sent.to, card, replaces=root, language=say.language),)


@router.action("begin")
def press_begin(turn: Turn, survey_id: int, _choice: str) -> Reply:
    """Several questions, asked in a group, are answered in one's own chat."""
    survey = the_survey(turn, survey_id)
    survey.must_take_answers(turn.now)
    return _own_card(turn, survey)


@router.action("again")
def press_again(turn: Turn, survey_id: int, _choice: str) -> Reply:
    """From the first question, where names stand beside answers."""
    survey = the_survey(turn, survey_id)
    survey.must_take_answers(turn.now)
    mine(turn, survey).after(survey, 0, today(turn))
    return _own_card(turn, survey, 0)


@router.intent("fill", Fill)
def fill(turn: Turn, slots: Fill) -> Reply:
    survey = the_survey(turn, slots.number)
    survey.must_take_answers(turn.now)
    return _own_card(turn, survey)


def _own_card(turn: Turn, survey: Survey, place: int | None = None) -> Reply:
    """Into the person's own chat: in place of the one that is there, if it was that one's button."""
    entry, root = mine(turn, survey), own_key(survey, turn.actor.id)
    maker = maker_of(turn.uow, survey)

    def write(say: Say) -> Card:
        if place is not None:
            return question_card(survey, maker, say, place)
        return person_card(survey, maker, say, entry, _given(turn, survey))

    pressed = _pressed_root(turn)
    if pressed and pressed.startswith(root):
        return Reply((turn.to(turn.chat.ref, write(turn.say), "own", replaces=pressed),))
    key = root if turn.uow.outbox.find(root) is None else f"{root}:again:{turn.key}"
    sent = to_person(turn, turn.actor.id, key, write)
    told = () if turn.is_direct else turn.reply(Card(turn.say("feedback.go_direct"))).out
    return Reply((*told, *sent))
