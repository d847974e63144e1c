"""A Slack with two people, a channel and an app that listens; its clock stands still until it is moved."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.engine.clock import MovableClock
from tests.platforms.slack.receiver import Receiver, receiver
from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.world import App, Channel

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def app() -> AsyncIterator[Receiver]:
    async with receiver() as made:
        yield made


@pytest_asyncio.fixture
async def slack(app: Receiver) -> AsyncIterator[LocalSlack]:
    async with local_slack(MovableClock(base=lambda: NOON), App(url=app.url)) as made:
        made.world.add_human("zhaomin", "赵敏", email="zhaomin@example.com")
        made.world.add_human("wangwei", "王伟", email="wangwei@example.com")
        yield made


@pytest_asyncio.fixture
async def office(slack: LocalSlack) -> Channel:
    return slack.world.add_channel("office", slack.member("zhaomin").id, slack.member("wangwei").id)


@pytest_asyncio.fixture
async def client(slack: LocalSlack) -> AsyncIterator[AsyncWebClient]:
    """The official client; it repeats nothing of its own accord."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=slack.world.app.token, base_url=slack.api, session=session, retry_handlers=[], timeout=5
        )
