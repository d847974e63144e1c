"""A platform whose name is not found: its messages wait and say why, the others' go on."""

from bot.cards import Card
from bot.delivery import OutboxLine
from bot.messages import ChatRef, Outgoing
from bot.ports import UnitOfWork
from tests.chaos.adapter import PLATFORM, DrillAdapter
from tests.faults.house import Tried, tried

FAR, NEAR = ChatRef("far", "group", "office"), ChatRef(PLATFORM, "group", "office")


async def line(house: Tried, key: str) -> OutboxLine:
    lines = await house.parts.store.read(lambda uow: uow.outbox.lines(["open", "sent", "dead"], 10))
    return next(one for one in lines if one.key == key)


async def test_it_is_tried_again_until_the_name_is_found(database_url: str) -> None:
    async with tried(database_url) as house:
        far = DrillAdapter("http://platform.invalid", "far")
        house.parts.adapters["far"] = far
        await far.start(house.parts.dispatcher)
        now = house.parts.core.clock.now()

        def queue(uow: UnitOfWork) -> None:
            for key, chat in (("far", FAR), ("near", NEAR)):
                uow.outbox.add(Outgoing(key, chat, Card(key)), now)

        await house.parts.store.write(queue)
        house.parts.relay.wake()
        await house.until_kept("near")

        async def has_failed_twice() -> bool:
            return (await line(house, "far")).attempts >= 2

        await house.until(has_failed_twice)
        waiting = await line(house, "far")
        assert (waiting.state, waiting.unknown) == ("open", 0)
        assert "no connection" in waiting.fault
        far.address = house.platform.address
        await house.until_kept("far")
        assert sorted(house.kept()) == ["far", "near"]
