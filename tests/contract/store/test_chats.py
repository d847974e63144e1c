"""Chats and the open questions in them."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from bot.messages import ChatRef
from bot.ports import Dialog, Option, UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import GROUP, MINUTE, NOW, OTHER, furnish


async def test_a_chat_is_made_on_first_contact_and_follows_its_name(store: SqlStore) -> None:
    chat = await store.write(lambda uow: uow.chats.seen(GROUP, "旧名", NOW))
    assert await store.write(lambda uow: uow.chats.seen(GROUP, "", NOW)) == chat
    renamed = await store.write(lambda uow: uow.chats.seen(GROUP, "新名", NOW))
    assert renamed == replace(chat, name="新名")
    assert await store.read(lambda uow: uow.chats.by_ref(GROUP)) == renamed
    assert await store.read(lambda uow: uow.chats.by_ref(replace(GROUP, kind="direct"))) is None
    assert await store.read(lambda uow: uow.chats.get(chat.id)) == renamed
    with pytest.raises(KeyError):
        await store.read(lambda uow: uow.chats.get(404))


async def test_a_chat_met_at_once_by_several_is_one_chat(store: SqlStore, replica: Replica) -> None:
    other = replica()
    met = await asyncio.gather(
        *(each.write(lambda uow: uow.chats.seen(GROUP, "g", NOW)) for each in (store, other) * 8)
    )
    assert len({chat.id for chat in met}) == 1


async def test_a_chats_language_and_members(store: SqlStore) -> None:
    office = await store.write(furnish)
    chat = office.chat
    await store.write(lambda uow: uow.chats.set_language(chat.id, "en"))
    assert [one.language for one in await store.read(lambda uow: uow.chats.all())] == ["en"]

    def change(uow: UnitOfWork, members: list[int]) -> list[int]:
        uow.chats.set_members(chat.id, members)
        return uow.chats.members(chat.id)

    for members in ([office.wei.id, office.fang.id], [office.fang.id], []):
        assert await store.write(partial(change, members=members)) == members


def question(chat_id: int, person_id: int, asking: str = "room") -> Dialog:
    return Dialog(
        chat_id=chat_id,
        person_id=person_id,
        intent="meetings.book",
        slots={"title": "校务会", "start": {"at": "2026-11-24T15:00:00+08:00"}, "people": ["#1", "#2"]},
        asking=asking,
        options=(Option("301", {"room": "301"}), Option("不用", {"room": None})),
        card_key="k",
        language="zh",
        expires_at=NOW + 10 * MINUTE,
    )


async def ask(store: SqlStore, wanted: Dialog) -> Dialog:
    return await store.write(lambda uow: uow.dialogs.open(wanted))


async def test_a_question_stays_open_until_it_expires(store: SqlStore) -> None:
    office = await store.write(furnish)
    dialog = await store.write(lambda uow: uow.dialogs.open(question(office.chat.id, office.wei.id)))
    assert dialog.id
    just_before, then = NOW + 9 * MINUTE, NOW + 10 * MINUTE
    assert await store.read(lambda uow: uow.dialogs.of(office.chat.id, office.wei.id, just_before)) == dialog
    assert await store.read(lambda uow: uow.dialogs.get(dialog.id, just_before)) == dialog
    assert await store.read(lambda uow: uow.dialogs.of(office.chat.id, office.fang.id, NOW)) is None
    assert await store.read(lambda uow: uow.dialogs.of(office.chat.id, office.wei.id, then)) is None
    assert await store.read(lambda uow: uow.dialogs.get(dialog.id, then)) is None


async def test_a_new_question_takes_the_place_of_the_old_under_a_number_of_its_own(store: SqlStore) -> None:
    office = await store.write(furnish)
    ids = []
    for asking in ("room", "start", ""):
        dialog = await ask(store, question(office.chat.id, office.wei.id, asking))
        assert await store.read(lambda uow: uow.dialogs.of(office.chat.id, office.wei.id, NOW)) == dialog
        ids.append(dialog.id)
    await store.write(lambda uow: uow.dialogs.close(ids[-1]))
    again = await ask(store, question(office.chat.id, office.wei.id))
    assert len({*ids, again.id}) == 4
    assert await store.read(lambda uow: [uow.dialogs.get(old, NOW) for old in ids]) == [None] * 3


async def test_each_chat_and_person_has_a_question_of_their_own(store: SqlStore) -> None:
    office = await store.write(furnish)
    other = await store.write(lambda uow: uow.chats.seen(OTHER, "", NOW))

    def ask_each(uow: UnitOfWork) -> list[int]:
        places = [(office.chat.id, office.wei.id), (office.chat.id, office.fang.id), (other.id, office.wei.id)]
        return [uow.dialogs.open(question(*place)).id for place in places]

    ids = await store.write(ask_each)
    assert all(await store.read(lambda uow: [uow.dialogs.get(one, NOW) for one in ids]))


async def test_questions_opened_at_once_leave_one(store: SqlStore, replica: Replica) -> None:
    office = await store.write(furnish)
    other = replica()
    wanted = question(office.chat.id, office.wei.id)
    await asyncio.gather(*(each.write(lambda uow: uow.dialogs.open(wanted)) for each in (store, other) * 8))
    assert await store.write(lambda uow: uow.dialogs.purge(NOW + 11 * MINUTE)) == 1


async def test_a_direct_chats_id_may_hold_any_sign(store: SqlStore) -> None:
    ref = ChatRef("wecom", "direct", "a/b%c'd\"e 中文 😀")
    chat = await store.write(lambda uow: uow.chats.seen(ref, "", NOW))
    assert (await store.read(lambda uow: uow.chats.get(chat.id))).ref == ref
