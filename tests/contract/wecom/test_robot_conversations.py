"""What people say to the robot and what they see of it, over its own connection."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.wecom.robot.sending import task_id_of
from bot.cards import Card
from bot.messages import ChatRef, OutFile, TextReceived, UserRef
from tests.contract.wecom.conftest import Desk, answering, asking, owed, shown, telling
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

SECOND = timedelta(seconds=1)


async def test_a_command_in_a_group_and_its_answer(desk: Desk, li: Person, group: Talk) -> None:
    asked = await li.asks(group, "我的督办")
    assert asked
    await desk.until(lambda: desk.house.heard)
    (heard,) = desk.house.heard
    assert isinstance(heard, TextReceived)
    assert (heard.text, heard.addressed) == ("我的督办", True)
    assert heard.envelope.chat == ChatRef("wecom", "group", group.id)
    assert heard.envelope.sender == UserRef("wecom", "lizhuren")
    sent = await desk.robot.send(answering(heard, telling()))
    assert sent.message_id
    assert [one.text for one in shown(li, group)] == ["已办结。"]
    assert asked.answered
    assert asked.done


async def test_an_answer_to_a_person_alone(desk: Desk, li: Person) -> None:
    asked = await li.says("今天")
    assert asked
    await desk.until(lambda: desk.house.texts == ["今天"])
    await desk.robot.send(answering(desk.house.heard[0], telling("今天没有会。")))
    assert [one.text for one in shown(li, li.with_robot)] == ["今天没有会。"]
    assert asked.done


async def test_more_than_one_answer_and_messages_of_our_own(desk: Desk, li: Person, group: Talk) -> None:
    """The first goes under the question's number, the others as pushes; a group's chat_type is always a group's."""
    group.id = li.id  # the worst of names: a group that is called as a person is
    desk.wecom.company.groups = {group.id: group}
    await li.asks(group, "我的督办")
    await desk.hears()
    for number in range(3):
        await desk.robot.send(answering(desk.house.heard[0], telling(f"第{number}条"), f"k{number}"))
    live = desk.wecom.gateway.live
    assert live
    sent = [(one["cmd"], one["body"].get("chat_type")) for one in live.frames if "msgtype" in one.get("body", {})]
    assert sent == [("aibot_respond_msg", None), ("aibot_send_msg", 2), ("aibot_send_msg", 2)]
    assert [one.text for one in shown(li, group)] == ["第0条", "第1条", "第2条"]


async def test_a_card_is_pressed_and_changed_within_five_seconds(
    desk: Desk, li: Person, wang: Person, group: Talk
) -> None:
    await li.asks(group, "督办")
    await desk.hears()
    sent = await desk.robot.send(answering(desk.house.heard[0], asking()))
    (line,) = shown(li, group)
    assert line.content["task_id"] == sent.message_id == task_id_of("k1")
    await wang.presses(line, "supervision.accept:1")
    await desk.until(lambda: desk.house.presses)
    (press,) = desk.house.presses
    assert (press.packed, press.message_id) == ("supervision.accept:1", sent.message_id)
    assert press.envelope.sender == UserRef("wecom", "wangwei")
    await desk.wecom.pass_by(4 * SECOND)
    again = await desk.robot.send(owed(group, asking("已签收", "报进展"), "k2", sent.message_id))
    assert again == sent
    (changed,) = shown(li, group)
    assert changed.content["main_title"] == {"title": "已签收"}
    assert [one["text"] for one in changed.content["button_list"]] == ["报进展"]


