"""The smart robot by URL against the WeCom of this machine, which calls it as WeCom does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from adapters.http import Http
from adapters.wecom.robot import RobotByUrl
from adapters.wecom.robot.sending import task_id_of
from bot.errors import SendFailed, TryAgain
from bot.messages import ButtonPressed, InboundEvent, Outgoing, TextReceived
from bot.ports import HttpRequest
from tests.contract.wecom.conftest import answering, asking, owed, shown, telling
from tests.platforms.wecom.crypt import Envelope
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.hostile import json_bodies
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Talk

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class NotGenuine(Exception):
    """What the envelope of this test refuses."""


@dataclass
class Crypt:
    """WeCom's own envelope, from the other side."""

    envelope: Envelope
    wecom: LocalWeCom

    def opened(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        if signature != self.envelope.sign(timestamp, nonce, encrypted):
            raise NotGenuine
        try:
            return self.envelope.open(encrypted).encode()
        except ValueError as fault:
            raise NotGenuine from fault

    def sealed(self, plain: bytes, nonce: str = "") -> dict[str, Any]:
        signed = self.envelope.sealed(plain.decode(), self.wecom.clock.now(), nonce)
        return {
            "encrypt": signed.encrypt,
            "msgsignature": signed.signature,
            "timestamp": int(signed.timestamp),
            "nonce": signed.nonce,
        }


Answer = Callable[[InboundEvent], Outgoing | None]


@dataclass
class Office:
    """The house behind the door: what it has to say is sent by a task of its own, as the relay does it."""

    wecom: LocalWeCom
    robot: RobotByUrl
    naps: list[float]
    answer: Answer = lambda _event: None
    heard: list[InboundEvent] = field(default_factory=list)
    busy: int = 0
    sending: list["asyncio.Task[Any]"] = field(default_factory=list)

    async def __call__(self, event: InboundEvent) -> None:
        if self.busy:
            self.busy -= 1
            raise TryAgain
        is_new = event not in self.heard
        self.heard.append(event)
        said = self.answer(event) if is_new else None
        if said is not None:
            self.sending.append(asyncio.create_task(self.robot.send(said)))

    async def napping(self, seconds: float, times: int = 1) -> None:
        await self.wecom.bell.until(lambda: self.naps.count(seconds) >= times)

    async def slowly(self, saying: Any, seconds: float = 2.5) -> None:
        """Somebody speaks, and the house has nothing to say in time."""
        before = self.naps.count(seconds)
        said = asyncio.create_task(saying)
        await self.napping(seconds, before + 1)
        await self.wecom.pass_by(timedelta(seconds=seconds))
        await said

    def said(self, number: int = 0) -> InboundEvent:
        return self.heard[number]


@asynccontextmanager
async def door(robot: RobotByUrl) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        told = HttpRequest(request.method, request.path, dict(request.query), headers, await request.read())
        answer = await robot.receive(told)
        return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)

    server = web.Application(client_max_size=32 * 1024 * 1024)
    server.router.add_route("*", "/hooks/wecom/aibot", handle)
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/wecom/aibot"
    finally:
        await runner.cleanup()


@pytest_asyncio.fixture
async def office(wecom: LocalWeCom, http: Http) -> AsyncIterator[Office]:
    naps = list[float]()

    def sleep(seconds: float) -> "asyncio.Future[None]":
        nap = wecom.timers.alarm(timedelta(seconds=seconds))
        naps.append(seconds)
        wecom.bell.ring()
        return nap

    envelope = wecom.robot.me.envelope
    crypt = Crypt(envelope, wecom)
    robot = RobotByUrl(http, crypt, wecom.clock, sleep, not_genuine=NotGenuine, aes_key=envelope.aes_key)
    made = Office(wecom, robot, naps)
    robot.dispatch = made
    async with door(robot) as url:
        assert await wecom.use_url_mode(url)
        yield made
    for task in made.sending:
        task.cancel()


def says(card: Any) -> Answer:
    return lambda event: answering(event, card, f"k-{id(event)}")


