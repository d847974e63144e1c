"""What the web chat's own server remembers."""

import asyncio
from dataclasses import replace

from bot.messages import OutFile, Quoted, UserRef
from bot.ports import Line
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import CARD, GROUP, NOW, OTHER

SAID = Line(0, "m1", GROUP, "wei", NOW, "明天开会")
SHOWN = Line(0, "m2", GROUP, "bot", NOW, "校务会", CARD, "m0")
QUOTED = Quoted("明天开会", UserRef("sim", "wei", "张伟"), NOW, "校务群", "m1")
FILE = OutFile("台账.xlsx", b"\x00\xff" * 1000)


async def test_lines_come_back_in_order(store: SqlStore) -> None:
    said, is_new = await store.transcript.append("in:1", SAID)
    shown, _ = await store.transcript.append("out:1", SHOWN)
    await store.transcript.append("out:2", replace(SHOWN, chat=OTHER))
    assert is_new
    assert replace(said, seq=0) == SAID
    assert said.seq < shown.seq
    assert list(await store.transcript.after(GROUP, 0, 10)) == [said, shown]
    assert list(await store.transcript.after(GROUP, said.seq, 10)) == [shown]
    assert list(await store.transcript.after(GROUP, 0, 1)) == [said]
    assert list(await store.transcript.after(replace(GROUP, kind="direct"), 0, 10)) == []


async def test_a_key_that_was_here_before_gives_the_line_of_then(store: SqlStore) -> None:
    first, _ = await store.transcript.append("out:1", SHOWN)
    again, is_new = await store.transcript.append("out:1", replace(SHOWN, message_id="m9", text="other"))
    assert (again, is_new) == (first, False)
    assert list(await store.transcript.after(GROUP, 0, 10)) == [first]


async def test_one_key_sent_by_several_at_once_is_one_line(store: SqlStore, replica: Replica) -> None:
    other = replica()
    kept = await asyncio.gather(*(each.transcript.append("out:1", SHOWN) for each in (store, other) * 6))
    assert len({line.seq for line, _ in kept}) == 1
    assert sum(is_new for _, is_new in kept) == 1


async def test_what_a_line_quotes_comes_back_as_it_was(store: SqlStore) -> None:
    await store.transcript.append("in:1", replace(SAID, text="", quoted=QUOTED))
    (line,) = await store.transcript.after(GROUP, 0, 10)
    assert line.quoted == QUOTED


async def test_a_message_is_found_as_it_stands_now(store: SqlStore) -> None:
    await store.transcript.append("out:1", replace(SHOWN, message_id="m0", replaces=None))
    await store.transcript.append("out:2", replace(SHOWN, message_id="m0", text="改期"))
    found = await store.transcript.find(GROUP, "m0")
    assert found is not None
    assert found.text == "改期"
    assert await store.transcript.find(OTHER, "m0") is None
    assert await store.transcript.find(GROUP, "m9") is None


async def test_a_file_is_fetched_from_its_line_and_not_read_with_it(store: SqlStore) -> None:
    kept, _ = await store.transcript.append("out:1", replace(SHOWN, file=FILE))
    plain, _ = await store.transcript.append("out:2", SHOWN)
    assert [line.file for line in await store.transcript.after(GROUP, 0, 10)] == [OutFile(FILE.name, b""), None]
    found = await store.transcript.file(kept.seq)
    assert found is not None
    assert (found[0].chat, found[1]) == (GROUP, FILE)
    assert await store.transcript.file(plain.seq) is None


async def test_two_local_chats_are_kept_apart(store: SqlStore) -> None:
    """Even where a chat, an event and a message of both are called alike."""
    there = replace(SAID, chat=replace(GROUP, platform="sim2"), text="那边")
    there = replace(there, quoted=replace(QUOTED, sender=UserRef("sim2", "wei", "张伟")))
    here, _ = await store.transcript.append("in:1", SAID)
    other, is_new = await store.transcript.append("in:1", there)
    assert is_new
    assert list(await store.transcript.after(GROUP, 0, 10)) == [here]
    (found,) = await store.transcript.after(there.chat, 0, 10)
    assert found == other
    assert found.chat.platform == "sim2"
    assert found.quoted is not None
    assert found.quoted.sender.platform == "sim2"
    assert await store.transcript.find(there.chat, "m1") == other
    assert await store.transcript.find(GROUP, "m1") == here
