"""Leave: from when to when someone is away, and who stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Leave:
    """`end_at` is not part of it. `id` is 0 until stored."""

    id: int
    person_id: int
    start_at: datetime
    end_at: datetime
    deputy_id: int | None = None

    def covers(self, at: datetime) -> bool:
        return self.start_at <= at < self.end_at


def checked_leave(leave: Leave, now: datetime) -> Leave:
    """The leave, if it can be; UserError says why not."""
    if leave.end_at <= leave.start_at:
        raise UserError("leave.end_first")
    if leave.end_at <= now:
        raise UserError("leave.past")
    if leave.deputy_id == leave.person_id:
        raise UserError("leave.own_deputy")
    return leave


def stand_in(person_id: int, at: datetime, leaves: Iterable[Leave]) -> int | None:
    """Who takes what comes for a person at that time: themselves, their deputy, the deputy's own, or nobody."""
    away = {leave.person_id: leave for leave in leaves if leave.covers(at)}
    seen: set[int] = set()
    here: int | None = person_id
    while here is not None and here in away and here not in seen:
        seen.add(here)
        here = away[here].deputy_id
    return None if here in seen else here
