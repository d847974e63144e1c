"""What a batch of reminders knows of people and chats: as the store has it, and asked for once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.leave import Leave
from bot.familiar import Familiar
from bot.messages import ChatRef, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.things import NOW, Office, furnish


def met(uow: UnitOfWork) -> tuple[Office, Familiar]:
    office, familiar = furnish(uow), Familiar(uow, NOW)
    uow.people.save(office.wei, [UserRef("sim", "wei")])
    uow.chats.seen(ChatRef("sim", "direct", "wei"), "", NOW)
    familiar.meet([office.wei.id, office.fang.id], [office.chat.id])
    return office, familiar


async def test_it_knows_what_the_store_knows(store: SqlStore) -> None:
    def ask(uow: UnitOfWork) -> None:
        office, familiar = met(uow)
        platform = familiar.platform(office.chat.id)
        assert platform == office.chat.ref.platform
        assert familiar.named([office.wei.id, office.fang.id]) == uow.people.named([office.wei.id, office.fang.id])
        assert familiar.get(office.fang.id) == office.fang
        for person in (office.wei, office.fang):
            account = familiar.account(person.id, platform)
            assert account == uow.people.account(person.id, platform)
            assert account is None or familiar.direct(account) == uow.chats.by_ref(account.direct())
        assert familiar.named([999]) == {}
        assert familiar.account(999, platform) is None
        with pytest.raises(KeyError):
            familiar.get(999)
        with pytest.raises(KeyError):
            familiar.platform(999)

    await store.write(ask)


async def test_it_asks_once(store: SqlStore) -> None:
    def ask(uow: UnitOfWork) -> None:
        office, familiar = met(uow)
        before = familiar.leaders(office.wei.unit), familiar.away()
        uow.people.save(replace(office.wei, name="另一个名字"))
        uow.leaves.add(Leave(0, office.wei.id, NOW - timedelta(hours=1), NOW + timedelta(hours=1)))
        assert familiar.get(office.wei.id).name == office.wei.name
        assert (familiar.leaders(office.wei.unit), familiar.away()) == before
        assert [one.person_id for one in Familiar(uow, NOW).away()] == [office.wei.id]

    await store.write(ask)


async def test_chats_are_found_by_what_platforms_call_them(store: SqlStore) -> None:
    refs = [ChatRef("sim", "direct", "a"), ChatRef("sim", "group", "a"), ChatRef("slack", "direct", "b")]

    def see(uow: UnitOfWork) -> None:
        seen = {ref: uow.chats.seen(ref, "", NOW) for ref in refs}
        assert uow.chats.by_refs([*refs, ChatRef("slack", "direct", "a")]) == seen
        assert uow.chats.by_refs([]) == {}

    await store.write(see)
