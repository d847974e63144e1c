"""A process is killed while many acknowledge: what its platform delivers again counts once, and is answered once."""

import asyncio
import json
import signal
import sys
from collections import Counter
from datetime import timedelta

from bot.app import make_desks, make_house
from bot.delivery import Landed
from bot.domain.notice import Notice, State
from bot.domain.people import Person
from bot.engine.clock import real_time
from bot.messages import ChatRef, Sent, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from handlers.notices.sending import Post, begin
from tests.chaos.adapter import PLATFORM
from tests.chaos.replicas import ROOT, START_SECONDS
from tests.flow.conversation import settings_for

PEOPLE, AT_ONCE = 60, 20


async def sent(store: SqlStore, url: str) -> Notice:
    """Everybody's card has arrived, and is known to their platform by an id."""
    house, now = make_house(settings_for(url), make_desks()), real_time()

    def write(uow: UnitOfWork) -> Notice:
        people = [uow.people.save(Person(0, f"人{one}"), [UserRef(PLATFORM, f"p{one}")]).id for one in range(PEOPLE)]
        chat = uow.chats.seen(ChatRef(PLATFORM, "group", "office"), "", now)
        notice = uow.notices.add(Notice(0, "停电", "周六停电", people[0], chat.id, "zh", now, state=State.SENT))
        uow.outbox.add_all(begin(Post(house, uow, now, PLATFORM), notice, people), now)
        claimed = uow.outbox.claim(now, now + timedelta(minutes=1), PEOPLE)
        shown = [Landed(row, Sent(f"shown-{row.message.to.id[1:]}"), now) for row in claimed]
        uow.outbox.mark_sent(shown, now)
        return notice

    return await store.write(write)


async def acknowledge(url: str, notice: Notice, *, die_in_group: int = 0) -> int:
    told = {
        "database_url": url, "notice": notice.id, "people": PEOPLE, "at_once": AT_ONCE, "die_in_group": die_in_group,
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.acknowledging", json.dumps(told), cwd=ROOT
    )
    return await asyncio.wait_for(process.wait(), START_SECONDS)


async def acked(store: SqlStore, notice: Notice) -> int:
    return (await store.read(lambda uow: uow.notices.tally(notice))).acked


async def test_a_group_that_was_cut_off_is_not_there_and_comes_again(store: SqlStore, database_url: str) -> None:
    notice = await sent(store, database_url)
    assert await acknowledge(database_url, notice, die_in_group=3) == -signal.SIGKILL
    before = await acked(store, notice)
    assert 0 < before < PEOPLE
    assert await acknowledge(database_url, notice) == 0
    assert await acked(store, notice) == PEOPLE
    lines = await store.read(lambda uow: uow.outbox.lines(["open", "sent", "superseded"], 10 * PEOPLE))
    updates = Counter(line.lane for line in lines if line.key.endswith(":own"))
    assert len(updates) == PEOPLE
    assert set(updates.values()) == {1}
