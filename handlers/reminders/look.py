"""Which reminders there are, and one of them with what can be done about it."""

from bot.cards import Action, Button, Card
from bot.domain.schedule import Schedule, State
from bot.messages import Reply
from bot.turn import Answer, Turn
from handlers.reminders.desk import Listing, line, mine, next_due, router, standing, when

MOST_LINES = 6


@router.intent("list", Listing)
def list_reminders(turn: Turn, _slots: Listing) -> Answer:
    """Those of this chat and of the asker; a button for each opens it."""
    found = mine(turn)
    if not found:
        return turn.reply(Card(turn.say("reminders.none_here")))
    shown = found[:MOST_LINES]
    lines = [f"{place}. {line(turn, one)}" for place, one in enumerate(shown, start=1)]
    if len(found) > MOST_LINES:
        lines.append(turn.say("reminders.more", count=len(found) - MOST_LINES))
    buttons = tuple(
        Button(f"{place} {one.text[:12]}", Action("reminders.show", one.id)) for place, one in enumerate(shown, start=1)
    )
    return turn.reply(Card(turn.say("reminders.list_title", count=len(found)), body="\n".join(lines), buttons=buttons))


@router.action("show")
def show(turn: Turn, schedule_id: int, _choice: str) -> Reply:
    return turn.reply(shown_card(turn, standing(turn, schedule_id)))


def shown_card(turn: Turn, schedule: Schedule) -> Card:
    """One reminder, with the buttons that fit its state."""
    say, following = turn.say, next_due(turn, schedule)
    facts = [(say("reminders.time"), when(turn, schedule)), (say("reminders.whom"), _whom(turn, schedule))]
    if following:
        facts.append((say("reminders.next"), say.moment(following)))
    verbs = ("resume",) if schedule.state is State.PAUSED else ("now", "pause")
    buttons = [Button(say(f"reminders.{verb}"), Action(f"reminders.{verb}", schedule.id)) for verb in verbs]
    cancel = Button(say("reminders.cancel"), Action("reminders.cancel", schedule.id), "danger")
    return Card(say("reminders.shown", text=schedule.text), tuple(facts), buttons=(*buttons, cancel))


def _whom(turn: Turn, schedule: Schedule) -> str:
    if not schedule.people:
        chat = turn.uow.chats.get(schedule.chat_id)
        return turn.say("reminders.this_group") if chat.id == turn.chat.id else chat.name or chat.ref.id
    names = turn.uow.people.named(schedule.people)
    me = turn.actor.id
    return turn.say.listed(
        turn.say("reminders.me") if one == me else names[one].name for one in schedule.people if one in names
    )
