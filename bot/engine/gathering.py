"""Events of one kind that come faster than they can be kept one by one: those that wait are kept together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.messages import ButtonPressed, ChatRef

MOST = 256
Outcome = str
Keep = Callable[[Sequence[ButtonPressed]], Awaitable[Sequence[Outcome]]]


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    event: ButtonPressed
    outcome: "asyncio.Future[Outcome]"


class Gathering:
    """Nobody waits for company: a group is whoever came while the one before was being kept. One event of each chat at
    a time, in the order in which they came."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: list[Waiting] = []
        self._keeping: asyncio.Task[None] | None = None

    async def take(self, event: ButtonPressed) -> Outcome:
        """What became of it, once that is kept; or what kept the whole group from it."""
        mine = Waiting(event, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._go_on())
        return await mine.outcome

    async def _go_on(self) -> None:
        while group := self._next():
            (outcomes,) = await asyncio.gather(self._keep([one.event for one in group]), return_exceptions=True)
            for place, one in enumerate(group):
                if one.outcome.done():  # whoever waited for it has gone
                    continue
                if isinstance(outcomes, BaseException):
                    one.outcome.set_exception(outcomes)
                else:
                    one.outcome.set_result(outcomes[place])

    def _next(self) -> list[Waiting]:
        group: dict[ChatRef, Waiting] = {}
        for one in self._waiting:
            if len(group) < MOST:
                group.setdefault(one.event.envelope.chat, one)
        taken = {id(one) for one in group.values()}
        self._waiting = [one for one in self._waiting if id(one) not in taken]
        return list(group.values())
