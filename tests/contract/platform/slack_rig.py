"""Slack's part in the contract: the adapter against the Slack of this machine, requests signed as Slack signs them."""

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from adapters.slack import SlackAdapter
from bot.engine.clock import MovableClock
from bot.messages import ChatRef
from bot.ports import HttpRequest, HttpResponse
from config.platforms import SlackSettings
from tests.platforms.slack import payloads
from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.signing import signed
from tests.platforms.slack.world import Channel, Message

NOWHERE = ChatRef("slack", "group", "C0NOWHERE")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def slack_settings(slack: LocalSlack, **more: Any) -> SlackSettings:
    app = slack.world.app
    given = {"bot_token": app.token, "signing_secret": app.signing_secret, "api_base": slack.api, "enabled": True}
    return SlackSettings(**{**given, **more})


def request(slack: LocalSlack, body: bytes, kind: str = JSON, **headers: str) -> HttpRequest:
    """Signed now."""
    right = {
        name.lower(): value for name, value in signed(slack.world.app.signing_secret, body, slack.clock.now()).items()
    }
    return HttpRequest("POST", "/hooks/slack", {}, {"content-type": kind, **right, **headers}, body)


def interactive(told: object) -> bytes:
    return urlencode({"payload": json.dumps(told, ensure_ascii=False)}).encode()


@dataclass
class SlackRig:
    slack: LocalSlack
    channel: Channel
    adapter: SlackAdapter
    opened: AsyncExitStack
    nowhere: ChatRef = NOWHERE

    @property
    def chat(self) -> ChatRef:
        return ChatRef("slack", "group", self.channel.id)

    async def delivers_text(self, event_id: str, text: str) -> HttpResponse:
        world, bot = self.slack.world, self.slack.world.app.bot_user
        line = Message(world.next_ts(self.channel.id), self._somebody, f"<@{bot}> {text}")
        event = payloads.message_event(world, self.channel, line, "app_mention")
        told = {"type": "event_callback", "event_id": event_id, "event": event}
        return await self.adapter.receive(request(self.slack, json.dumps(told).encode()))

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse:
        world = self.slack.world
        line = self.channel.find(message_id)
        assert line is not None
        who = world.people[self._somebody]
        told = payloads.interaction(world, "block_actions", who, event_id)
        told |= payloads.on_message(world, self.channel, line, "")
        button = {"type": "button", "action_id": "b0", "text": {}, "value": packed}
        told["actions"] = [payloads.action(button, "x", None, line.ts)]
        return await self.adapter.receive(request(self.slack, interactive(told), FORM))

    async def delivers(self, body: bytes) -> HttpResponse:
        """Without a signature."""
        return await self.adapter.receive(HttpRequest("POST", "/hooks/slack", {}, {"content-type": JSON}, body))

    async def close(self) -> None:
        await self.adapter.close()
        await self.opened.aclose()

    @property
    def _somebody(self) -> str:
        return self.channel.members[0]


async def slack_rig() -> SlackRig:
    opened = AsyncExitStack()
    slack = await opened.enter_async_context(local_slack(MovableClock(base=lambda: NOON)))
    who = slack.world.add_human("zhaomin", "赵敏")
    channel = slack.world.add_channel("office", who.id)
    return SlackRig(slack, channel, SlackAdapter(slack_settings(slack), slack.clock), opened)


__all__ = ["SlackRig", "interactive", "request", "slack_rig", "slack_settings"]
