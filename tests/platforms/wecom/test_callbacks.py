"""What the app is told, as wechatpy reads it, and what it answers in place."""

import asyncio
from datetime import timedelta

import pytest

from tests.platforms.wecom import xml
from tests.platforms.wecom.caller import Api
from tests.platforms.wecom.hostile import json_bodies, xml_bodies
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.receiver import Receiver
from tests.platforms.wecom.sample_cards import buttons, selects, vote

SECOND = timedelta(seconds=1)


async def test_the_url_must_echo_the_very_text_within_a_second(wecom: LocalWeCom, receiver: Receiver) -> None:
    assert await wecom.callbacks.verify()
    for suffix in ("\n", "\ufeff", '"'):
        receiver.echo_suffix = suffix
        assert not await wecom.callbacks.verify()
    receiver.echo_suffix, receiver.hold = "", asyncio.Event()
    receiver.reached.clear()
    verifying = asyncio.create_task(wecom.callbacks.verify())
    await receiver.reached.wait()
    await wecom.pass_by(SECOND)
    assert not await verifying


async def test_a_text_for_the_app(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    delivery = await wang.tells_app("<b>& ]]> 明天</b>")
    assert [each.status for each in delivery.attempts] == [200]
    told = receiver.told[0]
    assert (told["ToUserName"], told["FromUserName"], told["AgentID"]) == (wecom.app.corp_id, "wangwei", "1000002")
    assert (told["MsgType"], told["Content"]) == ("text", "<b>& ]]> 明天</b>")
    assert told["CreateTime"] == str(int(wecom.clock.now().timestamp()))


async def test_three_attempts_with_one_msgid(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    receiver.status = 503
    delivery = await wang.tells_app("在吗")
    assert [each.status for each in delivery.attempts] == [503] * 3
    assert not delivery.received
    assert len({each["MsgId"] for each in receiver.told}) == 1
    receiver.status = 201
    assert len((await wang.tells_app("在吗")).attempts) == 3


async def test_what_was_received_may_come_again(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    wecom.caller.repeats = 1
    assert len((await wang.tells_app("在吗")).attempts) == 1
    assert receiver.told[0]["MsgId"] == receiver.told[1]["MsgId"]


@pytest.mark.parametrize(("keeps", "nonces"), [(True, 1), (False, 3)])
async def test_whether_a_retry_keeps_its_nonce(
    wecom: LocalWeCom, receiver: Receiver, wang: Person, keeps: bool, nonces: int
) -> None:
    wecom.unknowns.retries_keep_nonce, receiver.status = keeps, 500
    await wang.tells_app("在吗")
    assert len({each["nonce"] for each in receiver.queries}) == nonces


async def test_five_seconds_and_then_again(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    receiver.hold = asyncio.Event()
    telling = asyncio.create_task(wang.tells_app("在吗"))
    await receiver.reached.wait()
    await wecom.pass_by(4 * SECOND)
    assert len(receiver.told) == 1
    receiver.reached.clear()
    await wecom.pass_by(SECOND)
    await receiver.reached.wait()
    receiver.hold.set()
    delivery = await telling
    assert [(each.status, each.why) for each in delivery.attempts] == [(0, "no answer in time"), (200, "")]
    assert receiver.told[0]["MsgId"] == receiver.told[1]["MsgId"]


async def test_nobody_there(wecom: LocalWeCom, wang: Person) -> None:
    wecom.app.callback_url = "http://127.0.0.1:9/hooks/wecom/app"
    assert [each.why for each in (await wang.tells_app("在吗")).attempts] == ["ClientConnectorError"] * 3
    wecom.app.callback_url = ""
    assert (await wang.tells_app("在吗")).attempts == []


async def test_a_text_in_answer(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    receiver.reply = lambda told: xml.written({"MsgType": "text", "Content": f"收到：{told['Content']}"})
    await wang.tells_app("在吗")
    assert [line.text for line in wang.screen(wang.with_app)] == ["在吗", "收到：在吗"]
    assert wecom.callbacks.faults == []


async def test_answers_that_wecom_cannot_use(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    receiver.reply = lambda told: xml.written({"MsgType": "hologram"})
    await wang.tells_app("在吗")
    receiver.reply = lambda told: xml.written({"MsgType": "text", "Content": "不可"})
    await wecom.leaves(wang)
    assert wecom.callbacks.faults == ["no such answer here: hologram", "change_contact takes no answer"]


async def test_a_click_on_a_card(wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person) -> None:
    await api.send_card("wangwei", buttons("item-7"))
    await wang.presses(wang.last(wang.with_app), "办结")
    told = receiver.told[0]
    assert (told["Event"], told["EventKey"], told["TaskId"], told["CardType"]) == (
        "template_card_event",
        "办结",
        "item-7",
        "button_interaction",
    )
    await wang.presses(wang.last(wang.with_app), "退回")
    assert receiver.told[1]["ResponseCode"] != told["ResponseCode"]


async def test_what_was_chosen(wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person) -> None:
    await api.send_card("wangwei", vote("v", mode=1))
    await wang.presses(wang.last(wang.with_app), "submit", {"when": ["上午", "都可"]})
    item = {"QuestionKey": "when", "OptionIds": {"OptionId": ["上午", "都可"]}}
    assert receiver.told[-1]["SelectedItems"] == {"SelectedItem": item}
    await api.send_card("wangwei", selects("s"))
    await wang.presses(wang.last(wang.with_app), "submit", {"q0": ["301"], "q1": ["302"]})
    assert [each["QuestionKey"] for each in receiver.told[-1]["SelectedItems"]["SelectedItem"]] == ["q0", "q1"]


async def test_the_menu_of_a_card(wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person) -> None:
    menu = {"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}
    await api.send_card("wangwei", buttons("m", action_menu=menu))
    await wang.presses(wang.last(wang.with_app), "mute")
    assert (receiver.told[0]["Event"], receiver.told[0]["EventKey"]) == ("template_card_menu_event", "mute")


async def test_a_button_replaced_in_answer_changes_for_one(
    wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person, li: Person
) -> None:
    await api.send_card("wangwei|lizhuren", buttons("item-7"))
    receiver.reply = lambda told: xml.written({"MsgType": "update_button", "Button": {"ReplaceName": "已办结"}})
    await wang.presses(wang.last(wang.with_app), "办结")
    assert wang.last(wang.with_app).content["replaced"] == "已办结"
    assert "replaced" not in li.last(li.with_app).content


async def test_a_card_changed_in_answer(wecom: LocalWeCom, api: Api, receiver: Receiver, wang: Person) -> None:
    await api.send_card("wangwei", buttons("item-7"))
    card = {"CardType": "text_notice", "MainTitle": {"Title": "已办结"}, "ReplaceText": "已提交"}
    receiver.reply = lambda told: xml.written({"MsgType": "update_template_card", "TemplateCard": card})
    await wang.presses(wang.last(wang.with_app), "办结")
    shown = wang.last(wang.with_app).content
    assert (shown["main_title"], shown["task_id"]) == ({"title": "已办结"}, "item-7")


async def test_who_joins_and_who_leaves(wecom: LocalWeCom, receiver: Receiver, api: Api) -> None:
    chen = await wecom.joins("chenjing", "陈静", 2)
    assert [(each["Event"], each["FromUserName"]) for each in receiver.told] == [
        ("change_contact", "sys"),
        ("subscribe", "chenjing"),
    ]
    assert (receiver.told[0]["ChangeType"], receiver.told[0]["UserID"], receiver.told[0]["Name"]) == (
        "create_user",
        "chenjing",
        "陈静",
    )
    talk = wecom.group("综合科群", chen)
    await wecom.leaves(chen)
    assert receiver.told[-1]["ChangeType"] == "delete_user"
    assert talk.members == []
    assert (await api.send("chenjing"))["errcode"] == 81013


async def test_events_of_the_app(wecom: LocalWeCom, receiver: Receiver, wang: Person) -> None:
    await wang.opens_app()
    await wecom.callbacks.event(wang.member, "inactive_alert", EffectTime=1)
    assert [each["Event"] for each in receiver.told] == ["enter_agent", "inactive_alert"]


async def test_strangers_are_told_apart_by_the_receiver(wecom: LocalWeCom, receiver: Receiver) -> None:
    """The community's receiver refuses what it can see; padding and age it does not look at."""
    forged = wecom.app.envelope.forgeries("<xml><MsgType>text</MsgType></xml>", wecom.clock.now())
    statuses = {name: (await wecom.callbacks.raw(signed)).status for name, signed in forged.items()}
    seen = {"signature of nothing", "another signature", "upper case", "another token", "another receiver"}
    assert {name for name, status in statuses.items() if status == 403} >= seen
    assert statuses["stale"] == 200
    assert (await wecom.callbacks.raw(wecom.app.envelope.sealed("<xml/>", wecom.clock.now()))).status == 200


async def test_hostile_bodies_are_refused(wecom: LocalWeCom, receiver: Receiver) -> None:
    signed = wecom.app.envelope.sealed("<xml/>", wecom.clock.now())
    for name, body in xml_bodies(signed.encrypt).items():
        assert (await wecom.callbacks.raw(signed, body)).status in {403, 413}, name
    robot = wecom.robot.me.envelope.sealed("{}", wecom.clock.now())
    wecom.robot.me.callback_url = receiver.robot_url
    for name, body in json_bodies(robot.encrypt).items():
        assert (await wecom.by_url.raw(robot, body)).status in {403, 413}, name
    assert receiver.told == []
