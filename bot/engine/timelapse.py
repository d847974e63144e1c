"""The demonstration's clock moved by hand: everything that falls due on the way is sent, in order."""

from datetime import datetime, timedelta

from bot.engine.clock import MovableClock
from bot.engine.relay import Relay
from bot.engine.reminders import Reminding
from bot.ports import Store, UnitOfWork

OFFSET = "clock_offset_seconds"
SMALLEST_STEP = timedelta(seconds=1)


class Timelapse:
    """The offset is kept in the store, so that a restart goes on at the time that the page showed."""

    def __init__(self, clock: MovableClock, store: Store, reminding: Reminding, relay: Relay) -> None:
        self._clock = clock
        self._store = store
        self._reminding = reminding
        self._relay = relay

    async def restore(self) -> None:
        """Go on with the offset of the last run."""
        kept = await self._store.read(lambda uow: uow.parameters.get(OFFSET))
        self._clock.offset = timedelta(seconds=float(kept or 0))

    async def advance(self, to: datetime) -> datetime:
        """Stop at each instant where something is due, let it be sent, and go on; backwards nothing is sent."""
        while (due := await self._next_due()) is not None and due <= to:
            await self._set(max(due, self._clock.now()))
            if not await self._reminding.fire_due() and due < self._clock.now() - SMALLEST_STEP:
                break
            await self._relay.run_until_idle()
        await self._set(to)
        await self._reminding.fire_due()
        await self._relay.run_until_idle()
        return self._clock.now()

    async def _set(self, at: datetime) -> None:
        self._clock.set(at)
        offset = str(self._clock.offset.total_seconds())
        await self._store.write(lambda uow: uow.parameters.set(OFFSET, offset))

    async def _next_due(self) -> datetime | None:
        return await self._store.read(_earliest)


def _earliest(uow: UnitOfWork) -> datetime | None:
    times = [due for due in (uow.reminders.next_due(), uow.outbox.next_due()) if due is not None]
    return min(times, default=None)
