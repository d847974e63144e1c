"""A platform that does to messages what the test tells it, and a relay that carries to it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app import make_desks, make_house
from bot.cards import Card, Limits
from bot.delivery import OnUnknown, OutboxLine
from bot.engine.core import Core
from bot.engine.counts import Counts
from bot.engine.relay import Relay
from bot.errors import SendFailed
from bot.messages import Account, ChatRef, Outgoing, Sent
from bot.ports import Dispatch, HttpRequest, HttpResponse, UnitOfWork, no_accounts
from bot.store import SqlStore
from config.settings import Settings

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
EVERY = ("open", "sent", "dead", "unknown", "arrived", "dropped", "superseded")
LIMITS = Limits(buttons=4, text=2000)
Fate = SendFailed | Exception | str
"""What befalls one attempt: a fault, or the id that the platform gives."""


@dataclass(slots=True)
class HandClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass
class Platform:
    """While it is `down` every attempt fails. `fates` are used up attempt by attempt, chat by chat; without one a
    message arrives under its key in capitals."""

    name: str = "played"
    limits: Limits = LIMITS
    on_unknown: OnUnknown = "retry"
    exclusive: bool = False
    sends_from_anywhere: bool = True
    fates: dict[str, list[Fate]] = field(default_factory=lambda: defaultdict(list))
    down: SendFailed | None = None
    arrived: dict[str, Sent] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    most_at_once: int = 0
    _at_once: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def start(self, dispatch: Dispatch) -> None: ...
    async def close(self) -> None: ...

    async def receive(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(404)

    async def send(self, message: Outgoing) -> Sent:
        self.tried.append(message.key)
        self.begun.release()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await self.open.wait()
        self._at_once -= 1
        if self.down:
            raise self.down
        fates = self.fates[message.to.id]
        fate = fates.pop(0) if fates else message.key.upper()
        if isinstance(fate, Exception):
            raise fate
        return Sent(fate)

    async def has_begun(self, attempts: int) -> None:
        """So many more."""
        for _ in range(attempts):
            await self.begun.acquire()

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        self.looked_up.append(message.key)
        return self.arrived.get(message.key)


@dataclass
class Carrying:
    """A relay on a store, with platforms that are played."""

    store: SqlStore
    platforms: Mapping[str, Platform]
    clock: HandClock = field(default_factory=HandClock)
    in_flight: int = 64

    def __post_init__(self) -> None:
        desks = make_desks()
        limits = {name: one.limits for name, one in self.platforms.items()}
        self.core = Core(self.store, desks, make_house(Settings(), desks, limits), self.clock, Counts())
        self.relay = Relay(self.core, self.platforms, in_flight=self.in_flight)

    async def queue(self, *messages: Outgoing, by: int | None = None) -> None:
        def add(uow: UnitOfWork) -> None:
            for message in messages:
                uow.outbox.add(message, self.clock.now(), by)

        await self.store.write(add)

    async def carry(self, **later: int) -> None:
        """All that can be sent then."""
        self.clock.at += timedelta(**later)
        await self.relay.run_until_idle()

    async def ledger(self) -> dict[str, OutboxLine]:
        lines = await self.store.read(lambda uow: uow.outbox.lines(EVERY, 1000))
        return {line.key: line for line in reversed(lines)}

    async def states(self) -> dict[str, str]:
        return {key: line.state for key, line in (await self.ledger()).items()}


def message(key: str, chat: str = "office", platform: str = "played") -> Outgoing:
    return Outgoing(key, ChatRef(platform, "group", chat), Card(f"about {key}"))
