"""The house in a process of its own behind the Slack of this machine; the process can be killed."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.engine.clock import MovableClock, real_time
from bot.ports import UnitOfWork
from bot.store import open_store
from tests.flow.slack_office import MONDAY, OFFICE, ROOMS, STAFF, settings_told
from tests.platforms.slack.faults import Fault, Kind
from tests.platforms.slack.member import Member
from tests.platforms.slack.screen import Seen
from tests.platforms.slack.server import LocalSlack, local_slack
from tests.platforms.slack.world import App, Channel

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@dataclass(slots=True)
class House:
    """`told` is what the process is started with, `log` where it complains; while it is down nothing listens."""

    slack: LocalSlack
    channel: Channel
    told: dict[str, Any]
    log: Path
    process: Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.flow.slack_house", json.dumps(self.told),
                stdout=PIPE, stderr=log, env=_environment(), cwd=ROOT,
            )  # fmt: skip
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        if not line:
            raise RuntimeError(self.log.read_text())
        self.slack.world.app.url = f"{line.decode().strip()}/hooks/slack"

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()

    @asynccontextmanager
    async def killed_in(self, method: str, kind: Kind) -> AsyncIterator[None]:
        """What is done in the block makes the process call Slack; it dies while Slack has that call in hand."""
        fault = self.slack.faults.plan(method, Fault(kind))
        yield
        async with asyncio.timeout(PATIENCE):
            await fault.reached.wait()
        await self.end()
        fault.go.set()

    async def sees(self, who: str, words: str, channel: Channel | None = None) -> Seen:
        """The newest line with these words, as soon as it is there."""
        member = self.member(who)

        def found() -> list[Seen]:
            return [line for line in member.sees(channel) if words in line.words and line.by == "xiaoban"]

        await self.until(found)
        return found()[-1]

    async def presses(self, who: str, label: str, words: str, channel: Channel | None = None) -> None:
        """The button on the card with these words, as soon as that is there."""
        card = await self.sees(who, words, channel)
        assert (await self.member(who).presses(label, channel, card.ts)).taken

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.slack.until(is_so)

    def member(self, who: str) -> Member:
        return self.slack.member(who)

    def keys(self) -> list[str]:
        """The outbox keys of all that stands in Slack."""
        return [str(line.metadata["event_payload"]["key"]) for _, line in self.slack.world.lines() if line.metadata]

    async def settles(self) -> None:
        """Nothing is unsent, given up, or not known of."""
        store = open_store(self.told["settings"]["database_url"])

        def owed(uow: UnitOfWork) -> tuple[float, ...]:
            depth, _, dead = uow.outbox.depth(self.slack.clock.now())
            return depth, dead, uow.outbox.unsettled()

        try:
            async with asyncio.timeout(PATIENCE):
                while any(await store.read(owed)):  # noqa: ASYNC110 - another process has no event for it
                    await asyncio.sleep(0.05)
        finally:
            await store.close()


@asynccontextmanager
async def house_on_slack(url: str, folder: Path) -> AsyncIterator[House]:
    """Both go by the real clock, moved to Monday morning."""
    later = MONDAY - real_time()
    async with local_slack(MovableClock(offset=later), App()) as slack:
        slack.pace.burst = 100
        people = {key: slack.world.add_human(key, name) for key, (name, _) in STAFF.items()}
        channel = slack.world.add_channel("office", *(one.id for one in people.values()))
        office = folder / "office.toml"
        each = (
            OFFICE.format(id=key, name=name, role=role, slack=people[key].id) for key, (name, role) in STAFF.items()
        )
        office.write_text(ROOMS + "".join(each))
        told = {"later": later / timedelta(seconds=1), "settings": {**settings_told(url, slack, office), "port": 0}}
        house = House(slack, channel, told, folder / "house.log")
        try:
            await house.start()
            yield house
        finally:
            await house.end()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
