"""Notices that somebody set the machine's clock."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from bot.errors import TryAgain
from bot.log import get_log
from bot.ports import Clock, Store

log = get_log("clock")

WORTH_A_WORD = timedelta(seconds=30)


class Jumps:
    """Forward is no matter: what is due by the new time is sent now, and says that it is late.

    Back is: what waits for an instant of the wrong time would wait for as long as the clock was ahead. So no message
    waits for longer than a lease from then on; claims that are really held outlast that no more than they should.
    """

    def __init__(
        self, store: Store, clock: Clock, lease: timedelta, set_back: Callable[[], None],
        ticks: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._lease = lease
        self._set_back = set_back
        self._ticks = ticks
        self._seen = (clock.now(), ticks())

    async def look(self) -> None:
        """A beat of the metronome."""
        before, then = self._seen
        now, ticks = self._clock.now(), self._ticks()
        jump = (now - before) - timedelta(seconds=ticks - then)
        if jump < -WORTH_A_WORD:
            log.warning("clock.set_back", seconds=-jump.total_seconds(), hint="is the machine's time kept by NTP?")
            self._set_back()
            try:
                await self._store.write(lambda uow: uow.outbox.wait_no_longer_than(now + self._lease))
            except TryAgain:
                return  # and is noticed again by the next beat
        elif jump > WORTH_A_WORD:
            log.warning("clock.set_forward", seconds=jump.total_seconds(), hint="or was the machine asleep?")
        self._seen = now, ticks
