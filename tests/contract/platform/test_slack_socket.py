"""Socket Mode: acknowledged after the commit, opened again, shared."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.slack import SlackAdapter
from bot.engine.clock import MovableClock
from bot.errors import TryAgain
from bot.messages import InboundEvent, Known, TextReceived
from tests.contract.platform.slack_rig import NOON, slack_settings
from tests.platforms.slack.faults import Fault
from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.world import App


class House:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.busy = False
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, event: InboundEvent) -> None:
        await self.open.wait()
        if self.busy:
            raise TryAgain
        if not isinstance(event, Known):
            assert isinstance(event, TextReceived)
            self.heard.append(event.text)


async def at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with local_slack(MovableClock(base=lambda: NOON), App(socket_mode=True)) as made:
        made.world.add_human("zhaomin", "赵敏")
        yield made


@pytest.fixture
def house() -> House:
    return House()


async def joined(slack: LocalSlack, house: House) -> SlackAdapter:
    adapter = SlackAdapter(slack_settings(slack, app_token=slack.world.app.app_token), slack.clock, at_once)
    await adapter.start(house)
    assert adapter.socket
    await adapter.socket.is_open.wait()
    return adapter


@pytest_asyncio.fixture
async def adapter(slack: LocalSlack, house: House) -> AsyncIterator[SlackAdapter]:
    made = await joined(slack, house)
    yield made
    await made.close()


async def test_what_is_acknowledged_is_committed(slack: LocalSlack, house: House, adapter: SlackAdapter) -> None:
    house.open.clear()
    telling = asyncio.create_task(slack.member("赵敏").says("今天"))
    done, _ = await asyncio.wait({telling}, timeout=0.05)
    assert not done
    house.open.set()
    told = await telling
    assert told is not None
    assert told.taken
    assert house.heard == ["今天"]


async def test_a_command_that_cannot_be_taken_is_answered_in_words(
    slack: LocalSlack, house: House, adapter: SlackAdapter
) -> None:
    house.busy = True
    answer = await slack.member("赵敏").commands("今天")
    assert answer.taken
    assert "再发一次" in str(answer.told)


async def test_a_busy_house_does_not_acknowledge_an_event(
    slack: LocalSlack, house: House, adapter: SlackAdapter
) -> None:
    house.busy = True
    slack.wire.ack_seconds = 0.05
    told = await slack.member("赵敏").says("今天")
    assert told is not None
    assert not told.answers[0].taken
    house.busy = False
    assert (await slack.events.again(told)).taken
    assert house.heard == ["今天"]


async def connected(slack: LocalSlack, times: int) -> None:
    """Since the beginning."""
    while len(slack.sockets.numbers) < times:
        slack.sockets.changed.clear()
        await slack.sockets.changed.wait()


async def test_socket_mode_that_is_switched_off_and_on_again(
    slack: LocalSlack, house: House, adapter: SlackAdapter
) -> None:
    await slack.sockets.switch_off()
    slack.world.app.socket_mode = True
    await connected(slack, 2)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_another_connection_is_opened_when_slack_asks(
    slack: LocalSlack, house: House, adapter: SlackAdapter, reason: str
) -> None:
    assert adapter.socket
    await slack.sockets.disconnect(reason)
    await connected(slack, 2)
    await adapter.socket.is_open.wait()
    told = await slack.member("赵敏").says("今天")
    assert told is not None
    assert told.taken


async def test_a_slack_that_is_away_is_tried_again(slack: LocalSlack, house: House) -> None:
    slack.faults.plan("apps.connections.open", Fault("error", times=2))
    adapter = await joined(slack, house)
    assert len([1 for name, _ in slack.calls if name == "apps.connections.open"]) == 1
    await adapter.close()


async def test_several_processes_share_what_comes(slack: LocalSlack, house: House, adapter: SlackAdapter) -> None:
    other = House()
    another = await joined(slack, other)
    try:
        for number in range(6):
            await slack.member("赵敏").says(f"第{number}句")
        assert sorted(house.heard + other.heard) == [f"第{number}句" for number in range(6)]
        assert other.heard
    finally:
        await another.close()


async def test_closing_ends_it_and_may_come_twice(slack: LocalSlack, house: House) -> None:
    adapter = await joined(slack, house)
    await adapter.close()
    await adapter.close()
    assert adapter.socket
    assert not adapter.socket.is_open.is_set()
