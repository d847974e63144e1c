"""What is planned for an item: after each deed everything is planned anew."""

from datetime import datetime

from bot.domain.supervision import SupervisionItem
from bot.ports import UnitOfWork
from bot.turn import House


def plan(house: House, uow: UnitOfWork, item: SupervisionItem, now: datetime) -> None:
    """Drop what was planned for it and plan what comes next, which is nothing for an item that is over."""
    uow.reminders.cancel("supervision", item.id)
