"""People come and go, groups change, an address is tried, an app is removed."""

import json

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.receiver import Receiver, with_json
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.wire import FORM
from tests.platforms.slack.world import Json


async def test_joiners_changes_and_leavers(slack: LocalSlack, app: Receiver, client: AsyncWebClient) -> None:
    await slack.happenings.hires("lisi", "李四", email="lisi@example.com")
    lisi = slack.world.named("lisi")
    await slack.happenings.changes(lisi, real_name="李思")
    await slack.happenings.changes(lisi, deleted=True)
    told = [got.json["event"] for got in app.got]
    assert [event["type"] for event in told] == ["team_join", "user_change", "user_change"]
    assert [event["user"]["profile"]["real_name"] for event in told] == ["李四", "李思", "李思"]
    assert [event["user"]["deleted"] for event in told] == [False, False, True]
    assert told[0]["user"]["profile"]["email"] == "lisi@example.com"
    with pytest.raises(SlackApiError, match="users_not_found"):
        await client.users_lookupByEmail(email="lisi@example.com")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=lisi.id, text="还在吗")


async def test_a_group_changes(slack: LocalSlack, app: Receiver) -> None:
    zhaomin, wangwei = slack.member("zhaomin").id, slack.member("wangwei").id
    group = slack.world.add_group("leaders", "领导", zhaomin)
    await slack.happenings.regroups(group, wangwei)
    event = app.got[0].json["event"]
    assert (event["subteam_id"], event["added_users"], event["removed_users"]) == (group.id, [wangwei], [zhaomin])


async def test_an_app_that_is_removed(slack: LocalSlack, app: Receiver, client: AsyncWebClient) -> None:
    await slack.happenings.uninstalls()
    assert [got.json["event"]["type"] for got in app.got] == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()


def challenge_of(body: bytes) -> str:
    told: Json = json.loads(body)
    return str(told["challenge"])


async def test_an_address_is_right_when_the_challenge_comes_back(slack: LocalSlack, app: Receiver) -> None:
    app.replies = [
        lambda _request, body: web.Response(text=challenge_of(body)),
        lambda _request, body: web.json_response({"challenge": challenge_of(body)}),
        lambda _request, body: web.Response(text=f"challenge={challenge_of(body)}", content_type=FORM),
        with_json({"challenge": "another"}),
        lambda _request, body: web.Response(text=challenge_of(body), status=500),
    ]
    assert [await slack.happenings.verifies_address() for _ in range(5)] == [True, True, True, False, False]


async def test_a_look_at_the_certificate(slack: LocalSlack, app: Receiver) -> None:
    assert (await slack.happenings.checks_certificate()).taken
    assert app.got[0].form["ssl_check"] == "1"
