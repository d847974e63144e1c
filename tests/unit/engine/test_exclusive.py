"""A platform that allows one live connection: started where it is held, closed at once where it no longer is."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest_asyncio

from bot.cards import Limits
from bot.delivery import OnUnknown
from bot.engine.exclusive import Exclusive
from bot.messages import Account, InboundEvent, Outgoing, Sent
from bot.ports import Dispatch, HttpRequest, HttpResponse, no_accounts

HELD = frozenset({"socket"})
NOT_HELD: frozenset[str] = frozenset()


class Socket:
    """Tells what was asked of it, and starts only when it is let."""

    name = "socket"
    limits = Limits(buttons=1, text=100)
    exclusive = True
    on_unknown: OnUnknown = "retry"

    def __init__(self, *, sends_from_anywhere: bool = False) -> None:
        self.sends_from_anywhere = sends_from_anywhere
        self.asked: list[str] = []
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.news = asyncio.Event()

    async def start(self, dispatch: Dispatch) -> None:
        await self._note("start")
        await self.may_start.wait()
        await self._note("started")

    async def close(self) -> None:
        await self._note("close")

    async def receive(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(404)

    async def send(self, message: Outgoing) -> Sent:
        return Sent(message.key)

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return no_accounts()

    async def tags(self) -> None:
        return None

    async def look_up(self, message: Outgoing) -> Sent | None:
        return None

    async def _note(self, what: str) -> None:
        self.asked.append(what)
        self.news.set()

    async def until(self, *asked: str) -> None:
        async with asyncio.timeout(10):
            while self.asked != list(asked):
                await self.news.wait()
                self.news.clear()


class House:
    def __init__(self, adapter: Socket) -> None:
        self.adapter = adapter
        self.wakes = 0
        self.exclusive = Exclusive({"socket": adapter})
        self.exclusive.open(self._hear, self._wake)

    async def _hear(self, event: InboundEvent) -> None: ...

    def _wake(self) -> None:
        self.wakes += 1


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    made = House(Socket())
    yield made
    await made.exclusive.close()


async def test_it_is_started_when_held_and_closed_when_lost_and_started_again(house: House) -> None:
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started")
    house.exclusive.held(NOT_HELD)
    await house.adapter.until("start", "started", "close")
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started", "close", "start", "started")
    assert house.wakes >= 1


async def test_one_that_is_still_starting_is_closed_as_well(house: House) -> None:
    house.adapter.may_start.clear()
    house.exclusive.held(HELD)
    await house.adapter.until("start")
    house.exclusive.held(NOT_HELD)
    await house.adapter.until("start", "close")


async def test_lost_and_held_again_at_once_it_is_closed_before_it_is_started(house: House) -> None:
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started")
    house.exclusive.held(NOT_HELD)
    house.exclusive.held(HELD)
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started", "close", "start", "started")


async def test_its_messages_are_sent_only_where_it_is_live(house: House) -> None:
    assert house.exclusive.barred() == HELD
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started")
    assert house.exclusive.barred() == NOT_HELD
    house.exclusive.held(NOT_HELD)
    await house.adapter.until("start", "started", "close")
    assert house.exclusive.barred() == HELD


async def test_one_that_sends_from_anywhere_is_barred_nowhere() -> None:
    assert House(Socket(sends_from_anywhere=True)).exclusive.barred() == NOT_HELD


async def test_closing_the_house_lets_go(house: House) -> None:
    house.exclusive.held(HELD)
    await house.adapter.until("start", "started")
    await house.exclusive.close()
    assert house.adapter.asked == ["start", "started", "close"]
