"""What is forwarded, replied to or sent as a file reaches the desk that asked for it, through the whole house."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from bot.cards import Card
from bot.messages import LARGEST_FILE, FileReceived, Quoted, TextReceived
from bot.router import Router
from bot.turn import Answer, Ask, Turn
from handlers import help as help_desk
from tests.flow.conversation import GROUP, MONDAY, Office, Shown, open_office

ASKED = "请下周五前把安全自查报上来"
HELP = "可以这样对我说"


@dataclass(frozen=True, slots=True)
class Look:
    """As the grammar gives it."""

    title: str = ""
    start: datetime | None = None
    end: datetime | None = None
    room: str = ""
    part: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catch:
    title: str = ""
    said: str = ""


def clerk() -> Router:
    """A desk that takes what it is given and tells what it was."""
    router = Router("meetings")

    @router.intent("list", Look)
    def look(turn: Turn, _slots: Look) -> Answer:
        quoted = turn.event.quoted if isinstance(turn.event, TextReceived) else None
        return turn.reply(Card(f"about: {quoted.text if quoted else 'nothing'}"))

    @router.intent("catch", Catch)
    def catch(turn: Turn, slots: Catch) -> Answer:
        if slots.title:
            return turn.reply(Card(f"{slots.title}: {slots.said}"))
        return Ask(slots, "title", Card("called what?"))

    @router.forwarded
    def take(turn: Turn, quoted: Quoted) -> Answer:
        if quoted.text.startswith("?"):
            return catch(turn, Catch(said=quoted.text))
        facts = (("from", f"{quoted.sender.name} {quoted.chat_name}"), ("at", quoted.at.isoformat()))
        return turn.reply(Card(f"{turn.say.language}: {quoted.text}", facts))

    @router.file("csv", "xlsx")
    def read(turn: Turn, file: FileReceived) -> Answer:
        return turn.reply(Card(f"{turn.say.language}: {file.name}", body=file.content[:20].decode()))

    return router


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, (clerk(), help_desk.router)) as here:
        yield here


async def said(office: Office, who: str, text: str, chat: str = GROUP) -> str:
    """The id of what somebody says."""
    await office.says(who, text, chat)
    return next(str(line["message_id"]) for line in reversed(await office.history(chat)) if line["sender"] != "bot")


async def forwards(office: Office, who: str, message_id: str, text: str = "", to: str = "direct") -> list[Shown]:
    return await office.says(who, text, to, forward={"chat": GROUP, "message_id": message_id})


async def sends(office: Office, name: str, content: bytes = b"1,2", chat: str = "direct", **more: Any) -> list[Shown]:
    return await office.sends_file("赵敏", name, content, chat, **more)


async def test_a_forward_without_a_word_goes_to_the_desk_that_takes_them(office: Office) -> None:
    message_id = await said(office, "张伟", ASKED)
    (card,) = await forwards(office, "赵敏", message_id)
    assert card.title == f"zh: {ASKED}"
    assert card.fact("from") == "张伟 学院工作群"
    assert datetime.fromisoformat(card.fact("at")) == MONDAY


async def test_a_reply_that_only_names_the_bot_goes_there_too(office: Office) -> None:
    message_id = await said(office, "张伟", ASKED)
    (card,) = await office.says("赵敏", "@小办", reply_to=message_id)
    assert card.title == f"zh: {ASKED}"


async def test_what_is_not_said_to_the_bot_is_left_alone(office: Office) -> None:
    message_id = await said(office, "张伟", ASKED)
    assert await office.says("赵敏", "", reply_to=message_id) == []
    assert await forwards(office, "赵敏", message_id, to=GROUP) == []
    assert await office.says("赵敏", "收到", reply_to=message_id) == []


async def test_words_are_understood_alone_and_the_desk_finds_the_quote(office: Office) -> None:
    message_id = await said(office, "张伟", "明天下午3点开会")
    assert [card.title for card in await office.says("赵敏", "今天有什么会", reply_to=message_id)] == [
        "about: 明天下午3点开会"
    ]
    assert [card.title for card in await office.says("赵敏", "今天有什么会")] == ["about: nothing"]


async def test_a_forward_is_answered_in_the_language_of_what_was_forwarded(office: Office) -> None:
    message_id = await said(office, "张伟", "please send the safety report by Friday")
    assert [card.title[:3] for card in await forwards(office, "赵敏", message_id)] == ["en:"]
    assert [card.title for card in await forwards(office, "赵敏", message_id, "帮助")] == [HELP]


async def test_the_desk_may_ask_about_what_was_forwarded(office: Office) -> None:
    message_id = await said(office, "张伟", "? 自查")
    assert [card.title for card in await forwards(office, "赵敏", message_id)] == ["called what?"]
    answered = await office.says("赵敏", "安全自查", "direct")
    assert answered[-1].title == "安全自查: ? 自查"


async def test_without_such_a_desk_there_is_the_help(database_url: str) -> None:
    async with open_office(database_url, (help_desk.router,)) as office:
        message_id = await said(office, "张伟", ASKED)
        assert [card.title for card in await forwards(office, "赵敏", message_id)] == [HELP]
        assert [card.title for card in await office.says("赵敏", "@小办", reply_to=message_id)] == [HELP]
        assert ["还不会读文件" in card.title for card in await sends(office, "台账.xlsx")] == [True]


async def test_a_file_goes_to_the_desk_that_reads_its_kind(office: Office) -> None:
    (card,) = await sends(office, "台账.CSV", "甲,乙".encode())
    assert (card.title, card.card["body"]) == ("zh: 台账.CSV", "甲,乙")
    assert [card.title for card in await sends(office, "b.xlsx", chat=GROUP, text="@小办")] == ["zh: b.xlsx"]


async def test_other_files_get_one_sentence_and_in_groups_silence(office: Office) -> None:
    wanted = "「照片.png」这种文件我读不了，能读的有：csv、xlsx。请换一种格式再发。"
    assert [card.title for card in await sends(office, "照片.png")] == [wanted]
    assert [card.title for card in await sends(office, "照片.png", chat=GROUP, text="@小办")] == [wanted]
    assert await sends(office, "照片.png", chat=GROUP) == []
    assert await sends(office, "台账.csv", chat=GROUP) == []


async def test_a_file_that_is_too_large_is_not_read(office: Office) -> None:
    assert [card.title for card in await sends(office, "a.csv", b"1" * LARGEST_FILE)] == ["zh: a.csv"]
    (card,) = await sends(office, "b.csv", b"1" * (LARGEST_FILE + 1))
    assert card.title == "「b.csv」太大，我一次最多读 4 MB，请分成几个文件再发。"


@pytest.mark.parametrize("words", ["", "今天有什么会"])
async def test_a_repeated_delivery_is_answered_once(office: Office, words: str) -> None:
    message_id = await said(office, "张伟", ASKED)
    again = {"reply_to": message_id, "event_id": "e1"}
    assert len(await office.says("赵敏", f"@小办 {words}", **again)) == 1
    assert await office.says("赵敏", f"@小办 {words}", **again) == []
