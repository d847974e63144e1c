"""A desk answers with a file: it goes with the card where the platform takes files, and elsewhere a sentence does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.cards import Card, Limits
from bot.errors import SendFailed
from bot.messages import FileReceived, OutFile, Outgoing, Sent
from bot.ports import HttpRequest, HttpResponse
from bot.router import Router
from bot.store import SqlStore
from bot.turn import Answer, Turn
from tests.flow.conversation import Office, open_office
from tests.flow.platform import LIMITS, Carrying, Platform, message

FILE = OutFile("台账.xlsx", b"\x00\xff" * 1000)
OFFERING = replace(message("k"), file=FILE)


@dataclass
class Taking(Platform):
    """Keeps what it is asked to send."""

    taken: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing) -> Sent:
        self.taken.append(message)
        return await Platform.send(self, message)


async def carried(store: SqlStore, limits: Limits, offering: Outgoing = OFFERING) -> Outgoing:
    platform = Taking(limits=limits)
    carrying = Carrying(store, {"played": platform})
    await carrying.queue(offering)
    await carrying.carry()
    (taken,) = platform.taken
    return taken


async def test_a_platform_that_takes_files_is_given_it(store: SqlStore) -> None:
    assert await carried(store, replace(LIMITS, files=True)) == OFFERING


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "文件「台账.xlsx」在这个平台上发不了，请管理员在服务器上用 xiaoban export 导出。"),
        ("en", "I cannot send the file “台账.xlsx” here; an administrator gets it on the server by xiaoban export."),
    ],
)
async def test_elsewhere_a_sentence_says_where_it_is(store: SqlStore, language: str, words: str) -> None:
    taken = await carried(store, LIMITS, replace(OFFERING, language=language))
    assert (taken.file, taken.card) == (None, replace(OFFERING.card, body=words))


async def test_another_attempt_brings_the_file_again(store: SqlStore) -> None:
    platform = Taking(limits=replace(LIMITS, files=True))
    platform.fates["office"] = [SendFailed("busy", retry_after=timedelta(seconds=5))]
    carrying = Carrying(store, {"played": platform})
    await carrying.queue(OFFERING)
    await carrying.carry()
    await carrying.carry(seconds=10)
    assert [one.file for one in platform.taken] == [FILE, FILE]
    assert await carrying.states() == {"k": "sent"}


def copier() -> Router:
    router = Router("copier")

    @router.file("xlsx")
    def copy(turn: Turn, file: FileReceived) -> Answer:
        return turn.reply(Card("copied"), file=OutFile(f"copy of {file.name}", file.content * 2))

    return router


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, (copier(),)) as here:
        yield here


async def fetched(office: Office, number: str) -> HttpResponse:
    assert office.parts.sim is not None
    return await office.parts.sim.receive(HttpRequest("GET", f"/sim/api/files/{number}", {"as": "赵敏"}, {}, b""))


async def test_a_file_goes_out_by_the_local_chat_and_is_kept_for_thirty_days(office: Office) -> None:
    (card,) = await office.sends_file("赵敏", FILE.name, FILE.content, "direct")
    assert card.text == "copied\n📎 copy of 台账.xlsx"
    number = (await office.history(card.chat))[-1]["file"]["id"]
    assert (await fetched(office, number)).body == FILE.content * 2
    await office.waits(days=29)
    await office.parts.housekeeping.tidy()
    assert (await fetched(office, number)).status == 200
    await office.waits(days=2)
    await office.parts.housekeeping.tidy()
    assert (await fetched(office, number)).status == 404
    assert (await office.lines(card.chat))[-1].text == card.text
