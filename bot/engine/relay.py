"""Carries what is owed to the platforms: claim, send with no transaction open, mark."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.cards import FitWords, fit
from bot.engine.core import Core
from bot.errors import SendFailed, TryAgain
from bot.log import get_log, incident
from bot.messages import Outgoing, Sent
from bot.ports import Adapter, Claimed, UnitOfWork

log = get_log("relay")
T = TypeVar("T")

LEASE = timedelta(seconds=60)
"""How long a claim holds; longer than the slowest send, which `SEND_TIMEOUT` bounds."""

SEND_TIMEOUT = 30.0
IN_FLIGHT = 64
MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
MARK_PAUSES = (0.1, 0.5, 2.0)


def next_try(attempts: int, fault: SendFailed, now: datetime) -> datetime | None:
    """When to send again; None means give up. The pause doubles from 5 s to an hour, unless the platform named one."""
    if fault.permanent or attempts >= MAX_ATTEMPTS:
        return None
    return now + (fault.retry_after or min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE))


class Relay:
    """One lane's messages go out one after another; lanes do not wait for each other."""

    def __init__(self, core: Core, adapters: Mapping[str, Adapter]) -> None:
        self._store = core.store
        self._house = core.house
        self._clock = core.clock
        self._counts = core.counts
        self._adapters = adapters
        self._owed = asyncio.Event()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self) -> None:
        """Something may be owed; cheap, and safe to call too often."""
        self._owed.set()

    async def tick(self) -> None:
        """The metronome's beat: messages whose pause is over, or that another process left."""
        try:
            due = await self._store.read(lambda uow: uow.outbox.next_due())
        except TryAgain:
            log.warning("relay.store_busy", hint="the next beat tries again")
            return
        if due is not None and due <= self._clock.now():
            self.wake()

    async def run(self) -> None:
        """Until `stop`: send whenever woken."""
        while not self._stopping:
            await self._owed.wait()
            self._owed.clear()
            try:
                await self._launch()
            except TryAgain:
                log.warning("relay.store_busy", hint="the next beat tries again")

    async def run_until_idle(self) -> None:
        """Send all that is due now, and what that makes due; for the demonstration's clock and for tests."""
        busy = True
        while busy:
            busy = bool(self._in_flight)  # before looking: what lands meanwhile may make the next of its lane due
            busy = bool(await self._launch()) or busy
            if self._in_flight:
                await asyncio.wait(set(self._in_flight), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, patience: float) -> None:
        """Claim nothing more and let what is in hand finish; what does not is claimed again after its lease."""
        self._stopping = True
        self.wake()
        if self._in_flight:
            await asyncio.wait(set(self._in_flight), timeout=patience)

    async def _launch(self) -> int:
        room = IN_FLIGHT - len(self._in_flight)
        if self._stopping or room <= 0:
            return 0
        now = self._clock.now()
        claimed = await self._store.write(lambda uow: uow.outbox.claim(now, now + LEASE, room))
        for row in claimed:
            task = asyncio.create_task(self._deliver(row))
            self._in_flight.add(task)
            task.add_done_callback(self._landed)
        return len(claimed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        was_full = len(self._in_flight) >= IN_FLIGHT
        self._in_flight.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error(
                "relay.mark_failed", hint="the message is claimed again after its lease", exc_info=task.exception()
            )
        if was_full:
            self.wake()

    async def _deliver(self, first: Claimed) -> None:
        """A message and those behind it in its lane, one after another."""
        row: Claimed | None = first
        while row is not None:
            row = await self._carry(row)

    async def _carry(self, row: Claimed) -> Claimed | None:
        try:
            sent = await self._send(row)
        except SendFailed as fault:
            await self._postpone(row, fault)
            self.wake()
            return None
        now = self._clock.now()
        self._counts.add("sent", platform=row.message.to.platform, result="ok")
        return await self._mark(lambda uow: self._pass_on(uow, row, sent, now))

    def _pass_on(self, uow: UnitOfWork, row: Claimed, sent: Sent, now: datetime) -> Claimed | None:
        """The next of the lane is claimed in the same unit, unless other lanes wait for a place."""
        is_followed = uow.outbox.mark_sent(row.id, sent, now)
        if not is_followed or self._stopping or len(self._in_flight) >= IN_FLIGHT:
            return None
        return uow.outbox.claim_in(row.message.to.lane, now, now + LEASE)

    async def _send(self, row: Claimed) -> Sent:
        adapter = self._adapters.get(row.message.to.platform)
        if adapter is None:
            raise SendFailed(f"platform {row.message.to.platform} is not enabled", permanent=True)
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                return await adapter.send(self._fitted(row, adapter))
        except SendFailed:
            raise
        except TimeoutError as fault:
            raise SendFailed("no answer in time", unknown=True) from fault
        except TryAgain as fault:
            raise SendFailed("the store was busy") from fault
        except Exception as fault:
            number = incident(log, "relay.incident", fault, outbox_id=row.id, platform=adapter.name)
            raise SendFailed(f"incident {number}") from fault

    def _fitted(self, row: Claimed, adapter: Adapter) -> Outgoing:
        say = self._house.speak(row.message.language, self._clock.now())
        words = FitWords(say.texts.get("house.answer_with", say.language), say("house.more"))
        card = fit(row.message.card, adapter.limits, words)
        return replace(row.message, card=card, replaces=row.replaces_id)

    async def _postpone(self, row: Claimed, fault: SendFailed) -> None:
        now = self._clock.now()
        at = next_try(row.attempts, fault, now)
        self._counts.add("sent", platform=row.message.to.platform, result="retry" if at else "dead")
        log.warning("relay.send_failed", outbox_id=row.id, attempts=row.attempts, reason=fault.reason, again=str(at))

        def mark(uow: UnitOfWork) -> None:
            if at is None:
                uow.outbox.give_up(row.id, fault.reason, now)
            else:
                uow.outbox.retry_at(row.id, at, fault.reason)

        await self._mark(mark)

    async def _mark(self, mark: Callable[[UnitOfWork], T]) -> T:
        """Worth several tries: a message that was sent and not marked is sent again when its lease ends."""
        for pause in MARK_PAUSES:
            try:
                return await self._store.write(mark)
            except TryAgain:
                await asyncio.sleep(pause)
        return await self._store.write(mark)
