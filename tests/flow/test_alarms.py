"""Administrators hear when a platform fails, when messages wait, when nobody writes any more; and when it is over."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.people import Person, Role
from bot.engine.watch import Patience, Watch
from bot.errors import SendFailed
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.flow.platform import Carrying, Platform, message

DOWN = SendFailed("connection refused", why="unreachable")
PATIENCE = Patience(timedelta(minutes=10), timedelta(minutes=30), timedelta(minutes=60))


@dataclass
class Watched(Carrying):
    """One process: two platforms, a relay, a watch."""

    patience: Patience = PATIENCE

    def __post_init__(self) -> None:
        Carrying.__post_init__(self)
        self.watch = Watch(self.core, self.platforms, self.relay.health, self.relay.letters, self.patience)

    async def passes(self, minutes: int) -> None:
        """The metronome's beats of so many minutes."""
        for _ in range(minutes):
            await self.carry(minutes=1)
            await self.watch.look()
        await self.relay.run_until_idle()

    async def alarms(self) -> list[tuple[str, str]]:
        """Where each went, and its title."""
        lines = await self.ledger()
        return [(line.lane, line.title) for key, line in lines.items() if key.startswith("alarm:")]


def furnish(uow: UnitOfWork) -> None:
    uow.people.save(Person(0, "刘洋", role=Role.ADMIN), [UserRef("slack", "U1"), UserRef("wecom", "liuyang")])
    uow.people.save(Person(0, "Amy", role=Role.ADMIN, language="en"), [UserRef("slack", "U2")])
    uow.people.save(Person(0, "赵敏", role=Role.SECRETARY), [UserRef("wecom", "zhaomin")])


async def watched(store: SqlStore, patience: Patience = PATIENCE) -> Watched:
    await store.write(furnish)
    return Watched(store, {"slack": Platform("slack"), "wecom": Platform("wecom")}, patience=patience)


FAILING = [
    ("wecom/direct/liuyang", "Slack已有 10 分钟发不出消息"),
    ("slack/direct/U2", "Nothing got through to Slack for 10 min"),
]


async def test_a_platform_that_fails_is_told_once_by_another_and_its_end_too(store: SqlStore) -> None:
    here = await watched(store)
    here.platforms["slack"].down = DOWN
    await here.queue(message("a", platform="slack"))
    await here.passes(9)
    assert await here.alarms() == []
    await here.passes(60)
    assert (await here.alarms())[:2] == FAILING
    assert [title for _, title in await here.alarms()].count("Slack已有 10 分钟发不出消息") == 1
    here.platforms["slack"].down = None
    await here.passes(70)
    told = [title for lane, title in await here.alarms() if lane == "wecom/direct/liuyang"]
    assert any(title.startswith("Slack恢复了，前后 ") for title in told)
    assert (await here.states())["a"] == "sent"


async def test_it_says_why_and_what_to_do(store: SqlStore) -> None:
    here = await watched(store)
    here.platforms["slack"].down = DOWN
    await here.queue(message("a", platform="slack"))
    await here.passes(11)
    found = await store.read(lambda uow: uow.outbox.find("alarm:failing:slack:on::1"))
    assert found is not None
    assert found.card.facts == (("原因", "连不上平台"),)
    assert "xiaoban check" in found.card.body


async def test_one_chat_that_is_not_there_says_nothing_of_its_platform(store: SqlStore) -> None:
    here = await watched(store)
    here.platforms["slack"].fates["office"] = [SendFailed("channel_not_found", permanent=True, why="no_chat")]
    await here.queue(message("a", platform="slack"))
    await here.passes(15)
    assert await here.alarms() == []
    assert here.watch.warnings() == []


async def test_a_failure_between_successes_is_no_alarm(store: SqlStore) -> None:
    here = await watched(store)
    here.platforms["slack"].fates["bad"] = [DOWN] * 9
    await here.queue(message("bad", "bad", "slack"))
    for minute in range(20):
        await here.queue(message(f"m{minute}", "good", "slack"))
        await here.passes(1)
    assert await here.alarms() == []


async def test_a_message_that_waits_too_long_is_told(store: SqlStore) -> None:
    here = await watched(store)
    here.platforms["slack"].fates["office"] = [SendFailed("429", retry_after=timedelta(minutes=45))]
    await here.queue(message("a", platform="slack"), message("b", "other", "slack"))
    await here.passes(31)
    assert ("slack/direct/U1", "有消息等了 30 分钟还没发出") in await here.alarms()
    await here.passes(20)
    told = [title for lane, title in await here.alarms() if lane == "slack/direct/U1"]
    assert told[1].startswith("积压的消息都发出了")


async def test_silence_counts_in_office_hours_and_only_where_people_used_to_write(store: SqlStore) -> None:
    here = await watched(store)
    here.core.counts.add("inbound", platform="wecom", result="handled")
    await here.passes(60)
    assert await here.alarms() == []
    await here.passes(1)
    told = [title for lane, title in await here.alarms() if lane == "slack/direct/U1"]
    assert told == ["企业微信在工作时间里已有 1 小时没有人说话"]
    here.core.counts.add("inbound", platform="wecom", result="handled")
    await here.passes(1)
    assert "企业微信又有人说话了（安静了 1 小时 1 分钟）。" in [title for _, title in await here.alarms()]


async def test_the_night_is_no_silence(store: SqlStore) -> None:
    here = await watched(store)
    here.core.counts.add("inbound", platform="wecom", result="handled")
    here.clock.at = here.clock.at.replace(hour=17, minute=55)
    await here.passes(120)
    assert await here.alarms() == []


@pytest.mark.parametrize("minutes", [15, 60])
async def test_nobody_who_wants_no_alarm_gets_one(store: SqlStore, minutes: int) -> None:
    never = timedelta(0)
    here = await watched(store, Patience(never, never, never))
    here.platforms["slack"].down = DOWN
    here.core.counts.add("inbound", platform="wecom", result="handled")
    await here.queue(message("a", platform="slack"))
    await here.passes(minutes)
    assert await here.alarms() == []
    assert here.watch.warnings() == [f"slack: nothing got through for {minutes - 1} min (unreachable)"]


async def test_two_processes_that_notice_the_same_are_heard_once(store: SqlStore, replica: Replica) -> None:
    here = await watched(store)
    there = Watched(replica(), {"slack": Platform("slack"), "wecom": Platform("wecom")}, here.clock)
    for process, chat in ((here, "a"), (there, "b")):
        process.platforms["slack"].down = DOWN
        await process.queue(message(chat, chat, "slack"))
        await process.carry()
    for _ in range(12):
        here.clock.at += timedelta(minutes=1)
        await here.watch.look()
        await there.watch.look()
    assert [title for _, title in await here.alarms()] == [title for _, title in FAILING]


async def test_a_new_process_ends_the_alarm_of_one_that_is_gone(store: SqlStore, replica: Replica) -> None:
    here = await watched(store)
    here.platforms["slack"].down = DOWN
    await here.queue(message("a", platform="slack"))
    await here.passes(11)
    there = Watched(replica(), {"slack": Platform("slack"), "wecom": Platform("wecom")}, here.clock)
    await there.watch.look()
    assert len(await there.alarms()) == 2
    await there.passes(30)
    assert len(await there.alarms()) == 4
