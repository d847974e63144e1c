"""From a schedule to its next reminder, and a rule in words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.meeting import Meeting
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule, Schedule, State
from bot.messages import ChatRef
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import House, Tick

OLD_AFTER = {"digest.morning": timedelta(hours=4)}
A_DAY = timedelta(days=1)
"""How late a scheduled message may come and still be of use; a day unless a kind says otherwise."""

OFFICE_WEEK = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
OFFICE_DAYS = 5
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_of(start: datetime, rrule: str, house: House, *, literal: bool) -> Rule:
    """The rule that was said. Weekdays from Monday to Friday mean the office's working days, with its make-up days.

    A daily rule means every day. Another keeps to its own days when `literal`; otherwise a holiday moves it to the
    working day before.
    """
    wall = start.astimezone(house.zone).replace(tzinfo=None, second=0, microsecond=0)
    zone = getattr(house.zone, "key", "UTC")
    if rrule.startswith(OFFICE_WEEK):
        return Rule(wall, zone, rrule.replace(OFFICE_WEEK, "FREQ=DAILY"), "working")
    steps_aside = bool(rrule) and not literal and not rrule.startswith(("FREQ=DAILY", "FREQ=HOURLY"))
    return Rule(wall, zone, rrule, "moved" if steps_aside else "any")


def next_reminder(house: House, schedule: Schedule, after: datetime) -> Reminder | None:
    """The next one after that instant, moved out of the quiet hours unless it rings; None when nothing is to come."""
    if schedule.state is not State.ACTIVE or schedule.meeting_id is not None:
        return None
    at = next_time(house, schedule, after)
    return None if at is None else _at(house, schedule, at)


def next_time(house: House, schedule: Schedule, after: datetime) -> datetime | None:
    """The next time of its rule at which it does not rest."""
    at = house.recurrence.after(schedule.rule, after)
    while at is not None and schedule.rests_at(at):
        at = house.recurrence.after(schedule.rule, at)
    return at


def _at(house: House, schedule: Schedule, at: datetime) -> Reminder:
    due_at = at if schedule.rings else house.calendar.allowed(at.astimezone(house.zone))
    return _reminder(schedule, due_at, due_at + _age(schedule))


def _age(schedule: Schedule) -> timedelta:
    return OLD_AFTER.get(schedule.kind, A_DAY)


def plan_next(house: House, uow: UnitOfWork, schedule: Schedule, after: datetime) -> Reminder | None:
    """Plan it; a schedule that has no next time is over."""
    planned = next_reminder(house, schedule, after)
    if planned is not None:
        uow.reminders.plan([planned])
    else:
        _end(uow, schedule)
    return planned


def _end(uow: UnitOfWork, schedule: Schedule) -> None:
    """It has no next time: unless it is paused, or follows a meeting, it is over."""
    if schedule.state is State.ACTIVE and schedule.meeting_id is None:
        uow.schedules.save(schedule.over())


def plan_following(tick: Tick, schedule: Schedule) -> None:
    """What comes after one that was due: the next; or, if that one was too old, the newest that is not yet too old."""
    missed = () if tick.was_said else _missed(tick, schedule)
    if missed:
        tick.plan([_at(tick.house, schedule, missed[-1])])
    elif planned := next_reminder(tick.house, schedule, tick.after):
        tick.plan([planned])
    else:
        _end(tick.uow, schedule)


def _missed(tick: Tick, schedule: Schedule) -> list[datetime]:
    found = tick.house.recurrence.between(schedule.rule, tick.now - _age(schedule), tick.now)
    return [at for at in found if not schedule.rests_at(at)]


def plan_again(house: House, uow: UnitOfWork, schedule: Schedule, now: datetime) -> Reminder | None:
    """What was planned for it is dropped and planned anew, as after a change, a pause or a resumption."""
    uow.reminders.cancel(schedule.kind.partition(".")[0], schedule.id)
    if schedule.meeting_id is None:
        return plan_next(house, uow, schedule, now)
    meeting = uow.meetings.get(schedule.meeting_id)
    if meeting is not None:
        _plan_before(uow, meeting, [schedule], now)
    return None


def follow_meeting(uow: UnitOfWork, meeting: Meeting, now: datetime) -> None:
    """A meeting has moved or is cancelled: what people asked to be reminded of before it moves with it."""
    mine = uow.schedules.of_meeting(meeting.id)
    for schedule in mine:
        uow.reminders.cancel(schedule.kind.partition(".")[0], schedule.id)
    if not meeting.cancelled_at:
        _plan_before(uow, meeting, mine, now)


def _plan_before(uow: UnitOfWork, meeting: Meeting, schedules: Iterable[Schedule], now: datetime) -> None:
    start = meeting.span.start
    uow.reminders.plan(
        _reminder(one, start - (one.lead or timedelta(0)), start)
        for one in schedules
        if one.state is State.ACTIVE and start - (one.lead or timedelta(0)) > now
    )


def _reminder(schedule: Schedule, due_at: datetime, expires_at: datetime) -> Reminder:
    return Reminder(schedule.kind, schedule.id, due_at, expires_at, 0, schedule.chat_id, schedule.text, schedule.rings)


def reached(uow: UnitOfWork, person_id: int, platform: str, now: datetime) -> tuple[ChatRef, int] | None:
    """A person's direct chat, on that platform if they are there, and its id; None for someone without an account."""
    account = uow.people.account(person_id, platform)
    if account is None:
        return None
    chat = account.direct()
    return chat, uow.chats.seen(chat, "", now).id


