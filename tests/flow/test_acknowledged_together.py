"""Many press 收到 in the same moment: they are kept together, and to each of them it is as if they had been alone."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.cards import Action
from bot.domain.notice import Tally
from bot.errors import TryAgain
from bot.messages import ButtonPressed, Envelope, UserRef
from bot.store.receipts import SqlReceipts
from tests.flow.conversation import Office
from tests.flow.test_notices import facts, sends

STRANGER = "郭磊"
"""Of the finance office, to which nothing is sent here."""


async def press_of(office: Office, who: str, version: int = 1, event_id: str = "") -> ButtonPressed:
    people = {one["name"]: one["id"] for one in await office.people()}
    lines = await office.visible(f"dm:{people[who]}")
    account = UserRef("sim", people[who], who)
    where = Envelope(event_id or f"press-{who}", account.direct(), account, office.clock.now())
    choice = "" if version == 1 else f"@{version}"
    shown = next((line.message_id for line in reversed(lines) if line.labels), "")
    return ButtonPressed(where, Action("notices.acknowledge", 1, choice).pack(), shown)


async def all_at_once(office: Office, presses: Sequence[ButtonPressed]) -> list[object]:
    done = await asyncio.gather(*map(office.parts.dispatcher, presses), return_exceptions=True)
    await office.parts.relay.run_until_idle()
    return list(done)


async def tally(office: Office) -> Tally:
    def look(uow: Any) -> Tally:
        notice = uow.notices.held(1)
        found: Tally = uow.notices.tally(notice)
        return found

    return await office.parts.store.read(look)


@pytest.fixture
def groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were marked by each statement."""
    found: list[int] = []
    usual = SqlReceipts.acknowledge

    def acknowledge(self: SqlReceipts, notice: Any, person_ids: Any, at: Any) -> Any:
        found.append(len(person_ids))
        return usual(self, notice, person_ids, at)

    monkeypatch.setattr(SqlReceipts, "acknowledge", acknowledge)
    return found


CHINESE = ("收到", "你的回执", "已确认 · ")
ENGLISH = ("Got it", "Yours", "acknowledged · ")
TO = ("Amy", "陈静", "黄婷", "李强", "吴昊")


async def test_each_gets_their_own_answer_and_counts_once(office: Office, groups: list[int]) -> None:
    await sends(office)
    presses = [await press_of(office, who) for who in TO]
    again = await press_of(office, TO[2])
    assert await all_at_once(office, [*presses, presses[1], again]) == [None] * 7
    assert sorted(groups) != [1] * len(groups)
    assert sum(groups) == len(TO)
    assert (await tally(office)).acked == len(TO)
    for who in TO:
        await office.direct(who)
        people = {one["name"]: one["id"] for one in await office.people()}
        mine = [line for line in await office.lines(f"dm:{people[who]}") if line.title.endswith(" 本周六全校停电")]
        label, answer, said = ENGLISH if who == TO[0] else CHINESE
        assert [line.labels for line in mine] == [[label], []]
        assert mine[-1].fact(answer).startswith(said)
    assert (await facts(office)).fact("已确认") == "5 / 8"


async def test_who_may_not_is_told_why_and_the_others_are_kept(office: Office, groups: list[int]) -> None:
    """Somebody to whom it was not sent, and somebody under a text that nobody has seen, among four who may."""
    await sends(office)
    presses = [await press_of(office, who) for who in TO[:4]]
    presses.insert(1, await press_of(office, STRANGER))
    presses.insert(3, await press_of(office, TO[4], version=7))
    await all_at_once(office, presses)
    assert max(groups) > 1
    assert (await tally(office)).acked == 4
    assert [line.text for line in await office.direct(STRANGER)] == ["通知1没有发给你。"]
    assert (await office.direct(TO[4]))[-1].text.startswith("通知1已经更正")
    counted = office.parts.core.counts.all()
    assert counted["inbound", (("platform", "sim"), ("result", "refused"))] == 2


async def test_nobody_acknowledges_what_was_recalled(office: Office) -> None:
    await sends(office)
    presses = [await press_of(office, who) for who in TO]
    await office.says("赵敏", "撤回 通知1", "direct")
    await office.says("赵敏", "确认", "direct")
    for who in TO:
        await office.direct(who)
    await all_at_once(office, presses)
    assert (await tally(office)).acked == 0
    for who in TO[1:]:
        assert (await office.direct(who))[-1].text.startswith("通知1已经撤回")


async def test_after_it_has_expired_they_are_told_so_and_count(office: Office) -> None:
    await sends(office, "周三前有效：本周三停水，有事联系后勤处", to="教务处、后勤处")
    presses = [await press_of(office, who) for who in TO]
    await office.waits(days=5)
    for who in TO:
        await office.direct(who)
    await all_at_once(office, presses)
    assert (await tally(office)).acked == len(TO)


async def test_the_fault_of_one_is_nobody_elses(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks on somebody's card undoes the group; each of it is then kept alone, and that one gets a number."""
    await sends(office)
    presses = [await press_of(office, who) for who in TO]
    usual: Callable[..., Any] = SqlReceipts.acknowledge
    people = await office.parts.store.read(lambda uow: {one.name: one.id for one in uow.people.all()})

    def acknowledge(self: SqlReceipts, notice: Any, person_ids: Any, at: Any) -> Any:
        found = usual(self, notice, person_ids, at)
        if people[TO[1]] in person_ids:
            raise RuntimeError("a card that cannot be drawn")
        return found

    monkeypatch.setattr(SqlReceipts, "acknowledge", acknowledge)
    await all_at_once(office, presses)
    assert (await tally(office)).acked == len(TO) - 1
    assert (await office.direct(TO[1]))[-1].text.startswith("出错了，编号")


async def test_what_the_database_cannot_do_now_comes_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every platform is told to deliver again; nothing of the group is there, and then each of it once."""
    await sends(office)
    presses = [await press_of(office, who) for who in TO]
    usual: Callable[..., Any] = SqlReceipts.acknowledge
    is_away = [True]

    def acknowledge(self: SqlReceipts, notice: Any, person_ids: Any, at: Any) -> Any:
        found = usual(self, notice, person_ids, at)
        if is_away[0]:
            raise TryAgain("the disk is full")
        return found

    monkeypatch.setattr(SqlReceipts, "acknowledge", acknowledge)
    assert [type(one) for one in await all_at_once(office, presses)] == [TryAgain] * len(TO)
    assert (await tally(office)).acked == 0
    is_away[0] = False
    assert await all_at_once(office, presses) == [None] * len(TO)
    assert (await tally(office)).acked == len(TO)
