"""The messages in hand: those that wait for a place, and those on their way."""

import asyncio
from collections import Counter, deque
from datetime import datetime

from bot.delivery import Claimed, Failure
from bot.engine.core import Core
from bot.engine.outcomes import Outcomes
from bot.engine.retry import MAX_ATTEMPTS, before_sending
from bot.engine.sending import Sending
from bot.engine.tempo import Tempo
from bot.errors import SendFailed

LOST = Failure("the process that sent it ended before it could say what became of it", "lost")
WAITING = 64
AILING_PLACES = 8
"""A platform that does not answer gets few places, so that the others keep theirs."""


class Flights:
    """`places` messages at most are on their way; others wait, so that a free place is filled at once."""

    def __init__(self, core: Core, sending: Sending, outcomes: Outcomes, tempo: Tempo, places: int) -> None:
        self._clock = core.clock
        self._sending = sending
        self._outcomes = outcomes
        self._tempo = tempo
        self._places = places
        self._waiting: deque[tuple[Claimed, datetime]] = deque()
        self._of: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self.in_hand = 0

    @property
    def room(self) -> int:
        return self._places + WAITING - self.in_hand

    @property
    def has_plenty(self) -> bool:
        """Whether enough wait for the places that fall free in the next moment."""
        return len(self._waiting) > WAITING // 2

    def admit(self, row: Claimed, held_until: datetime) -> None:
        """Into the queue, unless it must not be sent, or not yet."""
        platform, lane, now = row.message.to.platform, row.message.to.lane, self._clock.now()
        policy = self._sending.on_unknown(platform)
        if row.attempts > MAX_ATTEMPTS:
            return self._outcomes.give_up(row, LOST)
        if before_sending(policy, row.unknown, is_taken_over=row.is_taken_over) == "ask":
            return self._outcomes.leave(row, LOST)
        if self._outcomes.is_ailing(platform) and self._of[platform] >= AILING_PLACES:
            return self._outcomes.put_back(row, self._tempo.ailing)
        pace = self._outcomes.pace(platform)
        if pace and (free_at := pace.free_at(lane, now)) > now:
            return self._outcomes.put_back(row, free_at - now)
        if pace:
            pace.take(lane, now)
        self._of[platform] += 1
        self.in_hand += 1
        self._waiting.append((row, held_until))
        return self._start()

    def put_back(self) -> None:
        """All that is not on its way yet."""
        while self._waiting:
            row, _ = self._waiting.popleft()
            self._leave_hand(row)
            self._outcomes.put_back(row)

    async def one_lands(self) -> None:
        if self._tasks:
            await asyncio.wait(set(self._tasks), return_when=asyncio.FIRST_COMPLETED)

    async def all_land(self, patience: float) -> None:
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=patience)

    def _start(self) -> None:
        if len(self._tasks) < self._places:
            task = asyncio.create_task(self._fly())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fly(self) -> None:
        """One place: as long as somebody waits for it."""
        while self._waiting:
            row, held_until = self._waiting.popleft()
            try:
                await self._attempt(row, held_until)
            finally:
                self._leave_hand(row)

    async def _attempt(self, row: Claimed, held_until: datetime) -> None:
        """Not when the answer may come after the lease: a process that was stopped for a while has lost its claims."""
        if self._clock.now() + self._tempo.send > held_until:
            return self._outcomes.put_back(row)
        try:
            sent = await self._sending.attempt(row)
        except SendFailed as fault:
            return self._outcomes.failed(row, fault)
        return self._outcomes.sent(row, sent)

    def _leave_hand(self, row: Claimed) -> None:
        self._of[row.message.to.platform] -= 1
        self.in_hand -= 1
