"""Messages owed: order, leases, replacements."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.cards import Card
from bot.delivery import Landed
from bot.messages import ChatRef, OutFile, Outgoing, Sent, UserRef
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.conftest import Replica
from tests.contract.store.things import (
    BUSY,
    CARD,
    GONE,
    GROUP,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    OTHER,
    SILENT,
    claim,
    mark,
    message,
    queue,
    send_all,
)

FILE = OutFile("台账.xlsx", b"\x00\xff" * 1000)
STATES = ("open", "sent", "dead", "dropped", "superseded")


async def states(store: SqlStore) -> dict[str, str]:
    return {line.key: line.state for line in await store.read(lambda uow: uow.outbox.lines(STATES, 100))}


async def test_a_message_comes_back_as_it_was_queued(store: SqlStore) -> None:
    whole = Outgoing("k", ChatRef("sim", "direct", "a/b"), CARD, (UserRef("sim", "wei", "张伟"),), None, "en")
    await queue(store, whole)
    (claimed,) = await claim(store)
    assert (claimed.message, claimed.attempts, claimed.queued_at, claimed.replaces_id) == (whole, 1, NOW, None)
    assert await store.read(lambda uow: uow.outbox.find("k")) == whole
    assert await store.read(lambda uow: uow.outbox.find("other")) is None


async def test_a_file_comes_with_the_claimed_message_and_in_no_list(store: SqlStore) -> None:
    offering = replace(message("k"), file=FILE)
    await queue(store, offering, message("other", OTHER))
    assert [row.message for row in await claim(store)] == [offering, message("other", OTHER)]
    assert await store.read(lambda uow: uow.outbox.find("k")) == message("k")
    shown = await store.read(lambda uow: uow.outbox.latest_with_buttons(GROUP, NOW))
    assert shown == message("k")


async def test_a_second_message_with_the_same_key_keeps_the_first_ones_file(store: SqlStore) -> None:
    await queue(store, replace(message("k"), file=FILE), replace(message("k"), file=replace(FILE, content=b"2")))
    assert [row.message.file for row in await claim(store)] == [FILE]


async def test_an_update_brings_its_own_file_or_none(store: SqlStore) -> None:
    await queue(store, replace(message("k"), file=FILE))
    await send_all(store)
    newer = OutFile("b.csv", b"2")
    await queue(
        store, replace(message("u1", replaces="k"), file=FILE), replace(message("u2", replaces="k"), file=newer)
    )
    assert [row.message.file for row in await claim(store)] == [newer]


async def test_many_are_queued_with_their_files(store: SqlStore) -> None:
    many = [replace(message("a"), file=FILE), message("b", OTHER)]
    await store.write(lambda uow: uow.outbox.add_all(many, NOW))
    assert [row.message for row in await claim(store)] == many


async def test_old_files_go_but_for_those_that_may_still_be_sent(store: SqlStore) -> None:
    await queue(store, replace(message("old"), file=FILE))
    await send_all(store)
    await queue(store, replace(message("young"), file=FILE), now=NOW + HOUR)
    await send_all(store, NOW + HOUR)
    await queue(store, replace(message("open"), file=FILE), replace(message("dead", OTHER), file=FILE))
    dead = next(row for row in await claim(store) if row.message.key == "dead")
    await store.write(lambda uow: uow.outbox.give_up(dead, GONE, NOW))
    assert await store.write(lambda uow: uow.outbox.purge_files(NOW + MINUTE)) == 1
    assert await store.write(lambda uow: uow.outbox.reopen(dead.id, NOW))
    assert [row.message.file for row in await claim(store, NOW + LEASE)] == [FILE, FILE]
    assert await store.write(lambda uow: uow.outbox.purge_files(NOW + 2 * HOUR)) == 1


async def test_a_second_message_with_the_same_key_is_nothing(store: SqlStore) -> None:
    await queue(store, message("k"), message("k", OTHER, SILENT))
    assert [row.message for row in await claim(store)] == [message("k")]


async def test_a_lane_gives_its_oldest_message_only(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"), message("b1", OTHER), message("b2", OTHER))
    assert [row.message.key for row in await claim(store)] == ["a1", "b1"]
    assert await claim(store) == []


async def test_a_failing_message_holds_its_lane_and_no_other(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"), message("b1", OTHER), message("b2", OTHER))
    failing, fine = await claim(store)
    await store.write(lambda uow: uow.outbox.retry_at(failing, NOW + MINUTE, BUSY))
    await mark(store, fine)
    assert await send_all(store) == ["b2"]
    assert await store.read(lambda uow: uow.outbox.next_due()) == NOW + MINUTE
    assert await send_all(store, NOW + MINUTE) == ["a1", "a2"]


async def test_giving_up_lets_the_lane_go_on(store: SqlStore) -> None:
    await queue(store, message("a1"), message("a2"))
    (row,) = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(row, GONE, NOW))
    assert await send_all(store) == ["a2"]
    (line,) = await store.read(lambda uow: uow.outbox.lines(["dead"], 10))
    assert (line.key, line.title, line.fault, line.lane) == ("a1", "校务会", "no such chat", GROUP.lane)


async def test_who_is_known_to_be_alone_takes_over_at_once(store: SqlStore) -> None:
    await queue(store, message("a1"), message("b1", OTHER))
    assert len(await claim(store)) == 2
    assert await store.write(lambda uow: uow.outbox.take_over(NOW)) == 2
    assert [(row.attempts, row.unknown, row.is_taken_over) for row in await claim(store)] == [(2, 1, True)] * 2


async def test_a_lease_that_runs_out_lets_another_relay_send(store: SqlStore) -> None:
    await queue(store, message("a1"))
    assert [row.attempts for row in await claim(store)] == [1]
    assert await claim(store, NOW + LEASE - timedelta(seconds=1)) == []
    assert await store.read(lambda uow: uow.outbox.next_due()) == NOW + LEASE
    assert [row.attempts for row in await claim(store, NOW + LEASE)] == [2]


async def test_what_was_sent_stays_sent(store: SqlStore) -> None:
    """A relay whose lease ran out may report late, after another has sent the message."""
    await queue(store, message("a1"))
    (late,) = await claim(store)
    (row,) = await claim(store, NOW + LEASE)
    await mark(store, row)
    await store.write(lambda uow: uow.outbox.retry_at(late, NOW + HOUR, BUSY))
    await store.write(lambda uow: uow.outbox.give_up(late, GONE, NOW))
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(late, Sent("SECOND"), NOW + HOUR)], NOW + HOUR))
    (line,) = await store.read(lambda uow: uow.outbox.lines(STATES, 10))
    assert (line.state, line.message_id, line.sent_at, line.fault) == ("sent", "A1", NOW, "")


async def test_six_claimers_share_the_work(store: SqlStore, replica: Replica) -> None:
    chats = [ChatRef("sim", "group", f"g{n}") for n in range(15)]
    await queue(store, *(message(f"{chat.id}-{n}", chat) for n in range(2) for chat in chats))
    sent = await asyncio.gather(*(send_all(each) for each in [store, *(replica() for _ in range(5))]))
    assert Counter(key for each in sent for key in each) == Counter(
        f"{chat.id}-{n}" for n in range(2) for chat in chats
    )


async def test_a_replacement_knows_what_it_replaces_along_the_chain(store: SqlStore) -> None:
    await queue(store, message("a"))
    await send_all(store)
    await queue(store, message("b", replaces="a"))
    (row,) = await claim(store)
    assert row.replaces_id == "A"
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(row, Sent("NEW"), NOW)], NOW))
    for named in ("a", "b"):
        await queue(store, message(f"c-{named}", replaces=named))
        (row,) = await claim(store)
        assert row.replaces_id == "NEW"
        await mark(store, row)


async def test_a_replacement_of_what_was_never_sent_replaces_nothing(store: SqlStore) -> None:
    await queue(store, message("a"))
    (row,) = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(row, GONE, NOW))
    await queue(store, message("b", replaces="a"), message("c", OTHER, replaces="long purged"))
    assert [(row.message.key, row.replaces_id) for row in await claim(store)] == [("b", None), ("c", None)]


async def test_thirty_quick_updates_become_one(store: SqlStore) -> None:
    await queue(store, message("a"))
    await send_all(store)
    await queue(store, *(message(f"u{n}", replaces="a" if n % 2 else f"u{n - 1}") for n in range(1, 31)))
    assert await send_all(store) == ["u30"]
    assert Counter((await states(store)).values()) == {"superseded": 29, "sent": 2}
    assert await store.read(lambda uow: uow.outbox.depth(NOW)) == (0, 0.0, 0)


async def test_an_update_that_a_relay_holds_is_not_superseded(store: SqlStore) -> None:
    await queue(store, message("a"))
    await send_all(store)
    await queue(store, message("u1", replaces="a"))
    (held,) = await claim(store)
    await queue(store, message("u2", replaces="a"), message("u3", replaces="a"))
    assert await states(store) == {"a": "sent", "u1": "open", "u2": "superseded", "u3": "open"}
    await mark(store, held)
    assert await send_all(store) == ["u3"]


async def test_the_first_message_is_never_superseded(store: SqlStore) -> None:
    await queue(store, message("a"), message("u1", replaces="a"), message("x"), message("u2", replaces="a"))
    assert await send_all(store) == ["a", "x", "u2"]


async def test_a_repeated_update_supersedes_nothing(store: SqlStore) -> None:
    first, second = message("u1", replaces="a"), message("u2", replaces="a")
    await queue(store, message("a"), first, second, first)
    assert await send_all(store) == ["a", "u2"]


async def test_a_message_is_found_by_the_platforms_id(store: SqlStore) -> None:
    await queue(store, message("a"), message("b", OTHER))
    await send_all(store)
    assert await store.read(lambda uow: uow.outbox.keys_of({GROUP: "A"})) == {GROUP: "a"}
    assert await store.read(lambda uow: uow.outbox.keys_of({GROUP: "B"})) == {}
    await queue(store, message("u", replaces="a"))
    await send_all(store)
    assert await store.read(lambda uow: uow.outbox.keys_of({GROUP: "A"})) == {GROUP: "u"}


async def newest(store: SqlStore, since_ago: timedelta = HOUR) -> str | None:
    found = await store.read(lambda uow: uow.outbox.latest_with_buttons(GROUP, NOW - since_ago))
    return None if found is None else found.key


async def test_the_newest_card_with_buttons(store: SqlStore) -> None:
    assert await newest(store) is None
    await queue(store, message("old"), now=NOW - 2 * HOUR)
    assert await newest(store) is None
    await queue(store, message("a"), message("b"), message("elsewhere", OTHER), message("words", card=SILENT))
    assert await newest(store) == "b"
    await queue(store, message("b2", card=SILENT, replaces="b"))
    assert await newest(store) == "a"
    await queue(store, message("a2", card=Card("new", buttons=CARD.buttons), replaces="a"))
    assert await newest(store) == "a2"
    await send_all(store)
    assert await newest(store) == "a2"


async def test_a_dead_card_is_not_shown(store: SqlStore) -> None:
    await queue(store, message("a"), message("b"))
    (row,) = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(row, GONE, NOW))
    await store.write(lambda uow: uow.outbox.drop(row.id + 1, NOW))
    assert await newest(store) is None


async def test_a_dead_message_may_be_tried_again_or_dropped(store: SqlStore) -> None:
    await queue(store, message("a"), message("b", OTHER))
    first, second = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(first, GONE, NOW))
    await store.write(lambda uow: uow.outbox.give_up(second, GONE, NOW))

    def mend(uow: UnitOfWork) -> list[bool]:
        outbox = uow.outbox
        return [
            outbox.reopen(first.id, NOW),
            outbox.reopen(first.id, NOW),
            outbox.drop(second.id, NOW),
            outbox.drop(second.id, NOW),
            outbox.reopen(second.id, NOW),
        ]

    assert await store.write(mend) == [True, False, True, False, False]
    assert [(row.message.key, row.attempts) for row in await claim(store)] == [("a", 1)]


async def test_the_depth_of_the_outbox(store: SqlStore) -> None:
    assert await store.read(lambda uow: uow.outbox.depth(NOW)) == (0, 0.0, 0)
    await queue(store, message("a"), message("b", OTHER), message("c"))
    first, _ = await claim(store)
    await store.write(lambda uow: uow.outbox.give_up(first, GONE, NOW))
    assert await store.read(lambda uow: uow.outbox.depth(NOW + MINUTE)) == (2, 60.0, 1)


async def test_lines_are_newest_first(store: SqlStore) -> None:
    await queue(store, message("a"), message("b"), message("c"))
    lines = await store.read(lambda uow: uow.outbox.lines(["open"], 2))
    assert [line.key for line in lines] == ["c", "b"]
    assert await store.read(lambda uow: uow.outbox.lines([], 2)) == []


async def test_a_platform_that_others_send_to_is_left_to_them(store: SqlStore) -> None:
    await queue(store, message("sim"), message("similar", ChatRef("simple", "group", "a")))

    async def claimed(*barred: str) -> list[str]:
        rows = await store.write(lambda uow: uow.outbox.claim(NOW, NOW + LEASE, 10, frozenset(barred)))
        return [row.message.key for row in rows]

    assert await claimed("sim", "simple") == []
    assert await claimed("sim") == ["similar"]
    assert await claimed() == ["sim"]


async def test_what_is_added_together_keeps_its_order_in_each_lane(store: SqlStore) -> None:
    """Also where an update of a card stands before something new, and beside lanes that have an update alone."""
    there = [UserRef("sim", f"p{one}").direct() for one in range(3)]
    await queue(store, *(message(f"card:{place.id}", place) for place in there))
    for row in await claim(store):
        await mark(store, row)
    together = [
        message("u0", there[0], replaces="card:p0"), message("line0", there[0]),
        message("again0", there[0], replaces="u0"), message("u1", there[1], replaces="card:p1"),
        message("line2", there[2]), message("u2", there[2], replaces="card:p2"),
    ]  # fmt: skip
    await store.write(lambda uow: uow.outbox.add_all(together, NOW, {"u1": 7}))
    lines = await store.read(lambda uow: uow.outbox.lines(["open", "superseded"], 10))
    by_lane = {place.id: [one.key for one in reversed(lines) if one.lane == place.lane] for place in there}
    assert by_lane == {"p0": ["u0", "line0", "again0"], "p1": ["u1"], "p2": ["line2", "u2"]}
    assert {one.key for one in lines if one.state == "superseded"} == {"u0"}
    assert {one.key: one.by_person_id for one in lines if one.by_person_id} == {"u1": 7}
