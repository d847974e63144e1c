"""Calling Slack's methods: pages to the empty cursor, limits obeyed, the token only where it belongs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from adapters.http import Http
from adapters.slack.api import BURST, PATIENCE, Api, Pace
from adapters.slack.files import Files
from bot.engine.clock import MovableClock
from bot.errors import SendFailed
from bot.messages import LARGEST_FILE
from tests.platforms.slack.faults import Fault
from tests.platforms.slack.server import LocalSlack, local_slack

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


class Slept(list[float]):
    """Sleeps at once, and moves the clock."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        self.clock.offset += timedelta(seconds=seconds)


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with local_slack(MovableClock(base=lambda: NOON)) as made:
        yield made


@pytest_asyncio.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


@pytest.fixture
def api(slack: LocalSlack, http: Http) -> Api:
    return Api(http, slack.api, slack.world.app.token, slack.clock, Slept(slack.clock))


async def people(api: Api) -> list[str]:
    return [user["id"] async for page in api.pages("users.list") for user in page["members"]]


async def test_every_page_is_read_however_short(slack: LocalSlack, api: Api) -> None:
    slack.page = 2
    ids = {slack.world.add_human(f"u{number}", f"人{number}").id for number in range(7)}
    assert ids <= set(await people(api))


async def test_a_reading_that_is_limited_waits_and_goes_on(slack: LocalSlack, http: Http) -> None:
    slept = Slept(slack.clock)
    api = Api(http, slack.api, slack.world.app.token, slack.clock, slept)
    slack.faults.plan("users.list", Fault("limit", seconds=30, times=2))
    assert await people(api)
    assert sum(slept) == 60


async def test_what_is_closed_is_not_knocked_at_until_its_time(slack: LocalSlack, api: Api) -> None:
    slack.faults.plan("chat.update", Fault("limit", seconds=30))
    for _ in range(3):
        with pytest.raises(SendFailed) as failed:
            await api.call("chat.update", channel="C1", ts="1.1", text="x")
        assert failed.value.retry_after == timedelta(seconds=30)
    slack.clock.offset += timedelta(seconds=31)
    with pytest.raises(SendFailed, match="channel_not_found"):
        await api.call("chat.update", channel="C1", ts="1.1", text="x")


@pytest.mark.parametrize(
    ("fault", "unknown"), [("drop", True), ("lose", True), ("truncate", True), ("error", True), ("limit", False)]
)
async def test_what_may_have_been_done_is_unknown(slack: LocalSlack, api: Api, fault: Any, unknown: bool) -> None:
    slack.faults.plan("auth.test", Fault(fault))
    with pytest.raises(SendFailed) as failed:
        await api.call("auth.test")
    assert failed.value.unknown is unknown


async def test_nobody_there_is_no_doubt(http: Http, slack: LocalSlack) -> None:
    api = Api(http, "http://127.0.0.1:9/api", "xoxb-1", slack.clock)
    with pytest.raises(SendFailed) as failed:
        await api.call("auth.test")
    assert (failed.value.unknown, failed.value.why) == (False, "unreachable")


def test_a_burst_then_a_steady_pace_then_another_time() -> None:
    pace, now = Pace(4.5, BURST), NOON
    waits = [pace.wait(now) for _ in range(200)]
    assert waits[: BURST - 1] == [timedelta(0)] * (BURST - 1)
    served = [one for one in waits if one <= PATIENCE]
    assert served == sorted(served)
    assert len(served) <= BURST + PATIENCE.total_seconds() * 4.5 + 1
    assert pace.wait(now + timedelta(minutes=1)) == timedelta(0)


@pytest_asyncio.fixture
async def elsewhere() -> AsyncIterator[tuple[str, list[str]]]:
    """A server of files, and the tokens that it was shown."""
    tokens: list[str] = []

    async def give(request: web.Request) -> web.Response:
        tokens.append(request.headers.get("Authorization", ""))
        size = int(request.match_info["size"])
        return web.Response(body=b"x" * size) if size else web.Response(status=404)

    routes = web.Application()
    routes.router.add_get("/{size}", give)
    runner = web.AppRunner(routes)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", tokens
    await runner.cleanup()


async def test_a_file_is_fetched_and_a_large_one_not_to_its_end(
    api: Api, http: Http, elsewhere: tuple[str, list[str]]
) -> None:
    base, tokens = elsewhere
    files = Files(http, api, f"{base}/api", "xoxb-1")
    found = await files.fetch({"name": "C:\\台账.xlsx", "url_private": f"{base}/5"})
    assert found is not None
    assert (found.name, found.content, tokens) == ("台账.xlsx", b"xxxxx", ["Bearer xoxb-1"])
    large = await files.fetch({"name": "a.bin", "url_private": f"{base}/{LARGEST_FILE + 5000}"})
    assert large is not None
    assert len(large.content) == LARGEST_FILE + 1
    with pytest.raises(SendFailed):
        await files.fetch({"name": "a.bin", "url_private": f"{base}/0"})


async def test_the_token_is_shown_to_nobody_else(api: Api, http: Http, elsewhere: tuple[str, list[str]]) -> None:
    base, tokens = elsewhere
    files = Files(http, api, "https://slack.com/api", "xoxb-1")
    for url in (f"{base}/5", "http://files.slack.com/5", "https://slack.com.evil.example/5", "https://evilslack.com/5"):
        assert await files.fetch({"name": "a", "url_private": url}) is None
    assert await files.fetch({"name": "a", "mode": "external", "url_private": "https://files.slack.com/5"}) is None
    assert tokens == []
