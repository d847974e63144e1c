"""Where a Slack that others wrote and measured against the real one has an answer, the local Slack gives the same."""

from collections.abc import Iterator

import aiohttp
import pytest

from tests.platforms.slack.others import MEMBER, OtherSlack, other_slack
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Json

DIVIDER = '[{"type": "divider"}]'
CALLS: list[tuple[str, Json]] = [
    ("auth.test", {}),
    ("chat.postMessage", {"channel": "office", "text": "好"}),
    ("chat.postMessage", {"channel": "#office", "text": " "}),
    ("chat.postMessage", {"text": "好"}),
    ("chat.postMessage", {"channel": "", "text": "好"}),
    ("chat.postMessage", {"channel": "C404", "text": "好"}),
    ("chat.postMessage", {"channel": "office"}),
    ("chat.postMessage", {"channel": "office", "text": ""}),
    ("chat.postMessage", {"channel": "office", "text": "", "blocks": DIVIDER}),
    ("chat.postMessage", {"channel": "office", "text": "好", "blocks": "{}"}),
    ("chat.postMessage", {"channel": "office", "text": "好", "blocks": "abc"}),
    ("chat.postMessage", {"channel": "office", "text": "好", "thread_ts": "1700000000.000001"}),
    ("chat.update", {"channel": "{office}", "ts": "1700000000.000001", "text": "好"}),
    ("chat.update", {"channel": "office", "ts": "1700000000.000001", "text": "好"}),
    ("chat.update", {"channel": "{office}", "text": "好"}),
    ("chat.update", {"channel": "{office}", "ts": "{theirs}", "text": "好"}),
    ("chat.update", {"channel": "{office}", "ts": "{mine}", "text": "改"}),
    ("chat.update", {"channel": "{office}", "ts": "{mine}"}),
    ("chat.delete", {"channel": "{office}", "ts": "{theirs}"}),
    ("chat.delete", {"channel": "{office}", "ts": "1700000000.000001"}),
    ("chat.getPermalink", {"channel": "{office}", "message_ts": "{mine}"}),
    ("chat.getPermalink", {"channel": "{office}", "message_ts": "1700000000.000001"}),
    ("chat.getPermalink", {"channel": "{office}"}),
    ("conversations.list", {"types": "public_channel", "limit": "1"}),
    ("conversations.list", {"types": "nonsense"}),
    ("conversations.list", {"cursor": "???"}),
    ("conversations.info", {"channel": "{office}"}),
    ("conversations.info", {}),
    ("conversations.info", {"channel": "C404"}),
    ("conversations.history", {"channel": "{office}", "limit": "1"}),
    ("conversations.history", {"channel": "C404"}),
    ("conversations.replies", {"channel": "{office}", "ts": "{mine}"}),
    ("conversations.replies", {"channel": "{office}", "ts": "1700000000.000001"}),
    ("conversations.members", {"channel": "{office}"}),
    ("users.list", {"limit": "1"}),
    ("users.info", {"user": "{member}"}),
    ("users.info", {"user": "U404"}),
]


@pytest.fixture(scope="module")
def other() -> Iterator[OtherSlack]:
    with other_slack() as served:
        yield served


class Caller:
    """The same calls to either; `known` are the ids that each has given."""

    def __init__(self, http: aiohttp.ClientSession, api: str, token: str) -> None:
        self._http = http
        self._api = api
        self._token = token
        self.known: dict[str, str] = {}

    async def meets(self) -> None:
        for channel in (await self("conversations.list", {"limit": "100"}))["channels"]:
            self.known[channel["name"]] = channel["id"]
        users = (await self("users.list", {"limit": "100"}))["members"]
        self.known["member"] = next(each["id"] for each in users if each["profile"].get("email") == MEMBER)
        history = await self("conversations.history", {"channel": self.known["office"]})
        self.known["theirs"] = history["messages"][0]["ts"]
        self.known["mine"] = (await self("chat.postMessage", {"channel": "office", "text": "好"}))["ts"]

    async def __call__(self, method: str, args: Json, token: str | None = None) -> Json:
        filled = {
            name: value.format(**self.known) if "{" in value[:1] and value != "{}" else value
            for name, value in args.items()
        }
        headers = {"Authorization": f"Bearer {self._token if token is None else token}"}
        async with self._http.post(f"{self._api}{method}", data=filled, headers=headers) as answer:
            told: Json = await answer.json()
            return told


def shape(told: Json) -> str | list[str]:
    """What an app goes by: the error, or the fields at the top that are always there."""
    return str(told["error"]) if not told["ok"] else sorted(told.keys() - SOMETIMES)


SOMETIMES = {
    "response_metadata", "warning", "cache_ts", "channel_actions_ts", "channel_actions_count", "oldest", "latest",
    "bot_id", "pin_count",
}  # fmt: skip


async def test_it_answers_as_the_other_does(slack: LocalSlack, other: OtherSlack) -> None:
    zhaomin = slack.member("zhaomin")
    for name in ("office", "hall"):
        await zhaomin.says("各位好", slack.world.add_channel(name, zhaomin.id))
    slack.pace.burst = 100
    slack.world.app.events = frozenset()
    differ = {}
    async with aiohttp.ClientSession() as http:
        ours, theirs = Caller(http, slack.api, slack.world.app.token), Caller(http, other.api, other.token)
        await ours.meets()
        await theirs.meets()
        for method, args in CALLS:
            mine, others = shape(await ours(method, args)), shape(await theirs(method, args))
            if mine != others:
                differ[f"{method} {args}"] = (mine, others)
        for token in ("", "xoxb-wrong"):
            assert shape(await ours("auth.test", {}, token)) == shape(await theirs("auth.test", {}, token))
    assert differ == {}
