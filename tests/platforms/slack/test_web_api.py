"""The Web API as the official Python clients meet it."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.receiver import Receiver
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.world import Channel, Json

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "好"}, "action_id": "ok", "value": "1"}
ACTIONS = {"type": "actions", "block_id": "acts", "elements": [BUTTON]}
METADATA = {"event_type": "xiaoban_outbox", "event_payload": {"key": "k1"}}


async def refused(call: Any) -> Json:
    with pytest.raises(SlackApiError) as raised:
        await call
    told: Json = raised.value.response.data
    return told


async def error(call: Any) -> str:
    return str((await refused(call))["error"])


async def test_the_synchronous_client_posts_too(slack: LocalSlack, office: Channel) -> None:
    def post() -> str:
        client = WebClient(token=slack.world.app.token, base_url=slack.api)
        assert client.auth_test()["user_id"] == slack.world.app.bot_user
        return str(client.chat_postMessage(channel=office.id, text="好", blocks=[ACTIONS])["ts"])

    ts = await asyncio.to_thread(post)
    assert office.messages[0].ts == ts
    assert slack.member("zhaomin").sees(office)[0].labels == ["好"]


async def test_tokens_and_scopes(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    nobody = AsyncWebClient(base_url=slack.api, session=client.session, retry_handlers=[])
    assert await error(nobody.auth_test()) == "not_authed"
    nobody.token = "xoxb-other"
    assert await error(nobody.auth_test()) == "invalid_auth"
    assert await error(client.apps_connections_open(app_token=slack.world.app.token)) == "not_allowed_token_type"
    slack.world.app.scopes = frozenset({"im:history"})
    told = await refused(client.chat_postMessage(channel=office.id, text="好"))
    assert (told["error"], told["needed"], told["provided"]) == ("missing_scope", "chat:write", "im:history")
    slack.world.app.revoked = "token_revoked"
    assert await error(client.auth_test()) == "token_revoked"
    assert await error(client.api_call("no.such")) == "unknown_method"


async def test_where_a_message_may_go(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    zhaomin = slack.member("zhaomin")
    sent = await client.chat_postMessage(channel=zhaomin.id, text="私下")
    assert sent["channel"] == zhaomin.direct.id
    assert (await client.chat_postMessage(channel="#office", text="按名字"))["channel"] == office.id
    open_to_all = slack.world.add_channel("hall", bot=False)
    hidden = slack.world.add_channel("hidden", kind="group", bot=False)
    assert (await client.chat_postMessage(channel=open_to_all.id, text="好"))["ok"]
    slack.world.app.scopes -= {"chat:write.public"}
    assert await error(client.chat_postMessage(channel=open_to_all.id, text="好")) == "not_in_channel"
    assert await error(client.chat_postMessage(channel=hidden.id, text="好")) == "channel_not_found"
    assert await error(client.chat_postMessage(channel="C404", text="好")) == "channel_not_found"
    office.archived = True
    assert await error(client.chat_postMessage(channel=office.id, text="好")) == "is_archived"


async def test_what_a_message_must_hold(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    slack.pace.burst = 10
    assert await error(client.api_call("chat.postMessage", json={"channel": office.id, "text": ""})) == "no_text"
    assert (await client.api_call("chat.postMessage", json={"channel": office.id, "text": " "}))["ok"]
    told = await refused(client.chat_postMessage(channel=office.id, text="好", blocks=[ACTIONS, ACTIONS]))
    assert told["error"] == "invalid_blocks"
    assert told["response_metadata"]["messages"] == [
        "[ERROR] `block_id` already exists: acts [json-pointer:/blocks/1/block_id]"
    ]
    wrong = {"channel": office.id, "text": "好", "blocks": "{"}
    assert await error(client.api_call("chat.postMessage", json=wrong)) == "invalid_blocks_format"
    long = await client.chat_postMessage(channel=office.id, text="好" * 40_001)
    assert len(long["message"]["text"]) == 40_000
    assert await error(client.chat_postMessage(channel=office.id, text="x", thread_ts="bad")) == "invalid_thread_ts"
    unknown = await client.chat_postMessage(channel=office.id, text="x", thread_ts="1.000001")
    assert "thread_ts" not in unknown["message"]


async def test_a_message_is_found_again_by_its_metadata(client: AsyncWebClient, office: Channel) -> None:
    sent = await client.chat_postMessage(channel=office.id, text="好", metadata=METADATA)
    plain = (await client.conversations_history(channel=office.id))["messages"][0]
    assert "metadata" not in plain
    found = await client.conversations_history(channel=office.id, include_all_metadata=True, oldest="0", limit=1)
    assert found["messages"][0]["metadata"] == METADATA
    assert found["messages"][0]["ts"] == sent["ts"]
    assert found["messages"][0]["bot_id"] == "B0XIAOBAN"
    assert "subtype" not in found["messages"][0]
    bad = client.chat_postMessage(channel=office.id, text="好", metadata={"event_type": "x"})
    assert await error(bad) == "invalid_metadata_format"


async def test_a_card_is_changed_in_place(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    ts = (await client.chat_postMessage(channel=office.id, text="一", blocks=[ACTIONS], metadata=METADATA))["ts"]
    await client.chat_update(channel=office.id, ts=ts, text="二", blocks=[])
    assert (office.messages[0].text, office.messages[0].blocks, office.messages[0].metadata) == ("二", [], METADATA)
    await client.chat_update(channel=office.id, ts=ts, blocks=[ACTIONS], text="三", metadata={})
    assert office.messages[0].metadata is None
    with pytest.warns(UserWarning, match="text"):
        await client.chat_update(channel=office.id, ts=ts, blocks=[ACTIONS])
    assert (office.messages[0].text, len(office.messages[0].blocks)) == ("三", 1)
    await client.chat_update(channel=office.id, ts=ts, text="四")
    assert office.messages[0].blocks == []
    assert await error(client.chat_update(channel=office.id, ts=ts, text="好" * 4001)) == "msg_too_long"
    assert await error(client.chat_update(channel=office.id, ts="1.000001", text="x")) == "message_not_found"
    zhaomin = slack.member("zhaomin")
    assert await error(client.chat_update(channel=zhaomin.id, ts=ts, text="x")) == "channel_not_found"
    await zhaomin.says("我的", office)
    theirs = office.messages[-1].ts
    assert await error(client.chat_update(channel=office.id, ts=theirs, text="x")) == "cant_update_message"


async def test_threads_and_tombstones(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    root = (await client.chat_postMessage(channel=office.id, text="题目"))["ts"]
    await client.chat_postMessage(channel=office.id, text="回复", thread_ts=root)
    top = (await client.conversations_history(channel=office.id))["messages"]
    assert [(line["text"], line["reply_count"]) for line in top] == [("题目", 1)]
    thread = (await client.conversations_replies(channel=office.id, ts=root))["messages"]
    assert [line["text"] for line in thread] == ["题目", "回复"]
    assert (await client.chat_getPermalink(channel=office.id, message_ts=root))["permalink"].startswith("https://")
    await client.chat_delete(channel=office.id, ts=root)
    assert (await client.conversations_history(channel=office.id))["messages"][0]["subtype"] == "tombstone"
    await client.chat_delete(channel=office.id, ts=thread[1]["ts"])
    assert await error(client.chat_delete(channel=office.id, ts=thread[1]["ts"])) == "message_not_found"
    assert await error(client.conversations_replies(channel=office.id, ts="9.9")) == "thread_not_found"


async def test_a_message_for_one_reader(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    zhaomin = slack.member("zhaomin")
    ts = (await client.chat_postEphemeral(channel=office.id, user=zhaomin.id, text="只给你"))["message_ts"]
    assert [line.text for line in zhaomin.sees(office)] == ["只给你"]
    assert slack.member("wangwei").sees(office) == []
    assert await error(client.chat_update(channel=office.id, ts=ts, text="x")) == "message_not_found"
    assert (await client.conversations_history(channel=office.id))["messages"] == []


async def test_all_pages_of_people(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.page = 2
    slack.world.add_human("gone", "走了", deleted=True)
    names = [each["name"] async for page in await client.users_list(limit=200) for each in page["members"]]
    assert names == ["xiaoban", "slackbot", "zhaomin", "wangwei", "gone"]
    slack.limit_required = True
    assert await error(client.users_list()) == "limit_required"
    assert await error(client.users_list(limit=5, cursor="???")) == "invalid_cursor"


async def test_an_address_is_told_only_with_its_scope(slack: LocalSlack, client: AsyncWebClient) -> None:
    zhaomin = slack.member("zhaomin")
    assert (await client.users_info(user=zhaomin.id))["user"]["profile"]["email"] == "zhaomin@example.com"
    assert (await client.users_lookupByEmail(email="ZhaoMin@example.com"))["user"]["id"] == zhaomin.id
    assert await error(client.users_lookupByEmail(email="nobody@example.com")) == "users_not_found"
    slack.world.app.scopes -= {"users:read.email"}
    assert "email" not in (await client.users_info(user=zhaomin.id))["user"]["profile"]
    assert await error(client.users_lookupByEmail(email="zhaomin@example.com")) == "missing_scope"
    assert await error(client.users_info(user="U404")) == "user_not_found"


async def test_channels_and_who_is_in_them(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    slack.world.add_channel("hidden", kind="group", bot=False)
    secret = slack.world.add_channel("secret", kind="group")
    found = await client.conversations_list(types="public_channel,private_channel", limit=100)
    assert [each["name"] for each in found["channels"]] == ["office", "secret"]
    assert (await client.conversations_info(channel=secret.id))["channel"]["is_private"]
    assert len((await client.conversations_members(channel=office.id))["members"]) == 3
    zhaomin, wangwei = slack.member("zhaomin"), slack.member("wangwei")
    opened = await client.conversations_open(users=zhaomin.id, return_im=True)
    assert (opened["channel"]["id"], opened["channel"]["user"]) == (zhaomin.direct.id, zhaomin.id)
    slack.world.app.scopes |= {"mpim:write"}
    together = await client.conversations_open(users=[zhaomin.id, wangwei.id])
    assert together["channel"]["id"] != zhaomin.direct.id
    assert await error(client.conversations_info(channel="C404")) == "channel_not_found"


async def test_user_groups_where_they_are_paid_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    group = slack.world.add_group("leaders", "领导", slack.member("zhaomin").id)
    assert (await client.usergroups_list(include_users=True))["usergroups"][0]["users"] == group.users
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == group.users
    slack.world.paid = False
    assert await error(client.usergroups_list()) == "plan_upgrade_required"


async def test_a_file_in_three_steps(slack: LocalSlack, client: AsyncWebClient, office: Channel) -> None:
    content = "台账".encode()
    await client.files_upload_v2(channel=office.id, filename="台账.csv", content=content, initial_comment="给大家")
    (line,) = office.messages
    assert (line.text, line.files[0]["name"], line.files[0]["size"]) == ("给大家", "台账.csv", len(content))
    assert next(iter(slack.uploads.known.values())).content == content


async def test_bodies_as_the_platform_reads_them(slack: LocalSlack, office: Channel) -> None:
    right = {"Authorization": f"Bearer {slack.world.app.token}"}
    said = {"channel": office.id, "text": "好"}
    tries: list[tuple[str, Json, str]] = [
        ("chat.postMessage", {"json": {**said, "token": slack.world.app.token}}, "not_authed"),
        ("chat.postMessage", {"data": {**said, "token": slack.world.app.token}}, ""),
        ("chat.postMessage", {"json": said, "headers": right}, ""),
        (
            "chat.postMessage",
            {"data": b"[]", "headers": {**right, "Content-Type": "application/json"}},
            "json_not_object",
        ),
        ("chat.postMessage", {"data": b"<x/>", "headers": {**right, "Content-Type": "text/xml"}}, "invalid_post_type"),
        ("chat.postMessage", {"json": {"text": "好"}, "headers": right}, "invalid_arguments"),
        ("chat.getPermalink", {"json": {"channel": office.id}, "headers": right}, "invalid_arguments"),
    ]
    async with aiohttp.ClientSession() as http:
        for method, given, expected in tries:
            async with http.post(f"{slack.api}{method}", **given) as answer:
                assert (answer.status, json.loads(await answer.text()).get("error", "")) == (200, expected), given


async def test_the_app_hears_its_own_messages(slack: LocalSlack, client: AsyncWebClient, app: Receiver) -> None:
    zhaomin = slack.member("zhaomin")
    ts = (await client.chat_postMessage(channel=zhaomin.id, text="好"))["ts"]
    await client.chat_update(channel=zhaomin.direct.id, ts=ts, text="改")
    await slack.settled()
    first, second = (got.json["event"] for got in app.got)
    assert (first["bot_id"], first["user"], first["channel_type"]) == ("B0XIAOBAN", "U0XIAOBAN", "im")
    assert (second["subtype"], second["message"]["text"]) == ("message_changed", "改")
