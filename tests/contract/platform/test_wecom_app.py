"""What the app does on members' screens: messages, cards, their changes, files, lists; whatever WeCom answers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.wecom.app import App, task_of
from adapters.wecom.carrying import Carrier
from bot.cards import Action, Button, Card
from bot.errors import SendFailed
from bot.messages import ButtonPressed, NeedsAttention, OutFile, Outgoing
from tests.contract.platform.wecom_house import (
    ASKING,
    LINE,
    SAYING,
    YES,
    House,
    into,
    open_company,
    open_house,
    to,
)
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.messages import UpdateRight
from tests.platforms.wecom.people import NotOnTheScreen, Person
from tests.platforms.wecom.world import Shown

DONE = replace(ASKING, body="王伟已确认", buttons=())
LONG = replace(ASKING, body="\n".join(f"第{number}条：材料要在周五前交到综合科，过期不候。" for number in range(200)))
MANY = Card(
    "选哪个时段？", buttons=tuple(Button(f"{hour}:00", Action("dialog.choose", 1, str(hour))) for hour in range(9, 20))
)


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with open_company() as made:
        yield made


@pytest_asyncio.fixture
async def house(wecom: LocalWeCom) -> AsyncIterator[House]:
    async with open_house(wecom) as made:
        yield made


@pytest.fixture
def wang(wecom: LocalWeCom) -> Person:
    return wecom.named("王伟")


def screen(person: Person) -> list[Shown]:
    return person.screen(person.with_app)


def seen(text: str) -> str:
    """Without the signs that nobody sees."""
    return text.translate(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060")))


async def failing(house: House, message: Outgoing) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await house.app.send(message)
    return failed.value


async def test_a_line_is_a_text_and_more_is_markdown(house: House, wang: Person) -> None:
    await house.app.send(to("wangwei", LINE))
    await house.app.send(to("wangwei", SAYING, "k2"))
    line, more = screen(wang)
    assert (line.msgtype, seen(line.text)) == ("text", "好，这件事不办了。")
    assert (more.msgtype, seen(more.text)) == ("markdown", "**督1 年度总结**\n> 状态：办理中\n初稿写完了")


async def test_a_question_is_a_card_that_a_click_changes(house: House, wang: Person) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    (card,) = screen(wang)
    await wang.presses(card, YES.pack())
    (event,) = house.heard
    assert isinstance(event, ButtonPressed)
    assert (event.packed, event.message_id) == (YES.pack(), sent.message_id)
    assert event.envelope.chat == to("wangwei").to
    changed = await house.app.send(to("wangwei", DONE, "k2", replaces=sent.message_id))
    assert changed == sent
    assert card.content["sub_title_text"] == "王伟已确认"
    with pytest.raises(NotOnTheScreen, match="已处理"):
        await wang.presses(card, "done")


@pytest.mark.parametrize("code", [40058, 987654])
async def test_a_code_that_was_used_is_left_for_another(house: House, wang: Person, code: int) -> None:
    """What a used code is refused with is written nowhere."""
    house.wecom.unknowns.spent_code = code
    sent = await house.app.send(to("wangwei", ASKING))
    (card,) = screen(wang)
    await wang.presses(card, YES.pack())
    for right in house.wecom.messages.rights.values():
        right.used = True
    await wang.presses(card, YES.pack())
    house.wecom.messages.rights["response-code-used"] = UpdateRight(
        house.wecom.messages.of_line(card), wang.office.clock.now(), used=True
    )
    house.app.keep(sent.message_id, "response-code-used")
    assert await house.app.send(to("wangwei", DONE, "k2", replaces=sent.message_id)) == sent
    assert card.content["sub_title_text"] == "王伟已确认"
    assert (await failing(house, to("wangwei", DONE, "k3", replaces=sent.message_id))).permanent


async def test_a_card_changes_once_without_a_click_and_once_for_each(house: House, wang: Person) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    (card,) = screen(wang)
    for number in (2, 3, 4):
        update = to("wangwei", replace(ASKING, title=f"第{number}次"), f"k{number}", replaces=sent.message_id)
        assert house.app.refuses(update) == ""
        await house.app.send(update)
        assert card.content["main_title"]["title"] == f"第{number}次"
        await wang.presses(card, YES.pack())
    await house.app.send(to("wangwei", DONE, "k5", replaces=sent.message_id))
    again = to("wangwei", DONE, "k6", replaces=sent.message_id)
    assert "cannot be changed any more" in house.app.refuses(again)
    fault = await failing(house, again)
    assert (fault.permanent, fault.why) == (True, "refused")


@pytest.mark.parametrize("hours", [71, 73])
async def test_codes_that_are_too_old_are_left(wecom: LocalWeCom, house: House, wang: Person, hours: int) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    await wecom.pass_by(timedelta(hours=hours))
    update = to("wangwei", DONE, "k2", replaces=sent.message_id)
    if hours < 72:
        await house.app.send(update)
        assert "sub_title_text" in screen(wang)[0].content
    else:
        assert (await failing(house, update)).permanent


async def test_a_card_of_another_life_is_changed_by_its_click(wecom: LocalWeCom, house: House, wang: Person) -> None:
    """The process that sent it is gone, and its codes with it."""
    other = App(house.api, wecom.app.agent_id, wecom.clock)
    sent = await other.send(to("wangwei", ASKING))
    update = to("wangwei", DONE, "k2", replaces=sent.message_id)
    assert house.app.refuses(update) != ""
    await wang.presses(screen(wang)[0], YES.pack())
    assert await house.app.send(update) == sent


async def test_a_click_that_another_process_heard_brings_its_code_along(house: House, wang: Person) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    await wang.presses(screen(wang)[0], YES.pack())
    (event,) = house.heard
    assert isinstance(event, ButtonPressed)
    other = App(house.api, house.wecom.app.agent_id, house.wecom.clock)
    for key, is_changed in (("k2", True), ("k3", False)):
        answer = to("wangwei", DONE, key, replaces=sent.message_id, thread=event.envelope.thread)
        assert (other.refuses(answer) == "") is is_changed
        if is_changed:
            assert await other.send(answer) == sent
    assert screen(wang)[0].content["replaced"] == "已处理"


async def test_more_answers_than_buttons_are_a_list(house: House, wang: Person) -> None:
    await house.app.send(to("wangwei", MANY))
    (card,) = screen(wang)
    assert card.content["card_type"] == "vote_interaction"
    await wang.presses(card, "choose", {"choose": ["dialog.choose:1:14"]})
    (event,) = house.heard
    assert isinstance(event, ButtonPressed)
    assert event.packed == "dialog.choose:1:14"
    await wang.presses(card, "choose")
    assert len(house.heard) == 1
    assert "请先选一项" in screen(wang)[-1].text


async def test_a_long_question_says_all_before_its_card(house: House, wang: Person) -> None:
    await house.app.send(to("wangwei", LONG))
    *texts, card = screen(wang)
    assert all(len(text.text.encode()) <= 2048 for text in texts)
    assert all(f"第{number}条：" in "\n".join(text.text for text in texts) for number in range(200))
    assert [one["text"] for one in card.content["button_list"]] == ["确认", "取消"]


@pytest.mark.parametrize("advice", ["show", "cut", "refuse"])
async def test_a_long_change_goes_as_far_as_wecom_lets_it(house: House, wang: Person, advice: str) -> None:
    house.wecom.unknowns.over_advice = advice  # type: ignore[assignment]
    sent = await house.app.send(to("wangwei", ASKING))
    body = "督办事项已经办结。" * 30
    await house.app.send(to("wangwei", replace(DONE, body=body), "k2", replaces=sent.message_id))
    shown = screen(wang)[0].content["sub_title_text"]
    assert shown == body if advice == "show" else body.startswith(shown.rstrip("…"))


@pytest.mark.parametrize("code", [40058, 40063, 45002, 987654])
async def test_a_card_that_wecom_refuses_is_said_in_words(house: House, wang: Person, code: int) -> None:
    house.wecom.faults.plan("message/send", Fault("refuse", code))
    await house.app.send(to("wangwei", ASKING))
    (line,) = screen(wang)
    assert seen(line.text) == "**督办年度总结？**\n> 时限：11月27日（周五）18:00\n[1 确认]  [2 取消]"


async def test_an_app_without_a_door_asks_in_words(wecom: LocalWeCom, house: House, wang: Person) -> None:
    wecom.app.callback_url = ""
    deaf = App(house.api, wecom.app.agent_id, wecom.clock, asks=False)
    await deaf.send(to("wangwei", ASKING))
    assert "[1 确认]  [2 取消]" in screen(wang)[0].text


@pytest.mark.parametrize("card", [LINE, SAYING, ASKING, LONG])
@pytest.mark.parametrize("duplicate", ["same msgid", "new msgid", "refused"])
async def test_nothing_is_seen_twice_when_an_answer_is_lost(
    house: House, wang: Person, card: Card, duplicate: str
) -> None:
    house.wecom.unknowns.duplicate = duplicate  # type: ignore[assignment]
    once = to("wangwei", card)
    await house.api.get("department/list")
    house.wecom.faults.plan("message/send", Fault("cut"))
    assert (await failing(house, once)).unknown
    sent = await house.app.send(once)
    texts = [seen(line.text) for line in screen(wang)]
    assert len(texts) == len(set(texts)) == (1 if card is not LONG else len(texts))
    if card is ASKING:
        assert sent.message_id == task_of("k1")


@pytest.mark.parametrize("card", [LINE, SAYING, ASKING])
async def test_what_another_process_may_have_sent_is_not_refused(house: House, wang: Person, card: Card) -> None:
    house.wecom.unknowns.duplicate = "refused"
    once, other = to("wangwei", card), App(house.api, house.wecom.app.agent_id, house.wecom.clock)
    await house.app.send(once)
    other.doubt(once.key)
    assert (await other.send(once)).message_id
    assert len(screen(wang)) == 1


async def test_the_same_words_later_are_another_message(house: House, wang: Person) -> None:
    for key in ("k1", "k2", "k3"):
        await house.app.send(to("wangwei", LINE, key))
    assert [seen(line.text) for line in screen(wang)] == ["好，这件事不办了。"] * 3


async def test_a_change_of_which_nobody_heard_has_happened(house: House, wang: Person) -> None:
    sent = await house.app.send(to("wangwei", ASKING))
    house.wecom.faults.plan("message/update_template_card", Fault("cut"))
    update = to("wangwei", DONE, "k2", replaces=sent.message_id)
    assert (await failing(house, update)).unknown
    assert await house.app.send(update) == sent
    assert screen(wang)[0].content["sub_title_text"] == "王伟已确认"


@pytest.mark.parametrize(("more", "words"), [({"visible": False}, "可见范围"), ({"licensed": False}, "许可")])
async def test_who_gets_nothing_is_no_success(house: House, more: dict[str, bool], words: str) -> None:
    house.wecom.person("guest", "访客", 2, **more)
    fault = await failing(house, to("guest"))
    assert (fault.permanent, fault.why) == (True, "no_chat")
    assert words in fault.reason


async def test_more_than_a_member_is_shown_waits(wecom: LocalWeCom, house: House, wang: Person) -> None:
    for number in range(30):
        await house.app.send(to("wangwei", LINE, f"k{number}"))
    fault = await failing(house, to("wangwei", LINE, "k30"))
    assert fault.why == "limited"
    assert fault.retry_after is not None
    await house.app.send(to("ZhaoMin", LINE, "k31"))
    await wecom.pass_by(fault.retry_after)
    await house.app.send(to("wangwei", LINE, "k30"))
    assert len(screen(wang)) == 31
    assert wecom.messages.dropped == []


async def test_a_thousand_an_hour(wecom: LocalWeCom, house: House, wang: Person) -> None:
    for number in range(10):  # an app may send two hundred a day for each account
        wecom.person(f"user{number}", f"user{number}")
    sent, wait = 0, timedelta(0)
    while wait < timedelta(minutes=5):
        try:
            await house.app.send(to("wangwei", LINE, f"k{sent}"))
            sent += 1
        except SendFailed as fault:
            wait = fault.retry_after or timedelta(0)
            await wecom.pass_by(min(wait, timedelta(minutes=1, seconds=1)))
    assert sent == 1000
    assert wecom.messages.dropped == []


async def test_a_mailing_goes_in_lists(house: House) -> None:
    users = [f"user{number}" for number in range(2500)]
    for number, user in enumerate(users):
        house.wecom.person(user, user, 2, visible=number % 100 != 7)
    messages = [to(user, SAYING, f"m1:{user}", mailing="m1") for user in users]
    results = await asyncio.gather(*map(house.app.send, messages), return_exceptions=True)
    lists = [body["touser"].split("|") for path, body in house.wecom.door.seen if path == "message/send"]
    assert len(lists) == 3
    assert max(map(len, lists)) == 1000
    refused = [user for user, one in zip(users, results, strict=True) if isinstance(one, SendFailed)]
    assert refused == [user for number, user in enumerate(users) if number % 100 == 7]


async def test_a_list_of_which_nobody_heard_is_sent_as_it_was(house: House) -> None:
    users = ["wangwei", "ZhaoMin", "lizhuren"]
    messages = [to(user, SAYING, f"m1:{user}", mailing="m1") for user in users]
    await house.api.get("department/list")
    house.wecom.faults.plan("message/send", Fault("cut"))
    first = await asyncio.gather(*map(house.app.send, messages), return_exceptions=True)
    assert all(isinstance(one, SendFailed) and one.unknown for one in first)
    for message in messages:
        await house.app.send(message)
    assert len({body["touser"] for path, body in house.wecom.door.seen if path == "message/send"}) == 1
    people = [house.wecom.named(name) for name in ("王伟", "赵敏", "李主任")]
    assert [len(screen(person)) for person in people] == [1, 1, 1]


async def test_a_file_comes_before_its_card_once(house: House, wang: Person) -> None:
    message = to("wangwei", ASKING, file=OutFile("督办台账.xlsx", b"PK\x03\x04 rows"))
    house.wecom.faults.plan("message/send", Fault("cut"))
    assert (await failing(house, message)).unknown
    await house.app.send(message)
    file, card = screen(wang)
    assert house.wecom.messages.media[file.content["media_id"]] == ("督办台账.xlsx", b"PK\x03\x04 rows")
    assert card.msgtype == "template_card"


async def test_what_was_said_can_be_taken_back_for_a_day(wecom: LocalWeCom, house: House, wang: Person) -> None:
    for card, key in ((ASKING, "k1"), (LINE, "k2")):
        sent = await house.app.send(to("wangwei", card, key))
        await house.app.recall(sent.message_id)
        assert screen(wang) == []
    late = await house.app.send(to("wangwei", LINE, "k3"))
    await wecom.pass_by(timedelta(hours=25))
    with pytest.raises(SendFailed):
        await house.app.recall(late.message_id)


def nobody_is_told(_what: NeedsAttention) -> None:
    raise AssertionError


@pytest.mark.parametrize("card", [ASKING, SAYING])
async def test_a_card_that_cannot_change_any_more_makes_room_for_a_new_one(
    house: House, wang: Person, card: Card
) -> None:
    carrier = Carrier({"app": house.app}, frozenset(), house.wecom.clock, nobody_is_told)
    sent = await carrier.send(to("wangwei", card, thread="app"))
    for key in ("k2", "k3", "k4"):
        sent = await carrier.send(to("wangwei", replace(DONE, title=key), key, replaces=sent.message_id, thread="app"))
        assert len(screen(wang)) == 1
        (line,) = screen(wang)
        assert key in (line.text or line.content["main_title"]["title"])


async def test_a_card_of_yesterday_stays_above_the_new_one(house: House, wang: Person) -> None:
    carrier = Carrier({"app": house.app}, frozenset(), house.wecom.clock, nobody_is_told)
    sent = await carrier.send(to("wangwei", SAYING, thread="app"))
    await house.wecom.pass_by(timedelta(hours=25))
    await carrier.send(to("wangwei", DONE, "k2", replaces=sent.message_id, thread="app"))
    assert len(screen(wang)) == 2


async def test_groups_are_for_others(house: House) -> None:
    assert house.app.refuses(into("wrGroup")) != ""
    assert (await failing(house, into("wrGroup"))).permanent
