"""The suggestion box: with a name it goes to the secretaries at once, without one on the next working morning together
with the others, so that neither its time nor its place says whose it is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.asking.steps import ask
from bot.asking.telling import to_person
from bot.asking.when import Timed, today
from bot.cards import Card
from bot.domain.people import Person, Role
from bot.domain.reminder import Reminder
from bot.domain.survey import Suggestion, suggested
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import Answer, House, Tick, Turn
from handlers.feedback.cards import shorter
from handlers.feedback.desk import forgotten, post_router, router

MOST_LINES, SHOWN = 20, 200
A_YEAR = timedelta(days=366)
MORNING = 1
"""The subject of the hand-over: there is one for the whole office."""


@dataclass(frozen=True, slots=True)
class Suggest(Timed):
    """`text` is the suggestion, `words` what was said when it was asked for; `secret`: without a name."""

    title: str = ""
    text: str = ""
    words: str = ""
    secret: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions(Timed):
    """Nothing more to know."""


@router.intent("suggest", Suggest, private=True)
def suggest(turn: Turn, slots: Suggest) -> Answer:
    said = slots.words or slots.text or _as_said(turn, slots)
    if not said.strip():
        return ask(turn, slots, "words", "feedback.which_suggestion")
    if slots.secret:
        return _secretly(turn, said)
    one = turn.uow.suggestions.add(Suggestion(0, suggested(said), turn.actor.id, today(turn).isoformat()))
    plan_morning(turn.house, turn.uow, turn.now)
    turn.uow.audit.note(turn.actor.id, "feedback.suggested", f"suggestion:{one.id}", turn.now)
    told = turn.reply(Card(turn.say("feedback.suggested", number=one.id), tone="done"))
    return Reply((*told.out, *(card for reader in _readers(turn) for card in _to_reader(turn, reader, one))))


def _as_said(turn: Turn, slots: Suggest) -> str:
    text = getattr(turn.event, "text", "")
    return text if slots.title and isinstance(text, str) else ""


def _secretly(turn: Turn, said: str) -> Reply:
    """What is answered says nothing that an answer to a survey would not: the ledger of what was sent is no witness."""
    if not turn.is_direct:
        raise UserError("feedback.suggest_direct")
    try:
        turn.uow.suggestions.drop_in(suggested(said))
    except UserError as fault:
        return turn.reply(forgotten(turn, Card(turn.say(fault.key, **fault.params), tone="warn")))
    plan_morning(turn.house, turn.uow, turn.now)
    return turn.reply(forgotten(turn, Card(turn.say("feedback.noted_anonymous"), tone="done")))


def plan_morning(house: House, uow: UnitOfWork, now: datetime) -> None:
    """Every working morning from the first suggestion on, whether there is something to hand over or not."""
    if uow.reminders.of("feedback_post.suggestions", MORNING):
        return
    day = house.calendar.add_working_days(now.astimezone(house.zone).date(), 1)
    opens = house.calendar.opens
    at = datetime.combine(day, time(opens.hour, opens.minute), house.zone)
    uow.reminders.plan([Reminder("feedback_post.suggestions", MORNING, at, at + A_YEAR)])


@post_router.work("suggestions")
def hand_over(tick: Tick, _subject: int) -> tuple[Outgoing, ...]:
    day = tick.now.astimezone(tick.house.zone).date().isoformat()
    plan_morning(tick.house, tick.uow, tick.now)
    new = tick.uow.suggestions.hand_over(day)
    if not new:
        return ()
    tick.uow.audit.note(None, "feedback.handed_over", "suggestion:0", tick.now, count=len(new))
    found: list[Outgoing] = []
    for reader in clerks(tick.uow.people.all()):
        account = tick.uow.people.account(reader.id)
        if account is not None:
            say = tick.speak(reader.language)
            key = f"suggestions:{new[0].id}:{reader.id}"
            found.append(Outgoing(key, account.direct(), _handed_card(new, say), language=say.language))
    return tuple(found)


def _handed_card(new: list[Suggestion], say: Say) -> Card:
    lines = "\n".join(say("feedback.suggestion_line", number=one.id, text=shorter(one.text, SHOWN)) for one in new)
    return Card(say("feedback.suggestions_new", count=len(new)), body=lines)


def clerks(people: list[Person]) -> list[Person]:
    """The secretaries; where there are none, whoever runs the office's bot."""
    secretaries = [one for one in people if one.role is Role.SECRETARY]
    return secretaries or [one for one in people if one.is_admin]


def _readers(turn: Turn) -> list[Person]:
    return clerks(list(turn.directory.people))


def _to_reader(turn: Turn, reader: Person, one: Suggestion) -> tuple[Outgoing, ...]:
    def write(say: Say) -> Card:
        facts = ((say("feedback.from"), turn.actor.name),)
        return Card(say("feedback.suggestion_card", number=one.id), facts, one.text)

    return to_person(turn, reader.id, f"{turn.key}:suggestion:{reader.id}", write)


@router.intent("suggestions", Suggestions)
def suggestions(turn: Turn, _slots: Suggestions) -> Reply:
    """For clerks, in their own chat."""
    if turn.actor.role not in {Role.SECRETARY, Role.ADMIN}:
        raise NotAllowed("feedback.suggestions_for_clerks")
    found = turn.uow.suggestions.newest(MOST_LINES)
    names = turn.uow.people.named({one.author_id for one in found if one.author_id})

    def write(say: Say) -> Card:
        lines = [_line(one, names, say) for one in found]
        return Card(say("feedback.suggestions_title"), body="\n".join(lines) or say("feedback.no_suggestions"))

    if turn.is_direct:
        return turn.reply(write(turn.say))
    told = turn.reply(Card(turn.say("feedback.alone")))
    return Reply((*told.out, *to_person(turn, turn.actor.id, f"{turn.key}:suggestions", write)))


def _line(one: Suggestion, names: dict[int, Person], say: Say) -> str:
    name = names[one.author_id].name if one.author_id in names else say("feedback.without_name")
    line = say("feedback.suggestion_line", number=one.id, text=shorter(one.text, SHOWN))
    return f"{line}（{name}，{one.day}）"
