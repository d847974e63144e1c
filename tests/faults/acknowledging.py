"""A house to which very many acknowledge, that kills itself: `python -m tests.faults.acknowledging TOLD` (JSON)."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.app import assemble, close
from bot.cards import Action
from bot.domain.notice import Notice, Receipt
from bot.engine.clock import real_time
from bot.messages import ButtonPressed, Envelope, UserRef
from bot.store.receipts import SqlReceipts
from config import Settings
from tests.chaos.adapter import PLATFORM


def press(notice_id: int, number: int) -> ButtonPressed:
    account = UserRef(PLATFORM, f"p{number}")
    where = Envelope(f"press-{number}", account.direct(), account, real_time())
    return ButtonPressed(where, Action("notices.acknowledge", notice_id).pack(), f"shown-{number}")


def die_in_group(last: int) -> None:
    """Its receipts are marked by then, and nothing of it is committed."""
    usual, numbers = SqlReceipts.acknowledge, iter(range(1, last + 1))

    def acknowledge(self: SqlReceipts, notice: Notice, person_ids: Collection[int], at: datetime) -> dict[int, Receipt]:
        found = usual(self, notice, person_ids, at)
        if next(numbers, 0) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    SqlReceipts.acknowledge = acknowledge  # type: ignore[method-assign]


async def run(told: dict[str, Any]) -> None:
    if told["die_in_group"]:
        die_in_group(told["die_in_group"])
    parts = assemble(Settings(database_url=told["database_url"]))
    presses = [press(told["notice"], number) for number in range(told["people"])]
    waves = [presses[at : at + told["at_once"]] for at in range(0, len(presses), told["at_once"])]
    for wave in waves:
        await asyncio.gather(*map(parts.dispatcher, wave))
    await close(parts)


if __name__ == "__main__":
    asyncio.run(run(json.loads(sys.argv[1])))
