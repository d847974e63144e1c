"""What the store promises about notices and their receipts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.notice import Notice, Receipt, State, Tally
from bot.domain.notice_series import Series, Template


class Notices(Protocol):
    def add(self, notice: Notice) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def get(self, notice_id: int) -> Notice | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def named(self, notice_ids: Collection[int]) -> dict[int, Notice]: ...
    def newest(self, sender_id: int | None, states: Collection[State], limit: int, offset: int = 0) -> list[Notice]:
        """Of one sender, or of all; the newest first."""
        ...

    def wanting(self, person_ids: Collection[int]) -> dict[int, list[Notice]]:
        """For each of these people the notices that are out and still want something of them, the first due first."""
        ...

    def urgent_since(self, since: datetime) -> int:
        """How many urgent ones were sent from then on."""
        ...

    def address(self, notice_id: int, version: int, person_ids: Sequence[int]) -> int:
        """Note that these are to get it; how many of them are new. Those who are there already stay as they are."""
        ...

    def addressed_after(self, notice_id: int, person_id: int, limit: int) -> list[Receipt]:
        """The next of its receipts, by person."""
        ...

    def receipt(self, notice_id: int, person_id: int) -> Receipt | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def save_receipt(self, receipt: Receipt) -> None: ...
    def missing(self, notice: Notice, limit: int, after: int = 0) -> list[Receipt]:
        """Of whom something is still wanted, by person, after that one."""
        ...

    def answered(self, notice_id: int, limit: int, after: int = 0) -> list[Receipt]: ...
    def tally(self, notice: Notice) -> Tally: ...
    def fates(self, notice_id: int, keys: str) -> Mapping[str, int]:
        """How many of its cards are in which state of the delivery ledger; `keys` is how their keys begin, before the
        person's id."""
        ...

    def carry_over(self, notice: Notice) -> int:
        """After a small correction: who had acknowledged the version before has acknowledged this one."""
        ...


@dataclass(frozen=True, slots=True)
class Search:
    """Old notices with these words, sent between these times; only what `person_id` sent or was sent, None for all."""

    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    person_id: int | None = None


class Shelf(Protocol):
    """Notices that are planned, that come again, that are kept to begin from; and finding old ones."""

    def planned(self, sender_id: int | None, limit: int) -> list[Notice]:
        """Those that go out at a time of their own, the first first; of one sender, or of all."""
        ...

    def find(self, search: Search, limit: int, before: int, down_to: int) -> list[Notice]:
        """The newest first, of those whose numbers are below the one and not below the other."""
        ...

    def newest(self) -> int:
        """The number of the newest notice, 0 where there is none."""
        ...

    def add_series(self, one: Series) -> Series: ...
    def save_series(self, one: Series) -> None: ...
    def get_series(self, series_id: int) -> Series | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def standing(self, owner_id: int | None) -> list[Series]:
        """Those that are not over."""
        ...

    def keep(self, template: Template) -> None:
        """In place of the owner's own of that name, if there is one."""
        ...

    def templates(self, person_id: int) -> list[Template]:
        """That person's own, then the office's."""
        ...

    def drop(self, template_id: int) -> None: ...