async def test_a_card_that_nobody_has_just_pressed_cannot_be_changed(desk: Desk, li: Person, group: Talk) -> None:
    await li.asks(group, "督办")
    await desk.hears()
    sent = await desk.robot.send(answering(desk.house.heard[0], asking()))
    change = owed(group, asking("已签收", "报进展"), "k2", sent.message_id)
    assert "five seconds" in desk.robot.refuses(change)
    await li.presses(shown(li, group)[0], "supervision.accept:1")
    await desk.until(lambda: desk.house.presses)
    assert desk.robot.refuses(change) == ""
    await desk.wecom.pass_by(4.6 * SECOND)
    assert "five seconds" in desk.robot.refuses(change)
    fault = await desk.fails(change)
    assert (fault.permanent, fault.unknown, fault.why) == (True, False, "not_allowed")
    await desk.robot.send(answering(desk.house.presses[0], asking("已签收", "报进展"), "k2"))
    assert [one.content["main_title"]["title"] for one in shown(li, group)] == ["督办：年度总结", "已签收"]


async def test_a_change_that_wecom_finds_too_late(desk: Desk, li: Person, group: Talk) -> None:
    await li.asks(group, "督办")
    await desk.hears()
    sent = await desk.robot.send(answering(desk.house.heard[0], asking()))
    await li.presses(shown(li, group)[0], "supervision.accept:1")
    await desk.until(lambda: desk.house.presses)
    desk.wecom.faults.plan("aibot_respond_update_msg", Fault("refuse", code=846605))
    fault = await desk.fails(owed(group, asking("已签收", "报进展"), "k2", sent.message_id))
    assert (fault.permanent, fault.unknown) == (True, False)


async def test_each_of_several_questions_gets_its_own_answer(desk: Desk, li: Person) -> None:
    """Whatever else is sent there meanwhile, and in whatever order."""
    asked = [await li.says(f"第{number}问") for number in range(3)]
    await desk.hears(3)
    await desk.robot.send(owed(li.with_robot, telling("到期了。"), "reminder"))
    for number in (2, 0):
        await desk.robot.send(answering(desk.house.heard[number], telling(f"第{number}答"), f"k{number}"))
    assert [one.done for one in asked if one] == [True, False, True]


async def test_what_is_said_on_a_pressed_card_when_there_is_nothing_left_to_press(
    desk: Desk, li: Person, group: Talk
) -> None:
    await li.asks(group, "督办")
    await desk.hears()
    sent = await desk.robot.send(answering(desk.house.heard[0], asking()))
    await li.presses(shown(li, group)[0], "supervision.accept:1")
    await desk.until(lambda: desk.house.presses)
    await desk.robot.send(owed(group, Card("已办结", body="归档。"), "k2", sent.message_id))
    (line,) = shown(li, group)
    assert (line.content["main_title"]["title"], line.content["sub_title_text"]) == ("已办结", "归档。")
    await li.presses(line, line.content["button_list"][0]["key"])
    await li.says("在吗")
    await desk.hears(2)
    assert len(desk.house.presses) == 1


async def test_a_card_whose_text_is_long_comes_below_it_and_only_once(desk: Desk, li: Person, group: Talk) -> None:
    await li.asks(group, "督办清单")
    await desk.hears()
    card = asking("督办清单", body="\n".join(f"督{number} 年度总结" for number in range(60)))
    await desk.robot.send(owed(group, card))
    text, buttons = shown(li, group)
    assert "督59 年度总结" in text.text
    assert buttons.content["main_title"] == {"title": "督办清单", "desc": "全文见上一条。"}


@pytest.mark.parametrize("flat", [True, False])
async def test_one_of_many_is_chosen(desk: Desk, li: Person, group: Talk, flat: bool) -> None:
    desk.wecom.unknowns.flat_card_event = flat
    await li.asks(group, "督办")
    await desk.hears()
    await desk.robot.send(owed(group, asking("给谁？", *(f"第{number}个" for number in range(1, 12)))))
    (line,) = shown(li, group)
    assert line.content["card_type"] == "vote_interaction"
    await li.presses(line, "pick", {"q": ["supervision.accept:7"]})
    await desk.until(lambda: desk.house.presses)
    assert desk.house.presses[0].packed == "supervision.accept:7"