async def test_a_question_and_its_answer_in_place(office: Office, li: Person, group: Talk) -> None:
    office.answer = says(telling("今天没有会。"))
    asked = await li.asks(group, "今天")
    assert asked
    assert [one.text for one in shown(li, group)] == ["今天没有会。"]
    assert asked.done
    assert isinstance(office.heard[0], TextReceived)
    assert office.heard[0].text == "今天"
    assert office.wecom.by_url.faults == []
    await office.sending[0]


async def test_a_card_in_place_and_one_with_more_to_say(office: Office, li: Person) -> None:
    office.answer = says(asking())
    await li.says("督办")
    office.answer = says(asking("督办清单", body="\n".join(f"督{number} 年度总结" for number in range(60))))
    await li.says("督办清单")
    first, text, second = shown(li, li.with_robot)
    assert (first.msgtype, text.msgtype, second.msgtype) == ("template_card", "markdown", "template_card")
    assert "督59" in text.text
    assert office.wecom.by_url.faults == []


async def test_a_card_is_changed_in_answer_to_the_press(office: Office, li: Person, group: Talk) -> None:
    office.answer = says(asking())
    await li.asks(group, "督办")
    sent = await office.sending[0]

    def change(event: InboundEvent) -> Outgoing:
        assert isinstance(event, ButtonPressed)
        assert event.message_id == sent.message_id
        return owed(group, asking("已签收", "报进展"), "k2", event.message_id)

    office.answer = change
    await li.presses(shown(li, group)[0], "supervision.accept:1")
    (line,) = shown(li, group)
    assert line.content["main_title"] == {"title": "已签收"}
    assert (await office.sending[1]) == sent
    late = owed(group, asking("晚了"), "k3", sent.message_id)
    assert "five seconds" in office.robot.refuses(late)
    with pytest.raises(SendFailed) as caught:
        await office.robot.send(late)
    assert (caught.value.permanent, caught.value.why) == (True, "not_allowed")


async def test_a_press_without_a_change_is_answered_at_its_own_address(office: Office, li: Person) -> None:
    office.answer = says(asking())
    await li.says("督办")
    office.answer = says(telling("只有主办人可以签收。"))
    await office.slowly(li.presses(shown(li, li.with_robot)[0], "supervision.accept:1"))
    await office.sending[1]
    assert shown(li, li.with_robot)[-1].text == "只有主办人可以签收。"
    assert len(office.wecom.by_url.deliveries[-1].attempts) == 1
    sent = await office.sending[0]
    assert "five seconds" in office.robot.refuses(owed(li.with_robot, asking(), "k3", sent.message_id))


async def test_a_slow_answer_ends_the_stream(office: Office, li: Person) -> None:
    await office.slowly(li.says("汇总"))
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("正在处理……", False)
    sending = asyncio.create_task(office.robot.send(answering(office.said(), telling("汇总好了。"))))
    await office.napping(4.0)
    await office.wecom.pass_by(SECOND)
    await sending
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("汇总好了。", True)
    assert office.wecom.by_url.faults == []


async def test_a_slow_card_comes_with_the_end_of_the_stream(office: Office, li: Person) -> None:
    await office.slowly(li.says("督办"))
    sending = asyncio.create_task(office.robot.send(answering(office.said(), asking())))
    await office.napping(4.0)
    await office.wecom.pass_by(SECOND)
    await sending
    line, card = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("全文见下一条。", True)
    assert card.content["task_id"] == task_id_of("k1")


async def test_a_stream_that_wecom_does_not_ask_about_any_more(office: Office, li: Person) -> None:
    """The answer goes to the question's own address; whoever asks later is told so."""
    await office.slowly(li.says("汇总"))
    office.wecom.robot.me.callback_url += "/away"
    sending = asyncio.create_task(office.robot.send(answering(office.said(), telling("汇总好了。"))))
    await office.napping(4.0)
    await office.wecom.pass_by(4 * SECOND)
    await sending
    assert shown(li, li.with_robot)[-1].text == "汇总好了。"
    office.wecom.robot.me.callback_url = office.wecom.robot.me.callback_url.removesuffix("/away")
    await office.wecom.pass_by(SECOND)
    assert [(one.text, one.finished) for one in shown(li, li.with_robot)] == [
        ("全文见下一条。", True),
        ("汇总好了。", True),
    ]


