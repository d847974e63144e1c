"""The digests that come by themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.cards import Card
from bot.domain.leave import Leave, stand_in
from bot.domain.people import Person
from bot.domain.schedule import Schedule, State
from bot.messages import Outgoing
from bot.ports import Chat
from bot.scheduling import plan_following
from bot.turn import Look, Tick
from handlers.digest.desk import MORNING, ONE_DAY, ONE_WEEK, WEEKLY, Reader, blocks, card, fetched, looked, router

LENGTHS = {MORNING: ONE_DAY, WEEKLY: ONE_WEEK}


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due: for whom it looks, and what the sections found for it; None where it is not said."""

    schedule: Schedule
    look: Look | None = None
    found: Sequence[Any] = ()


def fetch(tick: Tick, schedule_ids: Collection[int]) -> dict[int, Due]:
    """All that is due at once, with few queries for all of it. Nothing is said to who is on leave."""
    schedules = tick.uow.schedules.named(schedule_ids)
    away = tick.uow.leaves.between(tick.now, tick.now + timedelta(seconds=1))
    said = [one for one in schedules.values() if one.state is State.ACTIVE and not _is_away(one, away, tick.now)]
    looks = _looks(tick, said)
    ready = {one.id: Due(one, look, found) for one, look, found in zip(said, looks, fetched(looks), strict=True)}
    return {key: ready.get(key) or Due(one) for key, one in schedules.items()}


def _looks(tick: Tick, schedules: Sequence[Schedule]) -> list[Look]:
    chats = tick.uow.chats.named({one.chat_id for one in schedules})
    people = tick.uow.people.named({one.people[0] for one in schedules if one.people})
    return [
        _look(tick, one, chats[one.chat_id], people.get(one.people[0]) if one.people else None) for one in schedules
    ]


def _look(tick: Tick, schedule: Schedule, chat: Chat, person: Person | None) -> Look:
    say = tick.speak(chat.language or schedule.language)
    reader = Reader(chat, person, say, whole=schedule.kind == WEEKLY)
    first = tick.now.astimezone(tick.house.zone).date()
    look = looked(tick, reader, first, first + LENGTHS[schedule.kind])
    since = schedule.said_at if schedule.kind == MORNING else None
    return replace(look, since=since) if since else look


def _is_away(schedule: Schedule, away: Sequence[Leave], now: datetime) -> bool:
    return bool(schedule.people and away) and stand_in(schedule.people[0], now, away) != schedule.people[0]


def follow(tick: Tick, schedule_id: int) -> None:
    due: Due | None = tick.fetched.get(schedule_id)
    schedule = due.schedule if due else tick.uow.schedules.get(schedule_id)
    if schedule is not None and schedule.state is State.ACTIVE:
        plan_following(tick, schedule)


@router.reminder("morning", fetch=fetch, follow=follow)
def morning(tick: Tick, schedule_id: int) -> tuple[Outgoing, ...]:
    return _said(tick, tick.fetched.get(schedule_id), "digest.morning_title")


@router.reminder("weekly", fetch=fetch, follow=follow)
def weekly(tick: Tick, schedule_id: int) -> tuple[Outgoing, ...]:
    return _said(tick, tick.fetched.get(schedule_id), "digest.weekly_title")


def _said(tick: Tick, due: Due | None, key: str) -> tuple[Outgoing, ...]:
    """Nothing to say, nothing sent; but once a week a line says that all is quiet."""
    look = due.look if due else None
    if due is None or look is None:
        return ()
    found = blocks(look, due.found)
    if not found and not _is_quiet_long(tick, due.schedule):
        return ()
    tick.uow.schedules.was_said(due.schedule.id, tick.now)
    written = card(look, found, key) if found else Card(look.say("digest.quiet"))
    return (Outgoing("", look.chat.ref, written, language=look.say.language),)


def _is_quiet_long(tick: Tick, schedule: Schedule) -> bool:
    return schedule.said_at is not None and tick.now - schedule.said_at >= ONE_WEEK - timedelta(hours=1)
