"""When something is to be said of a supervision item: of its due date, of signing, of progress, of standing still."""

from datetime import UTC, datetime, timedelta

from bot.domain.lamps import STEADY, Terms
from bot.domain.procedure import UNDER_WAY, State
from bot.domain.supervision import SupervisionItem


def next_push(item: SupervisionItem, after: datetime, terms: Terms) -> datetime | None:
    """The next reminder of its due date: a few before it, then one each working day."""
    if item.state not in UNDER_WAY:
        return None
    ahead = (at for at in pushes_before(item, terms) if at > after)
    return next(ahead, None) or terms.push_after(max(after, item.due_at))


def pushes_before(item: SupervisionItem, terms: Terms) -> list[datetime]:
    """Of the ladder's steps those that were still ahead when it was handed over, the first few."""
    calendar, due = terms.calendar, terms.day(item.due_at)
    days = {calendar.add_working_days(due, -step) if step else calendar.working_on_or_before(due)
            for step in terms.rules.ladder}  # fmt: skip
    at = sorted(map(terms.push, days))
    return [one for one in at if item.assigned_at < one <= item.due_at][: terms.rules.most_before_due]


def sign_by(item: SupervisionItem, terms: Terms) -> datetime | None:
    """Until when it is to be signed for: some working hours, or the end of the clock's first day."""
    calendar, rules = terms.calendar, terms.rules
    local = item.assigned_at.astimezone(terms.zone)
    if item.clock:
        return terms.at(calendar.add_working_days(local.date(), rules.clock[0]), calendar.closes)
    if not rules.sign_hours:
        return None
    return calendar.add_working_hours(local, timedelta(hours=rules.sign_hours)).astimezone(UTC)


def is_sign_late(item: SupervisionItem, now: datetime, terms: Terms) -> bool:
    by = sign_by(item, terms) if item.state is State.ASSIGNED else None
    return by is not None and by < now


def next_chase(item: SupervisionItem, after: datetime, terms: Terms) -> datetime | None:
    """When the lead is next asked to sign: at the end of that time, and once more on a working day after it.

    Not on top of a reminder of the due date, which asks for it, too, as do all that follow.
    """
    by = sign_by(item, terms)
    if item.state is not State.ASSIGNED or by is None:
        return None
    found = (at for at in (by, _next_but(by, item, terms)) if at > after)
    at = next(found, None)
    return at if at and at < item.due_at else None


def _next_but(by: datetime, item: SupervisionItem, terms: Terms) -> datetime:
    """The next time at which reminders come, if none of the due date comes then."""
    at, pushes = terms.push_after(by), pushes_before(item, terms)
    while at in pushes:
        at = terms.push_after(at)
    return at


def has_been_chased(item: SupervisionItem, now: datetime, terms: Terms) -> bool:
    """Whether asking now is not the first time."""
    by = sign_by(item, terms)
    return by is not None and _next_but(by, item, terms) <= now


def next_stuck_check(item: SupervisionItem, after: datetime, terms: Terms) -> datetime | None:
    """When nothing will have moved for too long, and each time as long again; once it is overdue that is said daily."""
    every = terms.rules.stuck_days
    if item.state not in STEADY or not every:
        return None
    times = max(terms.days_since(item.moved_at, after) // every, 1)
    at = _stuck_at(item, times * every, terms)
    if at <= after:
        at = _stuck_at(item, (times + 1) * every, terms)
    return None if at > item.due_at else at


def _stuck_at(item: SupervisionItem, days: int, terms: Terms) -> datetime:
    return terms.push(terms.calendar.add_working_days(terms.day(item.moved_at), days))


def clock_due(assigned_at: datetime, terms: Terms) -> datetime:
    """When an item of the 1-3-7-10 clock is due."""
    day = terms.calendar.add_working_days(terms.day(assigned_at), terms.rules.clock[-1])
    return terms.at(day, terms.calendar.closes)


def milestones(item: SupervisionItem, terms: Terms) -> tuple[datetime, ...]:
    """When the clock asks for progress; none for an item that does not run on it."""
    if not item.clock:
        return ()
    day, add = terms.day(item.assigned_at), terms.calendar.add_working_days
    found = (terms.at(add(day, count), terms.rules.report_at) for count in terms.rules.clock[1:-1])
    return tuple(at for at in found if at < item.due_at)


def next_milestone(item: SupervisionItem, after: datetime, terms: Terms) -> datetime | None:
    return next((at for at in milestones(item, terms) if at > after), None)


def escalates_at(item: SupervisionItem, terms: Terms) -> datetime | None:
    """From when on the head of the unit hears of it, if it is still under way by then."""
    days = terms.rules.escalate_days
    if item.state not in UNDER_WAY or not days:
        return None
    return terms.push(terms.calendar.add_working_days(terms.day(item.due_at), days))
