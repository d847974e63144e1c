"""Carries what is owed to the platforms: claim, send with no transaction open, mark.

One unit of work marks all that has landed since the last one and claims into the places that are free by then, while
what was claimed before is on its way: the database is asked once for many messages, and nobody waits for it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery import Claimed
from bot.engine.core import Core
from bot.engine.flights import Flights
from bot.engine.letters import Letters
from bot.engine.outcomes import Batch, Outcomes
from bot.engine.sending import Sending
from bot.engine.tempo import TEMPO, Tempo
from bot.errors import TryAgain
from bot.log import get_log, incident
from bot.ports import Adapter, UnitOfWork

log = get_log("relay")

IN_FLIGHT = 64
GATHERING = 0.005


def _none_barred() -> frozenset[str]:
    return frozenset()


def _alone() -> None:
    """Nobody is there to be told."""


@dataclass(frozen=True, slots=True)
class Company:
    """The other processes: platforms that only they can send to now, and how to tell them that there is work."""

    barred: Callable[[], frozenset[str]] = _none_barred
    knock: Callable[[], None] = _alone


NOBODY = Company()


class Relay:
    """One lane's messages go out one after another; lanes do not wait for each other."""

    def __init__(
        self,
        core: Core,
        adapters: Mapping[str, Adapter],
        *,
        in_flight: int = IN_FLIGHT,
        tempo: Tempo = TEMPO,
        company: Company = NOBODY,
    ) -> None:
        self._store = core.store
        self._clock = core.clock
        self._lease = tempo.lease
        self._company = company
        self.letters = Letters(core, adapters)
        self._outcomes = Outcomes(core, adapters, self._nudge, tempo)
        self._flights = Flights(core, Sending(core, adapters, tempo.send), self._outcomes, tempo, in_flight)
        self.health = self._outcomes.health
        self._something = asyncio.Event()
        self._turn = asyncio.Lock()
        self._may_be_owed = False
        self._is_news = False
        self._stopping = False

    def wake(self) -> None:
        """Something may be owed; cheap, and safe to call too often."""
        self._is_news = True
        self.look()

    def look(self) -> None:
        """The same, when the others know it already."""
        self._may_be_owed = True
        self._something.set()

    def clock_was_set_back(self) -> None:
        """What is remembered of the wrong time must hold nobody up."""
        self._outcomes.forget_paces()

    def _nudge(self) -> None:
        """Something is to be marked."""
        self._something.set()

    async def tick(self) -> None:
        """The metronome's beat: messages whose pause is over, that another process left, or that wait for a mark."""
        try:
            due = await self._store.read(lambda uow: uow.outbox.next_due())
        except TryAgain:
            log.warning("relay.store_busy", hint="the next beat tries again")
            return
        if self._outcomes.batch:
            self._nudge()
        if due is not None and due <= self._clock.now():
            self.look()

    async def run(self) -> None:
        """Until `stop`: send whenever woken."""
        while not self._stopping:
            await self._something.wait()
            if self._flights.has_plenty:
                await asyncio.sleep(GATHERING)  # while many are on their way a unit for each would be a waste
            self._something.clear()
            try:
                await self._round()
            except TryAgain:
                log.warning("relay.store_busy", hint="the next beat tries again")
            except Exception as fault:
                incident(log, "relay.incident", fault, hint="the next beat tries again")

    async def run_until_idle(self) -> None:
        """Send all that is due now, and what that makes due; for the demonstration's clock and for tests."""
        busy = True
        while busy:
            self._may_be_owed = True
            busy = await self._round() > 0 or bool(self._outcomes.batch) or self._flights.in_hand > 0
            if not self._outcomes.batch:
                await self._flights.one_lands()

    async def stop(self, patience: float) -> None:
        """Claim nothing more and let what is on its way land; what does not is claimed again after its lease."""
        self._stopping = True
        self._nudge()
        self._flights.put_back()
        await self._flights.all_land(patience)
        try:
            await self._round()
        except TryAgain:
            log.warning("relay.not_marked", hint="what landed last is sent again after its lease")

    async def _round(self) -> int:
        """Mark what has landed, claim what there is room for; gives the number of the claimed and of those told."""
        async with self._turn:
            room = 0 if self._stopping else self._flights.room
            is_claiming = self._may_be_owed and room > 0
            batch = self._outcomes.take()
            if not (batch or is_claiming):
                return 0
            self._may_be_owed = self._may_be_owed and not is_claiming
            held_until = self._clock.now() + self._lease
            claimed = await self._unit(batch, room, is_claiming=is_claiming)
            for row in claimed:
                self._flights.admit(row, held_until)
        told = await self.letters.tell() if batch.ended else 0
        if told:
            self.wake()
        return len(claimed) + told

    async def _unit(self, batch: Batch, room: int, *, is_claiming: bool) -> list[Claimed]:
        now, barred = self._clock.now(), self._company.barred()

        def work(uow: UnitOfWork) -> tuple[list[Claimed], bool]:
            is_owed = batch.mark(uow, now) or is_claiming
            claimed = uow.outbox.claim(now, now + self._lease, room, barred) if is_owed and room > 0 else []
            return claimed, is_owed and len(claimed) >= room

        try:
            claimed, is_more_owed = await self._store.write(work)
        except TryAgain:
            self._outcomes.give_back(batch)
            self._may_be_owed = self._may_be_owed or is_claiming
            raise
        except Exception as fault:
            incident(log, "relay.incident", fault, hint="each mark is tried alone now")
            await self._mark_singly(batch, now)
            return []
        if is_more_owed:
            self.wake() if room > 0 else self._remember()
        self._share(barred, is_more_owed=is_more_owed)
        return claimed

    def _share(self, barred: frozenset[str], *, is_more_owed: bool) -> None:
        """Others are told only of what this process cannot take at once: to tell them costs the database something."""
        if self._is_news and (barred or is_more_owed):
            self._company.knock()
        self._is_news = False

    def _remember(self) -> None:
        """Without a place to claim into: whatever lands next makes one."""
        self._may_be_owed = True

    async def _mark_singly(self, batch: Batch, now: datetime) -> None:
        """One mark that the store cannot take must not undo the others."""
        for mark in batch.singly(now):
            try:
                await self._store.write(mark)
            except TryAgain:
                self._outcomes.batch.marks.append(mark)
            except Exception as fault:
                incident(log, "relay.mark_failed", fault, hint="the message is claimed again after its lease")
