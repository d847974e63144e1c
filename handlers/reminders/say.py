"""What is said when a reminder is due, and what is planned after it."""

from collections.abc import Collection
from datetime import timedelta

from bot.cards import Card
from bot.domain.leave import stand_in
from bot.domain.schedule import Schedule, State
from bot.messages import ChatRef, Outgoing
from bot.ports import Chat
from bot.scheduling import plan_following, reached
from bot.texts import Say
from bot.turn import Tick
from handlers.reminders.desk import router


def follow(tick: Tick, schedule_id: int) -> None:
    """The next one; a reminder before a meeting, and one without a next time, is over."""
    schedule = tick.uow.schedules.get(schedule_id)
    if schedule is None or schedule.state is not State.ACTIVE:
        return
    if schedule.meeting_id is not None:
        tick.uow.schedules.save(schedule.over())
    else:
        plan_following(tick, schedule)


def fetch(tick: Tick, schedule_ids: Collection[int]) -> dict[int, tuple[Schedule, Chat]]:
    schedules = tick.uow.schedules.named(schedule_ids)
    chats = tick.uow.chats.named({one.chat_id for one in schedules.values()})
    return {key: (one, chats[one.chat_id]) for key, one in schedules.items()}


@router.reminder("say", fetch=fetch, follow=follow, snooze=True)
def say_it(tick: Tick, schedule_id: int) -> tuple[Outgoing, ...]:
    """To the group or the person; to the deputy of someone who is away, for whom somebody else has set it."""
    if schedule_id not in tick.fetched:
        return ()
    schedule, chat = tick.fetched[schedule_id]
    if schedule.state is State.PAUSED:
        return ()
    say = tick.speak(chat.language or schedule.language)
    to, note = _where(tick, schedule, chat.ref, say)
    body = "\n".join(part for part in (_asked_by(tick, schedule, say), note) if part)
    card = Card(say("reminders.card", text=schedule.text), _facts(tick, schedule, say), body)
    return (Outgoing("", to, card, language=say.language),)


def _asked_by(tick: Tick, schedule: Schedule, say: Say) -> str:
    if not schedule.people or schedule.owner_id in schedule.people:
        return ""
    return say("reminders.asked_by", name=tick.uow.people.get(schedule.owner_id).name)


def _where(tick: Tick, schedule: Schedule, chat: ChatRef, say: Say) -> tuple[ChatRef, str]:
    """The chat, or the deputy's with a word about whose reminder it is."""
    if not schedule.people or schedule.owner_id in schedule.people:
        return chat, ""
    person = schedule.people[0]
    away = tick.uow.leaves.between(tick.now, tick.now + timedelta(seconds=1))
    deputy = stand_in(person, tick.now, away) if away else person
    if deputy in {None, person}:
        return chat, ""
    found = reached(tick.uow, deputy or person, chat.platform, tick.now)
    name = tick.uow.people.get(person).name
    return (found[0], say("reminders.for_absent", name=name)) if found else (chat, "")


def _facts(tick: Tick, schedule: Schedule, say: Say) -> tuple[tuple[str, str], ...]:
    meeting = tick.uow.meetings.get(schedule.meeting_id) if schedule.meeting_id is not None else None
    if meeting is None:
        return ()
    title = say("reminders.meeting_at", title=meeting.title, start=meeting.span.start)
    return ((say("reminders.meeting"), title),)
