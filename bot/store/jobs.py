"""Units of work on their way to a thread, and their answers on the way back to the caller's event loop."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition
from time import monotonic
from typing import Any

from bot.errors import TryAgain
from bot.store.uow import SqlUnitOfWork

Work = Callable[[SqlUnitOfWork], Any]

PATIENCE = 0.05
"""Seconds after which a unit that may wait has waited long enough, though others keep coming."""


@dataclass(slots=True, eq=False)
class Job:
    """One caller's unit of work; it is answered once the transaction that it is part of has ended.

    `may_wait`: nobody is waiting for it, so whatever somebody waits for goes first.
    """

    work: Work
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    may_wait: bool = False
    asked_at: float = field(default_factory=monotonic)
    outcome: Any = None
    fault: BaseException | None = None

    def refuse(self, fault: BaseException) -> None:
        self.outcome, self.fault = None, fault


class Jobs:
    """What some threads have to do: what somebody waits for first, then what may wait.

    None tells one thread to go home, when it has done what was asked for before.
    """

    def __init__(self) -> None:
        self._change = Condition()
        self._urgent: deque[Job] = deque()
        self._patient: deque[Job | None] = deque()

    def put(self, job: Job | None) -> None:
        with self._change:
            if job is None or job.may_wait:
                self._patient.append(job)
            else:
                self._urgent.append(job)
            self._change.notify()

    def get(self) -> Job | None:
        """The next one; waits until there is one."""
        with self._change:
            while not (self._urgent or self._patient):
                self._change.wait()
            return self._next()

    def others(self, most: int) -> list[Job]:
        """What somebody waits for at this moment, for a thread that does several together."""
        with self._change:
            return [self._urgent.popleft() for _ in range(min(most, len(self._urgent)))]

    def left(self) -> list[Job]:
        """All that nobody will do any more."""
        with self._change:
            left = [*self._urgent, *(job for job in self._patient if job is not None)]
            self._urgent.clear()
            self._patient.clear()
            return left

    def _next(self) -> Job | None:
        if self._urgent and not self._has_waited_long():
            return self._urgent.popleft()
        return self._patient.popleft()

    def _has_waited_long(self) -> bool:
        first = self._patient[0] if self._patient else None
        return first is not None and monotonic() - first.asked_at > PATIENCE


def answer(jobs: Iterable[Job]) -> None:
    """One wake-up of each event loop for all of its callers."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = defaultdict(list)
    for job in jobs:
        by_loop[job.loop].append(job)
    for loop, theirs in by_loop.items():
        with suppress(RuntimeError):  # a loop that has closed since has nobody left to tell
            loop.call_soon_threadsafe(_settle, theirs)


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():  # the caller has gone away
            continue
        if job.fault is None:
            job.future.set_result(job.outcome)
        else:
            job.future.set_exception(_raisable(job.fault))


def _raisable(fault: BaseException) -> BaseException:
    """A future cannot carry StopIteration, which a careless `next` may raise."""
    if not isinstance(fault, StopIteration):
        return fault
    wrapped = RuntimeError("a unit of work raised StopIteration")
    wrapped.__cause__ = fault
    return wrapped


def refuse_all(*queues: Jobs) -> None:
    """Answer what came too late to be done."""
    for jobs in queues:
        left = jobs.left()
        for job in left:
            job.refuse(TryAgain("the store is closing"))
        answer(left)
