"""One process of the house as it is shipped, in an office whose week has just begun; says where it listens."""

import asyncio
import json
import logging
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.app import assemble, serve_house
from bot.engine.clock import real_time
from bot.engine.tempo import Tempo
from bot.log import logging_to
from bot.store import upgrade
from config.settings import load_settings

HURRY = Tempo(
    send=timedelta(seconds=1),
    lease=timedelta(seconds=3),
    first_pause=timedelta(milliseconds=100),
    longest_pause=timedelta(seconds=1),
    ailing=timedelta(seconds=1),
    reminder_beat=0.5,
    relay_beat=0.2,
    joining_beat=1000.0,
)
"""As the house, but several times as fast: what a dead process held is soon free."""


@dataclass(frozen=True, slots=True)
class Elsewhen:
    """The real clock, so much later or earlier: no test depends on the day that it runs on."""

    by: timedelta

    def now(self) -> datetime:
        return real_time() + self.by


async def run(told: dict[str, Any]) -> None:
    settings = load_settings(None, {}, told["settings"])
    upgrade(settings.database_url)
    parts = assemble(settings, Elsewhen(timedelta(seconds=told["later"])), tempo=HURRY)
    await serve_house(parts, say)


def say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with logging_to(sys.stderr, logging.WARNING):
        asyncio.run(run(json.loads(sys.argv[1])))
