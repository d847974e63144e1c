"""Conversations with the robot over its gateway: answers, streams, cards and pushes."""

from datetime import timedelta

import pytest

from tests.platforms.wecom.caller import Socket, ping_through
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import NotOnTheScreen, Person
from tests.platforms.wecom.sample_cards import buttons, selects, vote
from tests.platforms.wecom.world import Json, Talk

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def test_what_a_group_says_is_heard_with_an_at_only(socket: Socket, li: Person, group: Talk) -> None:
    assert await li.says("大家好", group) is None
    await li.says("请 @小办 订会议室", group, quote={"msgtype": "text", "text": {"content": "下午开会"}})
    told = await socket.next()
    assert told["cmd"] == "aibot_msg_callback"
    assert told["body"] == {
        "msgid": told["body"]["msgid"], "aibotid": "aibLocalRobot1", "chatid": group.id, "chattype": "group",
        "from": {"userid": "lizhuren"}, "msgtype": "text", "text": {"content": "请 @小办 订会议室"},
        "quote": {"msgtype": "text", "text": {"content": "下午开会"}},
    }  # fmt: skip


async def test_a_direct_message_has_no_chatid_and_no_response_url(socket: Socket, wang: Person) -> None:
    await wang.says("今天")
    body = (await socket.next())["body"]
    assert body["chattype"] == "single"
    assert not {"chatid", "response_url"} & body.keys()


async def test_sorts_that_groups_do_not_have(wecom: LocalWeCom, socket: Socket, li: Person, group: Talk) -> None:
    await li.shows("@小办 这是什么", "https://example.com/1.png", group)
    assert (await socket.next())["body"]["msgtype"] == "mixed"
    await li.speaks("明天下午开会")
    assert (await socket.next())["body"]["voice"] == {"content": "明天下午开会"}
    await li.hands_over("台账.xlsx", b"rows")
    assert (await socket.next())["body"]["file"].keys() == {"url", "aeskey"}
    assert await wecom.robot.hears(group, li.id, "voice", {"content": "@小办"}) is None


async def test_a_stream_replaces_its_text_until_it_is_finished(socket: Socket, li: Person, group: Talk) -> None:
    await li.asks(group, "汇总")
    told = await socket.next()
    assert [await socket.stream(told, text, text == "好了") for text in ("正在", "正在汇总", "好了")] == [0, 0, 0]
    assert (li.last(group).text, li.last(group).finished) == ("好了", True)
    assert await socket.stream(told, "还有") == 846608
    assert li.last(group).text == "好了"


@pytest.mark.parametrize("life", [6, 10])
async def test_a_stream_must_end_in_time(wecom: LocalWeCom, socket: Socket, li: Person, life: int) -> None:
    wecom.unknowns.stream_life = life * MINUTE
    await li.says("汇总")
    told = await socket.next()
    assert await socket.stream(told, "正在", finish=False) == 0
    await ping_through(socket, life * MINUTE)
    assert await socket.stream(told, "仍在", finish=False) == 0
    await wecom.pass_by(SECOND)
    assert await socket.stream(told, "好了") == 846608


async def test_an_answer_is_bound_to_a_message_of_the_last_day(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    await li.says("帮助")
    told = await socket.next()
    assert await socket.stream({"headers": {"req_id": "made-up"}}, "?") == 846605
    wecom.unknowns.silence = 48 * HOUR
    await wecom.pass_by(24 * HOUR)
    assert await socket.stream(told, "在") == 0
    await wecom.pass_by(SECOND)
    assert await socket.stream(told, "晚了", id="s2") == 846605


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msgtype": "text", "text": {"content": "不行"}}, 40008),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "不行"}}, 40008),
        ({"msgtype": "stream", "stream": {"finish": True, "content": "没有 id"}}, 40058),
        ({"msgtype": "stream", "stream": {"id": "1", "finish": True, "content": "字" * 6827}}, 45002),
        ({"msgtype": "stream", "stream": {"id": "1", "finish": True, "content": "字" * 6826}}, 0),
        ({"msgtype": "stream_with_template_card", "stream": {"id": "1"}, "template_card": buttons()}, 40008),
        ({"msgtype": "markdown", "markdown": {"content": " "}}, 44004),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 6827}}, 45002),
        ({"msgtype": "markdown", "markdown": {"content": "好"}}, 0),
        ({"msgtype": "template_card", "template_card": buttons()}, 0),
        ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
    ],
)
async def test_what_an_answer_may_be(socket: Socket, li: Person, body: Json, code: int) -> None:
    await li.says("帮助")
    told = await socket.next()
    assert (await socket.ask("aibot_respond_msg", body, told["headers"]["req_id"]))["errcode"] == code
    assert (li.last(li.with_robot).sort == "robot") == (code == 0)


