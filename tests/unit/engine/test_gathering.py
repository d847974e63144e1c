"""Who waits while a group is kept is the next group; each chat's events stay in order."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.engine.gathering import Gathering
from bot.messages import ButtonPressed, ChatRef, Envelope, UserRef

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def press(number: int, chat: str) -> ButtonPressed:
    who = UserRef("sim", chat)
    return ButtonPressed(Envelope(f"e{number}", ChatRef("sim", "direct", chat), who, NOW), "notices.acknowledge:1")


class Kept:
    """Keeps a group when it is told to."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.may_go_on = asyncio.Event()
        self.fault: Exception | None = None

    async def __call__(self, events: Sequence[ButtonPressed]) -> list[str]:
        self.groups.append([one.envelope.event_id for one in events])
        await self.may_go_on.wait()
        if self.fault is not None:
            raise self.fault
        return [f"kept {one.envelope.event_id}" for one in events]


async def taking(gathering: Gathering, *events: ButtonPressed) -> list["asyncio.Task[str]"]:
    tasks = [asyncio.create_task(gathering.take(one)) for one in events]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_those_who_come_meanwhile_are_the_next_group() -> None:
    kept = Kept()
    gathering = Gathering(kept)
    first = await taking(gathering, press(1, "a"))
    others = await taking(gathering, press(2, "b"), press(3, "c"), press(4, "b"))
    kept.may_go_on.set()
    assert await asyncio.gather(*first, *others) == ["kept e1", "kept e2", "kept e3", "kept e4"]
    assert kept.groups == [["e1"], ["e2", "e3"], ["e4"]]


async def test_what_kept_a_group_from_it_is_told_to_each_and_the_next_goes_on() -> None:
    kept = Kept()
    gathering = Gathering(kept)
    kept.fault = RuntimeError("no disk")
    kept.may_go_on.set()
    for task in await taking(gathering, press(1, "a"), press(2, "b")):
        with pytest.raises(RuntimeError, match="no disk"):
            await task
    kept.fault = None
    assert await gathering.take(press(3, "a")) == "kept e3"


async def test_whoever_goes_away_holds_up_nobody() -> None:
    kept = Kept()
    gathering = Gathering(kept)
    gone, stays = await taking(gathering, press(1, "a"), press(2, "b"))
    gone.cancel()
    await asyncio.sleep(0)
    kept.may_go_on.set()
    assert await stays == "kept e2"
    assert await gathering.take(press(3, "c")) == "kept e3"
