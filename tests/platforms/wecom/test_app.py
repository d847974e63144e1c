"""The app's token, what it sends to members, changed cards and recall."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientConnectionError

from tests.platforms.wecom.app import App
from tests.platforms.wecom.caller import Api
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import NotOnTheScreen, Person
from tests.platforms.wecom.receiver import Receiver
from tests.platforms.wecom.sample_cards import buttons, notice, selects, vote
from tests.platforms.wecom.world import Json

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def test_a_token_is_good_for_two_hours(wecom: LocalWeCom, api: Api) -> None:
    first = await api.new_token()
    await wecom.pass_by(HOUR)
    again = await api.new_token()
    assert (again["access_token"], again["expires_in"]) == (first["access_token"], 3600)
    assert (await api.send("wangwei"))["errcode"] == 0
    await wecom.pass_by(HOUR)
    assert (await api.send("wangwei"))["errcode"] == 42001
    assert (await api.new_token())["access_token"] != first["access_token"]
    assert wecom.tokens.asked == 4


@pytest.mark.parametrize(("old_lives", "expected"), [(True, 0), (False, 40014)])
async def test_a_new_token_each_time_where_the_switch_says_so(
    wecom: LocalWeCom, api: Api, old_lives: bool, expected: int
) -> None:
    wecom.unknowns.same_token, wecom.unknowns.old_token_lives = False, old_lives
    first = api.token
    assert (await api.new_token())["access_token"] != first
    api.token = first
    assert (await api.send("wangwei"))["errcode"] == expected


async def test_a_token_may_end_early(wecom: LocalWeCom, api: Api) -> None:
    wecom.tokens.withdraw()
    assert (await api.send("wangwei"))["errcode"] == 40014
    await api.new_token()
    assert (await api.send("wangwei"))["errcode"] == 0
    api.token = ""
    assert (await api.send("wangwei"))["errcode"] == 41001


async def test_wrong_secrets_block_the_address_for_an_hour(wecom: LocalWeCom, api: Api) -> None:
    wecom.unknowns.wrong_secrets_an_hour = 3
    assert (await api.new_token(corp_id="ww0"))["errcode"] == 40013
    assert [(await api.new_token(secret="wrong"))["errcode"] for _ in range(4)] == [40001, 40001, 40001, 45009]
    assert (await api.new_token())["errcode"] == 45009
    await wecom.pass_by(HOUR)
    assert (await api.new_token())["errcode"] == 0


async def test_what_an_administrator_can_switch(wecom: LocalWeCom, api: Api) -> None:
    wecom.app.trusted = False
    assert (await api.send("wangwei"))["errcode"] == 60020
    assert (await api.new_token())["errcode"] == 0
    wecom.unknowns.untrusted_gettoken = True
    assert (await api.new_token())["errcode"] == 60020
    wecom.app.trusted, wecom.app.stopped = True, True
    assert (await api.send("wangwei"))["errcode"] == 50003
    assert (await api.new_token())["errcode"] == 40001
    wecom.app.stopped = False
    for right in (48002, 50003, 301002):
        wecom.faults.plan("message/send", Fault("refuse", right))
        assert (await api.send("wangwei"))["errcode"] == right


async def test_the_words_of_an_error_are_not_for_deciding(api: Api) -> None:
    first, second = await api.send("nobody"), await api.send("nobody")
    assert first["errcode"] == second["errcode"] == 81013
    assert first["errmsg"] != second["errmsg"]
    assert "devtool/query?e=81013" in first["errmsg"]


async def test_some_invalid_receivers_are_no_error(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    wecom.person("guest", "访客", 2, licensed=False)
    wecom.person("hidden", "别科", 2, visible=False)
    told = await api.send("WangWei|Nobody|HIDDEN|Guest", toparty="2|99", totag="7")
    assert (told["errcode"], told["invaliduser"], told["unlicenseduser"]) == (0, "nobody|hidden", "guest")
    assert (told["invalidparty"], told["invalidtag"]) == ("99", "7")
    assert wang.last(wang.with_app).text == "督办"
    nobody = await api.send("Nobody")
    assert (nobody["errcode"], nobody["invaliduser"]) == (81013, "nobody")
    assert (await api.send("|".join(f"u{each}" for each in range(1001))))["errcode"] == 40032


async def test_all_and_parties_with_those_below(wecom: LocalWeCom, api: Api) -> None:
    wecom.company.tags[5] = ["lizhuren"]
    for to, expected in (({"touser": "@all"}, 3), ({"toparty": "1"}, 3), ({"toparty": "2"}, 2), ({"totag": "5"}, 1)):
        told = await api.call(
            "message/send", {**to, "agentid": 1000002, "msgtype": "text", "text": {"content": "通知"}}
        )
        assert len(wecom.messages.sent[told["msgid"]].lines) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": {"content": "字" * 682}}, 0),
        ({"text": {"content": "字" * 683}}, 45002),
        ({"text": {"content": ""}}, 44004),
        ({"text": {}}, 44004),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "不行"}}, 40008),
        ({"msgtype": "markdown", "markdown": {"content": "**好**"}}, 0),
        ({"agentid": 1}, 40056),
        ({"msgtype": "textcard", "textcard": {"title": "字" * 43, "description": "好", "url": "u"}}, 45002),
        ({"msgtype": "textcard", "textcard": {"title": "好", "description": "好", "url": "u"}}, 0),
        ({"msgtype": "textcard", "textcard": {"title": "好", "description": "好", "btntxt": "太长太长了"}}, 45002),
    ],
)
async def test_sizes_and_sorts(api: Api, body: Json, expected: int) -> None:
    whole = {"touser": "wangwei", "agentid": 1000002, "msgtype": "text"} | body
    assert (await api.call("message/send", whole))["errcode"] == expected


async def test_a_long_text_may_be_cut(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    wecom.unknowns.long_text = "cut"
    assert (await api.send("wangwei", "字" * 700))["errcode"] == 0
    assert wang.last(wang.with_app).text == "字" * 682


async def test_the_body_must_be_real_characters(wecom: LocalWeCom, api: Api) -> None:
    escaped = rb'{"touser":"wangwei","agentid":1000002,"msgtype":"text","text":{"content":"\u7763\u529e"}}'
    assert (await api.call("message/send", escaped))["errcode"] == 40033
    assert (await api.call("message/send", escaped.replace(rb"\u", rb"\\u")))["errcode"] == 0
    wecom.unknowns.escapes_refused = False
    assert (await api.call("message/send", escaped))["errcode"] == 0
    assert (await api.call("message/send", b"no json"))["errcode"] == 40058


async def test_more_than_thirty_a_minute_vanish_without_a_word(
    wecom: LocalWeCom, api: Api, wang: Person, li: Person
) -> None:
    assert {(await api.send("wangwei", str(each)))["errcode"] for each in range(32)} == {0}
    assert len(wang.screen(wang.with_app)) == 30
    assert [each for each, _content in wecom.messages.dropped] == ["wangwei"] * 2
    await api.send("wangwei|lizhuren", "两人")
    assert li.last(li.with_app).text == "两人"
    await wecom.pass_by(MINUTE)
    await api.send("wangwei", "又好了")
    assert wang.last(wang.with_app).text == "又好了"
    wecom.messages.per_member.limits[HOUR] = 31
    await api.send("wangwei", "一小时的多了")
    assert wang.last(wang.with_app).text == "又好了"


async def test_two_hundred_person_times_a_day_for_each_account(wecom: LocalWeCom, api: Api) -> None:
    wecom.messages.per_member.limits = {MINUTE: 10**6}
    assert {(await api.send("@all"))["errcode"] for _ in range(200)} == {0}
    assert (await api.send("wangwei"))["errcode"] == 45009


async def test_the_duplicate_check(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    once: Json = {"enable_duplicate_check": 1}
    first = await api.send("wangwei", **once)
    assert (await api.send("wangwei", **once))["msgid"] == first["msgid"]
    assert len(wang.screen(wang.with_app)) == 1
    wecom.unknowns.duplicate = "new msgid"
    assert (await api.send("wangwei", **once))["msgid"] != first["msgid"]
    wecom.unknowns.duplicate = "refused"
    assert (await api.send("wangwei", **once))["errcode"] == 40058
    assert (await api.send("wangwei", "另一件", **once))["errcode"] == 0
    await wecom.pass_by(30 * MINUTE)
    assert (await api.send("wangwei", **once))["errcode"] == 0
    assert (await api.send("wangwei", **once, duplicate_check_interval=14_401))["errcode"] == 40058


async def test_rates_last_as_long_as_their_unit(wecom: LocalWeCom, api: Api) -> None:
    wecom.door.pace.limits[MINUTE] = 2
    codes = [(await api.ask("department/list"))["errcode"] for _ in range(3)]
    assert codes == [0, 0, 45009]
    assert (await api.ask("user/get", userid="wangwei"))["errcode"] == 0
    await wecom.pass_by(59 * SECOND)
    assert (await api.ask("department/list"))["errcode"] == 45009
    await wecom.pass_by(SECOND)
    assert (await api.ask("department/list"))["errcode"] == 0


async def test_busy_and_too_many_at_once(wecom: LocalWeCom, api: Api) -> None:
    wecom.faults.plan("message/send", Fault("refuse", -1))
    wecom.faults.plan("message/send", Fault("refuse", 45033))
    assert [(await api.send("wangwei"))["errcode"] for _ in range(3)] == [-1, 45033, 0]


@pytest.mark.parametrize(("kind", "done"), [("lost", True), ("cut", True), ("reset", False)])
async def test_the_line_breaks(wecom: LocalWeCom, api: Api, wang: Person, kind: str, done: bool) -> None:
    wecom.faults.plan("message/send", Fault("lost" if kind == "lost" else "cut" if kind == "cut" else "reset"))
    with pytest.raises(ClientConnectionError):
        await api.send("wangwei")
    assert bool(wang.screen(wang.with_app)) == done
    await api.send("wangwei", enable_duplicate_check=1)


async def test_a_page_instead_of_an_answer(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    wecom.faults.plan("message/send", Fault("status", 502))
    url = f"{wecom.address}/cgi-bin/message/send"
    async with api.session.post(url, params={"access_token": api.token}, data=b"{}") as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502" in await response.text()


async def test_an_answer_after_half_a_minute(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    wecom.faults.plan("message/send", Fault("slow"))
    slow = asyncio.create_task(api.send("wangwei"))
    await wecom.bell.until(lambda: wang.screen(wang.with_app))
    await wecom.pass_by(29 * SECOND)
    assert not slow.done()
    await wecom.pass_by(SECOND)
    assert (await slow)["errcode"] == 0


async def test_cards_in_shape(wecom: LocalWeCom, api: Api, receiver: Receiver) -> None:
    for number, card in enumerate((buttons("a"), vote("b"), selects("c"), notice())):
        told = await api.send_card("wangwei", card)
        assert (told["errcode"], "response_code" in told) == (0, number < 3), told
    menu = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}
    assert "response_code" in await api.send_card("wangwei", notice(action_menu=menu, task_id="d"))


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (buttons(*"abcdefgh"), "button_list must have 1 to 6"),
        (buttons("task id"), "task_id out of its alphabet"),
        (buttons("x" * 129), "task_id out of its alphabet"),
        ({**buttons(), "task_id": None}, "task_id missing"),
        ({**buttons(), "main_title": {}}, "main_title"),
        (buttons("a", "同", "同"), "button keys must differ"),
        (buttons(button_list=[{"text": "好", "key": "k" * 1025}]), "button '好'"),
        (buttons(button_list=[{"text": "好", "key": "k", "style": 5}]), "style of '好'"),
        (buttons(horizontal_content_list=[{"keyname": "a"}] * 7), "horizontal_content_list must have 1 to 6"),
        (buttons(horizontal_content_list=[{"keyname": "a", "type": 3}]), "userid missing"),
        (buttons(jump_list=[{"type": 3, "title": "问", "question": "字" * 67}]), "question missing or longer"),
        (buttons(action_menu={"desc": "", "action_list": []}), "action_menu"),
        (selects(number=4), "select_list must have 1 to 3"),
        ({**vote(), "submit_button": None}, "submit_button missing"),
        ({"card_type": "hologram"}, "card_type"),
        ({**notice(), "card_action": None}, "card_action missing"),
    ],
)
async def test_cards_out_of_shape(api: Api, receiver: Receiver, card: Json, why: str) -> None:
    told = await api.send_card("wangwei", card)
    assert (told["errcode"], why in told["errmsg"]) == (40058, True), told


async def test_too_many_options(api: Api, receiver: Receiver) -> None:
    options = [{"id": str(each), "text": "好"} for each in range(21)]
    for card, most in ((vote(), 20), (selects(number=1), 10)):
        question = card["checkbox"] if "checkbox" in card else card["select_list"][0]
        question["option_list"] = options[: most + 1]
        assert (await api.send_card("wangwei", card))["errcode"] == 40058
        question["option_list"] = options[:most]
        assert (await api.send_card("wangwei", card))["errcode"] == 0


async def test_texts_over_the_advised_length(wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person) -> None:
    card = buttons("a", main_title={"title": "字" * 30})
    wecom.unknowns.over_advice = "refuse"
    assert (await api.send_card("wangwei", card))["errcode"] == 40058
    wecom.unknowns.over_advice = "cut"
    await api.send_card("wangwei", card)
    assert wang.last(wang.with_app).content["main_title"]["title"] == "字" * 26
    wecom.unknowns.over_advice = "show"
    await api.send_card("wangwei", {**card, "task_id": "b"})
    assert wang.last(wang.with_app).content["main_title"]["title"] == "字" * 30


async def test_who_receives_nothing_sends_no_cards_that_ask(wecom: LocalWeCom, api: Api) -> None:
    wecom.app.callback_url = ""
    assert (await api.send_card("wangwei", buttons()))["errcode"] == 40058
    assert (await api.send_card("wangwei", notice()))["errcode"] == 0


async def update(api: Api, code: str, **more: object) -> Json:
    change: Json = {"userids": ["wangwei"], "agentid": 1000002, "response_code": code}
    return await api.call("message/update_template_card", change | {"button": {"replace_name": "已办结"}} | more)


async def test_a_response_code_changes_a_card_once(
    wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person, li: Person
) -> None:
    told = await api.send_card("wangwei|lizhuren", buttons("a"))
    assert (await api.send_card("wangwei", buttons("a")))["errcode"] == 40058
    assert (await update(api, told["response_code"], userids=["wangwei", "ZhaoMin", "Nobody"]))["invaliduser"] == [
        "nobody",
        "zhaomin",
    ]
    with pytest.raises(NotOnTheScreen, match="已办结"):
        await wang.presses(wang.last(wang.with_app), "办结")
    assert (await update(api, told["response_code"]))["errcode"] == 40058
    await li.presses(li.last(li.with_app), "办结")
    assert (await update(api, receiver.told[-1]["ResponseCode"], atall=1, template_card=buttons("a", "关闭")))[
        "errcode"
    ] == 0
    assert wang.last(wang.with_app).content["replaced"] == "已办结"


@pytest.mark.parametrize("hours", [72, 24])
async def test_a_response_code_wears_off(wecom: LocalWeCom, api: Api, receiver: Receiver, hours: int) -> None:
    wecom.unknowns.response_code_life = hours * HOUR
    told = [await api.send_card("wangwei", buttons(each)) for each in "ab"]
    await wecom.pass_by(hours * HOUR - SECOND)
    await api.new_token()
    assert (await update(api, told[0]["response_code"]))["errcode"] == 0
    await wecom.pass_by(SECOND)
    assert (await update(api, told[1]["response_code"]))["errcode"] == 40058


async def test_recall_within_a_day_by_the_same_app(wecom: LocalWeCom, api: Api, wang: Person) -> None:
    wecom.apps.append(App(agent_id=1000003, secret="another"))
    first, second = await api.send("wangwei"), await api.send("wangwei", "留下")
    await api.new_token(secret="another")
    assert (await api.call("message/recall", {"msgid": first["msgid"]}))["errcode"] == 40058
    await api.new_token()
    assert (await api.call("message/recall", {"msgid": first["msgid"]}))["errcode"] == 0
    assert [line.text for line in wang.screen(wang.with_app)] == ["留下"]
    await wecom.pass_by(24 * HOUR)
    await api.new_token()
    assert (await api.call("message/recall", {"msgid": second["msgid"]}))["errcode"] == 40058
