"""What the local chat turns away: a status, one sentence, and nothing written."""

from typing import Any

import pytest

from adapters.sim.words import WORDS
from bot.texts import Texts
from tests.local_chat import LATER, NOW, local_chat

SAID = {"as": "zhaomin", "chat": "office", "text": "帮助"}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"as": "nobody"}, 400, "unknown_person"),
        ({"as": "王伟"}, 409, "ambiguous_person"),
        ({"as": ""}, 400, "missing"),
        ({"as": 7}, 400, "missing"),
        ({"as": "x" * 201}, 400, "too_long"),
        ({"as": "a\0b"}, 400, "bad_text"),
        ({"chat": "nowhere"}, 404, "unknown_chat"),
        ({"chat": "dm:nobody"}, 404, "unknown_chat"),
        ({"chat": "teaching"}, 403, "not_in_chat"),
        ({"chat": "dm:zhangwei"}, 403, "not_in_chat"),
        ({"text": None}, 400, "missing"),
        ({"text": " \n"}, 400, "empty_text"),
        ({"text": "\ud800"}, 400, "bad_text"),
        ({"mentions": "张伟"}, 400, "no_list"),
        ({"mentions": [1]}, 400, "no_list"),
        ({"mentions": ["nobody"]}, 400, "unknown_person"),
        ({"event_id": 5}, 400, "missing"),
    ],
)
async def test_a_message_that_cannot_be_taken(change: dict[str, Any], status: int, code: str) -> None:
    chat = await local_chat()
    given, answer = await chat.post("messages", {**SAID, **change})
    assert (given, answer["code"]) == (status, code)
    assert (chat.heard, chat.transcript.lines) == ([], {})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 200_000, b'{"as": ' + b"9" * 5000 + b"}"]
)
async def test_a_body_that_is_no_object_in_json(body: bytes) -> None:
    status, answer = await (await local_chat()).post("messages", body)
    assert (status, answer["code"]) == (400, "bad_json")


async def test_a_form_is_not_taken() -> None:
    status, answer = await (await local_chat()).post("messages", SAID, **{"content-type": "text/plain"})
    assert (status, answer["code"]) == (415, "no_content_type")


async def test_several_people_of_a_name_are_listed_with_their_ids() -> None:
    _, answer = await (await local_chat()).post("messages", {**SAID, "as": "王伟"})
    assert "wangwei, wangwei2" in answer["error"]


async def test_a_refusal_speaks_the_readers_language() -> None:
    chat = await local_chat()
    _, chinese = await chat.post("messages", {**SAID, "as": "谁"}, **{"accept-language": "zh-CN,en"})
    _, english = await chat.post("messages", {**SAID, "as": "谁"})
    assert (chinese["error"][:5], english["error"][:9]) == ("没有叫“谁", "There is ")


def test_every_sentence_is_there_in_both_languages() -> None:
    texts = Texts()
    texts.add("sim", WORDS)
    assert texts.faults() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("", 404), ("nothing", 404), ("chats/office", 404), ("messages", 405), ("chats/no/messages", 404)],
)
async def test_an_address_that_is_not_there(path: str, status: int) -> None:
    assert (await (await local_chat()).get(path))[0] == status


async def test_one_may_not_read_the_direct_chat_of_another() -> None:
    chat = await local_chat()
    assert (await chat.get("chats/dm:zhangwei/messages", **{"as": "zhaomin"}))[0] == 403
    assert (await chat.get("chats/dm:zhangwei/messages", **{"as": "zhangwei"}))[0] == 200


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 19, "１"])
async def test_a_place_to_read_on_from_that_is_no_number(after: str) -> None:
    status, answer = await (await local_chat()).get("chats/office/messages", after=after)
    assert (status, answer["code"]) == (400, "bad_seq")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "clock_one_of"),
        ({"to": "2026-11-24T08:30:00+08:00", "advance_seconds": 1}, "clock_one_of"),
        ({"to": "tomorrow"}, "bad_time"),
        ({"to": 5}, "bad_time"),
        ({"to": "0001-01-01T00:00:00+08:00"}, "bad_time"),
        ({"to": "2026-11-22T08:30:00+08:00"}, "clock_back"),
        ({"to": "2126-11-22T08:30:00+08:00"}, "clock_far"),
        ({"advance_seconds": -1}, "bad_number"),
        ({"advance_seconds": "60"}, "bad_number"),
        ({"advance_seconds": True}, "bad_number"),
        ({"advance_seconds": 1e300}, "bad_number"),
        (b'{"advance_seconds": NaN}', "bad_number"),
    ],
)
async def test_a_clock_that_cannot_be_moved_so(body: Any, code: str) -> None:
    chat = await local_chat()
    status, answer = await chat.post("clock", body)
    assert (status, answer["code"], chat.clock.at) == (400, code, NOW)


@pytest.mark.parametrize(
    "body", [{"advance_seconds": 3600}, {"to": "2026-11-23T10:30:00+08:00"}, {"to": "2026-11-23T10:30"}]
)
async def test_the_clock_is_moved_on_in_local_time(body: dict[str, Any]) -> None:
    chat = await local_chat()
    assert await chat.post("clock", body) == (200, {"now": "2026-11-23T10:30:00+08:00"})
    assert chat.clock.at == LATER


async def test_a_real_clock_stays() -> None:
    chat = await local_chat(movable=False)
    assert (await chat.post("clock", {"advance_seconds": 1}))[0] == 409
    assert (await chat.get("office"))[1]["movable"] is False
