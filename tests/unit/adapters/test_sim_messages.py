"""What becomes of a message or a press in the local chat."""

import asyncio
from typing import Any

import pytest

from bot.cards import Action, Button, Card
from bot.errors import TryAgain
from bot.messages import ButtonPressed, InboundEvent, Outgoing, TextReceived, UserRef
from tests.local_chat import GROUP, NOW, LocalChat, local_chat

SAID = {"as": "zhaomin", "chat": "office", "text": "明天下午3点在301开会"}


async def heard_text(chat: LocalChat, /, **message: Any) -> TextReceived:
    status, answer = await chat.post("messages", {**SAID, **message})
    assert status == 200, answer
    event = chat.heard[-1]
    assert isinstance(event, TextReceived)
    return event


async def test_a_message_becomes_an_event_with_its_sender_and_chat() -> None:
    event = await heard_text(await local_chat(), event_id="e1")
    assert event.text == SAID["text"]
    assert (event.envelope.event_id, event.envelope.at, event.envelope.chat_name) == ("e1", NOW, "学院工作群")
    assert event.envelope.sender == UserRef("sim", "zhaomin", "赵敏")
    assert event.envelope.chat == GROUP
    assert not event.addressed


async def test_the_answer_names_the_event_even_when_the_sender_did_not() -> None:
    chat = await local_chat()
    _, answer = await chat.post("messages", SAID)
    assert answer == {"event_id": chat.heard[0].envelope.event_id}


async def test_the_line_stands_in_the_chat_as_it_was_typed() -> None:
    chat = await local_chat()
    await chat.post("messages", {**SAID, "text": "＠小办 帮助"})
    _, lines = await chat.get("chats/office/messages")
    assert [(line["sender"], line["text"], line["at"]) for line in lines] == [
        ("zhaomin", "＠小办 帮助", "2026-11-23T09:30:00+08:00")
    ]


async def test_a_repeated_event_leaves_one_line() -> None:
    chat = await local_chat()
    for _ in range(2):
        await chat.post("messages", {**SAID, "event_id": "e1"})
    assert list(chat.transcript.lines) == ["in:e1"]
    assert [event.envelope.event_id for event in chat.heard] == ["e1", "e1"], "the house's inbox judges repeats"


async def test_the_answer_waits_for_the_commit() -> None:
    chat, committed = await local_chat(), asyncio.Event()

    async def slowly(_event: InboundEvent) -> None:
        await committed.wait()

    await chat.adapter.start(slowly)
    answer = asyncio.create_task(chat.post("messages", SAID))
    done, _ = await asyncio.wait({answer}, timeout=0.05)
    assert not done
    committed.set()
    assert (await answer)[0] == 200


async def test_a_busy_store_is_told_to_the_server() -> None:
    chat = await local_chat()

    async def busy(_event: InboundEvent) -> None:
        raise TryAgain

    await chat.adapter.start(busy)
    with pytest.raises(TryAgain):
        await chat.post("messages", SAID)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("@小办 今天有什么会", "今天有什么会"),
        ("＠小办今天有什么会", "今天有什么会"),
        ("@小办，今天有什么会", "今天有什么会"),
        ("@XiaoBan: help", "help"),
        ("\u200b @小办 帮助", "帮助"),
        ("@小办", ""),
        ("请看\n@小办 今天有什么会", "请看\n今天有什么会"),
    ],
)
async def test_the_bot_named_at_the_start_of_a_line_is_addressed(said: str, left: str) -> None:
    event = await heard_text(await local_chat(), text=said)
    assert (event.text, event.addressed) == (left, True)


@pytest.mark.parametrize("said", ["小办在吗", "我问过@小办了", "@xiaobang help", "邮箱 a@xiaoban.example"])
async def test_the_bot_named_elsewhere_is_not_addressed(said: str) -> None:
    event = await heard_text(await local_chat(), text=said)
    assert (event.text, event.addressed) == (said, False)


async def test_a_direct_chat_is_always_for_the_bot() -> None:
    event = await heard_text(await local_chat(), chat="dm:zhaomin", text="帮助")
    assert event.addressed
    assert event.envelope.chat == UserRef("sim", "zhaomin").direct()


@pytest.mark.parametrize(
    ("text", "mentions", "found"),
    [
        ("请@张伟 参加", [], [("zhangwei", "张伟")]),
        ("with ＠amy chen and @张伟", [], [("amy", "amy chen"), ("zhangwei", "张伟")]),
        ("请@王伟 参加", [], []),
        ("请@王伟 参加", ["wangwei2"], [("wangwei2", "王伟")]),
        ("请参加", ["zhangwei"], [("zhangwei", "张伟")]),
        ("@Amy Chens", [], []),
        ("@张伟@张伟", ["张伟"], [("zhangwei", "张伟")]),
        ("a@b.example", [], []),
    ],
)
async def test_people_after_an_at_sign_are_mentioned(
    text: str, mentions: list[str], found: list[tuple[str, str]]
) -> None:
    event = await heard_text(await local_chat(), text=text, mentions=mentions)
    assert [(one.id, one.name) for one in event.mentions] == found


async def test_a_null_character_does_not_reach_the_house() -> None:
    assert (await heard_text(await local_chat(), text="开\0会")).text == "开会"


async def shown_card(chat: LocalChat, to: str = "office") -> str:
    card = Card("校务会", buttons=(Button("参加", Action("meetings.rsvp", 1, "accepted")),))
    await chat.adapter.send(Outgoing("k1", GROUP, card))
    _, lines = await chat.get(f"chats/{to}/messages")
    return str(lines[-1]["message_id"])


async def test_a_press_becomes_an_event_with_the_value_as_it_came() -> None:
    chat = await local_chat()
    message_id = await shown_card(chat)
    press = {"as": "张伟", "chat": "office", "message_id": message_id, "action": "meetings.rsvp:1:accepted"}
    assert (await chat.post("presses", press))[0] == 200
    event = chat.heard[-1]
    assert isinstance(event, ButtonPressed)
    assert (event.packed, event.message_id, event.envelope.sender.id) == (press["action"], message_id, "zhangwei")


async def test_a_press_needs_a_message_of_that_chat() -> None:
    chat = await local_chat()
    message_id = await shown_card(chat)
    press = {"as": "zhangwei", "chat": "dm:zhangwei", "message_id": message_id, "action": "meetings.rsvp:1:accepted"}
    status, answer = await chat.post("presses", press)
    assert (status, answer["code"], chat.heard) == (404, "no_such_message", [])
