"""What the relay does with each fate of a message, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from bot.cards import Limits
from bot.delivery import OnUnknown
from bot.engine.flights import AILING_PLACES
from bot.engine.retry import MAX_ATTEMPTS
from bot.engine.tempo import TEMPO
from bot.errors import SendFailed
from bot.messages import Sent
from bot.store import SqlStore
from tests.flow.platform import Carrying, Platform, message

REFUSED = SendFailed("400", permanent=True)
BROKEN = SendFailed("500")
NO_ANSWER = SendFailed("no answer", unknown=True)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def carrying(store: SqlStore, platform: Platform) -> Carrying:
    return Carrying(store, {"played": platform})


async def dies(carrying: Carrying) -> None:
    """A process claims what is due, and nothing more is heard of it."""
    now = carrying.clock.now()
    await carrying.store.write(lambda uow: uow.outbox.claim(now, now + TEMPO.lease, 100))
    carrying.clock.at += TEMPO.lease


async def test_the_ledger_tells_a_message_from_its_planning_to_its_end(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [BROKEN]
    await carrying.queue(message("a"), by=7)
    planned = carrying.clock.now()
    await carrying.carry(seconds=1)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.attempts, line.queued_at, line.sent_at) == ("open", 1, planned, None)
    assert (line.fault, line.why, line.unknown, line.by_person_id) == ("500", "failed", 0, 7)
    await carrying.carry(seconds=5)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.attempts, line.message_id) == ("sent", 2, "A")
    assert (line.claimed_at, line.sent_at) == (planned + timedelta(seconds=6), planned + timedelta(seconds=6))
    assert (line.fault, line.why, line.ended_at) == ("", "", None)


async def test_a_refusal_ends_a_message_and_its_lane_goes_on(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [REFUSED]
    await carrying.queue(message("a"), message("b"))
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.why, line.ended_at) == ("dead", "refused", carrying.clock.now())
    assert (await carrying.states())["b"] == "sent"


async def test_a_chat_that_must_wait_holds_up_no_other(carrying: Carrying, platform: Platform) -> None:
    platform.fates["slow"] = [SendFailed("429", retry_after=timedelta(seconds=37))]
    await carrying.queue(message("a1", "slow"), message("a2", "slow"), message("b1"), message("b2"))
    await carrying.carry()
    assert sorted(platform.tried) == ["a1", "b1", "b2"]
    await carrying.carry(seconds=36)
    assert sorted(platform.tried) == ["a1", "b1", "b2"]
    await carrying.carry(seconds=1)
    assert platform.tried[-2:] == ["a1", "a2"]


async def test_a_message_that_fails_for_ever_is_given_up(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [BROKEN] * (MAX_ATTEMPTS + 1)
    await carrying.queue(message("a"))
    for _ in range(MAX_ATTEMPTS + 1):
        await carrying.carry(hours=2)
    assert (await carrying.ledger())["a"].state == "dead"
    assert len(platform.tried) == MAX_ATTEMPTS


async def test_a_message_that_ends_each_process_runs_out_of_tries(carrying: Carrying, platform: Platform) -> None:
    await carrying.queue(message("a"))
    for _ in range(MAX_ATTEMPTS):
        await dies(carrying)
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.why, line.unknown, platform.tried) == ("dead", "lost", MAX_ATTEMPTS, [])


@pytest.mark.parametrize("fault", [NO_ANSWER, TimeoutError()])
async def test_without_an_answer_it_is_sent_again_where_that_does_no_harm(
    carrying: Carrying, platform: Platform, fault: Exception
) -> None:
    platform.fates["office"] = [fault]
    await carrying.queue(message("a"))
    await carrying.carry()
    await carrying.carry(seconds=5)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.attempts, line.unknown, platform.tried) == ("sent", 2, 1, ["a", "a"])


async def test_a_claim_whose_holder_fell_silent_is_counted_as_unknown(carrying: Carrying) -> None:
    await carrying.queue(message("a"))
    await dies(carrying)
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.attempts, line.unknown) == ("sent", 2, 1)


async def test_a_failure_with_an_answer_is_never_counted_as_unknown(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [BROKEN, BROKEN]
    await carrying.queue(message("a"))
    for _ in range(3):
        await carrying.carry(minutes=1)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.attempts, line.unknown) == ("sent", 3, 0)


@pytest.mark.parametrize("has_arrived", [True, False])
async def test_where_a_platform_can_look_it_does_so_first(
    carrying: Carrying, platform: Platform, *, has_arrived: bool
) -> None:
    platform.on_unknown, platform.fates["office"] = "look_up", [NO_ANSWER]
    platform.arrived = {"a": Sent("FOUND")} if has_arrived else {}
    await carrying.queue(message("a"), message("b"))
    await carrying.carry()
    await carrying.carry(seconds=5)
    assert platform.looked_up == ["a"]
    assert platform.tried == (["a", "b"] if has_arrived else ["a", "a", "b"])
    assert (await carrying.ledger())["a"].message_id == ("FOUND" if has_arrived else "A")


async def test_where_a_person_must_say_the_message_waits_and_its_lane_goes_on(
    carrying: Carrying, platform: Platform
) -> None:
    platform.on_unknown, platform.fates["office"] = "ask", [NO_ANSWER]
    await carrying.queue(message("a"), message("b"))
    await carrying.carry()
    await carrying.carry(hours=1)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.unknown, line.why, platform.tried) == ("unknown", 1, "no_answer", ["a", "b"])


async def test_a_person_is_asked_about_a_claim_whose_holder_fell_silent(carrying: Carrying, platform: Platform) -> None:
    platform.on_unknown = "ask"
    await carrying.queue(message("a"))
    await dies(carrying)
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.unknown, line.why, platform.tried) == ("unknown", 1, "lost", [])


async def test_what_a_person_said_about_it_holds(carrying: Carrying, platform: Platform) -> None:
    platform.on_unknown, platform.fates["office"] = "ask", [NO_ANSWER, NO_ANSWER, BROKEN]
    await carrying.queue(message("a"), message("b"))
    await carrying.carry()
    first, second = (await carrying.ledger()).values()
    now = carrying.clock.now()
    assert await carrying.store.write(lambda uow: uow.outbox.arrived(first.id, now))
    assert await carrying.store.write(lambda uow: uow.outbox.reopen(second.id, now))
    await carrying.carry()
    await carrying.carry(seconds=5)
    lines = await carrying.ledger()
    assert (lines["a"].state, lines["a"].sent_at, lines["a"].message_id) == ("arrived", None, "")
    assert (lines["b"].state, lines["b"].attempts, lines["b"].unknown) == ("sent", 2, 1)


@pytest.mark.parametrize("policy", ["retry", "look_up", "ask"])
async def test_without_the_platforms_own_id_nothing_counts_as_sent(
    carrying: Carrying, platform: Platform, policy: OnUnknown
) -> None:
    platform.on_unknown, platform.fates["office"] = policy, [""]
    await carrying.queue(message("a"))
    await carrying.carry()
    await carrying.carry(hours=1)
    line = (await carrying.ledger())["a"]
    assert (line.state, line.why, line.sent_at, platform.tried) == ("unknown", "no_id", None, ["a"])


async def test_a_platform_that_is_switched_off_ends_its_messages(carrying: Carrying) -> None:
    await carrying.queue(message("a", platform="gone"))
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.why) == ("dead", "disabled")


async def test_a_bug_in_an_adapter_is_a_failure_like_another(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [KeyError("errcode")]
    await carrying.queue(message("a"))
    await carrying.carry()
    line = (await carrying.ledger())["a"]
    assert (line.state, line.why) == ("open", "incident")
    assert line.fault.startswith("incident ")
    await carrying.carry(seconds=5)
    assert (await carrying.states())["a"] == "sent"


async def test_no_more_are_on_their_way_than_there_are_places(store: SqlStore, platform: Platform) -> None:
    carrying = Carrying(store, {"played": platform}, in_flight=4)
    await carrying.queue(*(message(f"m{n}", f"g{n}") for n in range(20)))
    platform.open.clear()
    going = asyncio.create_task(carrying.carry())
    await platform.has_begun(4)
    platform.open.set()
    await going
    assert platform.most_at_once == 4
    assert set((await carrying.states()).values()) == {"sent"}


async def test_a_chat_gets_no_more_in_a_minute_than_its_platform_allows(store: SqlStore) -> None:
    platform = Platform(limits=Limits(buttons=4, text=2000, per_minute=20))
    carrying = Carrying(store, {"played": platform})
    await carrying.queue(*(message(f"m{n:02}") for n in range(40)), message("other", "elsewhere"))
    in_a_minute: list[int] = []
    for second in range(180):
        before = len(platform.tried)
        await carrying.carry(seconds=1 if second else 0)
        in_a_minute.append(len(platform.tried) - before)
    assert platform.tried[0] == "m00"
    assert "other" in platform.tried[:6]
    assert [key for key in platform.tried if key != "other"] == [f"m{n:02}" for n in range(40)]
    windows = [sum(in_a_minute[start : start + 60]) for start in range(120)]
    assert max(windows) <= 21  # of that chat 20, and the other chat's one
    assert sum(in_a_minute[:60]) >= 15


async def test_a_platform_that_does_not_answer_leaves_the_places_to_the_others(store: SqlStore) -> None:
    hung, well = Platform("hung"), Platform("well")
    carrying = Carrying(store, {"hung": hung, "well": well})
    chats = [f"g{n}" for n in range(100)]
    hung.fates.update({chat: [NO_ANSWER] * 9 for chat in chats})
    await carrying.queue(*(message(f"h{chat}", chat, "hung") for chat in chats))
    await carrying.carry()
    assert len(hung.tried) == 100
    hung.tried.clear()
    hung.open.clear()
    await carrying.queue(message("w", platform="well"))
    going = asyncio.create_task(carrying.carry(seconds=20))
    await well.has_begun(1)
    assert len(hung.tried) <= AILING_PLACES
    hung.open.set()
    hung.fates.clear()
    await going
    for _ in range(9):
        await carrying.carry(seconds=15)
    assert set((await carrying.states()).values()) == {"sent"}


async def test_what_was_claimed_and_not_begun_is_put_back_when_the_house_closes(
    store: SqlStore, platform: Platform
) -> None:
    carrying = Carrying(store, {"played": platform}, in_flight=2)
    await carrying.queue(*(message(f"m{n}", f"g{n}") for n in range(3)))
    platform.open.clear()
    running = asyncio.create_task(carrying.relay.run())
    carrying.relay.wake()
    await platform.has_begun(2)
    stopping = asyncio.create_task(carrying.relay.stop(10))
    await asyncio.sleep(0)
    platform.open.set()
    await asyncio.gather(stopping, running)
    assert await carrying.states() == {"m0": "sent", "m1": "sent", "m2": "open"}
    line = (await carrying.ledger())["m2"]
    assert (line.attempts, line.unknown) == (0, 0)
    again = Carrying(store, {"played": platform})
    await again.carry()
    assert (await again.states())["m2"] == "sent"


async def test_a_lane_is_in_order_whatever_its_messages_go_through(carrying: Carrying, platform: Platform) -> None:
    platform.fates["office"] = [BROKEN, NO_ANSWER, "M0", BROKEN]
    await carrying.queue(*(message(f"m{n}") for n in range(5)))
    for _ in range(5):
        await carrying.carry(minutes=1)
    assert list(dict.fromkeys(platform.tried)) == [f"m{n}" for n in range(5)]
    assert set((await carrying.states()).values()) == {"sent"}
