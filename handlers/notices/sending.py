"""A notice goes out: everybody who is meant is written down, then sent their card, some hundreds at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import Card
from bot.domain.chasing import next_chase
from bot.domain.notice import Notice, Receipt, State, Wants
from bot.domain.reminder import Reminder
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import House, Tick
from handlers.notices.cards import notice_card
from handlers.notices.desk import all_keys, own_key, router, sender_name, subject_of

CHUNK = 500
"""People of one transaction: much of its cost is shared, and nothing waits long behind it."""

A_DAY = timedelta(days=1)


def begin(house: House, uow: UnitOfWork, notice: Notice, people: Sequence[int]) -> Notice:
    """Write down to whom it goes, and plan the sending; `notice` is stored and now out."""
    uow.notices.address(notice.id, notice.version, people)
    sent = replace(notice, state=State.SENT, people=len(people))
    uow.notices.save(sent)
    at = sent.sent_at or sent.made_at
    plan_spread(uow, sent, at)
    plan_chase(house, uow, sent, at)
    return sent


def plan_spread(uow: UnitOfWork, notice: Notice, at: object) -> None:
    """The next of its cards; how far it has come is remembered by what was sent."""
    uow.reminders.plan([Reminder("spread.notice", notice.id, at, at + A_DAY, chat_id=None, about=notice.title, rings=True)])  # type: ignore[operator,arg-type]


def plan_chase(house: House, uow: UnitOfWork, notice: Notice, after: object) -> None:
    """Those who owe an answer are asked again."""
    if notice.wants is Wants.NOTHING:
        return
    at = next_chase(notice, after, house.zone, house.calendar)  # type: ignore[arg-type]
    if at is not None:
        urgent = notice.level == "urgent"
        uow.reminders.plan([Reminder("notices.chase", notice.id, at, at + A_DAY, about=notice.title, rings=urgent)])


__all__ = ["Card", "Outgoing", "Receipt", "Say", "Tick", "all_keys", "begin", "notice_card", "own_key", "router", "sender_name", "subject_of"]
