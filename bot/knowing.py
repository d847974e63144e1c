"""What the store promises about people: who they are, by which accounts, in which units, under which tags."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.people import Person, Role
from bot.messages import Account, PlatformTag, UserRef


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """An account as the house has it, with what it knows of its person."""

    person_id: int
    name: str
    is_active: bool
    email: str = field(repr=False)
    mobile: str = field(repr=False)


class People(Protocol):
    """Those who have left are known by id and account, and stand in no list; so it is with inactive accounts."""

    def version(self) -> int:
        """Rises with each change of people, accounts, rooms or chats (not of who is in a chat), to a number that no
        other state of the store has, kept or undone: so a snapshot knows when it is old."""
        ...

    def by_account(self, account: UserRef) -> Person | None: ...
    def add_guest(self, account: UserRef) -> Person:
        """A stranger's first contact: a member with the name that the platform gives."""
        ...

    def get(self, person_id: int) -> Person: ...
    def named(self, person_ids: Collection[int]) -> dict[int, Person]: ...
    def all(self) -> list[Person]: ...
    def leaders(self, unit: str) -> list[Person]:
        """Of that unit, the first of them first."""
        ...

    def account(self, person_id: int, platform: str = "") -> UserRef | None:
        """Where they want to be told; else on that platform; else their first account; None: cannot be reached."""
        ...

    def accounts(self, person_ids: Collection[int], platform: str = "") -> dict[int, UserRef]: ...
    def every_account(self, person_id: int) -> list[UserRef]:
        """The active ones, the first of them first."""
        ...

    def on(self, platform: str) -> dict[int, UserRef]:
        """Everybody's account there."""
        ...

    def save(self, person: Person, accounts: Iterable[UserRef] = (), **contact: str) -> Person:
        """Insert (id 0) or update as the office's own list has it; accounts in order of preference, those not named
        stay; contact: email, mobile."""
        ...

    def appoint(self, person_id: int, role: Role) -> None:
        """Another role, and nothing else: whoever was only met is still not in the office's own list."""
        ...

    def prefer(self, person_id: int, platform: str) -> None:
        """Where they want to be told from now on; empty: wherever it suits."""
        ...

    def known(self, platform: str, user_ids: Collection[str]) -> dict[str, KnownAccount]: ...
    def note(self, account: Account, now: datetime) -> None:
        """Name and contact of a known account's person, and whether it is active: with the last active one the person
        leaves, with the first one comes back. A name in the office's own list stands, and so does a contact in it."""
        ...

    def mark_listed(self, platform: str, user_ids: Collection[str], at: datetime) -> None:
        """The platform's own list has them."""
        ...

    def unlisted(self, platform: str, since: datetime) -> tuple[list[str], int]:
        """Active accounts that the platform listed once and has not since then; and how many it has listed."""
        ...

    def units(self) -> dict[str, str]:
        """Every unit that was written down, with the one that it belongs to, or an empty word."""
        ...

    def save_unit(self, name: str, parent: str) -> None: ...
    def tags(self) -> dict[str, list[int]]:
        """Who has which tag, of those who are here."""
        ...

    def tag(self, tag: str, person_ids: Sequence[int]) -> int:
        """How many of them did not have it."""
        ...

    def untag(self, tag: str, person_ids: Sequence[int]) -> int: ...
    def keep_platform_tag(self, platform: str, tag: PlatformTag) -> bool:
        """As the platform has it now, beside what was tagged by hand; whether anything was new in it."""
        ...

    def drop_platform_tags(self, platform: str, but: Collection[str]) -> None:
        """All that the platform has no more: `but` are the ids of those that it has."""
        ...


@dataclass(frozen=True, slots=True)
class Code:
    """What binds another account to this one's person until then; only its digest is kept."""

    person_id: int
    account: UserRef
    salt: str
    digest: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong codes somebody has said one after the other, and when the last."""

    wrong: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """That two people are one, for `by` (`email` or `mobile`) is the same: an admin says whether they are."""

    id: int
    person_id: int
    other_id: int
    by: str
    made_at: datetime
    state: str = "open"


class Bindings(Protocol):
    def give_code(self, code: Code) -> None:
        """In the place of an older one of the same person."""
        ...

    def codes(self, now: datetime) -> list[Code]: ...
    def take_code(self, code: Code) -> bool:
        """False when it was used before."""
        ...

    def purge(self, now: datetime) -> int: ...
    def tries(self, person_id: int) -> Tries | None: ...
    def count_wrong(self, person_id: int, wrong: int, now: datetime) -> None: ...
    def forget_tries(self, person_id: int) -> None: ...
    def alike(self, other_id: int, email: str, mobile: str) -> list[int]:
        """Other people with that address or that number."""
        ...

    def is_listed(self, person_id: int) -> bool:
        """Whether the office's own list has this person, who was else only met."""
        ...

    def propose(self, person_id: int, other_id: int, by: str, now: datetime) -> Proposal | None:
        """None when it was proposed before, whatever came of it."""
        ...

    def proposal(self, proposal_id: int) -> Proposal | None: ...
    def settle(self, proposal_id: int, state: str) -> bool:
        """`bound` or `apart`; False when it was settled before."""
        ...

    def merge(self, kept: int, gone: int) -> None:
        """All that refers to the one refers to the kept one; the other is known by its number still."""
        ...

    def part(self, account: UserRef) -> Person:
        """The account is a person of its own again."""
        ...
