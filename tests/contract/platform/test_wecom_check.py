"""`xiaoban check` against the WeCom of this machine: what is well, and each thing that is not with its cure."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.checking import Fault
from adapters.wecom.checking import findings
from bot.engine.clock import SystemClock
from tests.contract.platform.wecom_rig import app_keys, robot_keys, url_keys, wecom_settings
from tests.platforms.wecom.faults import Fault as Planned
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.world import Json


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with LocalWeCom().running() as made:
        made.person("zhaomin", "赵敏")
        made.app.callback_url = "http://127.0.0.1:9/hooks/wecom/app"
        yield made


async def found(wecom: LocalWeCom, *keys: Json, alone: bool = True, **more: Any) -> tuple[list[str], list[str]]:
    """What is well and what is not."""
    settings = wecom_settings(*keys, **{"api_base": wecom.address, **more})
    every = [one async for one in findings(settings, SystemClock(), alone=alone)]
    return [one.words for one in every if not isinstance(one, Fault)], [
        one.words for one in every if isinstance(one, Fault)
    ]


async def test_all_is_well_and_nobody_sees_anything_of_it(wecom: LocalWeCom) -> None:
    hook = wecom.webhooks.add(wecom.group("综合科群", wecom.named("赵敏")))
    hooks = {hook.talk.id: wecom.webhook_url(hook)}
    well, ill = await found(wecom, app_keys(wecom), robot_keys(wecom), url_keys(wecom), webhooks=hooks)
    assert ill == []
    assert len(well) == 8
    assert all(not talk.lines for talk in (*wecom.company.groups.values(), *wecom.company.with_app.values()))


async def test_the_connection_of_a_house_that_runs_is_left_alone(wecom: LocalWeCom) -> None:
    well, ill = await found(wecom, robot_keys(wecom), alone=False)
    assert (len(well), ill, wecom.gateway.subscriptions) == (1, [], 0)
    assert "held by the house that runs" in well[0]


@pytest.mark.parametrize("wrong", [{"bot_secret": "wrong"}, {"bot_id": "aibNobody"}])
async def test_a_robot_that_is_not_admitted(wecom: LocalWeCom, wrong: Json) -> None:
    _, (words,) = await found(wecom, robot_keys(wecom), **wrong)
    assert "choose the long connection" in words


async def test_a_gateway_that_is_not_there(wecom: LocalWeCom) -> None:
    _, (words,) = await found(wecom, robot_keys(wecom), ws_url="ws://127.0.0.1:9")
    assert "let this machine open connections to it" in words


CODES = {
    "gettoken": {40001: "adapters.wecom.secret", 40013: "adapters.wecom.corp_id", 60020: "trusted IPs"},
    "message/send": {40056: "adapters.wecom.agent_id", 60020: "trusted IPs", 50003: "enable it in the console"},
    "department/list": {48002: "grant it in the console", 60011: "visible range"},
}


@pytest.mark.parametrize(("path", "code"), [(path, code) for path, codes in CODES.items() for code in codes])
async def test_a_right_that_is_missing_is_named_with_its_cure(wecom: LocalWeCom, path: str, code: int) -> None:
    wecom.faults.always(path, Planned("refuse", code))
    _, (words,) = await found(wecom, app_keys(wecom))
    assert str(code) in words
    assert CODES[path][code] in words
    assert wecom.app.secret not in words


async def test_an_app_without_its_url_sends_no_buttons(wecom: LocalWeCom) -> None:
    wecom.app.callback_url = ""
    _, (words,) = await found(wecom, app_keys(wecom))
    assert "接收消息" in words


async def test_groups_of_the_apps_own_are_no_must(wecom: LocalWeCom) -> None:
    wecom.app.sees_all = False
    well, ill = await found(wecom, app_keys(wecom))
    assert ill == []
    assert "no groups made by the app" in well[-1]


async def test_an_app_that_sees_nobody(wecom: LocalWeCom) -> None:
    wecom.company.departments.clear()
    _, ill = await found(wecom, app_keys(wecom))
    assert len(ill) == 1
    assert "cannot read who is there" in ill[0] or "sees nobody" in ill[0]


@pytest.mark.parametrize("token", ["", "x" * 33, "mit Leerzeichen"])
async def test_a_token_of_another_kind(wecom: LocalWeCom, token: str) -> None:
    _, ill = await found(wecom, {**app_keys(wecom), "token": token})
    assert [words for words in ill if "adapters.wecom.token is none" in words]


async def test_webhooks_are_known_or_not_and_their_keys_are_kept(wecom: LocalWeCom) -> None:
    gone = f"{wecom.address}/cgi-bin/webhook/send?key=gone-1"
    _, ill = await found(wecom, robot_keys(wecom), webhooks={"综合科": gone, "无": wecom.address})
    assert "add a new one in the group" in ill[0]
    assert "copy the whole address" in ill[1]
    assert "gone-1" not in "".join(ill)


async def test_the_command_line_says_the_same_and_kicks_nobody(wecom: LocalWeCom, tmp_path: Path) -> None:
    me = wecom.robot.me
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")},
        "XIAOBAN_DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
        "XIAOBAN_ADAPTERS__WECOM__ENABLED": "true",
        "XIAOBAN_ADAPTERS__WECOM__BOT_ID": me.bot_id,
        "XIAOBAN_ADAPTERS__WECOM__BOT_SECRET": me.secret,
        "XIAOBAN_ADAPTERS__WECOM__WS_URL": wecom.ws_url,
    }

    async def xiaoban(*words: str) -> tuple[int | None, str]:
        pipe = asyncio.subprocess.PIPE
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=env, stdout=pipe, stderr=pipe
        )
        out, err = await run.communicate()
        return run.returncode, (out + err).decode()

    assert (await xiaoban("db", "upgrade"))[0] == 0
    code, said = await xiaoban("check")
    assert (code, "the robot is known to its gateway" in said) == (0, True), said
    env["XIAOBAN_PORT"] = "0"
    house = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=env, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await wecom.bell.until(lambda: wecom.gateway.live, 60)
        before = wecom.gateway.subscriptions
        code, said = await xiaoban("check")
        assert (code, "held by the house that runs" in said) == (0, True), said
        assert (wecom.gateway.subscriptions, bool(wecom.gateway.live)) == (before, True)
    finally:
        house.terminate()
        await house.wait()
