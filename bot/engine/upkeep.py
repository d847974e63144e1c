"""Put right at the start and once a day: schedules that lost their next reminder, a calendar that runs out."""

from datetime import datetime

from bot.domain.schedule import Schedule
from bot.engine.core import Core
from bot.log import get_log
from bot.ports import UnitOfWork
from bot.scheduling import next_reminder, plan_again

log = get_log("upkeep")


class Upkeep:
    """The next reminder of each schedule is worked out anew, for the rules of a zone or the holidays may have changed
    since; and nothing is lost though a process died between saying one and planning the next."""

    def __init__(self, core: Core) -> None:
        self._store = core.store
        self._house = core.house
        self._clock = core.clock

    async def mend(self) -> int:
        """How many schedules were planned anew."""
        now = self._clock.now()
        self._warn(now)
        return await self._store.write(lambda uow: sum(self._mend(uow, one, now) for one in uow.schedules.active()))

    def warnings(self) -> tuple[str, ...]:
        """What is not well although the house can work."""
        year = self._house.calendar.missing_year(self._clock.now().astimezone(self._house.zone).date())
        if year is None:
            return ()
        return (f"calendar: the public holidays of {year} are missing; upgrade, or write them into calendar.holidays",)

    def _warn(self, now: datetime) -> None:
        for warning in self.warnings():
            log.warning("upkeep.calendar", hint=warning, now=str(now))

    def _mend(self, uow: UnitOfWork, schedule: Schedule, now: datetime) -> bool:
        """A due one that waits to be said is left alone."""
        planned = uow.reminders.of(schedule.kind, schedule.id)
        wanted = next_reminder(self._house, schedule, now)
        if wanted is None or any(one.due_at <= now or one.due_at == wanted.due_at for one in planned):
            return False
        plan_again(self._house, uow, schedule, now)
        return True