async def test_no_stream_is_left_open(office: Office, li: Person) -> None:
    await office.slowly(li.says("汇总"))
    await office.wecom.pass_by(14 * SECOND)
    (line,) = shown(li, li.with_robot)
    assert (line.text, line.finished) == ("已收到。", True)
    await office.robot.send(answering(office.said(), telling("汇总好了。")))
    assert shown(li, li.with_robot)[-1].text == "汇总好了。"


async def test_a_second_answer_and_no_third(office: Office, li: Person) -> None:
    office.answer = says(telling("第一"))
    await li.says("今天")
    second, third = (answering(office.said(), telling(one), one) for one in ("第二", "第三"))
    assert office.robot.refuses(second) == ""
    await office.robot.send(second)
    assert [one.text for one in shown(li, li.with_robot)] == ["第一", "第二"]
    assert "only answer" in office.robot.refuses(third)
    with pytest.raises(SendFailed) as caught:
        await office.robot.send(third)
    assert caught.value.permanent


async def test_an_address_is_good_for_an_hour(office: Office, li: Person) -> None:
    office.answer = says(telling("第一"))
    await li.says("今天")
    await office.wecom.pass_by(HOUR)
    assert "only answer" in office.robot.refuses(answering(office.said(), telling("第二"), "k2"))


async def test_nothing_can_be_sent_where_nobody_asked(office: Office, li: Person, group: Talk) -> None:
    assert "only answer" in office.robot.refuses(owed(group, telling("到期了。")))


@pytest.mark.parametrize(("kind", "was_shown"), [("cut", True), ("reset", False)])
async def test_an_answer_without_an_acknowledgement_is_tried_again_and_shown_once(
    office: Office, li: Person, kind: str, was_shown: bool
) -> None:
    office.answer = says(telling("第一"))
    await li.says("今天")
    office.wecom.faults.plan("aibot/response", Fault("cut" if kind == "cut" else "reset"))
    message = answering(office.said(), telling("第二"), "k2")
    with pytest.raises(SendFailed) as caught:
        await office.robot.send(message)
    assert caught.value.unknown
    assert (shown(li, li.with_robot)[-1].text == "第二") == was_shown
    await office.robot.send(message)
    assert [one.text for one in shown(li, li.with_robot)] == ["第一", "第二"]


async def test_nobody_takes_the_address_of_a_question_that_waits(office: Office, li: Person) -> None:
    await office.slowly(li.says("汇总"))
    assert "only answer" in office.robot.refuses(owed(li.with_robot, telling("到期了。")))
    await office.wecom.pass_by(15 * SECOND)
    assert office.robot.refuses(owed(li.with_robot, telling("到期了。"))) == ""


async def test_another_process_answers_what_came_to_this_one(office: Office, http: Http, li: Person) -> None:
    """The question's address goes with it; the stream here ends by itself."""
    await office.slowly(li.says("汇总"))
    other = another(office, http)
    message = answering(office.said(), telling("汇总好了。"))
    assert other.refuses(message) == ""
    await other.send(message)
    await office.wecom.pass_by(14 * SECOND)
    assert [(one.text, one.finished) for one in shown(li, li.with_robot)] == [("已收到。", True), ("汇总好了。", True)]
    assert "only answer" in other.refuses(answering(office.said(), telling("再来一句"), "k2"))


async def test_another_process_tries_again_what_may_be_there(office: Office, http: Http, li: Person) -> None:
    await office.slowly(li.says("汇总"))
    message = answering(office.said(), telling("汇总好了。"))
    await another(office, http).send(message)
    third = another(office, http)
    with pytest.raises(SendFailed):
        await third.send(message)
    third.doubt(message.key)
    await third.send(message)
    assert [one.text for one in shown(li, li.with_robot)].count("汇总好了。") == 1


