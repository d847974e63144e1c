"""A house with a large notice on its way, that kills itself: `python -m tests.faults.spreading TOLD` (JSON)."""

import asyncio
import json
import os
import signal
import sys
from typing import Any

from bot.app import assemble, serve_house
from bot.domain.notice import Notice
from bot.messages import Outgoing, Sent
from bot.noticing import Part
from config import Settings
from handlers import ROUTERS
from handlers.notices import sending
from tests.chaos.adapter import PLATFORM, DrillAdapter
from tests.chaos.replica import HURRY, drill, say


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_in_part(last: int) -> sending.Deed:
    """Everything of that part is written by then, and nothing of it is committed."""
    numbers, usual = iter(range(1, last + 1)), sending.deeds[sending.SEND]

    def deed(post: sending.Post, notice: Notice, part: Part) -> tuple[Outgoing, ...]:
        cards = usual(post, notice, part)
        if next(numbers) == last:
            post.uow.outbox.add_all(cards, post.now)
            die()
        return cards

    return deed


class Dying(DrillAdapter):
    """Its platform has the last message, and nobody will ever note that."""

    def __init__(self, address: str, last: int) -> None:
        super().__init__(address)
        self._left = last

    async def send(self, message: Outgoing) -> Sent:
        sent = await super().send(message)
        self._left -= 1
        if not self._left:
            die()
        return sent


async def run(told: dict[str, Any]) -> None:
    if told["die_in_part"]:
        sending.deeds[sending.SEND] = dying_in_part(told["die_in_part"])
    parts = assemble(Settings(database_url=told["database_url"], port=0), routers=(*ROUTERS, drill), tempo=HURRY)
    parts.adapters[PLATFORM] = Dying(told["platform"], told["die_after_sending"])
    await serve_house(parts, say)


if __name__ == "__main__":
    asyncio.run(run(json.loads(sys.argv[1])))
