"""What is planned of a survey: its end, and the morning on which those are asked again who have not answered."""

from datetime import date, datetime, timedelta

from bot.domain.reminder import Reminder
from bot.domain.survey import Survey
from bot.ports import UnitOfWork
from bot.turn import House, Turn

A_DAY, A_YEAR = timedelta(days=1), timedelta(days=366)


def closing(turn: Turn, due: date) -> datetime:
    """The instant said, or when the office closes on the day said."""
    return due if isinstance(due, datetime) else turn.house.calendar.closing(due, turn.house.zone)


def plan(house: House, uow: UnitOfWork, survey: Survey, now: datetime) -> None:
    end = survey.closes_at
    planned = [Reminder("feedback.close", survey.id, end, end + A_YEAR, about=survey.title, rings=True)]
    if (at := survey.reminds_at(now, house.zone, house.calendar)) is not None:
        planned.append(Reminder("feedback.remind", survey.id, at, min(end, at + A_DAY), about=survey.title))
    uow.reminders.plan(planned)
