"""The outbox: messages owed to the platforms, and the ledger of what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.messages import ChatRef, Outgoing, Route, Sent

OnUnknown = Literal["retry", "look_up", "ask"]
"""What to do about a message of which nobody knows whether it arrived: send it again (the platform takes a key once,
or a second copy does no harm), look for it first, or leave it to a person."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An outbox row held until its lease ends; `replaces_id` is the platform's id of the card to replace.

    `unknown` counts its attempts of which nobody learned what became; `is_taken_over`: the last of them is another
    relay's, which held it and fell silent. `by_person_id` is on whose behalf it goes.
    """

    id: int
    message: Outgoing
    attempts: int
    queued_at: datetime
    replaces_id: str | None = None
    unknown: int = 0
    is_taken_over: bool = False
    by_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Landed:
    """A claimed message that the platform has; the next of its lane may go at `go_on_at`."""

    row: Claimed
    sent: Sent
    go_on_at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """What one attempt came to: `reason` for whoever runs the house, `why` (see `bot.errors.Why`) for a clerk.

    `unknown`: it went out, and nobody will learn whether it arrived.
    """

    reason: str
    why: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A row of the delivery ledger, for people to read; `claimed_at` is the last attempt's, `ended_at` when it was
    given up, left to a person or settled by one; `route` is how it went, where the platform has several ways."""

    id: int
    key: str
    lane: str
    title: str
    state: str
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    message_id: str
    fault: str
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    unknown: int = 0
    why: str = ""
    by_person_id: int | None = None
    route: Route | None = None


class Outbox(Protocol):
    """States: open, sent, dead (given up), unknown (nobody knows, a person must say), arrived (a person said so),
    dropped (a person said never), superseded (a later update of the same card overtook it), unsent (planned, and too
    late by the time it could have gone)."""

    def add(self, message: Outgoing, now: datetime, by: int | None = None) -> None:
        """A second message with the same key is nothing; an update takes the place of one that nobody began to send.

        `by` is the person on whose behalf it goes, who hears of it when it cannot be delivered.
        """
        ...

    def add_all(self, messages: Sequence[Outgoing], now: datetime, by: Mapping[str, int] = ...) -> None:
        """The same for many, by message key on whose behalf, if on anybody's; order is kept within a lane.

        One and the same card to many is cheap, and so are many updates of a card each.
        """
        ...

    def note_unsent(self, message: Outgoing, reason: str, now: datetime) -> None:
        """A line for what was planned and, for that reason, not sent."""
        ...

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, barred: frozenset[str] = frozenset()
    ) -> list[Claimed]:
        """The oldest open message of each lane, where it is due and nobody holds it; raises its attempts by one.

        Not on the barred platforms.
        """
        ...

    def mark_sent(self, landed: Sequence[Landed], now: datetime) -> bool:
        """Whether another message has its turn now in one of their lanes."""
        ...

    def retry_at(self, row: Claimed, at: datetime, failure: Failure) -> None: ...
    def give_up(self, row: Claimed, failure: Failure, now: datetime) -> bool:
        """No more tries, and somebody is to be told; False when another relay holds it by now."""
        ...

    def leave(self, row: Claimed, failure: Failure, now: datetime) -> bool:
        """The same, but nobody knows whether it arrived: a person is to say."""
        ...

    def release(self, row: Claimed, at: datetime) -> None:
        """Put back what nobody tried to send, to be claimed from then on."""
        ...

    def find(self, key: str) -> Outgoing | None:
        """Without its file."""
        ...

    def keys_of(self, shown: Mapping[ChatRef, str]) -> dict[ChatRef, str]:
        """By chat the key of the message that the platform knows by this id there: the newest, where updates keep the
        id. What nobody knows is left out."""
        ...

    def root_of(self, chat: ChatRef, message_id: str) -> str | None:
        """The key under which the message of this id first went out, whatever has taken its place since."""
        ...

    def withdraw(self, keys: Collection[str], now: datetime) -> frozenset[str]:
        """They are never sent, but for those that are on their way.

        Returns the keys of those that somebody has got, or may have got, all the same."""
        ...

    def latest_with_buttons(self, chat: ChatRef, since: datetime) -> Outgoing | None:
        """The newest card in this chat that still shows buttons: a card that was replaced counts as its replacement."""
        ...

    def next_due(self) -> datetime | None:
        """When the next open row may be claimed."""
        ...

    def take_over(self, now: datetime) -> int:
        """End every lease, where all who had one are known to be gone; how many there were."""
        ...

    def wait_no_longer_than(self, at: datetime) -> None:
        """Every open row may be claimed by then."""
        ...

    def lines(self, states: Collection[str], limit: int) -> list[OutboxLine]:
        """Newest first."""
        ...

    def line(self, row_id: int) -> OutboxLine | None: ...
    def fates(self, keys: Collection[str]) -> dict[str, OutboxLine]:
        """What became of the messages of these keys."""
        ...

    def find_all(self, keys: Collection[str]) -> dict[str, Outgoing]: ...
    def chats_of(self, keys: Collection[str]) -> dict[str, ChatRef]:
        """Where those messages go, by key, without reading their cards."""
        ...

    def withdraw_mailing(self, mailing: str, now: datetime) -> None:
        """Of those that were queued under that name nothing goes out any more; what has gone, has."""
        ...

    def mailed(self, mailing: str) -> Mapping[str, int]:
        """How many of those that were queued under that name are in which state."""
        ...

    def mailed_on(self, mailing: str, platforms: frozenset[str]) -> Mapping[tuple[str, bool], int]:
        """The same, with those on these platforms (True) apart from the others."""
        ...

    def tally(self, newest: int) -> Mapping[str, int]:
        """How many of the newest rows are in which state."""
        ...

    def untold(self, limit: int) -> list[OutboxLine]:
        """Dead and unknown ones of which nobody was told yet, oldest first."""
        ...

    def told(self, row_ids: Collection[int]) -> None: ...
    def reopen(self, row_id: int, now: datetime) -> bool:
        """Try a dead or unknown message again; False when there is no such message."""
        ...

    def send_elsewhere(self, row_id: int, to: ChatRef, now: datetime) -> bool:
        """A dead card goes to that chat under its own key; the dead one's key ends with `:gone` from then on.

        False when it went elsewhere before, brings a file, or was changed since.
        """
        ...

    def arrived(self, row_id: int, now: datetime) -> bool:
        """A person saw an unknown one arrive; False when there is no such message."""
        ...

    def drop(self, row_id: int, now: datetime) -> bool:
        """Give an open, dead or unknown message up for good; False when there is none."""
        ...

    def depth(self, now: datetime) -> tuple[int, float, int]:
        """Open rows, the age of the oldest in seconds, dead rows."""
        ...

    def unsettled(self) -> int:
        """Rows of which a person must say whether they arrived."""
        ...

    def purge_files(self, before: datetime) -> int:
        """The contents of files that were queued before then, but for those that may still be sent."""
        ...
