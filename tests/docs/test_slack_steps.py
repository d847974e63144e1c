"""docs/slack.md followed word by word on the Slack of this machine: from its manifest to the first meeting."""

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.world import App

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
SETTINGS: list[str] = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS: list[str] = re.findall(r"^xiaoban .+ -c xiaoban\.toml$", GUIDE, re.MULTILINE)
SENTENCE = re.findall(r"^- `(book .+)`$", GUIDE, re.MULTILINE)[0]
WAYS = {"socket": "slack-manifest.yaml", "http": "slack-manifest.http.yaml"}
ROOMS = '[[rooms]]\nname = "301"\nseats = 12\n'
PATIENCE = 60


def app_of(manifest: str) -> App:
    """Slack gives an app what its manifest asks for, and nothing else."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "config" / manifest).read_text(encoding="utf-8"))
    settings, (command,) = read["settings"], read["features"]["slash_commands"]
    return App(
        scopes=frozenset(read["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings["event_subscriptions"]["bot_events"]),
        escapes=command["should_escape"],
        socket_mode=settings["socket_mode_enabled"],
    )


def written(way: str, slack: LocalSlack) -> str:
    """The guide's settings with this app's secrets; they come in the order of the two ways."""
    app = slack.world.app
    text = (
        SETTINGS[list(WAYS).index(way)].replace('"xoxb-…"', f'"{app.token}"').replace('"xapp-…"', f'"{app.app_token}"')
    )
    return (
        text.replace('signing_secret = "…"', f'signing_secret = "{app.signing_secret}"') + f'api_base = "{slack.api}"\n'
    )


async def start(command: str, folder: Path) -> Process:
    """As somebody types it in that folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
    environment = {**clean, "XIAOBAN_PORT": "0", "XIAOBAN_OFFICE": str(folder / "office.toml")}
    program, *words = command.split()
    path = Path(sys.executable).with_name(program)
    return await asyncio.create_subprocess_exec(path, *words, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE)


@asynccontextmanager
async def running(command: str, folder: Path) -> AsyncIterator[str]:
    """The address that the service says it is at."""
    process = await start(command, folder)
    assert process.stderr is not None
    said = b""
    try:
        async with asyncio.timeout(PATIENCE):
            while b"app.open" not in said:
                line = await process.stderr.readline()
                assert line, said.decode()
                said = line
        yield f"http://127.0.0.1:{json.loads(said)['port']}"
    finally:
        process.terminate()
        await process.communicate()


@pytest.mark.parametrize("way", WAYS)
async def test_from_nothing_to_the_first_meeting(way: str, tmp_path: Path) -> None:
    *before, run = COMMANDS
    async with local_slack(app=app_of(WAYS[way])) as slack:
        slack.world.add_human("amy", "Amy")
        (tmp_path / "office.toml").write_text(ROOMS)
        (tmp_path / "xiaoban.toml").write_text(written(way, slack))
        for command in before:
            process = await start(command, tmp_path)
            said, complaints = await process.communicate()
            assert process.returncode == 0, (said + complaints).decode()
        async with running(run, tmp_path) as address:
            slack.world.app.url = f"{address}/hooks/slack"
            await speaks(slack, way)


async def speaks(slack: LocalSlack, way: str) -> None:
    """Steps 9 and 10."""
    amy = slack.member("Amy")
    channel = slack.world.add_channel("office", amy.id)
    async with asyncio.timeout(PATIENCE):
        if way == "socket":
            await slack.sockets.until(1)
        else:
            assert await slack.happenings.verifies_address()
        await amy.says(f"@xiaoban {SENTENCE}", channel)
        await slack.until(lambda: any("Confirm" in line.labels for line in amy.sees(channel)))
        await amy.presses("Confirm", channel)
        await slack.until(lambda: any("Booked: budget review" in line.words for line in amy.sees(channel)))
    assert amy.troubles == []
