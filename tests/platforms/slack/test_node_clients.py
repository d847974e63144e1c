"""The local Slack judged by the official clients for Node."""

import pytest

from bot.engine.clock import real_time
from tests.platforms.node import Program, node
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel

pytestmark = pytest.mark.node


async def test_the_web_api(slack: LocalSlack, office: Channel) -> None:
    slack.world.app.events = frozenset()
    zhaomin, app = slack.member("zhaomin"), slack.world.app
    trigger = slack.triggers.make(zhaomin.id)
    async with node(
        "slack/clients/web-api.mjs", api=slack.api, token=app.token, channel=office.id, user=zhaomin.id, trigger=trigger
    ) as program:
        seen = await program.line()
    assert seen == {
        "me": app.bot_user, "ts": office.messages[0].ts, "names": ["xiaoban", "slackbot", "zhaomin", "wangwei"],
        "found": {"event_type": "xiaoban", "event_payload": {"key": "k1"}}, "direct": zhaomin.direct.id,
        "view": zhaomin.modal.id, "again": "exchanged_trigger_id", "home": "home", "nowhere": "channel_not_found",
        "limited": 5,
    }  # fmt: skip
    assert office.messages[0].text == "改期"
    assert office.messages[1].files[0]["size"] == len("台账".encode())


async def plays(slack: LocalSlack, office: Channel) -> None:
    """What the small app does with a command, a mention, a press and a form."""
    zhaomin = slack.member("zhaomin")
    await zhaomin.commands("帮助 payload & 中文", office)
    await slack.until(lambda: office.messages)
    await zhaomin.says("@xiaoban 在吗", office)
    await slack.until(lambda: len(office.messages) == 3)
    heard, _asked, said = zhaomin.sees(office)
    assert (heard.text, heard.only_me) == ("听到：帮助 payload & 中文", True)
    assert (said.labels, said.thread_ts) == (["参加"], office.messages[1].ts)


async def fills_in(slack: LocalSlack, office: Channel) -> None:
    zhaomin = slack.member("zhaomin")
    await zhaomin.commands("form", office)
    await slack.until(lambda: slack.world.views)
    await zhaomin.submits()
    assert zhaomin.faults == {"why": "请写理由"}
    await zhaomin.submits({"理由": "有事"})
    assert slack.world.views == {}
    assert zhaomin.troubles == []


async def presses(slack: LocalSlack, office: Channel) -> None:
    await slack.member("wangwei").presses("参加", office)
    await slack.until(lambda: office.messages[-1].text == "wangwei 参加")


async def test_bolt_by_http(slack: LocalSlack, office: Channel) -> None:
    app, slack.signs_at = slack.world.app, real_time
    async with node("slack/clients/bolt.mjs", api=slack.api, token=app.token, secret=app.signing_secret) as program:
        app.url = f"http://127.0.0.1:{(await program.line())['port']}/slack/events"
        await plays(slack, office)
        await presses(slack, office)
        await fills_in(slack, office)
        assert (await slack.wire.post_as_it_is(b"{}", {})).status == 401


async def test_bolt_by_socket(slack: LocalSlack, office: Channel) -> None:
    app = slack.world.app
    app.socket_mode = True
    async with node("slack/clients/bolt.mjs", api=slack.api, token=app.token, appToken=app.app_token) as program:
        await connected(slack, program)
        await plays(slack, office)
        await presses(slack, office)
        await fills_in(slack, office)


async def test_the_socket_client(slack: LocalSlack, office: Channel) -> None:
    app = slack.world.app
    app.socket_mode = True
    async with node("slack/clients/socket.mjs", api=slack.api, appToken=app.app_token) as program:
        await connected(slack, program)
        await slack.member("zhaomin").says("你好")
        assert await program.line() == {"type": "events_api", "text": "你好", "retry": 0}
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.until(0)
        await slack.sockets.until(1)
        await slack.member("zhaomin").commands("帮助", office)
        assert await program.line() == {"type": "slash_commands", "text": "帮助", "retry": 0}
    assert [line.text for line in slack.member("zhaomin").sees(office)] == ["听到：帮助"]


async def connected(slack: LocalSlack, program: Program) -> None:
    assert await program.line()
    await slack.sockets.until(1)
