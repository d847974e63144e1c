"""The house behind a platform that signs as Slack does: no account is needed, and nothing of a chat page is measured.

`python -m benchmarks.signed DATABASE SINK PORT`: with an address as SINK what is owed is posted there, as to a
platform; with `owed` it stays in the outbox, as it does where another process carries it.
"""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from aiohttp import ClientSession, TCPConnector

from benchmarks.office import TODAY, YES
from benchmarks.signing import SIGNATURE, SPEAKERS, STAMP, NotGenuine, verified
from bot.app import Parts, assemble, close, furnish, opened
from bot.cards import Limits, to_json
from bot.delivery import OnUnknown
from bot.engine.clock import real_time
from bot.errors import SendFailed
from bot.messages import Account, ButtonPressed, Envelope, Outgoing, Sent, TextReceived, UserRef
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse, no_accounts
from bot.store import upgrade
from bot.web.server import make_app, serving
from config import Settings
from config.settings import DEMO_OFFICE

OWED = "owed"
PLATFORM = "bench"
MORNING_HOUR = 0
"""Of the day in UTC, which is eight o'clock in the office."""


class Tomorrow:
    """The hours of the next day from eight o'clock on, so that its meetings are still to come."""

    def __init__(self) -> None:
        morning = (real_time() + timedelta(days=1)).replace(hour=MORNING_HOUR, minute=0)
        self._ahead = morning - real_time()

    def now(self) -> datetime:
        return real_time() + self._ahead


class Signed:
    """The platform's adapter."""

    name = PLATFORM
    limits = Limits(buttons=12, text=4000)
    exclusive = False
    sends_from_anywhere = True
    on_unknown: OnUnknown = "retry"

    def __init__(self, sink: str, clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._client: ClientSession | None = None

    async def start(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._client = ClientSession(connector=TCPConnector(limit=0))

    async def close(self) -> None:
        if self._client:
            await self._client.close()

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        """Never asked: what is not known to have arrived is sent again."""
        return None

    async def receive(self, request: HttpRequest) -> HttpResponse:
        headers = request.headers
        try:
            said = verified(headers[STAMP.lower()], headers[SIGNATURE.lower()], request.body)
        except NotGenuine:
            return HttpResponse(HTTPStatus.FORBIDDEN)
        await self._dispatch(heard(said["event_id"], said["event"]["user"], said["event"]["text"], self._clock.now()))
        return HttpResponse()

    async def send(self, message: Outgoing) -> Sent:
        assert self._client
        async with self._client.post(self._sink, json=to_json(message.card)) as answer:
            if answer.status != HTTPStatus.OK:
                raise SendFailed(f"the sink said {answer.status}")
        return Sent(message.key)


def envelope(event_id: str, speaker: str, now: datetime) -> Envelope:
    sender = UserRef(PLATFORM, speaker)
    return Envelope(event_id, sender.direct(), sender, now)


def heard(event_id: str, speaker: str, text: str, now: datetime) -> TextReceived:
    return TextReceived(envelope(event_id, speaker, now), text, addressed=True)


async def open_for_business(parts: Parts) -> None:
    """Everyone has spoken before, and three meetings are on the list."""
    for speaker in SPEAKERS:
        await parts.dispatcher(heard(f"hello-{speaker}", speaker, "帮助", parts.core.clock.now()))
    for number, sentence in enumerate(TODAY):
        await book(parts, f"book-{number}", sentence, parts.core.clock.now())


async def book(parts: Parts, event_id: str, sentence: str, now: datetime) -> None:
    where = envelope(event_id, SPEAKERS[0], now)
    await parts.dispatcher(TextReceived(where, sentence, addressed=True))
    asked = await parts.store.read(lambda uow: uow.outbox.latest_with_buttons(where.chat, now - timedelta(hours=1)))
    assert asked is not None
    yes = next(button.action for button in asked.card.buttons if button.label == YES)
    await parts.dispatcher(ButtonPressed(replace(where, event_id=f"{event_id}-yes"), yes.pack()))


@asynccontextmanager
async def silent(parts: Parts) -> AsyncIterator[Parts]:
    """A house that takes commands and carries nothing."""
    await furnish(parts)
    try:
        yield parts
    finally:
        await close(parts)


async def serve(database: str, sink: str, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = Settings(database_url=database, office=DEMO_OFFICE)
    upgrade(database)
    clock = Tomorrow()
    parts = assemble(settings, clock)
    parts.adapters[PLATFORM] = Signed(sink, clock)
    house: AbstractAsyncContextManager[Parts] = silent(parts) if sink == OWED else opened(parts)
    async with house:
        await open_for_business(parts)
        gc.freeze()  # as `xiaoban run` does
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
        async with serving(app, settings.host, port):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], int(sys.argv[3])))
