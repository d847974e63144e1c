"""What the store promises about notices and their receipts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.notice import Notice, Receipt, State, Tally


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

    def valid(self, now: datetime) -> list[Notice]:
        """Those that are out and say that they hold until some time after this one."""
        ...

    def not_addressed(self, notice_id: int, person_ids: Collection[int]) -> list[int]:
        """Who of these was never to get it, in order."""
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
