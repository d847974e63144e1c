"""The robot in URL mode: its callbacks as wechatpy's crypto reads them, refreshes, and the one response_url."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from tests.platforms.wecom.caller import Api, Socket, api_of
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.receiver import Receiver
from tests.platforms.wecom.sample_cards import buttons
from tests.platforms.wecom.world import Json, Talk

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def stream(content: str, finish: bool = True, **more: object) -> Json:
    return {"msgtype": "stream", "stream": {"id": "s1", "finish": finish, "content": content, **more}}


@pytest_asyncio.fixture
async def robot(wecom: LocalWeCom, receiver: Receiver) -> AsyncIterator[Receiver]:
    assert await wecom.use_url_mode(receiver.robot_url)
    yield receiver


async def test_switching_over_ends_the_connection(wecom: LocalWeCom, receiver: Receiver, socket: Socket) -> None:
    receiver.echo_suffix = "\n"
    assert not await wecom.use_url_mode(receiver.robot_url)
    receiver.echo_suffix = ""
    assert await wecom.use_url_mode(receiver.robot_url)
    await socket.closed.wait()


async def test_a_question_and_its_answer(wecom: LocalWeCom, robot: Receiver, li: Person, group: Talk) -> None:
    robot.robot_reply = lambda told: stream("在")
    assert await li.says("大家好", group) is None
    await li.asks(group, "在吗")
    told = robot.told[0]
    assert (told["chatid"], told["chattype"], told["from"]) == (group.id, "group", {"userid": "lizhuren"})
    assert told["text"] == {"content": "@小办 在吗"}
    assert told["response_url"].startswith(f"{wecom.address}/cgi-bin/aibot/response?response_code=")
    assert li.last(group).text == "在"
    assert wecom.by_url.faults == []


async def test_a_message_comes_again_with_its_msgid(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.status = 502
    await li.says("在吗")
    assert len(robot.told) == 3
    assert len({each["msgid"] for each in robot.told}) == 1


async def test_a_stream_is_refreshed_until_it_is_finished(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.robot_reply = lambda told: stream("正" * len(robot.told), finish=len(robot.told) == 4)
    await li.says("汇总")
    assert (li.last(li.with_robot).text, li.last(li.with_robot).finished) == ("正", False)
    await wecom.pass_by(2 * SECOND)
    assert (li.last(li.with_robot).text, li.last(li.with_robot).finished) == ("正正正", False)
    await wecom.pass_by(MINUTE)
    assert (li.last(li.with_robot).text, li.last(li.with_robot).finished) == ("正正正正", True)
    assert len(robot.told) == 4
    refresh = robot.told[1]
    assert (refresh["msgtype"], refresh["stream"], refresh["from"]) == ("stream", {"id": "s1"}, {"userid": "lizhuren"})


async def test_refreshing_ends_after_six_minutes(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.robot_reply = lambda told: stream("正在", finish=False)
    await li.says("汇总")
    await wecom.pass_by(7 * MINUTE)
    assert len(wecom.by_url.refreshes) == 360
    assert not li.last(li.with_robot).finished


async def test_a_refresh_that_fails_or_hangs_is_tried_again(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.robot_reply = lambda told: stream("正在", finish=False)
    await li.says("汇总")
    robot.status = 500
    await wecom.pass_by(SECOND)
    assert [each.status for each in wecom.by_url.refreshes] == [500]
    robot.status = 200
    await wecom.pass_by(SECOND)
    assert [each.status for each in wecom.by_url.refreshes] == [500, 200]
    wecom.by_url.patient, robot.hold = False, asyncio.Event()
    robot.reached.clear()
    await wecom.pass_by(SECOND)
    await robot.reached.wait()
    await wecom.pass_by(5 * SECOND)
    await wecom.bell.until(lambda: len(wecom.by_url.refreshes) == 3)
    assert wecom.by_url.refreshes[-1].why == "no answer in time"


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ({"msgtype": "text", "text": {"content": "不行"}}, "40008"),
        ({"msgtype": "markdown", "markdown": {"content": "不行"}}, "40008"),
        (stream("字" * 6827), "45002"),
        (stream("图", msg_item=[{}] * 11), "40058 msg_item"),
        (stream("图", finish=False, msg_item=[{}]), "40058 msg_item"),
        ({"msgtype": "template_card", "template_card": {"card_type": "hologram"}}, "40058 card_type"),
    ],
)
async def test_answers_that_wecom_cannot_use(
    wecom: LocalWeCom, robot: Receiver, li: Person, reply: Json, fault: str
) -> None:
    robot.robot_reply = lambda told: reply
    await li.says("在吗")
    assert [each[: len(fault)] for each in wecom.by_url.faults] == [fault]
    assert li.last(li.with_robot).sort == "member"


async def test_a_stream_with_pictures_and_a_card(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    picture = {"msgtype": "image", "image": {"base64": "aGk=", "md5": "49f68a5c8493ec2c0bf489821c21fc3b"}}
    both = {**stream("看", msg_item=[picture]), "msgtype": "stream_with_template_card", "template_card": buttons()}
    robot.robot_reply = lambda told: both
    await li.says("看")
    assert [line.msgtype for line in li.screen(li.with_robot)] == ["text", "markdown", "template_card"]
    assert li.screen(li.with_robot)[1].more == [picture]


async def test_the_envelope_of_an_answer_must_be_right(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.robot_reply = lambda told: stream("在")
    robot.other_nonce = True
    await li.says("在吗")
    assert "nonce" in wecom.by_url.faults[0]
    assert li.last(li.with_robot).sort == "member"


async def test_a_card_is_changed_in_answer_to_the_click(
    wecom: LocalWeCom, robot: Receiver, li: Person, wang: Person, group: Talk
) -> None:
    robot.robot_reply = lambda told: {"msgtype": "template_card", "template_card": buttons("item-7")}
    await li.asks(group, "看")
    changed = {"response_type": "update_template_card", "template_card": buttons("item-7", "已办结")}
    robot.robot_reply = lambda told: changed
    await wang.presses(wang.last(group), "办结")
    assert "response_url" in robot.told[-1]
    assert robot.told[-1]["event"]["template_card_event"]["event_key"] == "办结"
    assert li.last(group).content["button_list"][0]["text"] == "已办结"


async def test_a_change_after_five_seconds_is_not_heard(
    wecom: LocalWeCom, robot: Receiver, li: Person, group: Talk
) -> None:
    robot.robot_reply = lambda told: {"msgtype": "template_card", "template_card": buttons("item-7")}
    await li.asks(group, "看")
    robot.robot_reply = lambda told: {"response_type": "update_template_card", "template_card": buttons("item-7", "晚")}
    robot.hold = asyncio.Event()
    robot.reached.clear()
    pressing = asyncio.create_task(li.presses(li.last(group), "办结"))
    for _attempt in range(3):
        await robot.reached.wait()
        robot.reached.clear()
        await wecom.pass_by(5 * SECOND)
    await pressing
    assert li.last(group).content["button_list"][0]["text"] == "办结"


async def test_the_welcome(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    robot.robot_reply = lambda told: {"msgtype": "text", "text": {"content": "您好"}}
    await li.opens()
    await li.opens()
    assert [line.text for line in li.screen(li.with_robot)] == ["您好"]


async def test_a_response_url_is_good_once_and_for_an_hour(wecom: LocalWeCom, robot: Receiver, li: Person) -> None:
    for _message in range(3):
        await li.says("在吗")
    codes = [parse_qs(urlsplit(each["response_url"]).query)["response_code"][0] for each in robot.told]
    async with api_of(wecom) as api:
        answer = {"msgtype": "markdown", "markdown": {"content": "好了"}}
        plain = {"msgtype": "text", "text": {"content": "好了"}}
        assert await respond(api, codes[0], plain) == 40008
        assert await respond(api, codes[0], answer) == 0
        assert li.last(li.with_robot).text == "好了"
        assert await respond(api, codes[0], answer) == 40058
        await wecom.pass_by(HOUR - SECOND)
        card = {"msgtype": "template_card", "template_card": buttons()}
        assert await respond(api, codes[1], card) == 0
        await wecom.pass_by(SECOND)
        assert await respond(api, codes[2], answer) == 40058


async def respond(api: Api, code: str, body: Json) -> int:
    return int((await api.post("aibot/response", body, response_code=code))["errcode"])
