"""No receipt without its notice and its person: on PostgreSQL no foreign key sees to it, but whoever writes it."""

from typing import Any

from sqlalchemy import delete, select

from bot.domain.notice import Notice
from bot.ports import UnitOfWork
from bot.store import SqlStore
from bot.store.notice_tables import notices, receipt_counts, receipts
from bot.store.schema import accounts, people
from bot.store.statements import given
from tests.contract.store.test_notices import crowd, notice
from tests.contract.store.things import furnish

ALL = select(receipts.c.notice_id, receipts.c.person_id).order_by(receipts.c.notice_id, receipts.c.person_id)
COUNTERS = select(receipt_counts.c.notice_id)
FORGET_PERSON = delete(people).where(people.c.id == given("person", people.c.id))
FORGET_ACCOUNTS = delete(accounts).where(accounts.c.person_id == given("person", accounts.c.person_id))
FORGET_NOTICE = delete(notices).where(notices.c.id == given("notice", notices.c.id))
NOBODY = 10**9


async def rows(store: SqlStore, statement: Any = ALL) -> list[tuple[int, ...]]:
    def look(uow: Any) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = uow.session.rows(statement)
        return found

    return await store.read(look)


async def run(store: SqlStore, statement: Any, **params: int) -> None:
    def work(uow: Any) -> int:
        return int(uow.session.run(statement, **params))

    await store.write(work)


def sent(uow: UnitOfWork) -> tuple[Notice, Notice, list[int]]:
    office, people_ = furnish(uow), crowd(uow, 3)
    first, second = uow.notices.add(notice(office)), uow.notices.add(notice(office))
    for one in (first, second):
        uow.notices.address(one.id, 1, people_)
    return first, second, people_


async def test_nobody_who_is_not_there_gets_a_receipt(store: SqlStore) -> None:
    first, second, there = await store.write(sent)
    assert await store.write(lambda uow: uow.notices.address(first.id, 1, [NOBODY, there[0]])) == 0
    assert await store.write(lambda uow: uow.notices.address(NOBODY, 1, there)) == 0
    assert await rows(store) == [(one.id, person) for one in (first, second) for person in there]


async def test_receipts_go_with_their_person_and_with_their_notice(store: SqlStore) -> None:
    """Nothing in the house deletes either; somebody at the database may."""
    first, second, there = await store.write(sent)
    await run(store, FORGET_ACCOUNTS, person=there[1])
    await run(store, FORGET_PERSON, person=there[1])
    assert await rows(store) == [(one.id, person) for one in (first, second) for person in (there[0], there[2])]
    assert (await store.read(lambda uow: uow.notices.tally(first))).missing == 2
    await run(store, FORGET_NOTICE, notice=first.id)
    assert await rows(store) == [(second.id, person) for person in (there[0], there[2])]
    assert {row[0] for row in await rows(store, COUNTERS)} == {second.id}
