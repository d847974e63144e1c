"""Who the office knows."""

import asyncio
from functools import partial

import pytest

from bot.domain.people import Person, Role
from bot.errors import UserError
from bot.messages import UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import GROUP, NOW

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


async def test_no_two_states_share_a_version_even_where_one_was_undone(store: SqlStore) -> None:
    versions = [await store.read(lambda uow: uow.people.version())]

    def meet(uow: UnitOfWork, name: str, *, is_undone: bool) -> None:
        uow.people.add_guest(UserRef("sim", name, name))
        versions.append(uow.people.version())
        if is_undone:
            raise UserError("house.card_gone")

    with pytest.raises(UserError):
        await store.write(partial(meet, name="a", is_undone=True))
    await store.write(partial(meet, name="b", is_undone=False))
    assert len(set(versions)) == len(versions)


async def test_what_becomes_of_a_chat_is_a_new_version_and_a_new_chat_is_not(store: SqlStore) -> None:
    def change(uow: UnitOfWork) -> list[int]:
        chat, first = uow.chats.seen(GROUP, "校务群", NOW), uow.people.version()
        uow.chats.seen(GROUP, "校务群", NOW)
        same = uow.people.version()
        uow.chats.seen(GROUP, "校务", NOW)
        renamed = uow.people.version()
        uow.chats.set_language(chat.id, "en")
        return [first, same, renamed, uow.people.version()]

    before = await store.read(lambda uow: uow.people.version())
    first, same, renamed, spoken = await store.write(change)
    assert before == first == same < renamed < spoken


async def test_the_leaders_of_a_unit(store: SqlStore) -> None:
    def save(uow: UnitOfWork) -> list[Person]:
        people = [("李强", "教务处", Role.LEADER), ("陈静", "教务处", Role.MEMBER), ("周杰", "学生处", Role.LEADER)]
        return [uow.people.save(Person(0, name, unit, role)) for name, unit, role in people]

    head, *_ = await store.write(save)
    assert await store.read(lambda uow: uow.people.leaders("教务处")) == [head]
    assert await store.read(lambda uow: uow.people.leaders("财务处")) == []
