"""Notices as they are kept: to whom they go, and of whom something is still wanted."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.notice import Audience, Level, Notice, State, Wants
from bot.domain.people import Person, Role
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.things import HOUR, NOW, Office, furnish

DAY = timedelta(days=1)


def notice(office: Office, **more: Any) -> Notice:
    values: dict[str, Any] = {
        "id": 0, "title": "停电", "text": "本周六全校停电", "sender_id": office.wei.id, "chat_id": office.chat.id,
        "language": "zh", "made_at": NOW, "sent_at": NOW,
    }  # fmt: skip
    return Notice(**{**values, **more})


def crowd(uow: UnitOfWork, count: int) -> list[int]:
    return [uow.people.save(Person(0, f"人{one}", "教务处"), [UserRef("sim", f"p{one}")]).id for one in range(count)]


async def test_a_notice_is_kept_as_it_was(store: SqlStore) -> None:
    def keep(uow: UnitOfWork) -> Notice:
        office = furnish(uow)
        audience = Audience(("教务处",), (office.fang.id,), (office.chat.id,), (Role.LEADER,), True, ("财务处",), (9,))
        return uow.notices.add(
            notice(
                office, audience=audience, level=Level.URGENT, wants=Wants.CHOICE, choices=("去", "不去"),
                due_at=NOW + DAY, send_at=NOW, valid_until=NOW + DAY, approved_by=office.fang.id, version=2, people=3,
            )
        )  # fmt: skip

    kept = await store.write(keep)
    assert await store.read(lambda uow: uow.notices.get(kept.id)) == kept
    after = replace(kept, state=State.RECALLED, text="取消")
    await store.write(lambda uow: uow.notices.save(after))
    assert await store.read(lambda uow: uow.notices.named([kept.id])) == {kept.id: after}
    assert await store.read(lambda uow: uow.notices.urgent_since(NOW - HOUR, 0)) == 1
    assert await store.read(lambda uow: uow.notices.urgent_since(NOW + HOUR, 0)) == 0


async def test_everyone_is_addressed_once(store: SqlStore) -> None:
    def send(uow: UnitOfWork) -> tuple[Notice, list[int], list[int]]:
        sent, people = uow.notices.add(notice(furnish(uow))), crowd(uow, 5)
        return sent, people, [uow.notices.address(sent.id, 1, people[:3]), uow.notices.address(sent.id, 1, people)]

    sent, people, _ = await store.write(send)
    first = await store.read(lambda uow: uow.notices.addressed_after(sent.id, 0, 3))
    rest = await store.read(lambda uow: uow.notices.addressed_after(sent.id, first[-1].person_id, 9))
    assert [one.person_id for one in (*first, *rest)] == people


async def test_acknowledged_and_answered_are_two_facts(store: SqlStore) -> None:
    def send(uow: UnitOfWork) -> tuple[Notice, list[int]]:
        sent, people = uow.notices.add(notice(furnish(uow), wants=Wants.NUMBER)), crowd(uow, 3)
        uow.notices.address(sent.id, 1, people)
        for one, change in ((people[0], "ack"), (people[1], "answer")):
            receipt = uow.notices.receipt(sent.id, one)
            assert receipt is not None
            after = receipt.acknowledged(1, NOW) if change == "ack" else receipt.answered(1, "12", NOW)
            uow.notices.save_receipt(after)
        return sent, people

    sent, people = await store.write(send)
    tally = await store.read(lambda uow: uow.notices.tally(sent))
    assert (tally.people, tally.acked, tally.answered, tally.missing) == (3, 2, 1, 2)
    missing = await store.read(lambda uow: uow.notices.missing(sent, 10))
    assert [one.person_id for one in missing] == [people[0], people[2]]
    assert [one.answer for one in await store.read(lambda uow: uow.notices.answered(sent.id, 10))] == ["12"]
    wanting = await store.read(lambda uow: uow.notices.wanting(people))
    assert wanting == {people[0]: [sent], people[2]: [sent]}


@pytest.mark.parametrize("is_small", [True, False])
async def test_a_correction_is_acknowledged_anew_unless_it_is_small(store: SqlStore, is_small: bool) -> None:
    def send(uow: UnitOfWork) -> tuple[Notice, list[int]]:
        sent, people = uow.notices.add(notice(furnish(uow))), crowd(uow, 2)
        uow.notices.address(sent.id, 1, people)
        receipt = uow.notices.receipt(sent.id, people[0])
        assert receipt is not None
        uow.notices.save_receipt(receipt.acknowledged(1, NOW))
        return sent, people

    sent, people = await store.write(send)
    corrected = sent.corrected("本周日全校停电", "停电")

    def correct(uow: UnitOfWork) -> None:
        uow.notices.save(corrected)
        uow.notices.carry_over(corrected) if is_small else uow.notices.reopen(corrected)

    await store.write(correct)
    missing = await store.read(lambda uow: uow.notices.missing(corrected, 10))
    assert [one.person_id for one in missing] == (people[1:] if is_small else people)
    tally = await store.read(lambda uow: uow.notices.tally(corrected))
    assert (tally.acked, tally.missing) == ((1, 1) if is_small else (0, 2))


async def test_who_has_left_is_not_missing(store: SqlStore) -> None:
    def send(uow: UnitOfWork) -> Notice:
        sent, people = uow.notices.add(notice(furnish(uow))), crowd(uow, 2)
        uow.notices.address(sent.id, 1, people)
        receipt = uow.notices.receipt(sent.id, people[0])
        assert receipt is not None
        uow.notices.save_receipt(replace(receipt, is_gone=True))
        return sent

    sent = await store.write(send)
    assert (await store.read(lambda uow: uow.notices.tally(sent))).missing == 1


async def test_of_a_sender_or_of_all_the_newest_first(store: SqlStore) -> None:
    def keep(uow: UnitOfWork) -> list[Notice]:
        office = furnish(uow)
        mine, hers = notice(office), notice(office, sender_id=office.fang.id)
        return [uow.notices.add(one) for one in (mine, hers, replace(mine, state=State.DROPPED))]

    mine, hers, _ = await store.write(keep)
    out = (State.SENT,)
    assert await store.read(lambda uow: uow.notices.newest(None, out, 5)) == [hers, mine]
    assert await store.read(lambda uow: uow.notices.newest(mine.sender_id, out, 5)) == [mine]
    assert await store.read(lambda uow: uow.notices.newest(None, out, 1, 1)) == [mine]