@pytest.mark.parametrize(
    "thread", ["robot:M", "robot:M  ", "robot:M x https://y", f"robot:M {'9' * 30} https://y", " "]
)
async def test_a_thread_that_is_none_of_ours(office: Office, group: Talk, thread: str) -> None:
    message = replace(owed(group, telling()), thread=thread)
    assert "only answer" in office.robot.refuses(message)


def another(office: Office, http: Http) -> RobotByUrl:
    """As another process has it, which was called by nobody."""
    crypt = Crypt(office.wecom.robot.me.envelope, office.wecom)
    return RobotByUrl(http, crypt, office.wecom.clock, not_genuine=NotGenuine)


async def test_what_comes_again_is_one_event_with_one_answer(office: Office, li: Person) -> None:
    office.answer = says(telling("已预订。"))
    office.wecom.caller.repeats, office.wecom.unknowns.retries_keep_nonce = 2, True
    await li.says("订301")
    assert len(office.heard) == 1
    assert [one.text for one in shown(li, li.with_robot)] == ["已预订。"]


async def test_a_busy_house_is_asked_again_by_wecom(office: Office, li: Person) -> None:
    office.busy, office.answer = 2, says(telling("已预订。"))
    await li.says("订301")
    assert [one.status for one in office.wecom.by_url.deliveries[0].attempts] == [503, 503, 200]
    assert [one.text for one in shown(li, li.with_robot)] == ["已预订。"]


async def test_a_file_with_the_robots_own_key(office: Office, li: Person) -> None:
    office.answer = says(telling("收到台账。"))
    await li.hands_over("台账.xlsx", b"PK" * 500)
    (file,) = office.heard
    assert (file.name, file.content) == ("台账.xlsx", b"PK" * 500)  # type: ignore[union-attr]
    office.wecom.files.address += "/nowhere"
    await li.hands_over("台账.xlsx", b"PK" * 500)
    assert [one.text for one in shown(li, li.with_robot)] == ["收到台账。", "文件没有取到，请再发一次。"]


async def test_whoever_opens_the_chat_is_greeted(office: Office, li: Person) -> None:
    await li.opens()
    assert "帮助" in shown(li, li.with_robot)[0].text


async def test_what_is_not_genuine_is_refused_with_one_answer(office: Office) -> None:
    envelope, now = office.wecom.robot.me.envelope, office.wecom.clock.now()
    text = json.dumps({"msgid": "M", "msgtype": "text", "from": {"userid": "x"}, "text": {"content": "x"}})
    answers = [
        await office.wecom.by_url.raw(one) for name, one in envelope.forgeries(text, now).items() if name != "stale"
    ]
    right = envelope.sealed(text, now)
    answers += [await office.wecom.by_url.raw(right, raw) for raw in json_bodies(right.encrypt).values()]
    assert {(one.status, one.body) for one in answers} == {(403, b'{"error":"not signed by WeCom"}')}
    assert office.heard == []


@pytest.mark.parametrize("told", ["[]", "no json", '{"msgtype":7}', "{}"])
async def test_what_is_genuine_and_unreadable_is_not_brought_again(office: Office, told: str) -> None:
    sealed = office.wecom.robot.me.envelope.sealed(told, office.wecom.clock.now())
    attempt = await office.wecom.by_url.raw(sealed)
    assert (attempt.status, attempt.body) == (200, b"")


async def test_a_stream_from_before_the_house_was_opened(office: Office) -> None:
    told = {"msgid": "M", "msgtype": "stream", "from": {"userid": "lizhuren"}, "stream": {"id": "old"}}
    sealed = office.wecom.robot.me.envelope.sealed(json.dumps(told), office.wecom.clock.now())
    attempt = await office.wecom.by_url.raw(sealed)
    answer = json.loads(office.wecom.robot.me.envelope.open(json.loads(attempt.body)["encrypt"]))
    assert (answer["stream"]["id"], answer["stream"]["finish"]) == ("old", True)
