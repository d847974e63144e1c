"""What is going to be posted in a chat: seen beforehand, paused, let go on, or sent at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.asking.when import local_day
from bot.cards import Action, Button, Card
from bot.domain.reminder import Reminder
from bot.domain.schedule import Schedule, State
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.scheduling import plan_again
from bot.turn import Answer, Turn
from handlers.digest.desk import ONE_DAY, ONE_WEEK, Upcoming, router

MOST_SHOWN, MOST_BUTTONS = 10, 5


@dataclass(frozen=True, slots=True)
class Post:
    """`reminder_id` is 0 for a later time of a schedule whose next one stands before it in the list."""

    at: datetime
    text: str
    is_paused: bool
    reminder_id: int


@router.intent("upcoming", Upcoming)
def upcoming(turn: Turn, slots: Upcoming) -> Answer:
    return turn.reply(_listed(turn, _until(turn, slots)))


def _until(turn: Turn, slots: Upcoming) -> datetime:
    if slots.start is None:
        return turn.now + ONE_WEEK
    end = slots.end or local_day(turn, slots.start) + ONE_DAY
    return datetime.combine(local_day(turn, end), datetime.min.time(), turn.house.zone)


def _listed(turn: Turn, until: datetime) -> Card:
    say, found = turn.say, sorted(_posts(turn, until), key=lambda post: post.at)
    title = say("digest.coming_title", until=until.astimezone(turn.house.zone).date())
    if not found:
        return Card(title, body=say("digest.nothing_coming"))
    shown = found[:MOST_SHOWN]
    numbered = [post for post in shown if post.reminder_id][:MOST_BUTTONS]
    lines = [_line(turn, post, numbered) for post in shown]
    if len(found) > MOST_SHOWN:
        lines.append(say("digest.more_coming", count=len(found) - MOST_SHOWN))
    all_paused = all(post.is_paused for post in found)
    return Card(
        title, body="\n".join(lines), buttons=_buttons(turn, numbered, "free_all" if all_paused else "hold_all")
    )


def _buttons(turn: Turn, numbered: list[Post], verb: str) -> tuple[Button, ...]:
    """The number on a button is its place, so that typing it presses it."""
    one_each = [
        Button(f"{place} {post.text[:12]}", Action("digest.coming", post.reminder_id))
        for place, post in enumerate(numbered, start=1)
    ]
    return (*one_each, Button(turn.say(f"digest.{verb}"), Action(f"digest.{verb}", turn.chat.id)))


def _line(turn: Turn, post: Post, numbered: list[Post]) -> str:
    mark = f"{numbered.index(post) + 1}." if post in numbered else "·"
    words = f"{mark} {turn.say.moment(post.at)} {post.text}"
    return f"{words} · {turn.say('digest.is_paused')}" if post.is_paused else words


def _posts(turn: Turn, until: datetime) -> Iterable[Post]:
    """The planned ones, and the further times of what recurs."""
    planned = turn.uow.reminders.in_chat(turn.chat.id, until)
    schedules = turn.uow.schedules.in_chat(turn.chat.id)
    for one, state, at in planned:
        yield Post(at, _named(turn, one.kind, one.about), state == "paused", one.id)
    last = {(one.kind, one.subject): at for one, _, at in planned}
    for schedule in schedules:
        yield from _further(turn, schedule, last.get((schedule.kind, schedule.id), turn.now), until)


def _further(turn: Turn, schedule: Schedule, after: datetime, until: datetime) -> Iterable[Post]:
    if schedule.meeting_id is not None:
        return
    text, is_paused = _named(turn, schedule.kind, schedule.text), schedule.state is State.PAUSED
    for at in turn.house.recurrence.between(schedule.rule, after, until, MOST_SHOWN):
        yield Post(at, text, is_paused, 0)


def _named(turn: Turn, kind: str, about: str) -> str:
    desk, _, what = kind.partition(".")
    return turn.say(f"{desk}.coming_{what}", about=about)


@router.action("coming")
def show(turn: Turn, reminder_id: int, _choice: str) -> Reply:
    one, state, at = _standing(turn, reminder_id)
    say = turn.say
    verbs = ("free",) if state == "paused" else ("send",) if one.kind in turn.house.firm else ("send", "hold")
    buttons = tuple(Button(say(f"digest.{verb}"), Action(f"digest.{verb}", reminder_id)) for verb in verbs)
    return turn.reply(Card(_named(turn, one.kind, one.about), ((say("digest.time"), say.moment(at)),), buttons=buttons))


@router.action("send")
def send(turn: Turn, reminder_id: int, _choice: str) -> Reply:
    """Now instead of at its time; what recurs goes on as planned."""
    one, _, _ = _standing(turn, reminder_id)
    turn.uow.reminders.bring_forward(reminder_id, turn.now)
    return _told(turn, "digest.sent", one)


@router.action("hold")
def hold(turn: Turn, reminder_id: int, _choice: str) -> Reply:
    one, _, _ = _standing(turn, reminder_id)
    if one.kind in turn.house.firm:
        raise UserError("digest.is_firm", what=_named(turn, one.kind, one.about))
    _pause(turn, one, _schedule_of(turn, one))
    return _told(turn, "digest.held", one)


@router.action("free")
def free(turn: Turn, reminder_id: int, _choice: str) -> Reply:
    one, _, _ = _standing(turn, reminder_id)
    turn.uow.reminders.resume(reminder_id)
    return _told(turn, "digest.freed", one)


@router.action("hold_all")
def hold_all(turn: Turn, chat_id: int, _choice: str) -> Reply:
    """Everything of this chat that is going to be posted, what recurs included, and what is firm left out."""
    _must_be_here(turn, chat_id)
    for one, _, _ in turn.uow.reminders.in_chat(chat_id, turn.now + ONE_WEEK):
        if one.kind in turn.house.firm:
            continue
        _pause(turn, one, _schedule_of(turn, one))
    return turn.reply(Card(turn.say("digest.held_all"), tone="done"))


@router.action("free_all")
def free_all(turn: Turn, chat_id: int, _choice: str) -> Reply:
    _must_be_here(turn, chat_id)
    for one, state, _ in turn.uow.reminders.in_chat(chat_id, turn.now + ONE_WEEK):
        if state == "paused":
            turn.uow.reminders.resume(one.id)
    for schedule in turn.uow.schedules.in_chat(chat_id):
        if schedule.state is State.PAUSED:
            turn.uow.schedules.save(schedule.resumed())
            plan_again(turn.house, turn.uow, schedule.resumed(), turn.now)
    return turn.reply(Card(turn.say("digest.freed_all"), tone="done"))


def _pause(turn: Turn, one: Reminder, schedule: Schedule | None) -> None:
    """A schedule as a whole; another desk's reminder by itself."""
    if schedule is None:
        turn.uow.reminders.pause(one.id)
        return
    turn.uow.schedules.save(schedule.paused())
    plan_again(turn.house, turn.uow, schedule.paused(), turn.now)


def _schedule_of(turn: Turn, one: Reminder) -> Schedule | None:
    schedule = turn.uow.schedules.get(one.subject)
    return schedule if schedule is not None and schedule.kind == one.kind else None


def _standing(turn: Turn, reminder_id: int) -> tuple[Reminder, str, datetime]:
    found = turn.uow.reminders.get(reminder_id)
    if found is None or found[1] not in {"pending", "paused"} or found[0].chat_id is None:
        raise UserError("digest.gone")
    _must_be_here(turn, found[0].chat_id)
    return found


def _must_be_here(turn: Turn, chat_id: int) -> None:
    if chat_id != turn.chat.id:
        raise UserError("house.card_gone")
    if not (turn.is_direct or turn.actor.is_in_charge):
        raise NotAllowed("digest.only_in_charge")


def _told(turn: Turn, key: str, one: Reminder) -> Reply:
    """In place of the card that was pressed."""
    what = _named(turn, one.kind, one.about)
    return Reply(
        (turn.to(turn.chat.ref, Card(turn.say(key, what=what), tone="done"), "told", replaces=turn.pressed()),)
    )
