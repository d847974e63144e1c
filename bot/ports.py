"""What the rooms promise each other. Repositories are plain and synchronous; only `Store` and adapters are awaited."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.cards import Card, Limits
from bot.convening import Meetings, Rooms
from bot.delivery import OnUnknown, Outbox
from bot.knowing import Bindings, People
from bot.messages import Account, ChatRef, InboundEvent, OutFile, Outgoing, PlatformTag, Quoted, Sent
from bot.noticing import Notices, Receipts, Shelf
from bot.planning import Leaves, Reminders, Schedules
from bot.supervising import Duties, Handovers, Items, Pushes, Signals
from bot.surveying import Suggestions, Surveys

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC. Nothing else in the house asks what time it is."""
        ...


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A hook's request: header names in lower case, `body` raw as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


Dispatch = Callable[[InboundEvent], Awaitable[None]]
"""Returns after the commit; TryAgain when nothing was written and the platform should deliver again."""


class Adapter(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def exclusive(self) -> bool:
        """The platform allows one live connection: of all processes only the one that holds it is told to `start`, is
        told to `close` as soon as it has lost it, and perhaps to `start` again."""
        ...

    @property
    def sends_from_anywhere(self) -> bool:
        """Of an exclusive one: `send` works in any process, started or not. Otherwise only the holder is asked to."""
        ...

    @property
    def on_unknown(self) -> OnUnknown: ...
    async def start(self, dispatch: Dispatch) -> None:
        """Long connections begin here."""
        ...

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """A platform's hook; 404 where there is none."""
        ...

    async def send(self, message: Outgoing) -> Sent:
        """`message.replaces` is the platform's own id by now. Raises SendFailed and nothing else."""
        ...

    async def look_up(self, message: Outgoing) -> Sent | None:
        """The message as it arrived after all, None when it did not; asked only where `on_unknown` is `look_up`."""
        ...

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        """Everybody the platform lists, page by page; nothing where it cannot list. Raises SendFailed."""
        ...

    async def tags(self) -> Sequence[PlatformTag] | None:
        """The names under which the platform keeps several people; None where it does not tell. Raises SendFailed."""
        ...

    async def close(self) -> None:
        """May come twice, and without a start before."""
        ...


@runtime_checkable
class Doors(Protocol):
    """An exclusive adapter to which requests may come in any process, whoever holds the connection."""

    def open_doors(self, dispatch: Dispatch) -> None:
        """What comes is dispatched from now on, started or not."""
        ...


async def no_accounts() -> AsyncIterator[Sequence[Account]]:
    """For a platform that cannot list its people."""
    pages: Sequence[Sequence[Account]] = ()
    for page in pages:
        yield page


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that the house has seen; `language` is empty when none was chosen for it."""

    id: int
    ref: ChatRef
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One offered answer: its button's label, and the slots that it fills (as `bot.router.encode` writes them)."""

    label: str
    fills: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dialog:
    """The one open question to one person in one chat.

    `intent` and `slots` are what is known so far; `asking` the slot in question, empty for a read-back that waits for
    a yes. `card_key` is the outbox key of the card that asks; `id` is 0 until stored.
    """

    chat_id: int
    person_id: int
    intent: str
    slots: Mapping[str, Any]
    asking: str
    options: tuple[Option, ...]
    card_key: str
    language: str
    expires_at: datetime
    id: int = 0


class Model(Protocol):
    async def rephrase(self, text: str, language: str) -> tuple[str, ...]:
        """Plain sentences that the text may mean, at most three; none when it cannot say. Never raises."""
        ...

    async def close(self) -> None: ...


class Inbox(Protocol):
    def first_seen(self, platform: str, event_id: str, now: datetime) -> bool:
        """False when this event was here before."""
        ...

    def purge(self, before: datetime) -> int: ...


class Chats(Protocol):
    def seen(self, ref: ChatRef, name: str, now: datetime) -> Chat:
        """The chat's row, made on first contact."""
        ...

    def get(self, chat_id: int) -> Chat: ...
    def named(self, chat_ids: Collection[int]) -> dict[int, Chat]: ...
    def by_ref(self, ref: ChatRef) -> Chat | None: ...
    def by_refs(self, refs: Collection[ChatRef]) -> dict[ChatRef, Chat]: ...
    def all(self) -> list[Chat]: ...
    def set_language(self, chat_id: int, language: str) -> None: ...
    def members(self, chat_id: int) -> list[int]: ...
    def set_members(self, chat_id: int, person_ids: Collection[int]) -> None: ...


class Dialogs(Protocol):
    """One question to a person in a chat: `open` replaces another. What a write reads nobody else answers meanwhile."""

    def open(self, dialog: Dialog) -> Dialog: ...

    def of(self, chat_id: int, person_id: int, now: datetime) -> Dialog | None: ...
    def get(self, dialog_id: int, now: datetime) -> Dialog | None: ...
    def close(self, dialog_id: int) -> None: ...
    def purge(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the audit trail; `actor_id` is None for what the house did by itself."""

    at: datetime
    actor_id: int | None
    deed: str
    details: Mapping[str, Any]


class Audit(Protocol):
    def note(self, actor_id: int | None, deed: str, subject: str, now: datetime, **details: Any) -> None:
        """Who did what to which subject (`meeting:5`); append-only."""
        ...

    def note_each(
        self, actor_id: int | None, deed: str, subjects: Iterable[tuple[str, Mapping[str, Any]]], now: datetime
    ) -> None:
        """The same deed on many subjects, each with its details."""
        ...

    def since(self, at: datetime, kind: str) -> list[tuple[str, str, datetime]]:
        """Deed, subject and time of what was done from then on to subjects of a kind (`meeting`), in order."""
        ...

    def trail(self, subject: str) -> list[Note]:
        """All that was ever done to it, in order."""
        ...


class Parameters(Protocol):
    """A few values of the deployment itself, by name."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...


class Files(Protocol):
    """Files that were brought along and wait for a yes; what nobody asks for any more is purged with other old ones."""

    def keep(self, key: str, content: bytes, now: datetime) -> None:
        """Under a key that no other file has."""
        ...

    def get(self, key: str) -> bytes | None: ...
    def drop(self, key: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. No await inside; an exception undoes all of it."""

    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def people(self) -> People: ...
    @property
    def bindings(self) -> Bindings: ...
    @property
    def chats(self) -> Chats: ...
    @property
    def dialogs(self) -> Dialogs: ...
    @property
    def rooms(self) -> Rooms: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def schedules(self) -> Schedules: ...
    @property
    def leaves(self) -> Leaves: ...
    @property
    def items(self) -> Items: ...
    @property
    def duties(self) -> Duties: ...
    @property
    def signals(self) -> Signals: ...
    @property
    def handovers(self) -> Handovers: ...
    @property
    def pushes(self) -> Pushes: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def shelf(self) -> Shelf: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def files(self) -> Files: ...
    @property
    def parameters(self) -> Parameters: ...


class Store(Protocol):
    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """One transaction: returns after the commit, an exception rolls back. `work` may be run twice."""
        ...

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Runs beside the writer and sees what was committed before it began."""
        ...

    async def ready(self) -> None:
        """Raises TryAgain when the database does not answer."""
        ...

    async def close(self) -> None: ...


class Peers(Protocol):
    """The other processes on the same database."""

    def open(self, names: Collection[str], knocked: Callable[[], None], held: Callable[[frozenset[str]], None]) -> None:
        """From now on, in the running loop: `knocked` when another process has work to share, and `held` with those
        of the names that are this process's alone, whenever that changes."""
        ...

    @property
    def is_alone(self) -> bool:
        """Whether no other process can be at work on this database: what a claim holds is then a dead process's."""
        ...

    def knock(self) -> None:
        """There is work to share. Cheap: many at once are one."""
        ...

    async def close(self) -> None:
        """What was held is free at once."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the web chat's history; `sender` is a person's account id or `bot`.

    `quoted` is what it replies to or forwards. `file` is what can be fetched from it; its content is not read with the
    line.
    """

    seq: int
    message_id: str
    chat: ChatRef
    sender: str
    at: datetime
    text: str = ""
    card: Card | None = None
    replaces: str | None = None
    quoted: Quoted | None = None
    file: OutFile | None = None


class Transcript(Protocol):
    """What the web chat's own server remembers; it is a platform, so its history is its own and not the house's."""

    async def append(self, key: str, line: Line) -> tuple[Line, bool]:
        """The stored line with its `seq`, and whether it is new; a key that was here before gives the line of then."""
        ...

    async def forget(self, key: str, instead: Line) -> None:
        """The line of this key says from now on what `instead` does, though it should come later than this."""
        ...

    async def after(self, chat: ChatRef, seq: int, limit: int) -> Sequence[Line]: ...
    async def holds(self, chat: ChatRef, message_id: str) -> bool:
        """Was there ever a message of this id in the chat?"""
        ...

    async def find(self, chat: ChatRef, message_id: str) -> Line | None:
        """The message as the chat shows it now: a card that was replaced is its replacement."""
        ...

    async def file(self, seq: int) -> tuple[Line, OutFile] | None:
        """The file that can be fetched from that line, and the line; None when there is none, or none any more."""
        ...
