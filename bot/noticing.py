"""What the store promises about notices and their receipts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.notice import Notice, Receipt, State, Tally


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people of a notice, and what is to be done about them; `detail` is the deed's own."""

    deed: str
    detail: str
    people: tuple[int, ...]


class Notices(Protocol):
    def add(self, notice: Notice) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def get(self, notice_id: int) -> Notice | None:
        """To change it: in a write nobody else reads it to that end, or has it `held`, until the unit ends."""
        ...

    def held(self, notice_id: int) -> Notice | None:
        """As it is: in a write nobody changes it until the unit ends, and any number may hold it."""
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

    def receipts(self, notice_id: int, person_ids: Collection[int]) -> list[Receipt]: ...
    def save_receipt(self, receipt: Receipt) -> None: ...
    def chased(self, notice_id: int, person_ids: Collection[int]) -> None:
        """These were asked once more."""
        ...

    def missing(self, notice: Notice, limit: int, after: int = 0) -> list[Receipt]:
        """Of whom something is still wanted, by person, after that one."""
        ...

    def all_missing(self, notice_id: int) -> list[int]:
        """The people of whom something is still wanted."""
        ...

    def addressed(self, notice_id: int) -> list[int]:
        """Everybody who is to get it and has a receipt by now."""
        ...

    def answered(self, notice_id: int, limit: int, after: int = 0) -> list[Receipt]: ...
    def tally(self, notice: Notice) -> Tally:
        """Kept in counters, so it costs the same for however many."""
        ...

    def carry_over(self, notice: Notice) -> int:
        """After a small correction: who had acknowledged the version before has acknowledged this one."""
        ...

    def reopen(self, notice: Notice) -> None:
        """After another correction: what was acknowledged is wanted anew."""
        ...

    def queue(self, notice_id: int, deed: str, detail: str, parts: Sequence[Sequence[int]]) -> None:
        """These parts are done later, in order."""
        ...

    def next_part(self, notice_id: int) -> Part | None:
        """Takes it away: what is not done of it by this unit of work is not done."""
        ...

    def waiting(self, notice_id: int, deed: str = "") -> int:
        """How many people are in parts that wait, for that deed or for any."""
        ...

    def drop_parts(self, notice_id: int) -> None: ...
