"""What is kept of people and chats between units of work is never older, and never other, than what is stored."""

import pytest

from bot.domain.people import Person
from bot.engine.snapshot import Met, Snapshot
from bot.messages import ChatRef, Envelope, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.things import NOW

WANG = UserRef("sim", "wang", "王伟")


def said_in(chat: str) -> Envelope:
    return Envelope(f"e-{chat}", ChatRef("sim", "group", chat), WANG, NOW)


class Undone(Exception):
    pass


async def meet(snapshot: Snapshot, store: SqlStore, where: Envelope) -> Met:
    """As the dispatcher does it."""
    (met,) = await store.write(lambda uow: snapshot.meet(uow, [where], NOW))
    snapshot.keep(where, met)
    return met


async def test_a_new_chat_does_not_make_the_directory_old(store: SqlStore) -> None:
    """In an office of many thousands everybody's first word would have all of them read anew."""
    await store.write(lambda uow: uow.people.save(Person(0, "王伟"), [WANG]))
    snapshot = Snapshot()
    first, *_ = await meet(snapshot, store, said_in("a"))
    second, _, chat = await meet(snapshot, store, said_in("b"))
    assert second is first
    assert (await meet(snapshot, store, said_in("b")))[2] is chat
    await store.write(lambda uow: uow.chats.seen(chat.ref, "新名字", NOW))
    renamed, _, after = await meet(snapshot, store, said_in("b"))
    assert after.name == "新名字"
    assert renamed is not first


async def test_a_chat_of_a_unit_that_was_undone_is_not_remembered(store: SqlStore) -> None:
    await store.write(lambda uow: uow.people.save(Person(0, "王伟"), [WANG]))
    snapshot = Snapshot()

    def undone(uow: UnitOfWork) -> None:
        snapshot.meet(uow, [said_in("a")], NOW)
        raise Undone

    with pytest.raises(Undone):
        await store.write(undone)
    await meet(snapshot, store, said_in("b"))
    _, _, chat = await meet(snapshot, store, said_in("a"))
    assert await store.read(lambda uow: uow.chats.by_ref(chat.ref)) == chat
