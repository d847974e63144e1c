"""Replacements find their own card among the cards of others."""

from bot.delivery import Landed
from bot.messages import Sent
from bot.store import SqlStore
from tests.contract.store.things import NOW, claim, message, queue, send_all


async def test_a_replacement_is_shown_in_place_of_its_own_card_only(store: SqlStore) -> None:
    await queue(store, message("other"), message("other-again", replaces="other"), message("a"))
    await send_all(store)
    await queue(store, message("b", replaces="a"))
    (row,) = await claim(store)
    assert row.replaces_id == "A"
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(row, Sent("A"), NOW)], NOW))
    await queue(store, message("c", replaces="other"))
    assert [row.replaces_id for row in await claim(store)] == ["OTHER"]
