"""What the store promises about notices and their receipts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.notice import Notice, Receipt, State, Tally
from bot.domain.notice_series import Series, Template


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

    def valid(self, now: datetime) -> list[Notice]:
        """Those that are out and say that they hold until some time after this one."""
        ...

    def not_addressed(self, notice_id: int, person_ids: Collection[int]) -> list[int]:
        """Who of these was never to get it, in order."""
        ...

    def urgent_since(self, since: datetime, but: int) -> int:
        """How many urgent ones were sent from then on, not counting that one."""
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


Which = Literal["all", "missing", "back"]
"""Everybody's receipts, those that still want something, or those of whom what was wanted has come back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One receipt of a list, and whose it is."""

    receipt: Receipt
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Of how many people's cards the delivery ledger says `state`, and how many of those have been seen; `is_there`:
    on one of the platforms that were asked about."""

    state: str
    is_there: bool
    people: int
    seen: int


class Receipts(Protocol):
    """What is asked about many receipts of one notice at once; a single one is the business of `Notices`."""

    def note_seen(self, notice_id: int, version: int, person_id: int, at: datetime) -> None:
        """The first time counts, and only of the text as it is now."""
        ...

    def reached(self, notice_id: int, keys: str, platforms: frozenset[str]) -> list[Reached]:
        """What became of the cards whose keys begin so, before the person's id."""
        ...

    def page(
        self, notice: Notice, which: Which, limit: int, after: tuple[str, int] = ("", 0), unit: str | None = None
    ) -> list[Entry]:
        """By unit and person, those after that unit and person; of one unit where one is given."""
        ...

    def missing_by_unit(self, notice: Notice) -> dict[str, int]: ...
    def answers(self, notice: Notice) -> dict[str, int]:
        """How often each answer to the text as it is now was given, the most frequent first."""
        ...

    def outdated(self, notice: Notice, limit: int) -> list[Receipt]:
        """Of those who were sent an older text and not yet this one, by person."""
        ...

    def renew(self, notice: Notice, person_ids: Sequence[int], *, anew: bool) -> None:
        """They are sent the text as it is now; `anew`: what they said of the one before does not count any more."""
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