def with_start(rule: Rule, wall: datetime) -> Rule:
    """The rule at another hour, or from another day on."""
    return replace(rule, start=wall.replace(tzinfo=None))


def rule_in_words(rule: Rule, say: Say) -> str:
    """`每周五 16:00`, `every Friday 16:00`; a single time as its moment."""
    if not rule.rrule:
        return say.moment(rule.start.replace(tzinfo=ZoneInfo(rule.zone)))
    parts = dict(part.split("=", 1) for part in rule.rrule.split(";"))
    often = _often(rule, parts, say)
    clock = "" if parts["FREQ"] == "HOURLY" else f" {rule.start:%H:%M}"
    tail = say("house.rule_moved") if rule.days == "moved" and parts["FREQ"] != "HOURLY" else ""
    until = say("house.rule_until", day=_day(parts["UNTIL"])) if "UNTIL" in parts else ""
    return f"{often}{clock}{until}{tail}"


def _day(until: str) -> date:
    return date(int(until[:4]), int(until[4:6]), int(until[6:8]))


def _often(rule: Rule, parts: dict[str, str], say: Say) -> str:
    every, freq = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if rule.days == "working":
        return say("house.rule_working")
    if freq in {"MONTHLY", "YEARLY"}:
        return _in_month(rule, parts, every, say)
    base = say(f"house.rule_{freq.lower()}" if every == 1 else f"house.rule_{freq.lower()}_n", count=every)
    if freq != "WEEKLY":
        return base
    days = parts.get("BYDAY", NAMES[rule.start.weekday()]).split(",")
    return base + say.listed(say.weekday(NAMES.index(day[-2:])) for day in days)


def _in_month(rule: Rule, parts: dict[str, str], every: int, say: Say) -> str:
    months = [int(number) for number in parts.get("BYMONTH", "").split(",") if number]
    if parts["FREQ"] == "YEARLY" and not months:
        months = [rule.start.month]
    which = "yearly" if months else "monthly" if every == 1 else "monthly_n"
    base = say(f"house.rule_{which}", count=every, months=say.listed(say.month(number) for number in months))
    if parts.get("BYSETPOS") == "-1" and len(parts.get("BYDAY", "").split(",")) == OFFICE_DAYS:
        return base + say("house.rule_last_working")
    if "BYDAY" in parts:
        return base + say.listed(_nth(day, say) for day in parts["BYDAY"].split(","))
    numbers = parts.get("BYMONTHDAY", str(rule.start.day)).split(",")
    return base + say.listed(
        say("house.rule_last_day") if number == "-1" else say("house.rule_day", number=number) for number in numbers
    )


def _nth(day: str, say: Say) -> str:
    place, name = day[:-2], say.weekday(NAMES.index(day[-2:]))
    key = "house.rule_last" if place == "-1" else "house.rule_nth"
    return say(key, number=place or "1", day=name)
