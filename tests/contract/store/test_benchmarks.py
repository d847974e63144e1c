"""Benchmarks on a small ledger and a small crowd: they measure what they say, and both sides find the same."""

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.answering import RATE, Presses, sent
from benchmarks.crowds import house
from benchmarks.drivers import connected
from benchmarks.ledger import PAGE, SOON, List, by_hand, lamps, listed, lists
from benchmarks.matters import CLOSED_EACH, NOW, OPEN_EACH, fill, fill_crowd
from benchmarks.mornings import ROUNDS, digests, evening
from benchmarks.signing import SPEAKERS
from bot.store import open_store, upgrade
from bot.supervising import Counted

PEOPLE = 40


CROWD = 200


async def test_every_receipt_that_arrives_beside_commands_is_counted(database_url: str) -> None:
    """And answered, in place of the card that was sent."""
    fill_crowd(database_url, CROWD, SPEAKERS, "bench")
    async with house(database_url) as parts:
        notice = await sent(parts, database_url, CROWD)
        presses = Presses(parts, notice, CROWD)
        waits = await presses.evenly(0.2)
        assert await presses.hurry(50) > 0
        tally = await parts.store.read(lambda uow: uow.notices.tally(notice))
        owed = await parts.store.read(lambda uow: uow.outbox.lines(["open"], 2 * CROWD))
    assert len(waits) == RATE // 5
    assert tally.acked == presses.taken == len([line for line in owed if line.key.endswith(":own")])


@pytest.fixture
def grown(database_url: str) -> str:
    fill(database_url, people=PEOPLE, still_open=PEOPLE * OPEN_EACH, closed=PEOPLE * CLOSED_EACH // 10)
    return database_url


@pytest.mark.parametrize("name", lists())
async def test_the_query_by_hand_finds_what_the_house_finds(grown: str, name: str) -> None:
    one: List = lists(PEOPLE)[name]
    store = open_store(grown)
    found = await store.read(lambda uow: [item.id for item in uow.items.found(one.wanted, PAGE)])
    counted = await store.read(lambda uow: uow.items.counted(one.wanted, NOW, SOON))
    await store.close()
    with closing(connected(grown)) as connection:
        rows, counts = by_hand(connection, grown, one)()
    assert found
    assert ([row[0] for row in rows], Counted(*counts[0])) == (found, counted)


def test_the_lists_are_measured(grown: str) -> None:
    figure = listed("ledger-list-seen", grown, lists(PEOPLE)["seen"])
    assert figure.ours > 0
    assert figure.baseline > 0


def test_all_that_is_open_has_a_lamp(grown: str) -> None:
    assert lamps(grown).more["items"] == PEOPLE * OPEN_EACH


def test_everybody_has_a_digest_every_morning(grown: str) -> None:
    """Each of them tells of something: every morning as many messages are owed as there are people."""
    assert digests("g21-digests", grown, PEOPLE).more["people"] == PEOPLE
    told = asyncio.run(owed(grown))
    assert len(told) == PEOPLE * (ROUNDS + 1)
    assert [one for one in told if "督办" not in one] == []


async def owed(url: str) -> list[str]:
    store = open_store(url)
    lines = await store.read(lambda uow: uow.outbox.lines(["open"], PEOPLE * 10))
    found = await store.read(lambda uow: [uow.outbox.find(line.key) for line in lines])
    await store.close()
    return [one.card.body for one in found if one]


def test_an_evening_says_all_that_is_due_in_both_ledgers(grown: str, tmp_path: Path) -> None:
    young = f"sqlite:///{tmp_path / 'young.db'}"
    upgrade(young)
    fill(young, people=PEOPLE, still_open=PEOPLE, closed=0)
    assert evening("ledger-evening", young, grown, PEOPLE).more["due"] == PEOPLE
