"""APScheduler as a metronome: it holds nothing but intervals, so any number of replicas may tick."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]

FIRST_PAUSE = 0.5
"""Seconds until it is wound up: its import takes 25 ms, and the doors should open first."""


class Clockwork(Protocol):
    def stop(self) -> None: ...


class _Metronome:
    def __init__(self, jobs: Mapping[str, tuple[float, Job]]) -> None:
        self._scheduler: AsyncIOScheduler | None = None
        self._winding = asyncio.get_running_loop().call_later(FIRST_PAUSE, self._wind, jobs)

    def _wind(self, jobs: Mapping[str, tuple[float, Job]]) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for name, (seconds, job) in jobs.items():
            self._scheduler.add_job(
                job, "interval", seconds=seconds, id=name, max_instances=1, coalesce=True, misfire_grace_time=None
            )
        self._scheduler.start()

    def stop(self) -> None:
        self._winding.cancel()
        if self._scheduler:
            self._scheduler.shutdown(wait=False)


def start_clockwork(jobs: Mapping[str, tuple[float, Job]]) -> Clockwork:
    """Call each job every so many seconds, never twice at once; a beat that was missed is made up for once."""
    return _Metronome(jobs)
