"""The digests that come by themselves."""

from dataclasses import replace
from datetime import timedelta

from bot.cards import Card
from bot.domain.leave import stand_in
from bot.domain.schedule import Schedule, State
from bot.messages import Outgoing
from bot.scheduling import plan_following
from bot.texts import Say
from bot.turn import Look, Tick
from handlers.digest.desk import MORNING, ONE_DAY, ONE_WEEK, WEEKLY, Reader, blocks, card, looked, router


def follow(tick: Tick, schedule_id: int) -> None:
    schedule = tick.uow.schedules.get(schedule_id)
    if schedule is not None and schedule.state is State.ACTIVE:
        plan_following(tick, schedule)


@router.reminder("morning", follow=follow)
def morning(tick: Tick, schedule_id: int) -> tuple[Outgoing, ...]:
    return _said(tick, schedule_id, ONE_DAY, "digest.morning_title")


@router.reminder("weekly", follow=follow)
def weekly(tick: Tick, schedule_id: int) -> tuple[Outgoing, ...]:
    return _said(tick, schedule_id, ONE_WEEK, "digest.weekly_title")


def _said(tick: Tick, schedule_id: int, length: timedelta, key: str) -> tuple[Outgoing, ...]:
    """Nothing to say, nothing sent; but once a week a line says that all is quiet. Nothing to who is on leave."""
    schedule = tick.uow.schedules.get(schedule_id)
    if schedule is None or schedule.state is not State.ACTIVE or _is_away(tick, schedule):
        return ()
    chat = tick.uow.chats.get(schedule.chat_id)
    say = tick.speak(chat.language or schedule.language)
    look = _look(tick, schedule, say, length)
    found = blocks(look)
    if not found and not _is_quiet_long(tick, schedule):
        return ()
    tick.uow.schedules.save(replace(schedule, said_at=tick.now))
    written = card(look, found, key) if found else Card(say("digest.quiet"))
    return (Outgoing("", chat.ref, written, language=say.language),)


def _look(tick: Tick, schedule: Schedule, say: Say, length: timedelta) -> Look:
    people = tick.uow.people.named(schedule.people)
    person = people.get(schedule.people[0]) if schedule.people else None
    reader = Reader(tick.uow.chats.get(schedule.chat_id), person, say, whole=schedule.kind == WEEKLY)
    first = tick.now.astimezone(tick.house.zone).date()
    look = looked(tick, reader, first, first + length)
    since = schedule.said_at if schedule.kind == MORNING else None
    return replace(look, since=since) if since else look


def _is_away(tick: Tick, schedule: Schedule) -> bool:
    if not schedule.people:
        return False
    person, soon = schedule.people[0], tick.now + timedelta(seconds=1)
    return stand_in(person, tick.now, tick.uow.leaves.between(tick.now, soon)) != person


def _is_quiet_long(tick: Tick, schedule: Schedule) -> bool:
    return schedule.said_at is not None and tick.now - schedule.said_at >= ONE_WEEK - timedelta(hours=1)
