"""What became of each attempt, kept until the store has it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.delivery import Claimed, Failure, Landed
from bot.engine.core import Core
from bot.engine.health import Health
from bot.engine.pace import Pace
from bot.engine.retry import is_for_a_person, next_try
from bot.engine.tempo import Tempo
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import Sent
from bot.ports import Adapter, UnitOfWork

log = get_log("relay")

Mark = Callable[[UnitOfWork], object]


@dataclass(slots=True)
class Batch:
    """What one unit of work is to mark; `ended` says that somebody must be told of some of it."""

    landed: list[Landed] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ended: bool = False

    def __bool__(self) -> bool:
        return bool(self.landed or self.marks)

    def before(self, later: "Batch") -> "Batch":
        return Batch(self.landed + later.landed, self.marks + later.marks, self.ended or later.ended)

    def mark(self, uow: UnitOfWork, now: datetime) -> bool:
        """Whether a lane may go on for it."""
        followed = bool(self.landed) and uow.outbox.mark_sent(self.landed, now)
        for mark in self.marks:
            mark(uow)
        return followed or bool(self.marks)

    def singly(self, now: datetime) -> Sequence[Mark]:
        """The same in pieces, where one of them breaks the whole."""
        return (*(partial(_mark_sent, one, now) for one in self.landed), *self.marks)


def _mark_sent(landed: Landed, now: datetime, uow: UnitOfWork) -> None:
    uow.outbox.mark_sent([landed], now)


class Outcomes:
    """`health` is how the platforms are doing, by name."""

    def __init__(self, core: Core, adapters: Mapping[str, Adapter], wake: Callable[[], None], tempo: Tempo) -> None:
        self._clock = core.clock
        self._counts = core.counts
        self._adapters = adapters
        self._wake = wake
        self._tempo = tempo
        self._paces: dict[str, Pace | None] = {}
        self.health: dict[str, Health] = {}
        self.batch = Batch()

    def take(self) -> Batch:
        batch, self.batch = self.batch, Batch()
        return batch

    def give_back(self, batch: Batch) -> None:
        self.batch = batch.before(self.batch)

    def sent(self, row: Claimed, sent: Sent) -> None:
        now, where = self._clock.now(), row.message.to
        self._health(where.platform).succeeded(now)
        self._counts.add("sent", platform=where.platform, result="ok")
        self._counts.observe("delivery_seconds", (now - row.queued_at).total_seconds(), platform=where.platform)
        pace = self.pace(where.platform)
        self.batch.landed.append(Landed(row, sent, pace.free_at(where.lane, now) if pace else now))
        self._wake()

    def failed(self, row: Claimed, fault: SendFailed) -> None:
        """Another try, the end, or a question to a person."""
        now, platform = self._clock.now(), row.message.to.platform
        self._health(platform).failed(fault, now)
        failure = Failure(fault.reason, fault.why, fault.unknown)
        adapter = self._adapters.get(platform)
        if adapter is not None and is_for_a_person(adapter.on_unknown, fault):
            return self.leave(row, failure)
        at = next_try(row.attempts, fault, now, self._tempo)
        if at is None:
            return self.give_up(row, failure)
        log.warning("relay.send_failed", outbox_id=row.id, attempts=row.attempts, reason=fault.reason, again=str(at))
        self._note(row, "retry", lambda uow: uow.outbox.retry_at(row, at, failure))
        return None

    def give_up(self, row: Claimed, failure: Failure) -> None:
        log.error("relay.given_up", outbox_id=row.id, attempts=row.attempts, reason=failure.reason)
        now = self._clock.now()
        self.batch.ended = True
        self._note(row, "dead", lambda uow: uow.outbox.give_up(row, failure, now))

    def leave(self, row: Claimed, failure: Failure) -> None:
        log.warning("relay.unknown", outbox_id=row.id, attempts=row.attempts, reason=failure.reason)
        now = self._clock.now()
        self.batch.ended = True
        self._note(row, "unknown", lambda uow: uow.outbox.leave(row, failure, now))

    def put_back(self, row: Claimed, pause: timedelta = timedelta(0)) -> None:
        at = self._clock.now() + pause
        self.batch.marks.append(lambda uow: uow.outbox.release(row, at))
        self._wake()

    def pace(self, platform: str) -> Pace | None:
        """The platform's own limit for one chat; None where it has none."""
        if platform not in self._paces:
            adapter = self._adapters.get(platform)
            per_minute = adapter.limits.per_minute if adapter else None
            self._paces[platform] = Pace(per_minute) if per_minute else None
        return self._paces[platform]

    def forget_paces(self) -> None:
        self._paces.clear()

    def is_ailing(self, platform: str) -> bool:
        health = self.health.get(platform)
        return health is not None and health.is_ailing

    def _health(self, platform: str) -> Health:
        return self.health.setdefault(platform, Health())

    def _note(self, row: Claimed, result: str, mark: Mark) -> None:
        self._counts.add("sent", platform=row.message.to.platform, result=result)
        self.batch.marks.append(mark)
        self._wake()