async def test_a_file_comes_before_its_card(desk: Desk, li: Person) -> None:
    await li.says("导出台账")
    await desk.hears()
    raw = "台账".encode() * 200_000
    await desk.robot.send(owed(li.with_robot, telling("台账已导出。"), file=OutFile("台账.xlsx", raw)))
    file, line = shown(li, li.with_robot)
    assert desk.wecom.uploads.files[file.content["media_id"]] == raw
    assert line.text == "台账已导出。"
    await desk.robot.send(owed(li.with_robot, telling("再来一份。"), "k2", file=OutFile("台账.xlsx", raw)))
    assert shown(li, li.with_robot)[2].content == file.content


@pytest.mark.parametrize("first", [0, 1])
async def test_pieces_are_counted_as_wecom_counts_them(desk: Desk, li: Person, first: int) -> None:
    desk.wecom.unknowns.first_chunk = 1 if first else 0
    await li.says("导出台账")
    await desk.hears()
    raw = b"x" * (512 * 1024 + 1)
    await desk.robot.send(owed(li.with_robot, telling(), file=OutFile("a.xlsx", raw)))
    assert list(desk.wecom.uploads.files.values()) == [raw]


async def test_a_file_that_somebody_hands_over(desk: Desk, li: Person) -> None:
    await li.hands_over("督办 台账.xlsx", b"PK" * 500)
    await desk.until(lambda: desk.house.files)
    (file,) = desk.house.files
    assert (file.name, file.content, file.addressed) == ("督办 台账.xlsx", b"PK" * 500, True)


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(desk: Desk, li: Person) -> None:
    desk.wecom.files.address += "/nowhere"
    await li.hands_over("台账.xlsx", b"PK" * 500)
    await desk.until(lambda: shown(li, li.with_robot))
    assert shown(li, li.with_robot)[0].text == "文件没有取到，请再发一次。"


async def test_whoever_opens_the_chat_is_greeted(desk: Desk, li: Person) -> None:
    await li.opens()
    await desk.until(lambda: shown(li, li.with_robot))
    assert "帮助" in shown(li, li.with_robot)[0].text
    assert desk.house.heard == []


async def test_a_slow_answer_goes_into_the_stream_that_says_so(desk: Desk, li: Person) -> None:
    desk.house.open.clear()
    asked = await li.says("汇总")
    assert asked
    await desk.until(lambda: desk.house.reached)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: shown(li, li.with_robot))
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("正在处理……", False)
    desk.house.open.set()
    await desk.hears()
    await desk.robot.send(answering(desk.house.heard[0], telling("汇总好了。")))
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("汇总好了。", True)
    assert asked.done


async def test_a_card_cannot_go_into_a_stream_so_it_is_closed_first(desk: Desk, li: Person) -> None:
    desk.house.open.clear()
    await li.says("督办")
    await desk.until(lambda: desk.house.reached)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: shown(li, li.with_robot))
    desk.house.open.set()
    await desk.until(lambda: desk.house.heard)
    await desk.robot.send(answering(desk.house.heard[0], asking()))
    stream, card = shown(li, li.with_robot)
    assert (stream.text, stream.finished) == ("全文见下一条。", True)
    assert card.msgtype == "template_card"


@pytest.mark.parametrize("committed", [True, False])
async def test_no_stream_is_left_open(desk: Desk, li: Person, committed: bool) -> None:
    """Long before WeCom's six minutes are over."""
    desk.house.open.clear()
    asked = await li.says("汇总")
    assert asked
    await desk.until(lambda: desk.house.reached)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: shown(li, li.with_robot))
    if committed:
        desk.house.open.set()
        await desk.hears()
    for _beat in range(12):
        await desk.beats()
    await desk.until(lambda: asked.done)
    (line,) = shown(li, li.with_robot)
    assert line.finished
    assert line.text == ("已收到。" if committed else "还没有办完，办好后另行答复。")


