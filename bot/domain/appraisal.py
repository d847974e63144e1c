"""How the units stand with what they were given (考核): what was closed in a period, how much of it in time.

Units stand in the order of their names, and persons do not stand here at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.lamps import Terms


@dataclass(frozen=True, slots=True)
class Done:
    """What an appraisal needs of a closed item."""

    id: int
    unit: str
    due_at: datetime
    submitted_at: datetime | None
    ended_at: datetime
    sent_back: int

    @property
    def done_at(self) -> datetime:
        """When the lead was done: the time that others take for closing is not the unit's."""
        return min(self.submitted_at or self.ended_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's figures; `late_days` are the working days of all its late items together."""

    unit: str
    closed: int = 0
    in_time: int = 0
    sent_back: int = 0
    late_days: int = 0

    @property
    def rate(self) -> int:
        """How many of a hundred were done in time, rounded down: a hundred means all."""
        return 100 * self.in_time // self.closed if self.closed else 0

    @property
    def mean_delay(self) -> float:
        """Working days that a late item was late, on the average."""
        late = self.closed - self.in_time
        return round(self.late_days / late, 1) if late else 0.0


class Appraisal:
    """Counts items one after the other, however many there are."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._units: dict[str, Standing] = {}

    def count(self, items: Iterable[Done]) -> None:
        for item in items:
            before = self._units.get(item.unit, Standing(item.unit))
            self._units[item.unit] = self._with(before, item)

    def standings(self) -> list[Standing]:
        """By the units' names; what lies with no unit comes last."""
        return sorted(self._units.values(), key=lambda one: (not one.unit, one.unit))

    def _with(self, before: Standing, item: Done) -> Standing:
        in_time = item.done_at <= item.due_at
        late = 0 if in_time else max(self._terms.days_since(item.due_at, item.done_at), 0)
        return replace(
            before,
            closed=before.closed + 1,
            in_time=before.in_time + in_time,
            sent_back=before.sent_back + item.sent_back,
            late_days=before.late_days + late,
        )
