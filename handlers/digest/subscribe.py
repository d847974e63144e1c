"""Having a digest come at set times, stopping it and letting it come again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from bot.asking.steps import ask, settled
from bot.asking.when import believable, instant, local_day, stretch, to_minute, today
from bot.asking.who import meant_by
from bot.cards import Card
from bot.domain.people import Person
from bot.domain.schedule import Rule, Schedule, State
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.scheduling import OFFICE_WEEK, plan_again, reached, rule_in_words, rule_of
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.digest.desk import MORNING, WEEKLY, Pause, Resume, Subscribe, router

HALF_PAST_EIGHT, NINE = time(8, 30), time(9)
MONDAYS = "FREQ=WEEKLY;BYDAY=MO"
WEEK = ("周报", "week")


@router.intent("subscribe", Subscribe)
def subscribe(turn: Turn, slots: Subscribe) -> Answer:
    known = settled(turn, slots, (believable, _meant))
    if isinstance(known, Ask):
        return known
    draft = _draft(turn, known)
    say = turn.say
    facts = [(say("digest.time"), rule_in_words(draft.rule, say)), (say("digest.for"), _named(turn, draft))]
    before = _existing(turn, draft)
    if before is not None:
        facts.append((say("digest.so_far"), rule_in_words(before.rule, say)))
    return ReadBack(
        known, Card(say("digest.subscribe_title", what=say(f"{draft.kind}_name")), tuple(facts), _quiet(turn, draft))
    )


@router.confirmed("subscribe")
def confirm(turn: Turn, slots: Subscribe) -> Answer:
    known = settled(turn, slots, (believable, _meant))
    if isinstance(known, Ask):
        return known
    draft = _draft(turn, known)
    before = _existing(turn, draft)
    if before is None:
        kept = turn.uow.schedules.add(draft)
    else:
        kept = replace(before, rule=draft.rule, rings=draft.rings, state=State.ACTIVE, said_at=turn.now)
        turn.uow.schedules.save(kept)
    turn.uow.audit.note(turn.actor.id, "digest.subscribed", f"digest:{kept.id}", turn.now)
    planned = plan_again(turn.house, turn.uow, kept, turn.now)
    at = planned.due_at if planned else turn.now
    return turn.reply(Card(turn.say("digest.subscribed", what=turn.say(f"{kept.kind}_name"), at=at), tone="done"))


def _quiet(turn: Turn, draft: Schedule) -> str:
    """A word when the time lies in the quiet hours; one's own digest comes all the same."""
    at = turn.house.recurrence.after(draft.rule, turn.now)
    if at is None or draft.rings:
        return ""
    later = turn.house.calendar.allowed(at.astimezone(turn.house.zone))
    return turn.say("digest.quiet_hours", at=turn.say.clock(later)) if later != at else ""


def _meant(turn: Turn, slots: Subscribe) -> Subscribe | Ask:
    """For whom, which of the two, and when, as far as the sentence says."""
    audience = slots.audience or ("me" if turn.is_direct else "group")
    which = slots.which or (WEEKLY if any(word in slots.title.casefold() for word in WEEK) else MORNING)
    if audience == "group" and turn.is_direct:
        raise UserError("digest.which_group")
    people = [person for name in slots.people for person in meant_by(turn, name)]
    if slots.people and not people:
        return ask(turn, replace(slots, people=()), "people", "digest.who")
    known = replace(slots, audience=audience, which=which)
    _must_be_allowed(turn, known, people)
    return _timed(turn, known)


def _must_be_allowed(turn: Turn, slots: Subscribe, people: list[Person]) -> None:
    """A group's digest, another's and the weekly one of the whole office are for those in charge to order."""
    own = slots.audience == "me" and all(person == turn.actor for person in people)
    if turn.actor.is_in_charge or (own and slots.which == MORNING):
        return
    raise NotAllowed("digest.only_in_charge" if slots.which == MORNING else "digest.weekly_only_in_charge")


def _timed(turn: Turn, slots: Subscribe) -> Subscribe:
    hour = HALF_PAST_EIGHT if slots.which == MORNING else NINE
    day = local_day(turn, slots.start) if slots.start else today(turn)
    start = instant(slots.start) or datetime.combine(day, hour, turn.house.zone)
    rrule = slots.rrule or (OFFICE_WEEK if slots.which == MORNING else MONDAYS)
    return replace(slots, start=to_minute(turn, start), rrule=rrule)


def _draft(turn: Turn, slots: Subscribe) -> Schedule:
    chat, person = _place(turn, slots)
    return Schedule(
        id=0,
        kind=slots.which,
        owner_id=turn.actor.id,
        chat_id=chat,
        rule=_rule(turn, slots),
        text=turn.say(f"{slots.which}_name"),
        language=turn.say.language,
        people=(person.id,) if person else (),
        made_in=turn.chat.id,
        rings=person == turn.actor,
        said_at=turn.now,
    )


def _rule(turn: Turn, slots: Subscribe) -> Rule:
    return rule_of(instant(slots.start) or turn.now, slots.rrule, turn.house, literal=False)


def _place(turn: Turn, slots: Subscribe) -> tuple[int, Person | None]:
    if slots.audience == "group" and not slots.people:
        return turn.chat.id, None
    person = next((one for name in slots.people for one in meant_by(turn, name)), turn.actor)
    found = reached(turn.uow, person.id, turn.chat.ref.platform, turn.now)
    if found is None:
        raise UserError("digest.unreachable", name=person.name)
    return found[1], person


def _existing(turn: Turn, draft: Schedule) -> Schedule | None:
    return next((one for one in turn.uow.schedules.in_chat(draft.chat_id) if one.kind == draft.kind), None)


def _named(turn: Turn, draft: Schedule) -> str:
    if not draft.people:
        return turn.say("digest.this_group")
    return turn.say("digest.me") if draft.people[0] == turn.actor.id else turn.uow.people.get(draft.people[0]).name


@router.intent("pause", Pause)
def pause(turn: Turn, slots: Pause) -> Answer:
    """From now on until it is resumed, or over the days that were said."""
    days = stretch(turn, slots)
    if days is None:
        return _switch(turn, Schedule.paused, "digest.paused")
    since, until = days
    return _switch(turn, lambda one: one.resting(since, until), "digest.resting", since=since, until=until)


@router.intent("resume", Resume)
def resume(turn: Turn, _slots: Resume) -> Answer:
    return _switch(turn, Schedule.resumed, "digest.resumed")


def _switch(turn: Turn, change: Callable[[Schedule], Schedule], key: str, **params: object) -> Reply:
    """All digests of this chat."""
    here = [one for one in turn.uow.schedules.in_chat(turn.chat.id) if one.kind in {MORNING, WEEKLY}]
    if not here:
        raise UserError("digest.none_here")
    if not (turn.is_direct or turn.actor.is_in_charge):
        raise NotAllowed("digest.only_in_charge")
    for one in here:
        after = change(one)
        turn.uow.schedules.save(after)
        plan_again(turn.house, turn.uow, after, turn.now)
        turn.uow.audit.note(turn.actor.id, key, f"digest:{one.id}", turn.now)
    return turn.reply(Card(turn.say(key, what=turn.say.listed(one.text for one in here), **params), tone="done"))
