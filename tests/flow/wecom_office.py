"""The whole house behind the WeCom of this machine: people write to the robot in a group or alone, and to the app."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.wecom import WeComAdapter
from bot.app import Parts, assemble, opened
from bot.engine.clock import MovableClock
from bot.store import upgrade
from bot.web.server import make_app, serving
from config.settings import Settings, load_settings
from tests.flow.slack_house import HURRY
from tests.flow.wecom_screen import press, stands, words
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Shown, Talk

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TICK = timedelta(seconds=20)
STAFF = {
    "zhaomin": ("赵敏", "secretary"),
    "wangwei": ("王伟", "member"),
    "wangfang": ("王芳", "member"),
    "lizhuren": ("李主任", "leader"),
    "liuyang": ("刘洋", "admin"),
}
PERSON = """
[[people]]
id = "{id}"
name = "{name}"
role = "{role}"
wecom = "{id}"
"""
REST = """
[[rooms]]
name = "301"
seats = 12

[[rooms]]
name = "302"
seats = 30

[[chats]]
platform = "wecom"
id = "{group}"
name = "综合科"
members = [{members}]
"""
ROBOT, URL, APP = "robot", "url", "app"
EVERY_WAY = (ROBOT, APP)


@dataclass
class WeComOffice:
    wecom: LocalWeCom
    parts: Parts
    group: Talk

    @property
    def adapter(self) -> WeComAdapter:
        found = self.parts.adapters["wecom"]
        assert isinstance(found, WeComAdapter)
        return found

    def person(self, name: str) -> Person:
        return self.wecom.named(name)

    async def asks(self, who: str, text: str) -> None:
        """In the group."""
        await self.a_while()
        await self.person(who).asks(self.group, text)

    async def says(self, who: str, text: str) -> None:
        """To the robot alone."""
        await self.a_while()
        await self.person(who).says(text)

    async def tells(self, who: str, text: str) -> None:
        """To the app."""
        await self.a_while()
        assert (await self.person(who).tells_app(text)).received

    async def sees(self, who: str, said: str, talk: Talk | None = None) -> Shown:
        """The newest line with these words, as soon as it is there; in the group, or in another conversation."""
        person, where = self.person(who), talk or self.group
        try:
            await self.wecom.bell.until(lambda: stands(person, where, said))
        except TimeoutError:
            seen = "\n--\n".join(words(line, person.id) for line in person.screen(where))
            raise AssertionError(f"{who} does not see {said!r} but:\n{seen}") from None
        return stands(person, where, said)[-1]

    async def presses(self, who: str, label: str, said: str, talk: Talk | None = None) -> None:
        """On the card with these words, as soon as that is there."""
        card = await self.sees(who, said, talk)
        await self.a_while()
        await press(self.person(who), card, label)

    async def nothing_amiss(self) -> list[str]:
        """What WeCom or the ledger has to complain of."""
        every = await self.parts.store.read(lambda uow: uow.outbox.lines(("dead", "unknown"), 100))
        return [*self.wecom.callbacks.faults, *(f"{line.title}: {line.fault}" for line in every)]

    async def a_while(self) -> None:
        """Nobody is so fast that the limits of a minute are met."""
        await self.wecom.pass_by(TICK)


def settings_told(url: str, wecom: LocalWeCom, office: Path, ways: Collection[str]) -> dict[str, Any]:
    me, app = wecom.robot.me, wecom.app
    keys: dict[str, dict[str, Any]] = {
        ROBOT: {"bot_id": me.bot_id, "bot_secret": me.secret, "ws_url": wecom.ws_url},
        URL: {"aibot_token": me.token, "aibot_aes_key": me.aes_key},
        APP: {
            "corp_id": app.corp_id, "agent_id": app.agent_id, "secret": app.secret, "token": app.token,
            "aes_key": app.aes_key,
        },
    }  # fmt: skip
    adapter: dict[str, Any] = {"enabled": True, "bot_name": me.name, "api_base": wecom.address}
    for way in ways:
        adapter |= keys[way]
    hooks = {hook.talk.id: wecom.webhook_url(hook) for hook in wecom.webhooks.held.values()}
    return {"database_url": url, "office": str(office), "adapters": {"wecom": adapter | {"webhooks": hooks}}}


def settings_of(url: str, wecom: LocalWeCom, office: Path, ways: Collection[str] = EVERY_WAY) -> Settings:
    return load_settings(None, {}, settings_told(url, wecom, office, ways))


def furnish(wecom: LocalWeCom, folder: Path) -> tuple[Talk, Path]:
    """The company's people, their group, and the office file that knows them."""
    people = [wecom.person(key, name) for key, (name, _) in STAFF.items()]
    group, office = wecom.group("综合科群", *people), folder / "office.toml"
    each = "".join(PERSON.format(id=key, name=name, role=role) for key, (name, role) in STAFF.items())
    members = ", ".join(f'"{key}"' for key in STAFF)
    office.write_text(each + REST.format(group=group.id, members=members))
    return group, office


@asynccontextmanager
async def open_wecom_office(
    url: str, folder: Path, ways: Collection[str] = EVERY_WAY, *, hook: bool = False
) -> AsyncIterator[WeComOffice]:
    """The clock of both stands at `MONDAY`; with `hook` the group has a webhook, too."""
    async with LocalWeCom(MovableClock(base=lambda: MONDAY)).running() as wecom:
        group, office = furnish(wecom, folder)
        if hook:
            wecom.webhooks.add(group)
        upgrade(url)
        parts = assemble(settings_of(url, wecom, office, ways), wecom.clock, tempo=HURRY)
        app = make_app(parts.adapters, ready=parts.faults, counts=parts.core.counts, gauges=parts.gauges)
        async with opened(parts), serving(app, "127.0.0.1", 0) as port:
            if APP in ways:
                wecom.app.callback_url = f"http://127.0.0.1:{port}/hooks/wecom/app"
                assert await wecom.callbacks.verify()
            if URL in ways:
                assert await wecom.use_url_mode(f"http://127.0.0.1:{port}/hooks/wecom/aibot")
            if ROBOT in ways:
                await wecom.bell.until(lambda: wecom.gateway.live)
            yield WeComOffice(wecom, parts, group)