async def test_a_stream_with_a_card_where_the_switch_allows_it(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    wecom.unknowns.stream_with_card = True
    await li.says("帮助")
    body = {
        "msgtype": "stream_with_template_card",
        "stream": {"id": "1", "finish": True, "content": "看"},
        "template_card": buttons(),
    }
    assert (await socket.ask("aibot_respond_msg", body, (await socket.next())["headers"]["req_id"]))["errcode"] == 0
    assert [line.msgtype for line in li.screen(li.with_robot)] == ["text", "markdown", "template_card"]


async def test_of_four_messages_at_once_the_last_is_not_told(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    for text in ("一", "二", "三"):
        assert await li.says(text) is not None
    assert await li.says("四") is None
    await socket.stream(await socket.next(), "答一")
    assert await li.says("五") is not None
    wecom.unknowns.fourth_message = "delivered"
    assert await li.says("六") is not None


async def card_of(socket: Socket, who: Person, talk: Talk, card: Json) -> None:
    await who.asks(talk, "看")
    body = {"msgtype": "template_card", "template_card": card}
    assert (await socket.ask("aibot_respond_msg", body, (await socket.next())["headers"]["req_id"]))["errcode"] == 0


async def test_a_click_and_the_changed_card(socket: Socket, li: Person, wang: Person, group: Talk) -> None:
    await card_of(socket, li, group, buttons("item-7"))
    await wang.presses(wang.last(group), "办结")
    told = await socket.next()
    assert (told["cmd"], told["body"]["event"]) == (
        "aibot_event_callback",
        {
            "eventtype": "template_card_event",
            "template_card_event": {"card_type": "button_interaction", "event_key": "办结", "task_id": "item-7"},
        },
    )
    for_wang = {
        "response_type": "update_template_card",
        "userids": ["wangwei"],
        "template_card": buttons("item-7", "已办结"),
    }
    req_id = told["headers"]["req_id"]
    assert (await socket.ask("aibot_respond_update_msg", for_wang, req_id))["errcode"] == 0
    assert wang.last(group).seen_by("wangwei")["button_list"][0]["text"] == "已办结"
    assert li.last(group).seen_by("lizhuren")["button_list"][0]["text"] == "办结"
    for_all = {"response_type": "update_template_card", "template_card": buttons("item-7", "已关闭")}
    assert (await socket.ask("aibot_respond_update_msg", for_all, req_id))["errcode"] == 0
    assert {line.seen_by(each)["button_list"][0]["text"] for line in [li.last(group)] for each in group.members} == {
        "已关闭"
    }
    with pytest.raises(NotOnTheScreen):
        await li.presses(li.last(group), "办结")
    await li.presses(li.last(group), "办结", stale=True)
    assert (await socket.next())["body"]["event"]["template_card_event"]["event_key"] == "办结"


async def test_a_changed_card_keeps_its_task_id_and_comes_within_five_seconds(
    wecom: LocalWeCom, socket: Socket, li: Person, group: Talk
) -> None:
    await card_of(socket, li, group, buttons("item-7"))
    await li.presses(li.last(group), "办结")
    req_id = (await socket.next())["headers"]["req_id"]
    other = {"response_type": "update_template_card", "template_card": buttons("item-8")}
    right = {"response_type": "update_template_card", "template_card": buttons("item-7", "已办结")}
    assert (await socket.ask("aibot_respond_update_msg", other, req_id))["errcode"] == 40058
    await wecom.pass_by(5 * SECOND)
    assert (await socket.ask("aibot_respond_update_msg", right, req_id))["errcode"] == 0
    await wecom.pass_by(SECOND)
    assert (await socket.ask("aibot_respond_update_msg", right, req_id))["errcode"] == 846605
    assert (await socket.ask("aibot_respond_msg", right, req_id))["errcode"] == 846605


async def test_what_is_chosen_is_told_nested_or_flat(
    wecom: LocalWeCom, socket: Socket, li: Person, group: Talk
) -> None:
    await card_of(socket, li, group, vote(mode=1))
    await li.presses(li.last(group), "submit", {"when": ["上午", "都可"]})
    nested = (await socket.next())["body"]["event"]["template_card_event"]
    item = {"question_key": "when", "option_ids": {"option_id": ["上午", "都可"]}}
    assert nested["selected_items"] == {"selected_item": [item]}
    await card_of(socket, li, group, selects())
    wecom.unknowns.flat_card_event = True
    await li.presses(li.last(group), "submit", {"q0": ["301"], "q1": ["302"]})
    flat = (await socket.next())["body"]["event"]
    assert (flat["event_key"], flat["task_id"]) == ("submit", "select-1")
    with pytest.raises(NotOnTheScreen):
        await li.presses(li.last(group), "submit", {"q0": ["303"]})


async def test_a_task_id_is_taken_once(socket: Socket, li: Person, group: Talk) -> None:
    await card_of(socket, li, group, buttons("item-7"))
    assert await socket.push(group.id, 2, msgtype="template_card", template_card=buttons("item-7")) == 40058
    assert await socket.push(group.id, 2, msgtype="template_card", template_card=buttons("item-8")) == 0


async def test_the_first_visit_of_a_day_may_be_welcomed(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    assert await li.opens() is not None
    assert await li.opens() is None
    told = await socket.next()
    assert told["body"]["event"] == {"eventtype": "enter_chat"}
    hello, req_id = {"msgtype": "text", "text": {"content": "您好"}}, told["headers"]["req_id"]
    assert (await socket.ask("aibot_respond_msg", hello, req_id))["errcode"] == 846605
    assert (await socket.ask("aibot_respond_welcome_msg", hello, req_id))["errcode"] == 0
    assert (await socket.ask("aibot_respond_welcome_msg", hello, req_id))["errcode"] == 846605
    wecom.unknowns.silence = 48 * HOUR
    await wecom.pass_by(24 * HOUR)
    assert await li.opens() is not None
    late = (await socket.next())["headers"]["req_id"]
    await wecom.pass_by(6 * SECOND)
    assert (await socket.ask("aibot_respond_welcome_msg", hello, late))["errcode"] == 846605


async def test_a_rating_is_told(socket: Socket, li: Person) -> None:
    await li.says("帮助")
    body = {"msgtype": "markdown", "markdown": {"content": "好", "feedback": {"id": "f1"}}}
    assert (await socket.ask("aibot_respond_msg", body, (await socket.next())["headers"]["req_id"]))["errcode"] == 0
    await li.rates(li.last(li.with_robot), 2, "不准")
    assert (await socket.next())["body"]["event"]["feedback_event"]["type"] == 2


async def test_where_the_robot_may_speak_first(wecom: LocalWeCom, socket: Socket, li: Person, group: Talk) -> None:
    assert await socket.push(group.id, 2) == 93001
    assert await socket.push(li.id, 1) == 93001
    await li.asks(group, "在吗")
    await li.says("在吗")
    assert await socket.push(group.id, 2) == await socket.push(li.id, 1) == 0
    assert await socket.push(group.id.lower(), 2) == await socket.push(f"group:{group.id}", 2) == 93006
    assert await socket.push(li.id, 2) == await socket.push(group.id, 1) == 93006
    assert await socket.push(li.id, 2) == 93006
    group.robot = False
    assert await socket.push(group.id, 2) == 93008
    plain = {"chatid": li.id, "chat_type": 1, "msgtype": "text", "text": {"content": "不行"}}
    assert (await socket.ask("aibot_send_msg", plain))["errcode"] == 40008
    assert await socket.push(li.id, 1, msgtype="markdown_v2", markdown_v2={"content": "不行"}) == 40008


async def test_without_a_chat_type_a_group_comes_first(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    twin = wecom.group("同名群", li, id="lizhuren")
    await li.says("在吗")
    await li.asks(twin, "在吗")
    assert await socket.push("lizhuren", text="给谁") == 0
    assert li.last(twin).text == "给谁"
    assert await socket.push("lizhuren", 1, text="给本人") == 0
    assert li.last(li.with_robot).text == "给本人"


async def test_a_hello_may_wear_off(wecom: LocalWeCom, socket: Socket, li: Person) -> None:
    await li.says("在吗")
    wecom.unknowns.hello_lasts, wecom.unknowns.silence = 12 * HOUR, 48 * HOUR
    await wecom.pass_by(12 * HOUR)
    assert await socket.push(li.id, 1) == 93001


async def test_thirty_a_minute_and_a_thousand_an_hour_in_one_conversation(
    wecom: LocalWeCom, socket: Socket, li: Person, wang: Person, group: Talk
) -> None:
    await li.asks(group, "在吗")
    await wang.says("在吗")
    assert await socket.stream(await socket.next(), "在") == 0
    assert [await socket.push(group.id, 2) for _ in range(29)] == [0] * 29
    assert await socket.push(group.id, 2) == 45009
    assert await socket.push(wang.id, 1) == 0
    await wecom.pass_by(59 * SECOND)
    assert await socket.push(group.id, 2) == 45009
    await wecom.pass_by(SECOND)
    assert await socket.push(group.id, 2) == 0
    wecom.replies.pace.limits[HOUR] = 40
    await wecom.pass_by(MINUTE)
    assert [await socket.push(group.id, 2) for _ in range(10)] == [0] * 9 + [45009]
    await wecom.pass_by(2 * MINUTE)
    assert await socket.push(group.id, 2) == 45009


@pytest.mark.parametrize(("counted", "code"), [(True, 45009), (False, 0)])
async def test_whether_refreshes_count(wecom: LocalWeCom, socket: Socket, li: Person, counted: bool, code: int) -> None:
    wecom.unknowns.refreshes_count = counted
    await li.says("汇总")
    told = await socket.next()
    codes = [await socket.stream(told, "正在" * each, finish=False) for each in range(1, 32)]
    assert codes[-1] == code
