"""What the web chat's own server remembers."""

import asyncio
from dataclasses import replace

from bot.ports import Line
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import CARD, GROUP, NOW, OTHER

SAID = Line(0, "m1", GROUP, "wei", NOW, "明天开会")
SHOWN = Line(0, "m2", GROUP, "bot", NOW, "校务会", CARD, "m0")


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
