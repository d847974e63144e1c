"""Units of work on their way to a thread, and their answers on the way back to the caller's event loop."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from bot.errors import TryAgain
from bot.store.uow import SqlUnitOfWork

Work = Callable[[SqlUnitOfWork], Any]


@dataclass(slots=True, eq=False)
class Job:
    """One caller's unit of work; it is answered once the transaction that it is part of has ended."""

    work: Work
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    outcome: Any = None
    fault: BaseException | None = None

    def refuse(self, fault: BaseException) -> None:
        self.outcome, self.fault = None, fault


Jobs = SimpleQueue[Job | None]
"""None tells one thread to go home."""


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
        while not jobs.empty():
            if (job := jobs.get()) is not None:
                job.refuse(TryAgain("the store is closing"))
                answer([job])
