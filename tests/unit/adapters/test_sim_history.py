"""What the local chat shows: the office, lines and cards, and the stream of new ones."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest

from adapters.sim import SimPerson
from adapters.sim.feed import BACKLOG
from bot.cards import Action, Button, Card
from bot.errors import SendFailed, TryAgain
from bot.messages import ChatRef, Outgoing, UserRef
from bot.ports import HttpRequest, HttpResponse, Line
from tests.local_chat import GROUP, OFFICE, KeptInMemory, LocalChat, local_chat

CARD = Card(
    "校务会",
    facts=(("时间", "11月24日（周二）15:00–17:00"),),
    buttons=(Button("参加", Action("meetings.rsvp", 1, "accepted"), "primary"),),
    tone="done",
)


async def test_the_office_lists_groups_before_direct_chats() -> None:
    _, office = await (await local_chat()).get("office")
    assert office["now"] == "2026-11-23T09:30:00+08:00"
    assert office["people"][0] == {"id": "zhaomin", "name": "赵敏", "unit": "学院办公室", "role": "secretary"}
    assert [chat["kind"] for chat in office["chats"]] == ["group"] * 2 + ["direct"] * 5
    assert office["chats"][2] == {"id": "dm:zhaomin", "name": "小办", "kind": "direct", "members": ["zhaomin"]}


async def test_a_card_is_shown_whole_and_as_text() -> None:
    chat = await local_chat()
    await chat.adapter.send(Outgoing("k1", GROUP, CARD, mentions=(UserRef("sim", "zhangwei", "张伟"),)))
    _, (line,) = await chat.get("chats/office/messages")
    assert line["sender"] == "bot"
    assert line["text"] == "@张伟\n校务会\n时间：11月24日（周二）15:00–17:00\n[1 参加]"
    assert line["card"] == {
        "title": "校务会",
        "facts": [["时间", "11月24日（周二）15:00–17:00"]],
        "body": "",
        "buttons": [{"label": "参加", "action": "meetings.rsvp:1:accepted", "tone": "primary"}],
        "tone": "done",
        "link": "",
    }


async def test_a_replaced_card_is_a_new_line_under_the_same_id() -> None:
    chat = await local_chat()
    first = await chat.adapter.send(Outgoing("k1", GROUP, CARD))
    again = await chat.adapter.send(Outgoing("k2", GROUP, replace(CARD, title="改期"), replaces=first.message_id))
    assert again == first
    _, lines = await chat.get("chats/office/messages")
    assert [(line["seq"], line["message_id"], line["replaces"]) for line in lines] == [
        (1, first.message_id, None),
        (2, first.message_id, first.message_id),
    ]


async def test_a_message_sent_twice_is_there_once() -> None:
    chat = await local_chat()
    assert await chat.adapter.send(Outgoing("k1", GROUP, CARD)) == await chat.adapter.send(Outgoing("k1", GROUP, CARD))
    assert len(chat.transcript.lines) == 1


async def test_a_direct_card_lands_in_that_persons_chat() -> None:
    chat = await local_chat()
    await chat.adapter.send(Outgoing("k1", UserRef("sim", "amy").direct(), CARD))
    _, lines = await chat.get("chats/dm:amy/messages")
    assert [line["chat"] for line in lines] == ["dm:amy"]


@pytest.mark.parametrize("to", [ChatRef("sim", "group", "gone"), ChatRef("sim", "direct", "gone")])
async def test_a_chat_that_is_not_there_is_given_up(to: ChatRef) -> None:
    with pytest.raises(SendFailed) as failed:
        await (await local_chat()).adapter.send(Outgoing("k1", to, CARD))
    assert failed.value.permanent


async def test_a_busy_history_is_tried_again() -> None:
    class Busy(KeptInMemory):
        async def append(self, key: str, line: Line) -> tuple[Line, bool]:
            raise TryAgain

    chat = await local_chat(transcript=Busy())
    with pytest.raises(SendFailed) as failed:
        await chat.adapter.send(Outgoing("k1", GROUP, CARD))
    assert not failed.value.permanent


async def test_a_newcomer_is_known_at_once() -> None:
    chat = await local_chat()
    await chat.get("office")
    chat.office = replace(OFFICE, people=(*OFFICE.people, SimPerson("new", "新人")))
    assert (await chat.post("messages", {"as": "新人", "chat": "dm:new", "text": "帮助"}))[0] == 200


async def stream(chat: LocalChat, last_seen: str = "", **query: str) -> AsyncGenerator[bytes]:
    headers = {"last-event-id": last_seen} if last_seen else {}
    opened = await chat.adapter.events(HttpRequest("GET", "/sim/api/events", query, headers, b""))
    assert not isinstance(opened, HttpResponse), opened.body
    assert await anext(opened) == b"retry: 2000\n\n"
    return opened


def told(frame: bytes) -> dict[str, Any]:
    number, data = frame.decode().strip().split("\n")
    line: dict[str, Any] = json.loads(data.removeprefix("data: "))
    assert number == f"id: {line['seq']}"
    return line


async def next_line(frames: AsyncGenerator[bytes]) -> dict[str, Any]:
    return told(await asyncio.wait_for(anext(frames), 1))


async def test_each_new_line_is_an_event() -> None:
    chat = await local_chat()
    frames = await stream(chat)
    await chat.post("messages", {"as": "zhaomin", "chat": "office", "text": "大家好"})
    await chat.adapter.send(Outgoing("k1", GROUP, CARD))
    assert [(await next_line(frames))["sender"], (await next_line(frames))["sender"]] == ["zhaomin", "bot"]
    await chat.adapter.close()
    assert [frame async for frame in frames] == []


async def test_a_reader_who_comes_back_gets_what_they_missed_once() -> None:
    chat = await local_chat()
    for number in range(3):
        await chat.adapter.send(Outgoing(f"k{number}", GROUP, CARD))
    frames = await stream(chat, last_seen="1")
    await chat.adapter.send(Outgoing("k3", GROUP, CARD))
    assert [(await next_line(frames))["seq"] for _ in range(3)] == [2, 3, 4]


async def test_a_person_hears_only_their_own_chats() -> None:
    chat = await local_chat()
    frames = await stream(chat, **{"as": "zhaomin"})
    for number, person in enumerate(("amy", "zhaomin")):
        await chat.adapter.send(Outgoing(f"k{number}", UserRef("sim", person).direct(), CARD))
    assert (await next_line(frames))["chat"] == "dm:zhaomin"


@pytest.mark.parametrize(("query", "status"), [({"as": "nobody"}, 400), ({"after": "x"}, 400)])
async def test_a_stream_that_cannot_be_opened(query: dict[str, str], status: int) -> None:
    chat = await local_chat()
    refused = await chat.adapter.events(HttpRequest("GET", "/sim/api/events", query, {}, b""))
    assert isinstance(refused, HttpResponse)
    assert refused.status == status


async def test_a_reader_who_does_not_keep_up_is_let_go_and_holds_nobody() -> None:
    chat = await local_chat()
    slow = await stream(chat)
    quick = await stream(chat)
    waiting = asyncio.create_task(anext(slow))
    await asyncio.sleep(0)
    for number in range(BACKLOG + 2):
        await chat.adapter.send(Outgoing(f"k{number}", GROUP, CARD))
        if number:
            await next_line(quick)
    assert told(await waiting)["seq"] == 1
    assert len([frame async for frame in slow]) < BACKLOG
    assert (await next_line(quick))["seq"] == BACKLOG + 2
