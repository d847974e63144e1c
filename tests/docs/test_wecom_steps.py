"""docs/wecom.md followed word by word on the WeCom of this machine: each of its ways, from nothing to a meeting."""

import asyncio
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.engine.clock import MovableClock
from tests.docs.test_slack_steps import PATIENCE, ROOMS, running, start
from tests.flow.wecom_screen import press, stands
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

ROOT = Path(__file__).parents[2]
GUIDES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("wecom.md", "wecom.zh.md")}
WAYS = ("robot", "by url", "app")
"""In the order in which the guide tells of them, its second heading being the first."""

STEP = re.compile(
    r"```toml\n(?P<settings>(?:(?!```).*\n)+)```"
    r"|^(?P<command>xiaoban .+ -c xiaoban\.toml)$"
    r"|`https://bot\.example\.com(?P<door>/hooks/\S+)`"
    r"|^- `(?P<sentence>.+)`$",
    re.MULTILINE,
)


def section(guide: str, way: str) -> str:
    return GUIDES[guide].split("\n## ")[1 + WAYS.index(way)]


@dataclass
class Follower:
    """Somebody who does what the guide says, with their own keys."""

    wecom: LocalWeCom
    folder: Path
    person: Person
    talk: Talk
    way: str
    address: str = ""
    opened: AsyncExitStack = field(default_factory=AsyncExitStack)

    def writes(self, settings: str) -> None:
        me, app = self.wecom.robot.me, self.wecom.app
        keys = {
            "bot_name": me.name, "bot_id": me.bot_id, "bot_secret": me.secret, "aibot_token": me.token,
            "aibot_aes_key": me.aes_key, "corp_id": app.corp_id, "secret": app.secret, "token": app.token,
            "aes_key": app.aes_key,
        }  # fmt: skip
        for key, mine in keys.items():
            settings = re.sub(rf'^{key} = ".*"$', f'{key} = "{mine}"', settings, flags=re.MULTILINE)
        here = f'api_base = "{self.wecom.address}"\nws_url = "{self.wecom.ws_url}"\n'
        assert "…" not in settings
        (self.folder / "xiaoban.toml").write_text(settings + here)

    async def types(self, command: str) -> None:
        if command.startswith("xiaoban run"):
            self.address = await self.opened.enter_async_context(running(command, self.folder))
            return
        process = await start(command, self.folder)
        said, complaints = await process.communicate()
        assert process.returncode == 0, (said + complaints).decode()

    async def saves(self, door: str) -> None:
        """In the console, which tries the URL at once."""
        if self.way == "app":
            self.wecom.app.callback_url = self.address + door
            assert await self.wecom.callbacks.verify()
        else:
            assert await self.wecom.use_url_mode(self.address + door)

    async def says(self, sentence: str) -> None:
        if self.way == "robot":
            await self.wecom.bell.until(lambda: self.wecom.gateway.live, PATIENCE)
        if self.way == "app":
            assert (await self.person.tells_app(sentence)).received
        else:
            await self.person.says(sentence, self.talk)
        await self.wecom.bell.until(lambda: stands(self.person, self.talk, "确认"), PATIENCE)
        await press(self.person, stands(self.person, self.talk, "确认")[-1], "确认")
        await self.wecom.bell.until(lambda: stands(self.person, self.talk, "已预订：预算评审会"), PATIENCE)


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("way", WAYS)
async def test_from_nothing_to_the_first_meeting(guide: str, way: str, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(ROOMS)
    async with LocalWeCom(MovableClock()).running() as wecom, asyncio.timeout(3 * PATIENCE):
        person = wecom.person("zhaomin", "赵敏")
        talk = person.with_app if way == "app" else wecom.group("综合科群", person)
        follower = Follower(wecom, tmp_path, person, talk, way)
        did = []
        async with follower.opened:
            for step in STEP.finditer(section(guide, way)):
                did.append(step.lastgroup)
                match step.lastgroup:
                    case "settings":
                        follower.writes(step["settings"])
                    case "command":
                        await follower.types(step["command"])
                    case "door":
                        await follower.saves(step["door"])
                    case _:
                        await follower.says(step["sentence"])
        assert did.count("sentence") == did.count("settings") == 1
        assert did.count("command") == 3
        assert wecom.callbacks.faults == []
