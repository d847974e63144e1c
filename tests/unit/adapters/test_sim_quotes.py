"""Replies, forwards and files in the local chat: what the house hears of them, and what the history shows."""

from base64 import b64encode
from typing import Any

import pytest

from bot.cards import Card
from bot.messages import FileReceived, OutFile, Outgoing, Quoted, TextReceived, UserRef
from bot.ports import HttpRequest, HttpResponse
from tests.local_chat import GROUP, LATER, NOW, LocalChat, local_chat

ASKED = "请下周五前把安全自查报上来"
TABLE = b"\x00\xff,1\n"


async def said(chat: LocalChat, /, **message: Any) -> str:
    """Its id in the history."""
    given = {"as": "zhangwei", "chat": "office", "text": ASKED, **message}
    status, answer = await chat.post("messages", given)
    assert status == 200, answer
    _, lines = await chat.get(f"chats/{given['chat']}/messages")
    return str(lines[-1]["message_id"])


async def heard(chat: LocalChat, /, **message: Any) -> TextReceived:
    await said(chat, **{"as": "zhaomin", **message})
    event = chat.heard[-1]
    assert isinstance(event, TextReceived)
    return event


def quoted_in(event: TextReceived) -> Quoted:
    assert event.quoted is not None
    return event.quoted


async def test_a_reply_carries_the_exact_words_of_what_it_answers() -> None:
    chat = await local_chat()
    message_id = await said(chat, text=f"  {ASKED} \n@小办 ")
    chat.clock.at = LATER
    event = await heard(chat, text="@小办 交给王伟", reply_to=message_id)
    assert (event.text, event.addressed) == ("交给王伟", True)
    wanted = Quoted(f"  {ASKED} \n@小办 ", UserRef("sim", "zhangwei", "张伟"), NOW, "学院工作群", message_id)
    assert event.quoted == wanted


async def test_a_reply_may_have_no_words_but_the_bots_name() -> None:
    chat = await local_chat()
    message_id = await said(chat)
    for text, addressed in (("@小办", True), ("", False)):
        event = await heard(chat, text=text, reply_to=message_id)
        assert (event.text, event.addressed, quoted_in(event).text) == ("", addressed, ASKED)


async def test_a_message_is_forwarded_without_a_word() -> None:
    chat = await local_chat()
    message_id = await said(chat)
    forward = {"chat": "office", "message_id": message_id}
    status, _ = await chat.post("messages", {"as": "zhaomin", "chat": "dm:zhaomin", "forward": forward})
    assert status == 200
    event = chat.heard[-1]
    assert isinstance(event, TextReceived)
    assert (event.text, event.addressed, quoted_in(event).chat_name) == ("", True, "学院工作群")
    _, (line,) = await chat.get("chats/dm:zhaomin/messages")
    assert (line["text"], line["quoted"]) == ("", {"sender": "zhangwei", "text": ASKED})


async def test_what_was_forwarded_is_forwarded_on_with_its_own_sender() -> None:
    chat = await local_chat()
    first = await said(chat)
    second = await said(chat, **{"as": "zhaomin", "text": "", "forward": {"chat": "office", "message_id": first}})
    event = await heard(chat, text="", chat="dm:zhaomin", forward={"chat": "office", "message_id": second})
    assert (quoted_in(event).sender.id, quoted_in(event).message_id) == ("zhangwei", first)


async def test_a_card_is_quoted_as_its_text_as_it_stands_now() -> None:
    chat = await local_chat()
    first = await chat.adapter.send(Outgoing("k1", GROUP, Card("校务会", (("时间", "15:00"),))))
    await chat.adapter.send(Outgoing("k2", GROUP, Card("改期", (("时间", "16:00"),)), replaces=first.message_id))
    quoted = quoted_in(await heard(chat, text="好", reply_to=first.message_id))
    assert (quoted.text, quoted.sender) == ("改期\n时间：16:00", UserRef("sim", "bot", "小办"))


async def test_whoever_left_is_still_quoted() -> None:
    chat = await local_chat()
    message_id = await said(chat, **{"as": "amy"})
    chat.office = type(chat.office)(people=chat.office.people[:-1], chats=chat.office.chats)
    await chat.get("office")
    assert quoted_in(await heard(chat, reply_to=message_id)).sender == UserRef("sim", "amy", "amy")


async def test_a_direct_chat_has_no_name_to_quote() -> None:
    chat = await local_chat()
    message_id = await said(chat, **{"as": "zhaomin", "chat": "dm:zhaomin"})
    event = await heard(chat, text="", chat="dm:zhaomin", reply_to=message_id)
    assert quoted_in(event).chat_name == ""


