"""A platform's adapter that speaks HTTP to the recording server: in by a hook, out by one POST a message."""

import json
import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import aiohttp

from bot.cards import Limits
from bot.delivery import OnUnknown
from bot.errors import SendFailed
from bot.messages import Account, ChatRef, Envelope, InboundEvent, Outgoing, Sent, TextReceived, UserRef
from bot.ports import Dispatch, HttpRequest, HttpResponse, no_accounts

PLATFORM = "drill"


class DrillAdapter:
    """Its platform takes a message as often as it is sent, so a second copy is seen."""

    limits = Limits(buttons=0, text=1000)
    exclusive = False
    sends_from_anywhere = True
    on_unknown: OnUnknown = "retry"

    def __init__(self, address: str, name: str = PLATFORM) -> None:
        self.name = name
        self.address = address
        self._http: aiohttp.ClientSession | None = None
        self._dispatch: Dispatch | None = None

    async def start(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """200 only when it is kept; TryAgain becomes a 503 at the door."""
        if self._dispatch is None:
            return HttpResponse(503)
        await self._dispatch(read_event(request.body))
        return HttpResponse(200, b"{}")

    async def send(self, message: Outgoing) -> Sent:
        if self._http is None:
            raise SendFailed("not started")
        told = {"key": message.key, "chat": message.to.id, "text": message.card.title, "pid": os.getpid()}
        try:
            async with self._http.post(f"{self.address}/messages", json=told) as answer:
                return await _sent(answer)
        except aiohttp.ClientConnectorError as fault:
            raise SendFailed(f"no connection: {fault}", why="unreachable") from fault
        except aiohttp.ClientError as fault:
            raise SendFailed(f"connection lost: {type(fault).__name__}", unknown=True) from fault

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        return None


async def _sent(answer: aiohttp.ClientResponse) -> Sent:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SendFailed("429", retry_after=timedelta(seconds=float(answer.headers["Retry-After"])))
    if answer.status != HTTPStatus.OK:
        raise SendFailed(str(answer.status))
    return Sent((await answer.json())["id"])


def read_event(body: bytes) -> InboundEvent:
    told = json.loads(body)
    chat, sender = ChatRef(PLATFORM, "group", told["chat"]), UserRef(PLATFORM, told["user"], told["user"])
    envelope = Envelope(told["event_id"], chat, sender, datetime.now(UTC), told["chat"])
    return TextReceived(envelope, told["text"], addressed=True)
