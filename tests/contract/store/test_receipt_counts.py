"""The counters of receipts say what counting says, whatever happens to the receipts and whoever else is at it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from typing import cast

import pytest
from sqlalchemy import delete

from bot.domain.notice import Notice, Receipt, Tally, Wants
from bot.ports import UnitOfWork
from bot.store import SqlStore
from bot.store.notice_tables import receipts
from bot.store.statements import given
from bot.store.uow import SqlUnitOfWork
from tests.contract.store.test_notices import crowd, notice
from tests.contract.store.things import NOW, furnish

PEOPLE = 40
STEPS = 40
FORGET = delete(receipts).where(receipts.c.person_id == given("person_id", receipts.c.person_id))


def counted(found: list[Receipt], of: Notice) -> Tally:
    return Tally(
        len(found),
        sum(one.acked_version >= of.version for one in found),
        sum(one.answered_at is not None and one.acked_version >= of.version for one in found),
        sum(one.seen_at is not None and one.version >= of.version for one in found),
        sum(one.is_missing(of) for one in found),
    )


async def is_true(store: SqlStore, of: Notice) -> list[int]:
    """The missing, after the counters and the page of the missing have been compared with each receipt."""

    def look(uow: UnitOfWork) -> tuple[Tally, list[Receipt], list[Receipt], list[int]]:
        everybody = uow.notices.addressed_after(of.id, 0, PEOPLE)
        return uow.notices.tally(of), everybody, uow.notices.missing(of, PEOPLE), uow.notices.all_missing(of.id)

    tally, everybody, missing, ids = await store.read(look)
    assert tally == counted(everybody, of)
    assert missing == [one for one in everybody if one.is_missing(of)]
    assert ids == [one.person_id for one in missing]
    return ids


Change = Callable[[Receipt, Notice], Receipt]
CHANGES: list[Change] = [
    lambda one, of: one.acknowledged(of.version, NOW),
    lambda one, of: one.answered(of.version, "来", NOW),
    lambda one, of: replace(one, seen_at=NOW),
    lambda one, of: replace(one, seen_at=NOW, version=of.version),
    lambda one, of: replace(one, version=of.version),
    lambda one, of: replace(one, is_gone=not one.is_gone),
    lambda one, of: one,
]


@pytest.mark.parametrize("wants", [Wants.ACK, Wants.LINE, Wants.NOTHING])
@pytest.mark.parametrize("seed", range(4))
async def test_counters_are_what_counting_says(store: SqlStore, wants: Wants, seed: int) -> None:
    random = Random(seed)

    def begin(uow: UnitOfWork) -> tuple[Notice, list[int]]:
        return uow.notices.add(notice(furnish(uow), wants=wants)), crowd(uow, PEOPLE)

    of, people = await store.write(begin)
    for _ in range(STEPS):
        of = await store.write(partial(step, of=of, people=people, random=random))
        await is_true(store, of)


def step(uow: UnitOfWork, of: Notice, people: list[int], random: Random) -> Notice:
    what = random.random()
    if what < 0.15:
        uow.notices.address(of.id, of.version, random.sample(people, 9))
    elif what < 0.25:
        after = of.corrected("改了", "改了")
        uow.notices.save(after)
        uow.notices.carry_over(after) if random.random() < 0.5 else uow.notices.reopen(after)
        return after
    elif what < 0.3:
        cast("SqlUnitOfWork", uow).session.run(FORGET, person_id=random.choice(people))
    elif what < 0.35:
        uow.notices.chased(of.id, random.sample(people, 9))
    else:
        found = uow.notices.receipt(of.id, random.choice(people))
        if found is not None:
            uow.notices.save_receipt(random.choice(CHANGES)(found, of))
    return of


async def test_many_acknowledge_while_it_is_corrected_and_sent_to_more(store: SqlStore) -> None:
    """As the desk does it: to acknowledge is to hold the notice, to correct is to have it alone."""

    def begin(uow: UnitOfWork) -> tuple[Notice, list[int]]:
        sent, people = uow.notices.add(notice(furnish(uow))), crowd(uow, PEOPLE)
        uow.notices.address(sent.id, 1, people[: PEOPLE // 2])
        return sent, people

    sent, people = await store.write(begin)

    def acknowledge(uow: UnitOfWork, who: int) -> None:
        now = uow.notices.held(sent.id)
        assert now is not None
        if found := uow.notices.receipt(sent.id, who):
            uow.notices.save_receipt(found.acknowledged(now.version, NOW))

    def correct(uow: UnitOfWork) -> None:
        now = uow.notices.get(sent.id)
        assert now is not None
        after = now.corrected("改了", "改了")
        uow.notices.save(after)
        uow.notices.reopen(after)

    def leave(uow: UnitOfWork, who: int) -> None:
        """Without a look at the notice."""
        if found := uow.notices.receipt(sent.id, who):
            uow.notices.save_receipt(replace(found, is_gone=True))

    for _ in range(3):
        await asyncio.gather(
            *(store.write(partial(acknowledge, who=who)) for who in people),
            store.write(correct),
            store.write(lambda uow: uow.notices.address(sent.id, 1, people[10:])),
            *(store.write(partial(leave, who=who)) for who in people[:5]),
        )
        now = await store.read(lambda uow: uow.notices.held(sent.id))
        assert now is not None
        await is_true(store, now)


async def test_parts_are_taken_in_order_and_once(store: SqlStore) -> None:
    of = await store.write(lambda uow: uow.notices.add(notice(furnish(uow))))
    await store.write(lambda uow: uow.notices.queue(of.id, "send", "", [[1, 2], [3]]))
    await store.write(lambda uow: uow.notices.queue(of.id, "again", "x", [[4]]))
    left = await store.read(lambda uow: (uow.notices.waiting(of.id), uow.notices.waiting(of.id, "send")))
    assert left == (4, 3)
    taken = [await store.write(lambda uow: uow.notices.next_part(of.id)) for _ in range(4)]
    assert [one and (one.deed, one.detail, one.people) for one in taken] == [
        ("send", "", (1, 2)), ("send", "", (3,)), ("again", "x", (4,)), None,
    ]  # fmt: skip
    await store.write(lambda uow: uow.notices.queue(of.id, "send", "", [[1]]))
    await store.write(lambda uow: uow.notices.drop_parts(of.id))
    assert await store.read(lambda uow: uow.notices.waiting(of.id)) == 0