@pytest.mark.parametrize(
    ("quoting", "status", "code"),
    [
        ({"reply_to": "nothing"}, 404, "no_such_message"),
        ({"reply_to": 5}, 400, "missing"),
        ({"reply_to": " "}, 400, "missing"),
        ({"forward": "m1"}, 400, "no_forward"),
        ({"forward": {"chat": "office"}}, 400, "missing"),
        ({"forward": {"chat": "office", "message_id": "nothing"}}, 404, "no_such_message"),
        ({"forward": {"chat": "nowhere", "message_id": "m"}}, 404, "unknown_chat"),
        ({"forward": {"chat": "teaching", "message_id": "m"}}, 403, "not_in_chat"),
        ({"forward": {"chat": "dm:zhangwei", "message_id": "m"}}, 403, "not_in_chat"),
        ({"forward": {"chat": "office", "message_id": "m"}, "reply_to": "m"}, 400, "quote_one_of"),
        ({"text": 7, "reply_to": "m"}, 400, "missing"),
        ({"text": ""}, 400, "empty_text"),
    ],
)
async def test_a_quote_that_cannot_be_taken(quoting: dict[str, Any], status: int, code: str) -> None:
    chat = await local_chat()
    given, answer = await chat.post("messages", {"as": "zhaomin", "chat": "office", "text": "好", **quoting})
    assert (given, answer["code"]) == (status, code)
    assert (chat.heard, chat.transcript.lines) == ([], {})


def upload(**change: Any) -> dict[str, Any]:
    return {
        "as": "zhaomin",
        "chat": "dm:zhaomin",
        "name": "台账.xlsx",
        "content": b64encode(TABLE).decode(),
        **change,
    }


async def test_a_file_is_brought_with_its_name_and_shown_as_a_line() -> None:
    chat = await local_chat()
    status, answer = await chat.post("files", upload())
    assert status == 200
    (event,) = chat.heard
    assert isinstance(event, FileReceived)
    assert (event.name, event.content, event.addressed) == ("台账.xlsx", TABLE, True)
    assert answer == {"event_id": event.envelope.event_id}
    _, (line,) = await chat.get("chats/dm:zhaomin/messages")
    assert (line["sender"], line["text"], line["file"]) == ("zhaomin", "📎 台账.xlsx", None)


@pytest.mark.parametrize(("text", "addressed"), [("", False), ("@小办", True), (None, False)])
async def test_in_a_group_the_bot_is_named_beside_the_file(text: str | None, addressed: bool) -> None:
    chat = await local_chat()
    assert (await chat.post("files", upload(chat="office", text=text)))[0] == 200
    (event,) = chat.heard
    assert isinstance(event, FileReceived)
    assert event.addressed is addressed


@pytest.mark.parametrize(
    ("name", "kept"),
    [("C:\\Documents\\台账.xlsx", "台账.xlsx"), ("../../etc/list.csv", "list.csv"), ("a\n\0b.csv", "ab.csv")],
)
async def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    chat = await local_chat()
    await chat.post("files", upload(name=name))
    (event,) = chat.heard
    assert isinstance(event, FileReceived)
    assert event.name == kept


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"content": "台账"}, "no_base64"),
        ({"content": "QUJ"}, "no_base64"),
        ({"content": None}, "missing"),
        ({"name": ""}, "missing"),
        ({"name": "files/.."}, "missing"),
        ({"name": "x" * 121}, "too_long"),
        ({"chat": "dm:amy"}, "not_in_chat"),
        ({"text": "@小办 导入"}, "file_words"),
    ],
)
async def test_a_file_that_cannot_be_taken(change: dict[str, Any], code: str) -> None:
    chat = await local_chat()
    assert (await chat.post("files", upload(**change)))[1]["code"] == code
    assert (chat.heard, chat.transcript.lines) == ([], {})


async def test_a_card_offers_a_file_to_those_who_see_the_chat() -> None:
    chat = await local_chat()
    offered = OutFile("督办 台账.xlsx", TABLE)
    await chat.adapter.send(Outgoing("k1", UserRef("sim", "amy").direct(), Card("台账"), file=offered))
    _, (line,) = await chat.get("chats/dm:amy/messages")
    assert (line["file"]["name"], line["text"]) == (offered.name, "台账\n📎 督办 台账.xlsx")
    answer = await fetched(chat, line["file"]["id"], "amy")
    assert (answer.status, answer.body, answer.content_type) == (200, TABLE, "application/octet-stream")
    name = "%E7%9D%A3%E5%8A%9E%20%E5%8F%B0%E8%B4%A6.xlsx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert (await fetched(chat, line["file"]["id"], "zhaomin")).status == 403
    assert (await fetched(chat, "99", "amy")).status == 404
    assert (await fetched(chat, "x", "amy")).status == 400


async def fetched(chat: LocalChat, number: str, by: str) -> HttpResponse:
    return await chat.adapter.receive(HttpRequest("GET", f"/sim/api/files/{number}", {"as": by}, {}, b""))
