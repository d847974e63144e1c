"""Moving, pausing, cancelling and putting off reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.asking.steps import ask
from bot.asking.when import believable, instant, stretch, to_minute, today
from bot.cards import Card
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule, Schedule, State
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.scheduling import plan_again, rule_of, with_start
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.reminders.desk import Cancel, Move, Pause, Resume, Which, line, mine, router, standing, the_one, when

Change = Callable[[Schedule], Schedule]
SNOOZED_FOR = timedelta(days=1)


@router.intent("cancel", Cancel)
def cancel(turn: Turn, slots: Cancel) -> Answer:
    schedule = the_one(turn, slots, mine(turn))
    if isinstance(schedule, Ask):
        return schedule
    card = Card(turn.say("reminders.cancel_title", text=line(turn, schedule)), tone="warn")
    return ReadBack(Cancel(title=schedule.text, schedule=schedule.id), card)


@router.confirmed("cancel")
def confirm_cancel(turn: Turn, slots: Cancel) -> Answer:
    return _changed(turn, standing(turn, slots.schedule), Schedule.over, "cancelled")


@router.intent("pause", Pause)
def pause(turn: Turn, slots: Pause) -> Answer:
    """Until it is resumed, or over the days that were said."""
    days = stretch(turn, slots)
    if days is None:
        return _at_once(turn, slots, Schedule.paused, "paused")
    return _at_once(turn, slots, lambda one: one.resting(*days), "paused")


@router.intent("resume", Resume)
def resume(turn: Turn, slots: Resume) -> Answer:
    return _at_once(turn, slots, Schedule.resumed, "resumed")


@router.action("cancel")
def press_cancel(turn: Turn, schedule_id: int, _choice: str) -> Reply:
    return _changed(turn, standing(turn, schedule_id), Schedule.over, "cancelled")


@router.action("pause")
def press_pause(turn: Turn, schedule_id: int, _choice: str) -> Reply:
    return _changed(turn, standing(turn, schedule_id), Schedule.paused, "paused")


@router.action("resume")
def press_resume(turn: Turn, schedule_id: int, _choice: str) -> Reply:
    return _changed(turn, standing(turn, schedule_id), Schedule.resumed, "resumed")


@router.action("now")
def press_now(turn: Turn, schedule_id: int, _choice: str) -> Reply:
    """Say the next one now; what comes after it stays as it was planned."""
    schedule = standing(turn, schedule_id)
    expires_at = turn.now + timedelta(hours=1)
    now = Reminder(schedule.kind, schedule.id, turn.now, expires_at, 0, schedule.chat_id, schedule.text, rings=True)
    turn.uow.reminders.plan([now])
    return _told(turn, "reminders.sent_now", schedule)


def _at_once(turn: Turn, slots: Which, change: Change, key: str) -> Answer:
    schedule = the_one(turn, slots, mine(turn))
    return schedule if isinstance(schedule, Ask) else _changed(turn, schedule, change, key)


def _changed(turn: Turn, schedule: Schedule, change: Change, key: str) -> Reply:
    after = change(schedule)
    turn.uow.schedules.save(after)
    plan_again(turn.house, turn.uow, after, turn.now)
    turn.uow.audit.note(turn.actor.id, f"reminders.{key}", f"reminder:{after.id}", turn.now, text=after.text)
    return _told(turn, f"reminders.{key}", after)


def _told(turn: Turn, key: str, schedule: Schedule) -> Reply:
    """In place of the pressed card, or as an answer to the sentence."""
    card = Card(turn.say(key, text=schedule.text), tone="done")
    return Reply((turn.to(turn.chat.ref, card, "told", replaces=turn.pressed()),))


@router.intent("move", Move)
def move(turn: Turn, slots: Move) -> Answer:
    moved = _moved(turn, slots)
    if isinstance(moved, Ask):
        return moved
    schedule, known = moved
    facts = ((turn.say("reminders.time"), when(turn, schedule)),)
    return ReadBack(known, Card(turn.say("reminders.move_title", text=schedule.text), facts))


@router.confirmed("move")
def confirm_move(turn: Turn, slots: Move) -> Answer:
    moved = _moved(turn, slots)
    if isinstance(moved, Ask):
        return moved
    return _changed(turn, moved[0], lambda one: one, "moved")


def _moved(turn: Turn, slots: Move) -> tuple[Schedule, Move] | Ask:
    """The reminder with its new time, and the slots that say so for certain."""
    schedule = the_one(turn, slots, mine(turn))
    if isinstance(schedule, Ask):
        return schedule
    known = believable(turn, replace(slots, schedule=schedule.id, title=schedule.text))
    if isinstance(known, Ask):
        return known
    lead = known.before or (known.duration if schedule.meeting_id and not known.start else None)
    if schedule.meeting_id is not None and lead:
        return replace(schedule, lead=lead, state=State.ACTIVE), known
    if known.shift and schedule.meeting_id is None:
        return replace(schedule, rule=with_start(schedule.rule, schedule.rule.start + known.shift)), known
    if known.start is None:
        return ask(turn, known, "start", "reminders.to_when", text=schedule.text)
    return replace(schedule, rule=_new_rule(turn, schedule, known), meeting_id=None, state=State.ACTIVE), known


def _new_rule(turn: Turn, schedule: Schedule, slots: Move) -> Rule:
    old = schedule.rule
    start = instant(slots.start)
    if start is None and slots.start is not None:
        start = datetime.combine(slots.start, old.start.time(), turn.house.zone)
    wall = to_minute(turn, start or turn.now)
    if not slots.rrule and old.rrule:
        return with_start(old, wall)
    if slots.undated and datetime.combine(old.start, wall.timetz()) > turn.now:
        wall = datetime.combine(old.start, wall.timetz())
    if not slots.rrule and wall <= turn.now:
        raise UserError("house.past", start=wall)
    return rule_of(wall, slots.rrule, turn.house, literal=schedule.rings)


@router.action("later")
def later(turn: Turn, reminder_id: int, choice: str) -> Reply:
    """Say it again later, all of it where several came on one card."""
    said = turn.uow.reminders.bundled(reminder_id)
    at = _later_at(turn, choice)
    if not said or at is None:
        raise UserError("house.card_gone")
    _may_put_off(turn, said[0])
    coming = [replace(one, id=0, due_at=at, expires_at=max(one.expires_at, at + SNOOZED_FOR)) for one in said]
    turn.uow.reminders.plan(coming)
    return Reply(_put_off(turn, at))


def _later_at(turn: Turn, choice: str) -> datetime | None:
    if choice in {"10", "60"}:
        return to_minute(turn, turn.now + timedelta(minutes=int(choice)))
    calendar = turn.house.calendar
    day = calendar.add_working_days(today(turn), 1)
    return datetime.combine(day, calendar.opens, turn.house.zone) if choice == "tomorrow" else None


def _may_put_off(turn: Turn, reminder: Reminder) -> None:
    """In a group only who made it, or someone in charge: the others count on it."""
    if turn.is_direct or turn.actor.is_in_charge:
        return
    schedule = turn.uow.schedules.get(reminder.subject) if reminder.kind == "reminders.say" else None
    if schedule is None or schedule.owner_id != turn.actor.id:
        raise NotAllowed("reminders.not_yours_to_put_off")


def _put_off(turn: Turn, at: datetime) -> tuple[Outgoing, ...]:
    """The card stays, without its buttons, and says when it comes again."""
    note = turn.say("reminders.again_at", name=turn.actor.name, at=at)
    key = turn.pressed()
    shown = turn.uow.outbox.find(key) if key else None
    if key is None or shown is None:
        return turn.reply(Card(note, tone="done")).out
    body = "\n".join(part for part in (shown.card.body, note) if part)
    return (turn.to(turn.chat.ref, replace(shown.card, body=body, buttons=()), "later", replaces=key),)
