"""Whatever happens on the way, what the robot says of a message is true."""

import asyncio
import random
from datetime import timedelta

import pytest

from adapters.http import Http
from bot.errors import SendFailed
from tests.contract.wecom.conftest import Desk, asking, desk_of, owed, shown, telling
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person

FAULTS = (
    None,
    None,
    Fault("lost"),
    Fault("cut"),
    Fault("reset"),
    Fault("hang"),
    Fault("status", code=1000),
    Fault("status", code=1011),
    Fault("slow", wait=timedelta(seconds=3)),
    Fault("slow", wait=timedelta(seconds=8)),
    Fault("refuse", code=-1),
    Fault("refuse", code=45033),
    Fault("refuse", code=846609),
    Fault("refuse", code=93006),
)


SILENT = frozenset({"lost", "hang", "slow"})


async def fate(desk: Desk, sending: "asyncio.Task[object]", fault: Fault | None) -> SendFailed | None:
    """How it ended; the clock goes on where nothing else would."""
    if fault and fault.kind in SILENT:
        await desk.seen("aibot_send_msg")
        await desk.wecom.pass_by(min(fault.wait, timedelta(seconds=5)))
    elif fault and fault.code == 846609:
        await desk.reopened()
    await asyncio.wait({sending})
    if not desk.robot.line.is_open.is_set():
        await desk.reopened()
    failed = sending.exception()
    assert failed is None or isinstance(failed, SendFailed)
    return failed


@pytest.mark.parametrize("seed", range(4))
async def test_what_is_said_of_a_message_is_true(wecom: LocalWeCom, http: Http, li: Person, seed: int) -> None:
    """Sent: it is there, once. Failed: it is not. Unknown: either, and only where no acknowledgement came."""
    chance = random.Random(seed)
    desk = desk_of(wecom, http)
    wecom.unknowns.silence = timedelta(days=1)
    await desk.opened()
    await li.says("在吗")
    await desk.hears()
    sent = unknown = 0
    for number in range(25):
        fault = chance.choice(FAULTS)
        if fault:
            wecom.faults.plan("aibot_send_msg", fault)
        title = f"第{number}条"
        card = asking(title) if chance.random() < 0.5 else telling(title)
        assert wecom.gateway.live
        wecom.gateway.live.frames.clear()
        failed = await fate(desk, asyncio.create_task(desk.robot.send(owed(li.with_robot, card, f"k{number}"))), fault)
        there = [one for one in shown(li, li.with_robot) if title in str(one.content)]
        if failed is None:
            sent += 1
            assert len(there) == 1, fault
        elif failed.unknown:
            unknown += 1
            assert fault, failed.reason
            assert fault.kind in {"lost", "cut", "reset", "hang", "status", "slow"}
            assert len(there) <= 1
        else:
            assert there == [], fault
        await wecom.pass_by(timedelta(seconds=10))
    assert sent
    assert unknown
    await desk.robot.close()
