"""The house in a process of its own behind the WeCom of this machine; the process can be killed."""

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
from tests.flow.wecom_office import EVERY_WAY, MONDAY, furnish, settings_told
from tests.flow.wecom_screen import press, stands, words
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Shown, Talk

ROOT = Path(__file__).parents[2]
PATIENCE = 60
BEAT = 0.05


@dataclass(slots=True)
class House:
    """`told` is what the process is started with, `log` where it complains; while it is down nothing listens."""

    wecom: LocalWeCom
    group: Talk
    told: dict[str, Any]
    log: Path
    process: Process | None = None

    async def start(self, *, holds: bool = True) -> None:
        """Open, and the robot on its connection, unless another process holds that."""
        before = self.wecom.gateway.subscriptions
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.flow.slack_house", json.dumps(self.told),
                stdout=PIPE, stderr=log, env=_environment(), cwd=ROOT,
            )  # fmt: skip
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        if not line:
            raise RuntimeError(self.log.read_text())
        self.wecom.app.callback_url = f"{line.decode().strip()}/hooks/wecom/app"
        assert await self.wecom.callbacks.verify()
        if holds:
            await self.until(lambda: self.wecom.gateway.subscriptions > before)

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()

    @asynccontextmanager
    async def killed_in(self, what: str, fault: Fault) -> AsyncIterator[None]:
        """What is done in the block makes the process call WeCom; it dies before it hears what became of that."""
        self.wecom.faults.plan(what, fault)
        yield
        await self.until(lambda: not self.wecom.faults.is_planned(what))
        await self.end()

    async def sees(self, who: str, said: str, talk: Talk | None = None) -> Shown:
        """The newest line with these words, as soon as it is there; in the group, or in another conversation."""
        person, where = self.person(who), talk or self.group
        try:
            await self.until(lambda: stands(person, where, said))
        except TimeoutError:
            seen = "\n--\n".join(words(line, person.id) for line in person.screen(where))
            raise AssertionError(f"{who} does not see {said!r} but:\n{seen}\n{self.log.read_text()}") from None
        return stands(person, where, said)[-1]

    async def presses(self, who: str, label: str, said: str, talk: Talk | None = None) -> None:
        await press(self.person(who), await self.sees(who, said, talk), label)

    async def until(self, is_so: Callable[[], object]) -> None:
        await self.wecom.bell.until(is_so, PATIENCE)

    def person(self, who: str) -> Person:
        return self.wecom.named(who)

    def by_app(self, who: str) -> list[str]:
        """What the app said to them, each as it stands now."""
        return [words(line) for line in self.person(who).with_app.lines if line.sort == "app"]

    async def settles(self) -> None:
        """Nothing is unsent, given up, or not known of."""
        store = open_store(self.told["settings"]["database_url"])

        def owed(uow: UnitOfWork) -> tuple[float, ...]:
            depth, _, dead = uow.outbox.depth(self.wecom.clock.now())
            return depth, dead, uow.outbox.unsettled()

        try:
            async with asyncio.timeout(PATIENCE):
                while any(await store.read(owed)):  # noqa: ASYNC110 - another process has no event for it
                    await asyncio.sleep(BEAT)
        finally:
            await store.close()


async def _keep_time(wecom: LocalWeCom) -> None:
    """The real clock runs here, so somebody has to look what is due."""
    while True:
        await wecom.timers.run_due()
        await asyncio.sleep(BEAT)


@asynccontextmanager
async def house_on_wecom(url: str, folder: Path) -> AsyncIterator[House]:
    """Both go by the real clock, moved to Monday morning."""
    later = MONDAY - real_time()
    async with LocalWeCom(MovableClock(offset=later)).running() as wecom:
        group, office = furnish(wecom, folder)
        given = {**settings_told(url, wecom, office, EVERY_WAY), "port": 0}
        told = {"later": later / timedelta(seconds=1), "settings": given}
        house = House(wecom, group, told, folder / "house.log")
        keeping = asyncio.create_task(_keep_time(wecom))
        try:
            await house.start()
            yield house
        finally:
            await house.end()
            keeping.cancel()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("XIAOBAN_")}
