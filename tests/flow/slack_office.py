"""The whole house behind the Slack of this machine: people type and press there, over HTTP or a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.slack import SlackAdapter
from bot.app import Parts, assemble, close, furnish
from bot.engine.clock import MovableClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import Settings, load_settings
from tests.platforms.slack.member import Member
from tests.platforms.slack.screen import Seen
from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.world import App, Channel

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TICK = timedelta(seconds=20)
STAFF = {
    "zhaomin": ("赵敏", "secretary"),
    "wangwei": ("王伟", "member"),
    "wangfang": ("王芳", "member"),
    "li": ("李主任", "leader"),
}
OFFICE = """
[[people]]
id = "{id}"
name = "{name}"
role = "{role}"
slack = "{slack}"
"""
ROOMS = """
[[rooms]]
name = "301"
seats = 12

[[rooms]]
name = "302"
seats = 30
"""


@dataclass
class SlackOffice:
    slack: LocalSlack
    parts: Parts
    channel: Channel

    @property
    def adapter(self) -> SlackAdapter:
        found = self.parts.adapters["slack"]
        assert isinstance(found, SlackAdapter)
        return found

    def member(self, name: str) -> Member:
        return self.slack.member(name)

    async def carry(self) -> None:
        """Everything owed is sent; Slack's own limits are given time."""
        self.slack.clock.offset += TICK
        await self.parts.relay.run_until_idle()
        await self.slack.settled()

    async def says(self, who: str, text: str, channel: Channel | None = None, **more: Any) -> list[Seen]:
        """What is then new or changed in that channel."""
        before = self.member(who).sees(channel)
        await self.member(who).says(text, channel, **more)
        return await self._news(who, channel, before)

    async def commands(self, who: str, text: str, channel: Channel | None = None) -> list[Seen]:
        before = self.member(who).sees(channel)
        await self.member(who).commands(text, channel)
        return await self._news(who, channel, before)

    async def presses(self, who: str, label: str, channel: Channel | None = None) -> list[Seen]:
        before = self.member(who).sees(channel)
        await self.member(who).presses(label, channel)
        return await self._news(who, channel, before)

    async def _news(self, who: str, channel: Channel | None, before: list[Seen]) -> list[Seen]:
        await self.carry()
        return [one for one in self.member(who).sees(channel) if one not in before and one.by == "xiaoban"]


def settings_told(url: str, slack: LocalSlack, office: Path) -> dict[str, Any]:
    app = slack.world.app
    keys = {"app_token": app.app_token} if app.socket_mode else {"signing_secret": app.signing_secret}
    adapter = {"enabled": True, "bot_token": app.token, "api_base": slack.api, **keys}
    return {"database_url": url, "office": str(office), "adapters": {"slack": adapter}}


def settings_of(url: str, slack: LocalSlack, office: Path, **more: Any) -> Settings:
    return load_settings(None, {}, {**settings_told(url, slack, office), **more})


@asynccontextmanager
async def open_slack_office(url: str, folder: Path, *, socket: bool = False) -> AsyncIterator[SlackOffice]:
    """The clock of both stands at `MONDAY`."""
    clock = MovableClock(base=lambda: MONDAY)
    async with local_slack(clock, App(socket_mode=socket)) as slack:
        humans = {key: slack.world.add_human(key, name, email=f"{key}@example.com") for key, (name, _) in STAFF.items()}
        channel = slack.world.add_channel("office", *(one.id for one in humans.values()))
        office = folder / "office.toml"
        written = (
            OFFICE.format(id=key, name=name, role=role, slack=humans[key].id) for key, (name, role) in STAFF.items()
        )
        office.write_text(ROOMS + "".join(written))
        upgrade(url)
        parts = assemble(settings_of(url, slack, office), clock)
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
        async with serving(app, "127.0.0.1", 0) as port:
            slack.world.app.url = f"http://127.0.0.1:{port}/hooks/slack"
            await furnish(parts)
            made = SlackOffice(slack, parts, channel)
            if made.adapter.socket:
                await made.adapter.socket.is_open.wait()
            try:
                yield made
            finally:
                await close(parts)
