"""The Slack adapter once more, against a Slack that others wrote: what comes in is signed here, all else is theirs."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp

from adapters.slack import SlackAdapter
from bot.engine.clock import SystemClock
from bot.ports import HttpResponse
from tests.contract.platform.slack_rig import SlackRig, slack_settings
from tests.platforms.slack.others import OtherSlack
from tests.platforms.slack.server import local_slack
from tests.platforms.slack.world import App, Channel, Json, Message


@dataclass
class OtherSlackRig(SlackRig):
    """The local Slack only writes down and signs what somebody does there."""

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse:
        """On a card that stands elsewhere."""
        self.channel.messages.append(Message(message_id, self.slack.world.app.bot_user, "", bot_id="B0"))
        return await super().delivers_press(event_id, message_id, packed)


async def other_slack_rig(other: OtherSlack) -> OtherSlackRig:
    opened = AsyncExitStack()
    me = str((await _call(other, "auth.test"))["user_id"])
    slack = await opened.enter_async_context(local_slack(app=App(bot_user=me)))
    office = next(each for each in (await _call(other, "conversations.list"))["channels"] if each["name"] == "office")
    channel = Channel(office["id"], "office", "channel", [slack.world.add_human("zhaomin", "赵敏").id])
    slack.world.channels[channel.id] = channel
    settings = slack_settings(slack, bot_token=other.token, api_base=other.api)
    return OtherSlackRig(slack, channel, SlackAdapter(settings, SystemClock()), opened)


async def _call(other: OtherSlack, method: str) -> Json:
    headers = {"Authorization": f"Bearer {other.token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.post(f"{other.api}{method}") as answer:
        told: Json = await answer.json()
        return told
