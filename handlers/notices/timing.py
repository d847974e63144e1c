"""When a notice goes out: asked, moved out of the quiet hours, and said before it is agreed to."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.asking.steps import ask, ask_again
from bot.asking.when import instant, local_day, to_minute, today
from bot.domain.notice import Level, Notice
from bot.domain.people import Person
from bot.domain.schedule import Rule
from bot.errors import UserError
from bot.ports import Option, UnitOfWork
from bot.scheduling import rule_in_words, rule_of
from bot.turn import Ask, House, Turn
from handlers.notices.cards import last_moment
from handlers.notices.circulating import Circulate

AFTERNOON = time(14, 30)
A_WEEK, A_MINUTE = timedelta(days=7), timedelta(minutes=1)
MOST_OFFERED = 3


def settle_time(turn: Turn, slots: Circulate) -> Circulate | Ask:
    """To the minute; when the office opens, where only a day was said."""
    if not slots.at:
        if slots.later:
            return ask(turn, slots, "at", "notices.when_to_send", _offered(turn))
        return replace(slots, at=None)
    at = to_minute(turn, instant(slots.at) or datetime.combine(slots.at, turn.house.calendar.opens, turn.house.zone))
    if slots.every or at > turn.now:
        return replace(slots, at=at, later=0)
    return ask_again(turn, replace(slots, at=None), "at", UserError("house.past", start=at), _offered(turn))


def _offered(turn: Turn) -> list[Option]:
    """This afternoon, the next working morning, the first of next week."""
    calendar, zone, day = turn.house.calendar, turn.house.zone, today(turn)
    monday = calendar.working_on_or_after(day + timedelta(days=7 - day.weekday()))
    times = (
        datetime.combine(day, AFTERNOON, zone),
        datetime.combine(calendar.add_working_days(day, 1), calendar.opens, zone),
        datetime.combine(monday, calendar.opens, zone),
    )
    coming = [at for at in dict.fromkeys(times) if at > turn.now + A_MINUTE]
    return [Option(turn.say.moment(at), {"at": at, "later": 1}) for at in coming[:MOST_OFFERED]]


def goes_out(house: House, at: datetime, level: Level) -> datetime:
    """Out of the quiet hours, which an urgent one may pass."""
    return at if level is Level.URGENT else house.calendar.allowed(at.astimezone(house.zone))


def rule_for(turn: Turn, slots: Circulate) -> Rule:
    at = instant(slots.at) or datetime.combine(today(turn), turn.house.calendar.opens, turn.house.zone)
    return rule_of(at, slots.every, turn.house, literal=False)


def time_notes(turn: Turn, slots: Circulate, level: Level) -> Iterator[str]:
    """What happens at that time, and whether it is a good one."""
    at = instant(slots.at)
    if at is None:
        return
    if slots.every:
        yield turn.say("notices.series_note")
        first = turn.house.recurrence.after(rule_for(turn, slots), turn.now)
        at = first or at
    else:
        yield turn.say("notices.scheduled_note")
    out = goes_out(turn.house, at, level)
    if out != at:
        yield turn.say("notices.quiet_note", at=out)
    elif not slots.every and not turn.house.calendar.is_working(local_day(turn, at)):
        yield turn.say("notices.rest_note", day=local_day(turn, at))


def time_facts(turn: Turn, slots: Circulate, draft: Notice) -> list[tuple[str, str]]:
    """When it goes out, and until when it holds."""
    say, found = turn.say, []
    if slots.every:
        rule = rule_for(turn, slots)
        first = turn.house.recurrence.after(rule, turn.now)
        found.append((say("notices.every"), rule_in_words(rule, say)))
        if first:
            found.append((say("notices.first_one"), say.moment(goes_out(turn.house, first, draft.level))))
    elif draft.send_at:
        found.append((say("notices.goes_out"), say.moment(draft.send_at)))
    if draft.valid_until:
        found.append((say("notices.valid"), last_moment(draft.valid_until, say)))
    return found


def meant_now(uow: UnitOfWork, notice: Notice) -> list[Person]:
    """To whom it goes, as the office is at this moment."""
    audience = notice.audience
    members: dict[int, Collection[int]] = {
        one: uow.chats.members(one) for one in (*audience.groups, *audience.but_groups)
    }
    return audience.meant(uow.people.all(), members, uow.people.tags(), uow.people.units())
