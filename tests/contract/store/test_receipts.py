"""Many receipts of one notice: pages by unit, what a platform tells, what a correction makes of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.cards import Card
from bot.delivery import Failure, Landed
from bot.domain.notice import Notice, Receipt, Wants
from bot.domain.people import Person
from bot.messages import Outgoing, Sent, UserRef
from bot.noticing import Which
from bot.ports import UnitOfWork
from bot.store import SqlStore
from tests.contract.store.test_notices import notice
from tests.contract.store.things import HOUR, NOW, claim, furnish, mark, queue

UNITS = ("教务处", "", "财务处")
KEYS = "notice:{}:v1:"


def sent(uow: UnitOfWork, count: int = 9, wants: Wants = Wants.ACK) -> tuple[Notice, list[int]]:
    """To so many people of three units, every other one on a platform that does not tell."""
    out = uow.notices.add(notice(furnish(uow), wants=wants, people=count))
    people = [
        uow.people.save(Person(0, f"人{one}", UNITS[one % 3]), [UserRef(("sim", "played")[one % 2], f"p{one}")]).id
        for one in range(count)
    ]
    uow.notices.address(out.id, 1, people)
    for place, one in enumerate(people):
        chat = UserRef(("sim", "played")[place % 2], f"p{place}").direct()
        mailing = KEYS.format(out.id)
        uow.outbox.add(Outgoing(f"{mailing}{one}", chat, Card("停电"), mailing=mailing), NOW)
    return out, people


async def landed(store: SqlStore, *, but: int) -> None:
    """All but the last so many arrive; those are given up."""
    rows = await claim(store, limit=100)
    keep = len(rows) - but
    for row in rows[:keep]:
        await mark(store, row)
    await store.write(lambda uow: [uow.outbox.give_up(row, Failure("gone", "no_chat"), NOW) for row in rows[keep:]])


async def pages(store: SqlStore, of: Notice, which: Which, size: int, unit: str | None = None) -> list[tuple[str, int]]:
    def read(uow: UnitOfWork) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        while page := uow.receipts.page(of, which, size, found[-1] if found else ("", 0), unit):
            found += [(one.unit, one.receipt.person_id) for one in page]
        return found

    return await store.read(read)


async def test_pages_go_by_unit_and_miss_nobody(store: SqlStore) -> None:
    out, people = await store.write(sent)
    by_unit = sorted((UNITS[place % 3], one) for place, one in enumerate(people))
    for size in (1, 2, 4, 100):
        assert sorted(await pages(store, out, "missing", size)) == by_unit
    found = await pages(store, out, "missing", 4)
    assert [unit for unit, _ in found[:3]] == ["", "", ""]
    assert len({found[place][0] for place in range(3, 6)}) == 1
    assert await pages(store, out, "missing", 2, "财务处") == [one for one in by_unit if one[0] == "财务处"]
    for person in people[:4]:
        await store.write(lambda uow, one=person: _acks(uow, out, one))  # type: ignore[misc]
    assert sorted(one for _, one in await pages(store, out, "back", 3)) == people[:4]
    assert sorted(one for _, one in await pages(store, out, "missing", 3)) == people[4:]
    assert len(await pages(store, out, "all", 5)) == 9
    by_units = await store.read(lambda uow: uow.receipts.missing_by_unit(out))
    assert by_units == {"教务处": 1, "": 2, "财务处": 2}


def _acks(uow: UnitOfWork, of: Notice, person: int) -> None:
    receipt = uow.notices.receipt(of.id, person)
    assert receipt is not None
    uow.notices.save_receipt(receipt.acknowledged(of.version, NOW))


async def test_where_cards_are_and_where_it_is_told_who_saw_them(store: SqlStore) -> None:
    out, people = await store.write(sent)
    await landed(store, but=3)
    await store.write(lambda uow: uow.receipts.note_seen(out.id, 1, people[0], NOW))
    await store.write(lambda uow: uow.receipts.note_seen(out.id, 1, people[0], NOW + HOUR))
    await store.write(lambda uow: uow.receipts.note_seen(out.id, 2, people[2], NOW))
    mailing = KEYS.format(out.id)
    assert await store.read(lambda uow: uow.outbox.mailed(mailing)) == {"dead": 3, "sent": 6}
    assert await store.read(lambda uow: uow.outbox.mailed_on(mailing, frozenset({"sim"}))) == {
        ("dead", True): 2, ("dead", False): 1, ("sent", True): 3, ("sent", False): 3,
    }  # fmt: skip
    assert await store.read(lambda uow: uow.outbox.mailed_on(mailing, frozenset())) == {
        ("dead", False): 3, ("sent", False): 6,
    }  # fmt: skip
    assert (await store.read(lambda uow: uow.notices.tally(out))).seen == 1
    receipt = await store.read(lambda uow: uow.notices.receipt(out.id, people[0]))
    assert receipt is not None
    assert receipt.seen_at == NOW
    assert await store.read(lambda uow: uow.outbox.mailed("x:")) == {}


async def test_answers_are_counted_and_those_to_an_older_text_are_not(store: SqlStore) -> None:
    out, people = await store.write(lambda uow: sent(uow, wants=Wants.NUMBER))

    def answer(uow: UnitOfWork) -> None:
        for person, said in zip(people, ("3", "3", "4"), strict=False):
            receipt = uow.notices.receipt(out.id, person)
            assert receipt is not None
            uow.notices.save_receipt(receipt.answered(1, said, NOW))

    await store.write(answer)
    assert await store.read(lambda uow: uow.receipts.answers(out)) == {"3": 2, "4": 1}
    after = out.corrected("本周日", "停电")

    def correct(uow: UnitOfWork) -> None:
        uow.notices.save(after)
        uow.notices.reopen(after)

    await store.write(correct)
    assert await store.read(lambda uow: uow.receipts.answers(after)) == {}
    tally = await store.read(lambda uow: uow.notices.tally(after))
    assert (tally.answered, tally.missing) == (0, 9)


async def test_those_who_had_the_old_text_are_found_once(store: SqlStore) -> None:
    out, people = await store.write(sent)
    after = out.corrected("本周日", "停电")

    def correct(uow: UnitOfWork) -> list[int]:
        uow.notices.save(after)
        found: list[int] = []
        while page := uow.receipts.outdated(after, 4):
            found += [one.person_id for one in page]
            uow.receipts.renew(after, [one.person_id for one in page], anew=True)
        return found

    assert await store.write(correct) == people
    receipts = await store.read(lambda uow: uow.notices.addressed_after(out.id, 0, 100))
    assert {one.version for one in receipts} == {2}


async def test_a_message_that_never_went_is_withdrawn_and_its_lane_goes_on(store: SqlStore) -> None:
    chat = UserRef("sim", "wei").direct()
    messages = [Outgoing(key, chat, Card(key)) for key in ("sent", "held", "waits", "next")]
    await queue(store, *messages)
    await mark(store, (await claim(store))[0])
    (held,) = await claim(store)
    keys = ["sent", "held", "waits", "nothing"]
    assert await store.write(lambda uow: uow.outbox.withdraw(keys, NOW)) == {"sent", "held"}
    assert await store.write(lambda uow: uow.outbox.withdraw(keys, NOW)) == {"sent", "held"}
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(held, Sent("m"), NOW)], NOW))
    assert [row.message.key for row in await claim(store)] == ["next"]


async def test_what_may_have_arrived_counts_as_arrived(store: SqlStore) -> None:
    await store.write(lambda uow: uow.outbox.add(Outgoing("k", UserRef("sim", "wei").direct(), Card("k")), NOW))
    (row,) = await claim(store)
    await store.write(lambda uow: uow.outbox.leave(row, Failure("silence", "", unknown=True), NOW))
    assert await store.write(lambda uow: uow.outbox.withdraw(["k"], NOW)) == {"k"}
    assert not await claim(store, NOW + HOUR)
    line = (await store.read(lambda uow: uow.outbox.fates(["k"])))["k"]
    assert (line.state, line.unknown) == ("dropped", 1)
    assert not await store.write(lambda uow: uow.outbox.reopen(line.id, NOW))


@pytest.mark.parametrize("wants", [Wants.ACK, Wants.LINE, Wants.NOTHING])
async def test_many_acknowledge_as_each_would_alone(store: SqlStore, wants: Wants) -> None:
    """Whoever had answered an older text, had answered this one, has left, or was never to get it among them."""
    out, people = await store.write(lambda uow: sent(uow, wants=wants))
    after = out.corrected("本周日", "停电")

    def so_far(uow: UnitOfWork) -> list[Receipt]:
        for person, change in zip(people, (_answers(1), _acks_version(1)), strict=False):
            uow.notices.save_receipt(change(_receipt(uow, out, person)))
        uow.notices.save(after)
        uow.notices.reopen(after)
        for person, change in zip(people[2:], (_answers(2), _acks_version(2), _has_left), strict=False):
            uow.notices.save_receipt(change(_receipt(uow, out, person)))
        return [_receipt(uow, out, person) for person in people]

    before = await store.write(so_far)
    asked = {*people[:7], 0, 10**9}
    marked = await store.write(lambda uow: uow.receipts.acknowledge(after, asked, NOW + HOUR))
    alone = {
        one.person_id: one if one.has_acked(after) else one.acknowledged(after.version, NOW + HOUR)
        for one in before
        if one.person_id in asked
    }
    assert marked == alone
    there = await store.read(lambda uow: uow.notices.receipts(out.id, people))
    assert there == [alone.get(one.person_id, one) for one in before]
    tally, missing = await store.read(lambda uow: (uow.notices.tally(after), uow.notices.all_missing(out.id)))
    assert missing == [one.person_id for one in there if one.is_missing(after)]
    assert (tally.acked, tally.missing) == (sum(one.has_acked(after) for one in there), len(missing))
    assert tally.answered == sum(one.has_answered(after) for one in there)


def _receipt(uow: UnitOfWork, of: Notice, person: int) -> Receipt:
    found = uow.notices.receipt(of.id, person)
    assert found is not None
    return found


def _answers(version: int) -> Callable[[Receipt], Receipt]:
    return lambda one: one.answered(version, "来", NOW)


def _acks_version(version: int) -> Callable[[Receipt], Receipt]:
    return lambda one: one.acknowledged(version, NOW)


def _has_left(one: Receipt) -> Receipt:
    return replace(one, is_gone=True)
