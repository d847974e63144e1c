"""Whatever is due becomes an outbox row: one reminder, one transaction, so that a broken one holds up no other."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.reminder import Reminder
from bot.engine.core import Core
from bot.log import get_log, incident
from bot.ports import UnitOfWork
from bot.turn import Tick

log = get_log("reminders")

GRACE = timedelta(seconds=60)
"""A reminder that comes later than this after its time says so."""


class BrokenReminder(Exception):
    """Composing this one failed; the cause is chained."""

    def __init__(self, reminder: Reminder) -> None:
        super().__init__(f"{reminder.kind} {reminder.subject}")
        self.reminder = reminder


class Reminding:
    def __init__(self, core: Core, wake: Callable[[], None]) -> None:
        self._store = core.store
        self._desks = core.desks
        self._house = core.house
        self._clock = core.clock
        self._counts = core.counts
        self._wake = wake

    async def fire_due(self) -> int:
        """Turn all that is due into messages; the number of reminders handled."""
        handled = 0
        while await self._is_due() and await self._fire_one():
            handled += 1
        if handled:
            self._wake()
        return handled

    async def _is_due(self) -> bool:
        due = await self._store.read(lambda uow: uow.reminders.next_due())
        return due is not None and due <= self._clock.now()

    async def _fire_one(self) -> bool:
        now = self._clock.now()
        try:
            return await self._store.write(lambda uow: self._fire(uow, now))
        except BrokenReminder as broken:
            one = broken.reminder
            number = incident(log, "reminders.incident", broken, kind=one.kind, subject=one.subject)
            await self._store.write(lambda uow: uow.reminders.give_up(one, f"incident {number}"))
            return True

    def _fire(self, uow: UnitOfWork, now: datetime) -> bool:
        for reminder in uow.reminders.claim_due(now, 1):
            if reminder.expires_at <= now:
                self._counts.add("reminders", result="expired")
                uow.reminders.give_up(reminder, "expired")
            else:
                self._say(uow, reminder, now)
            return True
        return False

    def _say(self, uow: UnitOfWork, reminder: Reminder, now: datetime) -> None:
        late = now - reminder.due_at
        tick = Tick(self._house, uow, now, late if late > GRACE else None)
        try:
            messages = self._desks.composers[reminder.kind](tick, reminder.subject)
        except Exception as fault:
            raise BrokenReminder(reminder) from fault
        for message in messages:
            uow.outbox.add(message, now)
        self._counts.add("reminders", result="late" if tick.late else "on_time")
