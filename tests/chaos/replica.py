"""One process of the house as it is shipped, with one more platform and one more desk; says where it listens."""

import asyncio
import json
import logging
import sys
from datetime import timedelta
from typing import Any

from adapters import PLATFORMS
from bot.app import assemble, serve_house
from bot.cards import Card
from bot.engine.tempo import Tempo
from bot.log import logging_to
from bot.messages import ChatRef, Outgoing
from bot.router import Router
from bot.store import upgrade
from bot.turn import Tick
from config import Settings
from handlers import ROUTERS
from tests.chaos.adapter import PLATFORM, DrillAdapter
from tests.chaos.recording import RING

drill = Router("drill")
drill.texts({"coming_ring": ("演习", "A drill")})


drill.texts({"coming_ring": ("{about}", "{about}")})


@drill.reminder("ring")
def ring(_tick: Tick, subject: int) -> tuple[Outgoing, ...]:
    """The chat follows from the number, so that whoever planned it knows where it must arrive."""
    return (Outgoing("", ChatRef(PLATFORM, "group", ring_chat(subject)), Card(ring_name(subject))),)


CHATS = 100


def ring_chat(subject: int) -> str:
    return f"c{subject % CHATS}"


def ring_name(subject: int) -> str:
    return f"{RING}{subject}"


HURRY = Tempo(
    send=timedelta(seconds=3),
    lease=timedelta(seconds=15),
    first_pause=timedelta(milliseconds=200),
    longest_pause=timedelta(seconds=2),
    ailing=timedelta(seconds=1),
    reminder_beat=0.5,
    relay_beat=0.25,
)
"""As the house, but several times as fast."""


async def run(told: dict[str, Any]) -> None:
    settings = Settings(database_url=told["database_url"], port=0)
    upgrade(settings.database_url)
    parts = assemble(settings, routers=(*ROUTERS, drill), tempo=HURRY)
    parts.adapters[PLATFORM] = DrillAdapter(told["platform"])
    await serve_house(parts, say)


def say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    assert PLATFORM not in PLATFORMS
    with logging_to(sys.stderr, logging.WARNING):
        asyncio.run(run(json.loads(sys.argv[1])))