async def test_a_stream_is_closed_with_the_house(desk: Desk, li: Person) -> None:
    desk.house.open.clear()
    await li.says("汇总")
    await desk.until(lambda: desk.house.reached)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: shown(li, li.with_robot))
    closing = asyncio.create_task(desk.robot.close())
    await desk.naps_until(2, lambda nap: nap == 3)
    await desk.wecom.pass_by(3 * SECOND)
    await closing
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("还没有办完，办好后另行答复。", True)


async def test_a_message_without_an_answer_here_is_not_left_open(desk: Desk, li: Person) -> None:
    """Or the person's fourth message would not be heard."""
    for number in range(3):
        await li.says(f"第{number}句")
        await desk.hears(number + 1)
    assert await li.says("没人听见") is None
    await desk.wecom.pass_by(3 * SECOND)
    await desk.naps_until(3, lambda nap: nap == 12)
    assert {one.text for one in shown(li, li.with_robot)} == {"正在处理……"}
    await desk.wecom.pass_by(12 * SECOND)
    await desk.until(lambda: all(one.finished for one in shown(li, li.with_robot)))
    assert [one.text for one in shown(li, li.with_robot)] == ["已收到。"] * 3
    assert await li.says("听见了")


@pytest.mark.parametrize("code", [846605, 846608, 40058])
async def test_what_is_no_answer_any_more_is_a_message(desk: Desk, li: Person, code: int) -> None:
    """By whichever code WeCom says that the time is over."""
    await li.says("今天")
    await desk.hears()
    desk.wecom.faults.plan("aibot_respond_msg", Fault("refuse", code=code))
    await desk.robot.send(answering(desk.house.heard[0], telling("今天没有会。")))
    assert [one.text for one in shown(li, li.with_robot)] == ["今天没有会。"]


async def test_many_people_at_once_each_get_their_own_answer(desk: Desk) -> None:
    people = [desk.wecom.person(f"member{number}", f"成员{number}") for number in range(100)]
    await asyncio.gather(*(one.says(f"我是{one.id}") for one in people))
    await desk.hears(100)
    answers = [
        answering(one, telling(f"您好，{one.envelope.sender.id}"), one.envelope.event_id)
        for one in desk.house.heard
        if isinstance(one, TextReceived)
    ]
    await asyncio.gather(*map(desk.robot.send, answers))
    for one in people:
        assert [line.text for line in shown(one, one.with_robot)] == [f"您好，{one.id}"]


async def test_a_chat_in_english(desk: Desk, li: Person) -> None:
    await li.says("today")
    await desk.hears()
    english = replace(answering(desk.house.heard[0], telling("No meetings today.")), language="en")
    await desk.robot.send(english)
    desk.house.open.clear()
    await li.says("my items")
    await desk.until(lambda: desk.house.reached == 2)
    await desk.wecom.pass_by(3 * SECOND)
    await desk.until(lambda: len(shown(li, li.with_robot)) == 2)
    assert shown(li, li.with_robot)[1].text == "Working on it…"


async def test_what_nobody_can_read_does_no_harm(desk: Desk, li: Person) -> None:
    live = desk.wecom.gateway.live
    assert live
    for raw in ("no json", "[]", '{"cmd":"aibot_msg_callback"}', '{"cmd":"aibot_msg_callback","body":{"msgtype":1}}'):
        await live.ws.send_str(raw)
    await live.ws.send_bytes(b"\x00")
    await live.ws.send_json({"headers": {"req_id": "nobody asked"}, "errcode": 0})
    await li.says("今天")
    await desk.hears()
    assert desk.house.texts == ["今天"]


async def test_the_house_is_busy_for_a_moment(desk: Desk, li: Person) -> None:
    """WeCom brings nothing twice, so it is handed over until it is committed."""
    desk.house.busy = 2
    await li.says("今天")
    for pause in (0.5, 1.0):
        await desk.naps_until(1, lambda nap, pause=pause: nap == pause)  # type: ignore[misc]
        await desk.wecom.pass_by(pause * SECOND)
    await desk.hears()
    assert desk.house.texts == ["今天"]
