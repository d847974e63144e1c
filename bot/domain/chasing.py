"""When those are chased who owe a notice their answer: by its level, in the office's own time."""

from datetime import datetime, timedelta, tzinfo

from bot.domain.calendar import WorkCalendar
from bot.domain.notice import Level, Notice

URGENT_EVERY = timedelta(minutes=30)
URGENT_FOR = timedelta(hours=12)
AFTER_DUE = {Level.NORMAL: 1, Level.IMPORTANT: 3, Level.URGENT: 3}
"""On how many working days after its due date the missing are chased; on the first of them their heads hear, too."""

ANSWER_WITHIN = 2
"""Working days that a notice without a due date leaves for its receipt."""


def due_of(notice: Notice, zone: tzinfo, calendar: WorkCalendar) -> datetime:
    """Until when it is to be answered."""
    if notice.due_at is not None:
        return notice.due_at
    sent = (notice.sent_at or notice.made_at).astimezone(zone).date()
    return calendar.closing(calendar.add_working_days(sent, ANSWER_WITHIN), zone)


def next_chase(notice: Notice, after: datetime, zone: tzinfo, calendar: WorkCalendar) -> datetime | None:
    """The next time after that one: an urgent notice is repeated, others come again on the morning they are due, or of
    the working day before where that morning was before they were sent, and after their due date; never once it has
    expired."""
    sent = notice.sent_at or notice.made_at
    times = [*_repeats(notice, sent), *_mornings(notice, sent, zone, calendar)]
    return min((at for at in times if at > after and not notice.is_expired(at)), default=None)


def _repeats(notice: Notice, sent: datetime) -> list[datetime]:
    if notice.level is not Level.URGENT:
        return []
    return [sent + URGENT_EVERY * count for count in range(1, int(URGENT_FOR / URGENT_EVERY) + 1)]


def _mornings(notice: Notice, sent: datetime, zone: tzinfo, calendar: WorkCalendar) -> list[datetime]:
    due = due_of(notice, zone, calendar)
    day = due.astimezone(zone).date()
    before = [calendar.working_on_or_before(day)]
    if notice.level is not Level.NORMAL:
        before.append(calendar.add_working_days(before[0], -1))
    after = [calendar.add_working_days(day, count) for count in range(1, AFTER_DUE[notice.level] + 1)]
    found = [datetime.combine(one, calendar.opens, zone) for one in (*before, *after)]
    return [at for at in found if at > sent + timedelta(hours=2)]


def is_for_heads(notice: Notice, at: datetime, zone: tzinfo, calendar: WorkCalendar) -> bool:
    """Whether the heads of those who are missing hear at that time: on the first morning after the due date."""
    day = due_of(notice, zone, calendar).astimezone(zone).date()
    first = calendar.add_working_days(day, 1)
    return at.astimezone(zone).date() == first
