"""What the store promises about the supervision ledger: items, duties, signals, hand-overs, pushes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.appraisal import Done
from bot.domain.duty import Duty
from bot.domain.procedure import State
from bot.domain.signal import Signal
from bot.domain.supervision import Source, SupervisionItem

Which = Literal["open", "over", "any"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are wanted; a condition left empty asks for nothing.

    `people` are leads or co-owners. `seen_by` is a person's id and unit: only what lies with them or with their unit,
    or was handed over by them. `moved_before` finds what nothing has moved since; `pressing` what is due before the
    first of the two, is not signed for yet, or has not moved since the second. Ends of stretches are not included.
    """

    which: Which = "open"
    people: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    supervisor: int | None = None
    supervisors: tuple[int, ...] = ()
    unit: str = ""
    states: tuple[State, ...] = ()
    source: Source | None = None
    chat_id: int | None = None
    due_from: datetime | None = None
    due_until: datetime | None = None
    ended_from: datetime | None = None
    ended_until: datetime | None = None
    moved_before: datetime | None = None
    pressing: tuple[datetime, datetime] | None = None
    title: str = ""
    seen_by: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, how many of them were due before the first edge, and how many between it and the second."""

    total: int
    before: int
    between: int


class Items(Protocol):
    def add(self, item: SupervisionItem) -> SupervisionItem:
        """Stored, with the year's next number unless it has one; for a part give the number and part."""
        ...

    def add_all(self, new: Sequence[SupervisionItem]) -> list[SupervisionItem]:
        """Many at once, in their order; those without a number get the next after all numbers that are given."""
        ...

    def save(self, item: SupervisionItem) -> None: ...
    def get(self, item_id: int) -> SupervisionItem | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def named(self, item_ids: Collection[int]) -> dict[int, SupervisionItem]: ...
    def numbered(self, number: int, part: int = 0, year: int | None = None) -> SupervisionItem | None:
        """The newest of that number where no year is given."""
        ...

    def all_numbered(self, numbers: Collection[int]) -> list[SupervisionItem]:
        """Those of every year and part that have one of these numbers; in a write nobody else changes them."""
        ...

    def all_after(self, item_id: int, limit: int) -> list[SupervisionItem]:
        """The next in the order of their ids, over or not: page by page this is all there ever were."""
        ...

    def done(self, since: datetime, until: datetime, after: tuple[datetime, int], limit: int) -> list[Done]:
        """What was closed from then until then, in order; only what comes after that time and id."""
        ...

    def parts(self, item_id: int) -> list[SupervisionItem]:
        """All that are parts of it, over or not, in their order."""
        ...

    def open_parts(self, item_id: int) -> int: ...
    def found(self, wanted: Wanted, limit: int, offset: int = 0) -> list[SupervisionItem]:
        """Open ones by their due date; those that are over, the last to end first; of both, the newest first."""
        ...

    def counted(self, wanted: Wanted, first_edge: datetime, second_edge: datetime) -> Counted: ...
    def said(self, text: str, by: str, since: datetime) -> SupervisionItem | None:
        """The newest that came from this very sentence of theirs since then."""
        ...

    def of_duty(self, duty_id: int, period: str) -> SupervisionItem | None: ...
    def last_of_duty(self, duty_id: int) -> SupervisionItem | None: ...


class Duties(Protocol):
    """Those that are over are left out unless asked for by id."""

    def add(self, duty: Duty) -> Duty: ...
    def save(self, duty: Duty) -> None: ...
    def get(self, duty_id: int) -> Duty | None: ...
    def of(self, person_id: int) -> list[Duty]: ...
    def all(self) -> list[Duty]: ...


class Signals(Protocol):
    def add(self, signal: Signal) -> Signal: ...
    def save(self, signal: Signal) -> None: ...
    def get(self, signal_id: int) -> Signal | None: ...
    def watched(self, limit: int) -> list[Signal]:
        """Those that are still watched, the first to be reviewed first."""
        ...


@dataclass(frozen=True, slots=True)
class Handover:
    """All that one person holds is to become another's, once those of the two who must agree have agreed."""

    id: int
    from_id: int
    heir_id: int
    asked_by: int
    chat_id: int
    made_at: datetime
    agreed: tuple[int, ...] = ()
    state: Literal["open", "done", "refused"] = "open"
    ended_at: datetime | None = None


class Handovers(Protocol):
    def add(self, handover: Handover) -> Handover: ...
    def save(self, handover: Handover) -> None: ...
    def get(self, handover_id: int) -> Handover | None:
        """In a write nobody else changes it until the unit ends."""
        ...


@dataclass(frozen=True, slots=True)
class PushLine:
    """One person's card of a push: its outbox key, empty when nobody could be reached; `for_id` is the absent one in
    whose place they got it."""

    person_id: int
    key: str
    items: tuple[int, ...]
    for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """Cards sent to several people at once, so that it can be told later whether they arrived."""

    id: int
    kind: Literal["nudge", "escalation"]
    made_at: datetime
    lines: Sequence[PushLine] = field(default_factory=tuple)
    by_id: int | None = None
    chat_id: int | None = None
    language: str = ""


class Pushes(Protocol):
    def add(self, push: Push) -> Push: ...
    def save(self, push: Push) -> None: ...
    def get(self, push_id: int) -> Push | None: ...
