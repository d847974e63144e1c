"""The reminders desk's register, its slots, and how it finds what is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.asking.steps import ask
from bot.asking.when import Timed
from bot.domain.likeness import titled
from bot.domain.schedule import Schedule, State
from bot.errors import NotAllowed, UserError
from bot.ports import Option
from bot.router import Router
from bot.scheduling import rule_in_words
from bot.turn import Ask, Turn

router = Router("reminders")

KIND = "reminders.say"
MOST_CHOICES = 6
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Set(Timed):
    """`before` is the time before a meeting (`meeting` as it was called, `meeting_id` once it is settled which); `due`
    is a deadline to remind of.

    `audience` is me or group where the words said so; `others` are people settled while `people` holds one in doubt.
    """

    title: str = ""
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    audience: str = ""
    before: timedelta | None = None
    due: date | None = None
    room: str = ""
    meeting: str = ""
    meeting_id: int = 0


@dataclass(frozen=True, slots=True)
class Listing(Timed):
    """Nothing more."""


@dataclass(frozen=True, slots=True)
class Which(Timed):
    """`schedule` is the id once it is settled which one is meant."""

    title: str = ""
    number: int = 0
    schedule: int = 0
    people: tuple[str, ...] = ()
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Cancel(Which):
    """One that is not to be said any more."""


@dataclass(frozen=True, slots=True)
class Pause(Which):
    """One that is not to be said for now."""


@dataclass(frozen=True, slots=True)
class Resume(Which):
    """One that is to be said again."""


@dataclass(frozen=True, slots=True)
class Move(Which):
    """The new time of one. `orig_start` is when it was to be, `shift` by how much it moves, `undated` that the new hour
    came without a day."""

    before: timedelta | None = None
    meeting: str = ""
    shift: timedelta | None = None
    orig_start: date | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A schedule with the words by which people know it."""

    schedule: Schedule

    @property
    def title(self) -> str:
        return self.schedule.text


def mine(turn: Turn) -> list[Schedule]:
    """What is said in this chat, and what the asker made elsewhere; in a group others' private ones stay out."""
    here = turn.uow.schedules.in_chat(turn.chat.id)
    made = turn.uow.schedules.of(turn.actor.id)
    found = {one.id: one for one in (*here, *made) if one.kind == KIND}
    if not turn.is_direct:
        found = {key: one for key, one in found.items() if turn.chat.id in {one.chat_id, one.made_in}}
    return [found[key] for key in sorted(found)]


def the_one(turn: Turn, slots: Which, among: Iterable[Schedule]) -> Schedule | Ask:
    """The one that is meant; a picker for several."""
    every = list(among)
    if slots.schedule:
        return standing(turn, slots.schedule)
    if slots.number:
        every = [one for one in every if one.id == slots.number] or every
    if not every:
        raise UserError("reminders.none")
    found = titled(slots.title, map(Seen, every)) if slots.title else tuple(map(Seen, every))
    if len(found) == 1:
        return allowed(turn, found[0].schedule)
    offered = [one.schedule for one in found] or every
    key = "reminders.which" if found else "reminders.no_such"
    options = [Option(line(turn, one), {"schedule": one.id}) for one in offered[:MOST_CHOICES]]
    return ask(turn, slots, "title", key, options, title=slots.title)


def standing(turn: Turn, schedule_id: int) -> Schedule:
    """The schedule of a card, if it is not over and the presser may touch it."""
    schedule = turn.uow.schedules.get(schedule_id)
    if schedule is None or schedule.state is State.OVER:
        raise UserError("reminders.over")
    return allowed(turn, schedule)


def allowed(turn: Turn, schedule: Schedule) -> Schedule:
    """Whoever made it may change it, and so may whoever it is said to alone, and those in charge."""
    hers = turn.is_direct and schedule.chat_id == turn.chat.id
    if not (hers or schedule.may_be_changed_by(turn.actor)):
        raise NotAllowed("reminders.not_yours", name=turn.uow.people.get(schedule.owner_id).name)
    return schedule


def line(turn: Turn, schedule: Schedule) -> str:
    """`交周报 · 每周五 16:00 · 已暂停`."""
    words = [schedule.text, when(turn, schedule)]
    if schedule.state is State.PAUSED:
        words.append(turn.say("reminders.is_paused"))
    return " · ".join(words)


def when(turn: Turn, schedule: Schedule) -> str:
    """The rule in words, or how long before its meeting."""
    if schedule.meeting_id is None:
        return rule_in_words(schedule.rule, turn.say)
    meeting = turn.uow.meetings.get(schedule.meeting_id)
    title = meeting.title if meeting else turn.say("reminders.a_meeting")
    return turn.say("reminders.before_meeting", title=title, lead=schedule.lead)


def next_due(turn: Turn, schedule: Schedule) -> datetime | None:
    """When it is said next."""
    if schedule.state is not State.ACTIVE:
        return None
    if schedule.meeting_id is not None:
        meeting = turn.uow.meetings.get(schedule.meeting_id)
        return meeting.span.start - (schedule.lead or timedelta(0)) if meeting and not meeting.cancelled_at else None
    return turn.house.recurrence.after(schedule.rule, turn.now)
