"""Who the office knows."""

import asyncio

import pytest

from bot.domain.people import Person, Role
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica

STRANGER = UserRef("slack", "U1", "Ann")


async def test_a_stranger_becomes_a_member(store: SqlStore) -> None:
    before = await store.read(lambda uow: uow.people.version())
    guest = await store.write(lambda uow: uow.people.add_guest(STRANGER))
    assert (guest.name, guest.role) == ("Ann", Role.MEMBER)
    assert await store.read(lambda uow: uow.people.by_account(UserRef("slack", "U1"))) == guest
    assert await store.read(lambda uow: uow.people.by_account(UserRef("wecom", "U1"))) is None
    assert await store.read(lambda uow: uow.people.version()) > before


async def test_a_nameless_stranger_is_called_by_the_account(store: SqlStore) -> None:
    assert (await store.write(lambda uow: uow.people.add_guest(UserRef("slack", "U2")))).name == "U2"


async def test_a_stranger_met_twice_at_once_is_one_person(store: SqlStore, replica: Replica) -> None:
    def meet(uow: UnitOfWork) -> Person:
        return uow.people.by_account(STRANGER) or uow.people.add_guest(STRANGER)

    other = replica()
    met = await asyncio.gather(*(each.write(meet) for each in (store, other) * 8))
    assert len(set(met)) == 1
    assert await store.read(lambda uow: uow.people.all()) == [met[0]]


async def test_people_are_saved_with_their_accounts_in_order_of_preference(store: SqlStore) -> None:
    def save(uow: UnitOfWork) -> Person:
        accounts = [UserRef("wecom", "w", "张伟"), UserRef("slack", "s", "Wei")]
        return uow.people.save(Person(0, "张伟", "办公室", Role.SECRETARY, "en"), accounts, email="wei@example.org")

    wei = await store.write(save)
    fang = await store.write(lambda uow: uow.people.save(Person(0, "王芳")))
    assert await store.read(lambda uow: uow.people.get(wei.id)) == wei
    assert await store.read(lambda uow: uow.people.all()) == [wei, fang]
    assert await store.read(lambda uow: uow.people.account(wei.id)) == UserRef("wecom", "w", "张伟")
    assert await store.read(lambda uow: uow.people.account(wei.id, "slack")) == UserRef("slack", "s", "Wei")
    assert await store.read(lambda uow: uow.people.account(wei.id, "dingtalk")) == UserRef("wecom", "w", "张伟")
    assert await store.read(lambda uow: uow.people.account(fang.id)) is None
    found = await store.read(lambda uow: uow.people.accounts([wei.id, fang.id, 404], "slack"))
    assert found == {wei.id: UserRef("slack", "s", "Wei")}


async def test_saving_again_keeps_what_is_not_named(store: SqlStore) -> None:
    wei = await store.write(lambda uow: uow.people.save(Person(0, "张伟"), [UserRef("wecom", "w")], mobile="1"))
    leader = Person(wei.id, "张伟", "校办", Role.LEADER)
    before = await store.read(lambda uow: uow.people.version())
    await store.write(lambda uow: uow.people.save(leader))
    assert await store.read(lambda uow: uow.people.by_account(UserRef("wecom", "w"))) == leader
    assert await store.read(lambda uow: uow.people.version()) > before


async def test_an_account_moves_to_whom_it_is_given(store: SqlStore) -> None:
    await store.write(lambda uow: uow.people.add_guest(STRANGER))
    ann = await store.write(lambda uow: uow.people.save(Person(0, "安妮"), [STRANGER]))
    assert await store.read(lambda uow: uow.people.by_account(STRANGER)) == ann


async def test_several_people_by_id(store: SqlStore) -> None:
    people = await store.write(lambda uow: [uow.people.save(Person(0, f"p{n}")) for n in range(3)])
    assert await store.read(lambda uow: uow.people.named([p.id for p in people[:2]])) == {p.id: p for p in people[:2]}
    assert await store.read(lambda uow: uow.people.named([])) == {}
    with pytest.raises(KeyError):
        await store.read(lambda uow: uow.people.get(404))


async def test_an_unknown_kind_of_contact_is_refused(store: SqlStore) -> None:
    with pytest.raises(KeyError):
        await store.write(lambda uow: uow.people.save(Person(0, "张伟"), fax="1"))
    assert await store.read(lambda uow: uow.people.all()) == []
