"""Setting a reminder: when, what and for whom are settled, read back, and kept after the yes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.asking.steps import ask, ask_again, settled
from bot.asking.when import ask_hour, believable, instant, local_day, to_minute, today
from bot.asking.who import Doubt, ask_who, certain_people, meant_by
from bot.cards import Card
from bot.domain.likeness import titled
from bot.domain.meeting import Meeting
from bot.domain.people import Person
from bot.domain.schedule import Rule, Schedule
from bot.errors import UserError
from bot.messages import TextReceived
from bot.ports import Option
from bot.scheduling import plan_again, reached, rule_in_words, rule_of
from bot.turn import Answer, Ask, ReadBack, Turn, person_mark
from handlers.reminders.desk import KIND, LONGEST_TEXT, Set, router, when

MOST_SEARCHED = 200
MOST_CHOICES = 5
PART_HOURS = {"dawn": 8, "morning": 9, "noon": 12, "afternoon": 14, "evening": 19}
BEFORE_CLOSING = timedelta(minutes=15)
SHORTEST_AWAY = timedelta(seconds=30)
JUST_NOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Target:
    """One chat in which it is said: the group's, or somebody's own."""

    chat_id: int
    name: str
    person: Person | None = None


@router.intent("set", Set)
def set_reminder(turn: Turn, slots: Set) -> Answer:
    known = settled(turn, slots, (believable, _timed, _worded, _known_people))
    if isinstance(known, Ask):
        return known
    return ReadBack(known, read_back(turn, known, targets(turn, known)))


@router.confirmed("set")
def confirm(turn: Turn, slots: Set) -> Answer:
    known = settled(turn, slots, (believable, _timed, _worded, _known_people))
    if isinstance(known, Ask):
        return known
    made = [turn.uow.schedules.add(_schedule(turn, known, target)) for target in targets(turn, known)]
    for one in made:
        plan_again(turn.house, turn.uow, one, turn.now)
        turn.uow.audit.note(turn.actor.id, "reminders.set", f"reminder:{one.id}", turn.now, text=one.text)
    return turn.reply(Card(turn.say("reminders.set", text=known.title, when=when(turn, made[0])), tone="done"))


def _timed(turn: Turn, slots: Set) -> Set | Ask:
    """To the minute, or a time before a meeting; what was left open is asked, or filled in and read back."""
    lead = slots.before or (slots.duration if slots.start is None and not slots.rrule else None)
    if slots.meeting_id:
        return slots
    if lead is not None:
        return _before_meeting(turn, replace(slots, before=lead, duration=None))
    if slots.start is not None:
        return _to_the_minute(turn, slots, slots.start)
    if slots.due is not None:
        return _before_deadline(turn, slots, slots.due)
    return ask(turn, slots, "start", "reminders.when", _suggestions(turn))


def _to_the_minute(turn: Turn, slots: Set, said: date) -> Set | Ask:
    start = instant(said) or _with_hour(turn, slots, said)
    if isinstance(start, Ask):
        return start
    start = to_minute(turn, start)
    if not slots.rrule and start <= turn.now - SHORTEST_AWAY:
        return ask_again(turn, replace(slots, start=None), "start", UserError("house.past", start=start))
    return replace(slots, start=start, end=None, part="", due=None)


def _with_hour(turn: Turn, slots: Set, day: date) -> datetime | Ask:
    """The hour of the part of the day that was said, or when the office opens; asked where that has passed."""
    if slots.rrule.startswith("FREQ=HOURLY"):
        return turn.now + timedelta(hours=int(slots.rrule.partition("INTERVAL=")[2].partition(";")[0] or "1"))
    hour = time(PART_HOURS[slots.part]) if slots.part in PART_HOURS else turn.house.calendar.opens
    start = datetime.combine(day, hour, turn.house.zone)
    return start if start > turn.now or slots.rrule else ask_hour(turn, slots, day)


def _suggestions(turn: Turn) -> list[Option]:
    tomorrow = turn.house.calendar.add_working_days(today(turn), 1)
    at = datetime.combine(tomorrow, turn.house.calendar.opens, turn.house.zone)
    soon = (timedelta(minutes=10), timedelta(hours=1))
    options = [Option(turn.say("reminders.in", length=one), {"start": to_minute(turn, turn.now + one)}) for one in soon]
    return [*options, Option(turn.say.moment(at), {"start": at})]


def _before_deadline(turn: Turn, slots: Set, due: date) -> Set | Ask:
    """By closing time today: a little before. By a later day: that morning, or the afternoon before, is asked."""
    day, calendar, zone = local_day(turn, due), turn.house.calendar, turn.house.zone
    closing = instant(due) or calendar.closing(day, zone)
    if day == today(turn) and closing - BEFORE_CLOSING > turn.now:
        return replace(slots, start=closing - BEFORE_CLOSING, due=None)
    day_before = calendar.add_working_days(day, -1)
    offered = (
        datetime.combine(day, calendar.opens, zone),
        datetime.combine(day_before, time(16), zone),
        closing - timedelta(hours=1),
    )
    options = [Option(turn.say.moment(at), {"start": at, "due": None}) for at in offered if at > turn.now]
    return ask(turn, slots, "start", "reminders.when_before", options, due=day)


def _before_meeting(turn: Turn, slots: Set) -> Set | Ask:
    """The meeting that was named, or the next one that concerns the asker."""
    coming = turn.uow.meetings.not_over(turn.now, MOST_SEARCHED)
    ours = [one for one in coming if one.concerns(turn.actor, turn.chat.id) and one.span.start > turn.now]
    if not ours:
        raise UserError("reminders.no_meeting")
    found = [one for one in _named(turn, slots, ours) or ours if _is_meant(turn, one, slots)]
    if len(found) == 1 or not (slots.title or slots.start or slots.meeting):
        return _for_meeting(slots, found[0])
    return _which_meeting(turn, slots, found or ours)


def _named(turn: Turn, slots: Set, meetings: list[Meeting]) -> list[Meeting]:
    """Those that were called so, whose title stands in the sentence, or is what the reminder seemed to be about."""
    said = turn.event.text if isinstance(turn.event, TextReceived) else ""
    if slots.meeting:
        return list(titled(slots.meeting, meetings))
    return [one for one in meetings if one.title in said] or list(titled(slots.title, meetings) if slots.title else ())


def _is_meant(turn: Turn, meeting: Meeting, slots: Set) -> bool:
    return slots.start is None or local_day(turn, meeting.span.start) == local_day(turn, slots.start)


def _for_meeting(slots: Set, meeting: Meeting) -> Set:
    return replace(slots, meeting_id=meeting.id, title=slots.title or meeting.title, start=None)


def _which_meeting(turn: Turn, slots: Set, meetings: Iterable[Meeting]) -> Ask:
    options = [
        Option(turn.say("reminders.meeting_at", title=one.title, start=one.span.start), {"meeting_id": one.id})
        for one in list(meetings)[:MOST_CHOICES]
    ]
    return ask(turn, slots, "meeting_id", "reminders.which_meeting", options)


def _worded(turn: Turn, slots: Set) -> Set | Ask:
    if slots.meeting_id and not slots.title:
        meeting = turn.uow.meetings.get(slots.meeting_id)
        return replace(slots, title=meeting.title if meeting else "")
    if not slots.title and _is_for_me(turn, slots):
        return replace(slots, title=_same_again(turn) or turn.say("reminders.time_is_up"))
    if not slots.title:
        return ask(turn, slots, "title", "reminders.what")
    if len(slots.title) > LONGEST_TEXT:
        raise UserError("reminders.too_long", most=LONGEST_TEXT, length=len(slots.title))
    return slots


def _same_again(turn: Turn) -> str:
    """10分钟后再提醒我: of what the asker was reminded of just now."""
    last = turn.uow.reminders.last_said(turn.chat.id, turn.now - JUST_NOW) if turn.is_direct else None
    return last.about if last else ""


def _known_people(turn: Turn, slots: Set) -> Set | Ask:
    found = certain_people(turn, (*slots.others, *slots.people))
    if isinstance(found, Doubt):
        waiting = replace(slots, people=(found.name,), others=found.others)
        return ask_who(turn, waiting, "people", found.name, lambda person: {"people": (person_mark(person),)})
    return replace(slots, people=found, others=())


def targets(turn: Turn, slots: Set) -> list[Target]:
    """Where it will be said; UserError where nobody can be reached, or no group is meant."""
    people = [person for name in slots.people for person in meant_by(turn, name)]
    if not people and not _is_for_me(turn, slots):
        if turn.is_direct:
            raise UserError("reminders.which_group")
        return [Target(turn.chat.id, turn.say("reminders.this_group"))]
    return [_target(turn, person) for person in people or [turn.actor]]


def _target(turn: Turn, person: Person) -> Target:
    found = reached(turn.uow, person.id, turn.chat.ref.platform, turn.now)
    if found is None:
        raise UserError("reminders.unreachable", name=person.name)
    return Target(found[1], turn.say("reminders.me") if person == turn.actor else person.name, person)


def _is_for_me(turn: Turn, slots: Set) -> bool:
    if slots.people or slots.others:
        return False
    return slots.audience == "me" or (turn.is_direct and slots.audience != "group")


def _schedule(turn: Turn, slots: Set, target: Target) -> Schedule:
    return Schedule(
        id=0,
        kind=KIND,
        owner_id=turn.actor.id,
        chat_id=target.chat_id,
        rule=_rule(turn, slots),
        text=slots.title,
        language=turn.say.language,
        people=(target.person.id,) if target.person else (),
        meeting_id=slots.meeting_id or None,
        lead=slots.before,
        made_in=turn.chat.id,
        rings=target.person == turn.actor and not slots.rrule.startswith("FREQ=HOURLY"),
    )


def _rule(turn: Turn, slots: Set) -> Rule:
    """One's own reminders keep to the letter; a group's step aside for holidays."""
    start = instant(slots.start)
    if start is None:
        meeting = turn.uow.meetings.get(slots.meeting_id)
        start = meeting.span.start if meeting else turn.now
    return rule_of(start, slots.rrule, turn.house, literal=_is_for_me(turn, slots))


def read_back(turn: Turn, slots: Set, audience: list[Target]) -> Card:
    say, draft = turn.say, _schedule(turn, slots, audience[0])
    facts = (
        (say("reminders.time"), _written(turn, draft)),
        (say("reminders.whom"), say.listed(target.name for target in audience)),
    )
    notes = list(_notes(turn, draft))
    return Card(say("reminders.set_title", text=slots.title), facts, "\n".join(notes), tone="warn" if notes else "info")


def _written(turn: Turn, draft: Schedule) -> str:
    """The rule, and when it is said first."""
    words = when(turn, draft)
    first = turn.house.recurrence.after(draft.rule, turn.now) if draft.rule.rrule else None
    return turn.say("reminders.first", rule=words, at=first) if first else words


def _notes(turn: Turn, draft: Schedule) -> Iterable[str]:
    """What should be thought of: quiet hours, a day off."""
    if draft.meeting_id is not None:
        return
    calendar, zone = turn.house.calendar, turn.house.zone
    at = turn.house.recurrence.after(draft.rule, turn.now)
    if at is None:
        yield turn.say("reminders.never", rule=rule_in_words(draft.rule, turn.say))
        return
    local = at.astimezone(zone)
    later = calendar.allowed(local)
    if later != local and not draft.rings:
        yield turn.say("reminders.quiet", at=later)
    if not draft.rule.rrule and not calendar.is_working(local.date()):
        yield turn.say("reminders.rest_day", day=local.date())
