"""The adapter: WeCom on one side, the house on the other; its ways are those that the settings set up."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.wecom.carrying import Asked, Carrier
from adapters.wecom.composing import Sleep, compose
from adapters.wecom.ways import APP, PLATFORM, Way
from bot.cards import Limits
from bot.delivery import OnUnknown
from bot.errors import TryAgain
from bot.log import get_log
from bot.messages import (
    Account,
    ButtonPressed,
    CardSeen,
    InboundEvent,
    Known,
    NeedsAttention,
    Outgoing,
    PlatformTag,
    Sent,
)
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse, no_accounts

if TYPE_CHECKING:
    from config.platforms import WeComSettings

log = get_log("wecom")

NO_HOOK = HttpResponse(404)


async def nobody(_event: InboundEvent) -> None:
    """Until the house is open nothing can be taken."""
    raise TryAgain


class WeComAdapter:
    """With a robot's id it holds its connection; with the keys of an app or of a robot by URL it answers requests."""

    name = PLATFORM
    sends_from_anywhere = False
    on_unknown: OnUnknown = "look_up"

    def __init__(self, settings: "WeComSettings", clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._dispatch: Dispatch = nobody
        self._telling: set[asyncio.Task[None]] = set()
        self._parts = compose(settings, clock, sleep)
        self._carrier = Carrier(self._parts.ways, frozenset(settings.webhooks), clock, self._tell)
        self.limits = limits_of(self._parts.ways)
        self.exclusive = self._parts.robot is not None
        for name, door in self._parts.doors.values():
            door.dispatch = self._heard_by(name)

    def open_doors(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def start(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        if self._parts.robot is not None:
            await self._parts.robot.start(self._heard_by(self._parts.robot.name))

    async def close(self) -> None:
        """The doors stay open: what comes to them is the house's, whoever holds the connection."""
        await asyncio.gather(*self._telling)
        for way in self._parts.ways.values():
            await way.close()
        await self._parts.http.close()

    async def receive(self, request: HttpRequest) -> HttpResponse:
        found = self._parts.doors.get(request.path)
        return await found[1].receive(request) if found else NO_HOOK

    async def send(self, message: Outgoing) -> Sent:
        return await self._carrier.send(message)

    async def look_up(self, message: Outgoing) -> Sent | None:
        """WeCom tells nobody what it has. But it takes a card's number once, so a refusal of it will mean that the card
        is there; what has no number may be shown twice."""
        self._carrier.doubt(message)
        return None

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return self._parts.people.accounts() if self._parts.people else no_accounts()

    async def tags(self) -> Sequence[PlatformTag] | None:
        """WeCom's tags are for an app of the contacts' own."""
        return None

    def _tell(self, event: NeedsAttention) -> None:
        """Nobody waits for it; the next time tells it when the store is busy now."""
        task = asyncio.create_task(self._told(event))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _told(self, event: NeedsAttention) -> None:
        try:
            await self._dispatch(event)
        except TryAgain:
            log.warning("wecom.not_told", what=event.what)

    def _heard_by(self, way: str) -> Dispatch:
        async def heard(event: InboundEvent) -> None:
            if not isinstance(event, Known | CardSeen):
                self._carrier.heard(way, event.envelope.chat)
            await self._dispatch(marked(event, way))

        return heard


def marked(event: InboundEvent, way: str) -> InboundEvent:
    """With the way's name on the conversation and on the card, so that the answer goes back there."""
    if isinstance(event, Known):
        return event
    where = event.envelope
    pressed = event.message_id if isinstance(event, ButtonPressed) else ""
    event = replace(event, envelope=replace(where, thread=Asked(way, pressed, where.thread).pack()))
    if isinstance(event, ButtonPressed | CardSeen) and event.message_id:
        return replace(event, message_id=f"{way}:{event.message_id}")
    return event


def limits_of(ways: Mapping[str, Way]) -> Limits:
    """What all of those hold that can ask; a way that only tells cuts by itself what is too long for it alone.

    Only the app changes a card that nobody has just pressed.
    """
    each = [way.limits for way in ways.values()]
    asking = [one for one in each if one.buttons] or each
    return Limits(
        buttons=min(one.buttons for one in asking),
        text=min(one.text for one in asking),
        title=min(one.title for one in asking),
        editable=APP in ways,
        per_minute=min((one.per_minute for one in each if one.per_minute), default=None),
        files=all(one.files for one in asking),
    )
