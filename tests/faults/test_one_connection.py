"""A platform that allows one live connection, and two houses on one PostgreSQL: one has it, the other takes over."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.app import Parts, assemble, opened
from bot.cards import Card
from bot.engine.clock import SystemClock
from bot.messages import ChatRef, Outgoing, Sent
from config import Settings
from tests.chaos.replica import HURRY
from tests.contract.store.test_postgres import hang_up
from tests.unit.engine.test_exclusive import Socket

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgres"], indirect=True)]
CHAT = ChatRef("socket", "group", "office")
STARTED = ["start", "started"]


class Live(Socket):
    """Sends only over its connection, and says what it sent."""

    async def send(self, message: Outgoing) -> Sent:
        await self._note(message.key)
        return Sent(message.key)


@dataclass(slots=True)
class House:
    parts: Parts
    socket: Live

    async def queue(self, key: str) -> None:
        """As a desk of this process would."""
        now = self.parts.core.clock.now()
        await self.parts.store.write(lambda uow: uow.outbox.add(Outgoing(key, CHAT, Card(key)), now))
        self.parts.relay.wake()


@asynccontextmanager
async def house(url: str) -> AsyncIterator[House]:
    parts, socket = assemble(Settings(database_url=url), SystemClock(), tempo=HURRY), Live()
    parts.adapters["socket"] = socket
    async with opened(parts):
        yield House(parts, socket)


async def test_only_the_holder_sends_whoever_queued_it_and_the_other_takes_over(database_url: str) -> None:
    async with AsyncExitStack() as second_goes, house(database_url) as first:
        await first.socket.until(*STARTED)
        second = await second_goes.enter_async_context(house(database_url))
        await second.queue("a")
        await first.queue("b")
        await first.socket.until(*STARTED, "a", "b")
        assert second.socket.asked == []
        await first.parts.exclusive.close()
        await first.parts.peers.close()
        await second.socket.until(*STARTED)
        await first.queue("c")
        await second.socket.until(*STARTED, "c")
        assert first.socket.asked == [*STARTED, "a", "b", "close"]


async def test_a_lost_database_connection_ends_the_platforms_and_then_one_has_it_again(database_url: str) -> None:
    async with house(database_url) as only:
        await only.socket.until(*STARTED)
        await hang_up(database_url)
        await only.socket.until(*STARTED, "close", *STARTED)
        await only.queue("a")
        await only.socket.until(*STARTED, "close", *STARTED, "a")
