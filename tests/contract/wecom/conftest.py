"""The smart robot's parts against the WeCom of this machine, whose clock stands still until it is moved."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.http import Http
from adapters.wecom.robot import Robot
from adapters.wecom.robot.line import BEAT
from bot.cards import Action, Button, Card
from bot.errors import SendFailed, TryAgain
from bot.messages import ButtonPressed, ChatRef, FileReceived, InboundEvent, OutFile, Outgoing, Sent, TextReceived
from tests.platforms.wecom.conftest import group, li, wang, wecom
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.world import Shown, Talk

__all__ = ["group", "li", "wang", "wecom"]


@dataclass
class House:
    """What is committed; `busy` is how often it has no time, `reached` how often something was brought."""

    heard: list[InboundEvent] = field(default_factory=list)
    busy: int = 0
    reached: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)
    rung: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, event: InboundEvent) -> None:
        self.reached += 1
        self.rung()
        if self.busy:
            self.busy -= 1
            raise TryAgain
        await self.open.wait()
        self.heard.append(event)
        self.rung()

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.heard if isinstance(one, TextReceived)]

    @property
    def presses(self) -> list[ButtonPressed]:
        return [one for one in self.heard if isinstance(one, ButtonPressed)]

    @property
    def files(self) -> list[FileReceived]:
        return [one for one in self.heard if isinstance(one, FileReceived)]


@dataclass
class Desk:
    """The house, its robot, and the WeCom around them."""

    wecom: LocalWeCom
    house: House
    robot: Robot
    http: Http
    naps: list[float]

    async def until(self, happened: Callable[[], object]) -> None:
        await self.wecom.bell.until(happened)

    async def opened(self) -> None:
        await self.robot.start(self.house)
        await self.naps_until(1, lambda nap: nap == BEAT)

    async def reopened(self) -> None:
        """After the connection was lost: the pause before the next one goes by."""
        await self.until(lambda: self.naps[-1] % 0.5)  # other pauses are whole or half seconds
        beats = self.naps.count(BEAT)
        await self.wecom.pass_by(timedelta(seconds=self.naps[-1]))
        await self.naps_until(beats + 1, lambda nap: nap == BEAT)

    async def hears(self, times: int = 1) -> None:
        """Until so many sentences are committed."""
        await self.until(lambda: len(self.house.texts) >= times)

    async def naps_until(self, times: int, which: Callable[[float], bool]) -> None:
        """Until so many pauses of that kind were made."""
        await self.until(lambda: len([one for one in self.naps if which(one)]) >= times)

    async def beats(self) -> None:
        """Half a minute goes by, with its ping and the answer to it."""
        before = self.naps.count(BEAT)
        await self.wecom.pass_by(timedelta(seconds=BEAT))
        await self.until(lambda: self.naps.count(BEAT) > before)

    async def fails(self, message: Outgoing, seconds: float = 0) -> SendFailed:
        """The failure of an attempt; the clock goes on once the frame is there."""
        sending = asyncio.create_task(self.robot.send(message))
        if seconds:
            await self.seen("aibot_send_msg")
            await self.wecom.pass_by(timedelta(seconds=seconds))
        with pytest.raises(SendFailed) as caught:
            await sending
        return caught.value

    async def seen(self, what: str, times: int = 1) -> None:
        """Until WeCom has that many of such frames on its live connection."""
        live = self.wecom.gateway.live
        assert live
        await self.until(lambda: [one["cmd"] for one in live.frames].count(what) >= times)


def desk_of(wecom: LocalWeCom, http: Http, secret: str = "") -> Desk:
    """`naps` are the pauses that the robot has made, in seconds, the newest one last."""
    me, naps = wecom.robot.me, list[float]()

    def sleep(seconds: float) -> "asyncio.Future[None]":
        nap = wecom.timers.alarm(timedelta(seconds=seconds))
        naps.append(seconds)
        wecom.bell.ring()
        return nap

    robot = Robot(http, wecom.ws_url, me.bot_id, secret or me.secret, wecom.clock, sleep)
    return Desk(wecom, House(rung=wecom.bell.ring), robot, http, naps)


@pytest_asyncio.fixture
async def http() -> AsyncIterator[Http]:
    made = Http()
    yield made
    await made.close()


@pytest_asyncio.fixture
async def desk(wecom: LocalWeCom, http: Http) -> AsyncIterator[Desk]:
    made = desk_of(wecom, http)
    await made.opened()
    yield made
    made.house.open.set()
    await made.robot.close()


def chat_of(talk: Talk) -> ChatRef:
    return ChatRef("wecom", "group" if talk.kind == "group" else "direct", talk.id)


def asking(title: str = "督办：年度总结", *labels: str, **more: object) -> Card:
    labels = labels or ("签收", "退回")
    buttons = tuple(Button(one, Action("supervision.accept", number)) for number, one in enumerate(labels, start=1))
    return Card(title, buttons=buttons, **more)  # type: ignore[arg-type]


def telling(text: str = "已办结。") -> Card:
    return Card(text)


def owed(talk: Talk, card: Card, key: str = "k1", replaces: str | None = None, file: OutFile | None = None) -> Outgoing:
    """Of the house's own accord."""
    return Outgoing(key, chat_of(talk), card, replaces=replaces, file=file)


def answering(event: InboundEvent, card: Card, key: str = "k1", file: OutFile | None = None) -> Outgoing:
    """What is said to what somebody said."""
    assert isinstance(event, TextReceived | ButtonPressed | FileReceived)
    return Outgoing(key, event.envelope.chat, card, file=file, thread=event.envelope.thread)


def shown(person: Person, talk: Talk) -> list[Shown]:
    """What the robot has put on the screen."""
    return [one for one in person.screen(talk) if one.sort == "robot"]


__all__ += ["Desk", "House", "Sent", "answering", "asking", "desk_of", "owed", "shown", "telling"]
