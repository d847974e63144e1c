"""How often, and what a network does."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.faults import Fault, Kind
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel


async def waits(client: AsyncWebClient, channel: str) -> int:
    """Seconds that Slack asks for; 0 when the message was taken."""
    try:
        await client.chat_postMessage(channel=channel, text="好")
    except SlackApiError as refused:
        answer = refused.response
    else:
        return 0
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    return int(answer.headers["Retry-After"])


async def test_a_message_a_second_in_one_channel(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    hall = slack.world.add_channel("hall")
    assert [await waits(client, office.id) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert await waits(client, hall.id) == 0
    await slack.pass_by(seconds=1)
    assert [await waits(client, office.id) for _ in range(2)] == [0, 1]
    assert len(office.messages) == 5


async def test_a_limit_for_the_workspace(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.pace.workspace = 3
    people = [slack.world.add_human(f"p{number}", f"人{number}") for number in range(4)]
    assert [await waits(client, each.id) for each in people] == [0, 0, 0, 60]


async def test_a_limit_for_a_method_by_its_tier(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    for _ in range(20):
        await client.users_list(limit=10)
    with pytest.raises(SlackApiError) as refused:
        await client.users_list(limit=10)
    assert refused.value.response.headers["Retry-After"] == "60"
    await client.conversations_members(channel=office.id)
    await slack.pass_by(minutes=1)
    await client.users_list(limit=10)


@pytest.mark.parametrize(
    ("kind", "arrived"),
    [("drop", 0), ("error", 0), ("limit", 0), ("refuse", 0), ("lose", 1), ("hang", 1), ("truncate", 1)],
)
async def test_faults_before_and_after_the_effect(
    slack: LocalSlack, client: AsyncWebClient, office: Channel, kind: Kind, arrived: int
) -> None:
    slack.faults.plan("chat.postMessage", Fault(kind, status=503, error="fatal_error"))
    with pytest.raises((SlackApiError, aiohttp.ClientError, TimeoutError)):
        async with asyncio.timeout(0.2 if kind == "hang" else 5):
            await client.chat_postMessage(channel=office.id, text="好")
    assert len(office.messages) == arrived
    await client.chat_postMessage(channel=office.id, text="好")
    assert len(office.messages) == arrived + 1


async def test_a_slow_call_goes_on_when_it_may(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    fault = slack.faults.plan("*", Fault("slow"))
    slack.in_background(client.chat_postMessage(channel=office.id, text="好"))
    await fault.reached.wait()
    assert office.messages == []
    fault.go.set()
    await slack.settled()
    assert len(office.messages) == 1
