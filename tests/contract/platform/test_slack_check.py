"""`xiaoban check` against the Slack of this machine: what is well, and each thing that is not with its cure."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from adapters.checking import Fault
from adapters.slack.checking import SCOPES, findings
from tests.contract.platform.slack_rig import SlackRig, slack_rig, slack_settings


@pytest_asyncio.fixture
async def rig() -> AsyncIterator[SlackRig]:
    made = await slack_rig()
    yield made
    await made.close()


async def found(rig: SlackRig, **more: Any) -> tuple[list[str], list[str]]:
    """What is well and what is not."""
    every = [one async for one in findings(slack_settings(rig.slack, **more), rig.slack.clock)]
    return [one.words for one in every if not isinstance(one, Fault)], [
        one.words for one in every if isinstance(one, Fault)
    ]


async def test_all_is_well(rig: SlackRig) -> None:
    rig.slack.world.app.socket_mode = True
    well, ill = await found(rig, app_token=rig.slack.world.app.app_token)
    assert ill == []
    assert len(well) == 4


@pytest.mark.parametrize("scope", ["users:read", "users:read.email", "chat:write", "files:write"])
async def test_a_missing_scope_is_named_with_its_use_and_the_cure(rig: SlackRig, scope: str) -> None:
    rig.slack.world.app.scopes -= {scope}
    _, ill = await found(rig)
    (words,) = ill
    assert f"the scope {scope} is missing ({SCOPES[scope]})" in words
    assert "install the app again" in words


async def test_a_wrong_token_ends_the_trial(rig: SlackRig) -> None:
    _, ill = await found(rig, bot_token="xoxb-wrong")
    (words,) = ill
    assert "bot_token does not work" in words
    assert "invalid_auth" in words
    assert "xoxb-wrong" not in words


async def test_a_slack_that_is_not_there(rig: SlackRig) -> None:
    _, ill = await found(rig, api_base="http://127.0.0.1:9/api")
    assert "cannot connect" in ill[0]


@pytest.mark.parametrize("secret", ["xoxb-1-2", "a" * 24, "A" * 32, "8f742231b10e8888abcd99yyyzzz85a5x"])
async def test_a_secret_of_another_kind(rig: SlackRig, secret: str) -> None:
    _, ill = await found(rig, signing_secret=secret)
    (words,) = ill
    assert "Signing Secret" in words


async def test_an_app_token_that_opens_nothing(rig: SlackRig) -> None:
    _, ill = await found(rig, app_token=rig.slack.world.app.token)
    (words,) = ill
    assert "connections:write" in words


async def test_the_scopes_that_slack_names_itself_are_believed(rig: SlackRig) -> None:
    """As Slack's own answers do, in a header."""
    given = ",".join(SCOPES.keys() - {"commands", "groups:history"})

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "user": "xiaoban", "team": "T"}, headers={"X-OAuth-Scopes": given})

    routes = web.Application()
    routes.router.add_post("/api/auth.test", answer)
    runner = web.AppRunner(routes)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        _, ill = await found(rig, api_base=f"http://127.0.0.1:{runner.addresses[0][1]}/api")
    finally:
        await runner.cleanup()
    assert [words.split()[3] for words in ill] == ["commands", "groups:history"]


async def test_the_command_line_says_the_same(rig: SlackRig, tmp_path: Path) -> None:
    rig.slack.world.app.scopes -= {"users:read"}
    app = rig.slack.world.app
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")},
        "XIAOBAN_DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
        "XIAOBAN_ADAPTERS__SLACK__ENABLED": "true",
        "XIAOBAN_ADAPTERS__SLACK__BOT_TOKEN": app.token,
        "XIAOBAN_ADAPTERS__SLACK__SIGNING_SECRET": app.signing_secret,
        "XIAOBAN_ADAPTERS__SLACK__API_BASE": rig.slack.api,
    }
    pipe = asyncio.subprocess.PIPE
    run = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "check", env=env, stdout=pipe, stderr=pipe)
    out, err = await run.communicate()
    assert run.returncode == 1
    assert "speaks as xiaoban" in out.decode()
    assert "the scope users:read is missing" in err.decode()
    assert "xoxb" not in (out + err).decode()


def test_the_platform_is_imported_when_it_is_on_and_not_before() -> None:
    import subprocess

    look = (
        "import sys\nfrom bot.cli import main\nsys.argv = ['xiaoban', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = [name for name in sys.modules if name.startswith(('adapters.slack', 'slack_', 'aiohttp'))]\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    run = subprocess.run([sys.executable, "-c", look], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
