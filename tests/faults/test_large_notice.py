"""A process that sends a notice to thousands is killed in the middle: nobody is missed, nobody is owed it twice."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import defaultdict
from datetime import timedelta
from typing import Any

from bot.domain.notice import Notice, State
from bot.domain.people import Person
from bot.engine.clock import real_time
from bot.messages import ChatRef, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from handlers.notices.sending import CHUNK, Post, begin
from tests.chaos.adapter import PLATFORM
from tests.chaos.recording import Platform, platform
from tests.chaos.replicas import ROOT, START_SECONDS
from tests.faults.house import BEAT, PATIENCE
from tests.flow.conversation import settings_for

PEOPLE = 5 * CHUNK + 7


async def begun(store: SqlStore, url: str) -> Notice:
    """Confirmed, with its first part written."""
    from bot.app import make_desks, make_house

    house, now = make_house(settings_for(url), make_desks()), real_time()

    def work(uow: UnitOfWork) -> Notice:
        people = [uow.people.save(Person(0, f"人{one}"), [UserRef(PLATFORM, f"p{one}")]).id for one in range(PEOPLE)]
        chat = uow.chats.seen(ChatRef(PLATFORM, "group", "office"), "", now)
        notice = uow.notices.add(Notice(0, "停电", "周六停电", people[0], chat.id, "zh", now, state=State.SENT))
        uow.outbox.add_all(begin(Post(house, uow, now, PLATFORM), notice, people), now)
        return notice

    return await store.write(work)


async def start(url: str, there: Platform, *, part: int = 0, sending: int = 0) -> Process:
    told = {"database_url": url, "platform": there.address, "die_in_part": part, "die_after_sending": sending}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.spreading", json.dumps(told), stdout=PIPE, cwd=ROOT
    )


async def killed(process: Process) -> int:
    assert await asyncio.wait_for(process.wait(), START_SECONDS) == -signal.SIGKILL
    return process.pid


async def fates(store: SqlStore, notice: Notice) -> dict[str, int]:
    return dict(await store.read(lambda uow: uow.outbox.mailed(f"notice:{notice.id}:v1:")))


async def test_a_process_that_is_killed_leaves_nobody_out_and_owes_nobody_two(
    store: SqlStore, database_url: str
) -> None:
    notice = await begun(store, database_url)
    async with platform() as there:
        while_writing = await killed(await start(database_url, there, part=3))
        waiting = await store.read(lambda uow: uow.notices.waiting(notice.id))
        assert waiting == PEOPLE - 3 * CHUNK  # of the third after the first nothing is there, nor taken away
        while_sending = await killed(await start(database_url, there, sending=2 * CHUNK))
        last = await start(database_url, there)
        try:
            async with asyncio.timeout(PATIENCE):
                while await fates(store, notice) != {"sent": PEOPLE}:  # noqa: ASYNC110 - another process works
                    await asyncio.sleep(BEAT)
        finally:
            last.send_signal(signal.SIGTERM)
            assert await last.wait() == 0
    _nobody_twice_but_what_was_on_its_way(there, notice, {while_writing, while_sending})
    tally = await store.read(lambda uow: uow.notices.tally(notice))
    assert (tally.people, tally.missing) == (PEOPLE, PEOPLE)


def _nobody_twice_but_what_was_on_its_way(there: Platform, notice: Notice, killed: set[int]) -> None:
    """What a platform had taken when its sender died unheard is sent again: there it is told apart by its key."""
    senders: dict[str, list[int]] = defaultdict(list)
    for one in there.kept:
        if one.key.startswith(f"notice:{notice.id}:v1:"):
            senders[one.key].append(one.pid)
    assert len(senders) == PEOPLE
    twice = [pids for pids in senders.values() if len(pids) > 1]
    assert all(set(pids[:-1]) <= killed and len(set(pids)) == len(pids) for pids in twice)
    assert len(twice) < PEOPLE / 2  # those of one moment


async def test_what_is_left_over_after_weeks_is_still_sent(store: SqlStore, database_url: str) -> None:
    notice = await begun(store, database_url)
    later = real_time() + timedelta(days=20)
    due: Any = await store.write(lambda uow: uow.reminders.claim_due(later, 10))
    assert [(one.kind, one.expires_at > later) for one in due if one.kind == "spread.notice"] == [
        ("spread.notice", True)
    ]
    assert await store.read(lambda uow: uow.notices.waiting(notice.id)) == PEOPLE - CHUNK
