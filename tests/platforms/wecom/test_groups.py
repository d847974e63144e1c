"""Groups that the app makes, group webhooks, contacts and signing in."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession, FormData

from tests.platforms.wecom.caller import Api
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.sample_cards import buttons, notice
from tests.platforms.wecom.webhooks import Webhook
from tests.platforms.wecom.world import Json, Talk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TWO = ["wangwei", "ZhaoMin"]


async def create(api: Api, **more: object) -> Json:
    return await api.call("appchat/create", {"name": "专班", "userlist": TWO, **more})


async def test_a_group_of_the_app(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    told = await create(api, chatid="zhuanban1", owner="wangwei")
    assert told["chatid"] == "zhuanban1"
    text = {"content": "请<@wangwei>阅", "mentioned_list": ["@all"]}
    body = {"chatid": "zhuanban1", "msgtype": "text", "text": text}
    assert (await api.call("appchat/send", body))["errcode"] == 0
    talk = wecom.company.groups["zhuanban1"]
    assert (wang.last(talk).text, wang.last(talk).mentioned) == ("请<@wangwei>阅", ["@all", "wangwei"])
    change = {"chatid": "zhuanban1", "name": "专班二", "add_user_list": ["lizhuren"], "del_user_list": ["ZhaoMin"]}
    assert (await api.call("appchat/update", change))["errcode"] == 0
    seen = (await api.ask("appchat/get", chatid="zhuanban1"))["chat_info"]
    assert (seen["name"], seen["owner"], seen["userlist"]) == ("专班二", "wangwei", ["wangwei", "lizhuren"])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"userlist": ["wangwei"]}, 86006),
        ({"userlist": [*TWO, "nobody"]}, 86216),
        ({"name": "字" * 51}, 86004),
        ({"chatid": "不行"}, 86001),
        ({"chatid": "a" * 33}, 86001),
        ({"owner": "lizhuren"}, 86207),
        ({"chatid": "taken"}, 86215),
    ],
)
async def test_groups_that_cannot_be(api: Api, more: Json, code: int) -> None:
    await create(api, chatid="taken")
    assert (await create(api, **more))["errcode"] == code


async def test_only_its_own_groups_and_only_with_the_whole_company(wecom: LocalWeCom, api: Api, group: Talk) -> None:
    body: Json = {"chatid": group.id, "msgtype": "text", "text": {"content": "不行"}}
    assert (await api.call("appchat/send", body))["errcode"] == 86008
    assert (await api.call("appchat/send", {**body, "chatid": "none"}))["errcode"] == 40050
    own = {**body, "chatid": (await create(api))["chatid"]}
    card = {"msgtype": "template_card", "template_card": notice()}
    assert (await api.call("appchat/send", {**own, **card}))["errcode"] == 40008
    wecom.app.sees_all = False
    assert (await api.call("appchat/send", own))["errcode"] == 60011
    assert (await create(api))["errcode"] == 60011


async def test_person_times_and_silent_limits(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    chat = (await create(api))["chatid"]
    body = {"chatid": chat, "msgtype": "markdown", "markdown": {"content": "好"}}
    wecom.appchat.per_member.limits[MINUTE] = 2
    assert {(await api.call("appchat/send", body))["errcode"] for _ in range(3)} == {0}
    assert len(wang.screen(wecom.company.groups[chat])) == 2
    wecom.unknowns.appchat_person_times_an_hour = 7
    assert (await api.call("appchat/send", body))["errcode"] == 45009
    wecom.appchat.created.limits[DAY] = 1
    assert (await create(api))["errcode"] == 45009


@pytest.fixture
def hook(wecom: LocalWeCom, group: Talk) -> Webhook:
    return wecom.webhooks.add(group)


async def say(api: Api, hook: Webhook, kind: str = "text", **part: object) -> int:
    return int((await api.post("webhook/send", {"msgtype": kind, kind: part}, key=hook.key))["errcode"])


async def test_a_webhook_calls_people(api: Api, hook: Webhook, li: Person) -> None:
    assert await say(api, hook, content="早报", mentioned_list=["wangwei", "ZhaoMin"]) == 0
    assert li.last(hook.talk).mentioned == ["wangwei"]
    assert await say(api, hook, content="早报", mentioned_list=["@all"], mentioned_mobile_list=["13800000001"]) == 0
    assert li.last(hook.talk).mentioned == ["@all", "lizhuren"]
    assert await say(api, hook, "markdown", content="请<@lizhuren>阅") == 0
    assert li.last(hook.talk).mentioned == ["lizhuren"]
    assert await say(api, hook, "markdown_v2", content="请<@lizhuren>阅") == 0
    assert li.last(hook.talk).mentioned == []


async def test_sizes_and_sorts_of_a_webhook(wecom: LocalWeCom, api: Api, hook: Webhook) -> None:
    assert await say(api, hook, content="字" * 683) == 45002
    assert await say(api, hook, "markdown", content="字" * 1365) == 0
    assert await say(api, hook, "markdown", content="字" * 1366) == 45002
    wecom.unknowns.markdown_v2_bytes = 2048
    assert await say(api, hook, "markdown_v2", content="字" * 1365) == 45002
    assert await say(api, hook, "video", media_id="x") == 40008
    assert await say(api, hook, "template_card", **buttons()) == 40058
    assert await say(api, hook, "template_card", **notice()) == 0
    assert await say(api, hook, "file", media_id="x") == 40007
    form = FormData()
    form.add_field("media", b"rows", filename="rows.csv")
    address = f"{wecom.address}/cgi-bin/webhook/upload_media"
    async with api.session.post(address, params={"key": hook.key, "type": "file"}, data=form) as response:
        media_id = (await response.json())["media_id"]
    assert await say(api, hook, "file", media_id=media_id) == 0


async def test_twenty_a_minute_each(wecom: LocalWeCom, api: Api, hook: Webhook, group: Talk) -> None:
    assert [await say(api, hook, content="好") for _ in range(21)] == [0] * 20 + [45009]
    assert await say(api, wecom.webhooks.add(group), content="另一个") == 0
    await wecom.pass_by(MINUTE)
    assert await say(api, hook, content="好") == 0


async def test_webhooks_that_are_gone(wecom: LocalWeCom, api: Api, hook: Webhook) -> None:
    hook.disabled = True
    assert await say(api, hook, content="好") == 93004
    wecom.webhooks.held.clear()
    assert await say(api, hook, content="好") == 93000


async def test_escapes_do_not_trouble_a_webhook(wecom: LocalWeCom, hook: Webhook, li: Person) -> None:
    async with ClientSession() as session, session.post(wecom.webhook_url(hook), json=plain("督办")) as response:
        assert (await response.json())["errcode"] == 0
    assert li.last(hook.talk).text == "督办"


def plain(text: str) -> Json:
    return {"msgtype": "text", "text": {"content": text}}


async def test_contacts(wecom: LocalWeCom, api: Api) -> None:
    wecom.person("hidden", "别科", 2, visible=False)
    assert (await api.ask("user/get", userid="lizhuren"))["mobile"] == "13800000001"
    wecom.unknowns.few_contact_fields = True
    assert "mobile" not in await api.ask("user/get", userid="lizhuren")
    assert (await api.ask("user/get", userid="hidden"))["errcode"] == 60011
    assert (await api.ask("user/get", userid="nobody"))["errcode"] == 60111
    assert [each["id"] for each in (await api.ask("department/list"))["department"]] == [1, 2]
    one, both = [await api.ask("user/simplelist", department_id="1", fetch_child=each) for each in "01"]
    assert [each["userid"] for each in one["userlist"]] == ["lizhuren"]
    assert [each["userid"] for each in both["userlist"]] == ["lizhuren", *TWO]
    assert (await api.ask("user/simplelist", department_id="9"))["errcode"] == 60123
    assert (await api.ask("getcallbackip"))["ip_list"] == ["127.0.0.1"]


async def test_the_list_of_ids_by_pages(wecom: LocalWeCom, api: Api) -> None:
    assert (await api.call("user/list_id", {"limit": 2}))["errcode"] == 48002
    wecom.unknowns.list_id_forbidden = False
    first = await api.call("user/list_id", {"limit": 2})
    rest = await api.call("user/list_id", {"limit": 2, "cursor": first["next_cursor"]})
    assert [each["userid"] for each in first["dept_user"] + rest["dept_user"]] == ["lizhuren", *TWO]
    assert "next_cursor" not in rest


async def test_signing_in_with_a_code(wecom: LocalWeCom, api: Api) -> None:
    wecom.contacts.codes["once"] = "wangwei"
    assert (await api.ask("auth/getuserinfo", code="once"))["userid"] == "wangwei"
    assert (await api.ask("auth/getuserinfo", code="once"))["errcode"] == 40029
