"""Alarm on silence: an administrator hears once when a platform fails or falls silent or messages wait too long, and
once more when that is over."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cards import Card
from bot.domain.people import Role
from bot.engine.core import Core
from bot.engine.delivery_words import PLATFORM_NAMES
from bot.engine.health import Health
from bot.engine.letters import Letters, account_on, speak_to
from bot.errors import TryAgain
from bot.log import get_log, incident
from bot.messages import Outgoing
from bot.ports import Adapter, UnitOfWork
from bot.texts import Say

log = get_log("watch")

Write = Callable[[Say], Card]

STUCK_SECONDS = 180.0
NEVER = timedelta(0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long before an administrator hears of it; zero means never."""

    failing: timedelta
    waiting: timedelta
    silent: timedelta


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` is one of failing, waiting, silent; `platform` is empty where none is to blame."""

    what: str
    platform: str
    lasts: timedelta
    why: str = ""

    @property
    def name(self) -> str:
        return f"{self.what}:{self.platform}" if self.platform else self.what


@dataclass(slots=True)
class Ear:
    """What was heard of one platform: the count of its messages, and the office hours since it last rose."""

    heard: int = 0
    silent: timedelta = field(default=NEVER)


class Watch:
    def __init__(
        self,
        core: Core,
        adapters: Mapping[str, Adapter],
        health: Mapping[str, Health],
        letters: Letters,
        patience: Patience,
    ) -> None:
        self._store = core.store
        self._house = core.house
        self._clock = core.clock
        self._counts = core.counts
        self._adapters = adapters
        self._health = health
        self._letters = letters
        self._patience = patience
        self._ears: dict[str, Ear] = {}
        self._looked_at: datetime | None = None
        self._beat_at: float | None = None

    async def look(self) -> None:
        """The metronome's beat."""
        self._beat_at = time.monotonic()
        await self._letters.tell()
        now = self._clock.now()
        self._listen(now)
        try:
            await self._compare(now)
        except TryAgain:
            log.warning("watch.store_busy", hint="the next beat tries again")
        except Exception as fault:
            incident(log, "watch.incident", fault)

    def is_stuck(self) -> bool:
        """Whether the metronome has stopped."""
        return self._beat_at is not None and time.monotonic() - self._beat_at > STUCK_SECONDS

    def warnings(self) -> Sequence[str]:
        """Platforms that fail now, for whoever asks how the house is doing."""
        now = self._clock.now()
        return [
            f"{name}: nothing got through for {_minutes(now - one.failing_since)} min ({one.why})"
            for name, one in self._health.items()
            if one.failing_since is not None
        ]

    async def _compare(self, now: datetime) -> None:
        """With what administrators were told so far."""
        depth = await self._store.read(lambda uow: uow.outbox.depth(now))
        troubles = {one.name: one for one in self._troubles(depth, now)}
        names = [*troubles, *(name for name in self._names() if name not in troubles)]
        known = await self._store.read(lambda uow: {name: uow.parameters.get(_record(name)) or "" for name in names})
        for name in names:
            if (change := self._change(name, troubles.get(name), known[name], now)) is not None:
                await self._store.write(change)

    def _change(
        self, name: str, trouble: Trouble | None, before: str, now: datetime
    ) -> Callable[[UnitOfWork], None] | None:
        is_told = before.startswith("on ")
        if trouble is not None and not is_told:
            log.error("watch.trouble", what=name, minutes=_minutes(trouble.lasts), why=trouble.why)
            return lambda uow: self._begin(uow, trouble, before, now)
        if trouble is None and is_told and self._is_over(name, _since(before)):
            log.info("watch.over", what=name)
            return lambda uow: self._end(uow, name, before, now)
        return None

    def _names(self) -> Iterator[str]:
        yield "waiting"
        for platform in self._adapters:
            yield from (f"failing:{platform}", f"silent:{platform}")

    def _troubles(self, depth: tuple[int, float, int], now: datetime) -> Iterator[Trouble]:
        patience = self._patience
        for name, one in self._health.items():
            lasts = now - one.failing_since if one.failing_since else NEVER
            if _is_enough(lasts, patience.failing):
                yield Trouble("failing", name, lasts, one.why)
        if _is_enough(waited := timedelta(seconds=depth[1]), patience.waiting):
            yield Trouble("waiting", "", waited)
        for name, ear in self._ears.items():
            if ear.heard and _is_enough(ear.silent, patience.silent):
                yield Trouble("silent", name, ear.silent)

    def _is_over(self, name: str, since: datetime) -> bool:
        """A process that has sent nothing itself cannot say that a platform is well again."""
        if not name.startswith("failing:"):
            return True
        one = self._health.get(name.removeprefix("failing:"))
        return one is not None and one.failing_since is None and one.ok_at is not None and one.ok_at >= since

    def _listen(self, now: datetime) -> None:
        """Only hours in which the office is open count as silence."""
        since, self._looked_at = self._looked_at or now, now
        here, calendar = now.astimezone(self._house.zone), self._house.calendar
        is_open = calendar.is_working(here.date()) and calendar.opens <= here.time() < calendar.closes
        numbers = self._counts.all()
        for platform in self._adapters:
            ear = self._ears.setdefault(platform, Ear())
            heard = sum(
                count for (name, labels), count in numbers.items()
                if name == "inbound" and ("platform", platform) in labels
            )  # fmt: skip
            if heard != ear.heard:
                ear.heard, ear.silent = heard, NEVER
            elif is_open:
                ear.silent += max(now - since, NEVER)

    def _begin(self, uow: UnitOfWork, trouble: Trouble, before: str, now: datetime) -> None:
        def write(say: Say) -> Card:
            params = {"platform": _called(trouble.platform, say), "length": trouble.lasts}
            facts = ((say("house.dead_why"), say(f"house.why_{trouble.why}")),) if trouble.why else ()
            title = say(f"house.alarm_{trouble.what}", **params)
            return Card(title, facts, say(f"house.alarm_{trouble.what}_cure"), tone="error")

        self._tell(uow, trouble.name, f"{trouble.name}:on:{before}", write, now)
        uow.parameters.set(_record(trouble.name), f"on {(now - trouble.lasts).isoformat()}")

    def _end(self, uow: UnitOfWork, name: str, before: str, now: datetime) -> None:
        what, _, platform = name.partition(":")

        def write(say: Say) -> Card:
            lasted = now - _since(before)
            return Card(say(f"house.over_{what}", platform=_called(platform, say), length=lasted), tone="done")

        self._tell(uow, name, f"{name}:over:{before}", write, now)
        uow.parameters.set(_record(name), f"over {now.isoformat()}")

    def _tell(self, uow: UnitOfWork, name: str, key: str, write: Write, now: datetime) -> None:
        """Each administrator, by another platform than the one in trouble if they have one.

        The key holds what was known before, so that of several processes that notice at once only one is heard.
        """
        platform = name.partition(":")[2]
        order = [*(one for one in self._adapters if one != platform), *([platform] if platform else [])]
        for person in uow.people.all():
            account = account_on(uow, person.id, order) if person.role is Role.ADMIN else None
            if account is not None:
                say = speak_to(self._house, uow, person, account.direct(), now)
                message = Outgoing(f"alarm:{key}:{person.id}", account.direct(), write(say), language=say.language)
                uow.outbox.add(message, now)


def _record(name: str) -> str:
    """The parameter that holds `on` or `over` and since when."""
    return f"alarm:{name}"


def _since(record: str) -> datetime:
    return datetime.fromisoformat(record.partition(" ")[2])


def _is_enough(lasts: timedelta, patience: timedelta) -> bool:
    return patience > NEVER and lasts >= patience


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _called(platform: str, say: Say) -> str:
    return PLATFORM_NAMES.get(platform, (platform, platform))[say.language == "en"]
