"""What comes in and what goes out, in neutral words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self, cast

from bot.cards import Action, Card

ChatKind = Literal["group", "direct", "home"]
"""`home`: the page of the bot's own that a person sees on some platforms; it shows the last card sent there, and nobody
speaks in it."""

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file that is read; an adapter brings one byte more of a larger one, so that its sender is told."""


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where messages go. A direct chat's id is the user's own id on the platform; the adapter finds the channel."""

    platform: str
    kind: ChatKind
    id: str

    @property
    def lane(self) -> str:
        """Messages of one lane are sent in order."""
        return f"{self.platform}/{self.kind}/{self.id}"

    @classmethod
    def of_lane(cls, lane: str) -> Self:
        """The chat that has this lane."""
        platform, kind, chat_id = lane.split("/", 2)
        return cls(platform, cast("ChatKind", kind), chat_id)


@dataclass(frozen=True, slots=True)
class UserRef:
    """Someone's account on one platform."""

    platform: str
    id: str
    name: str = ""

    def direct(self) -> ChatRef:
        return ChatRef(self.platform, "direct", self.id)

    def home(self) -> ChatRef:
        return ChatRef(self.platform, "home", self.id)


@dataclass(frozen=True, slots=True)
class Envelope:
    """(platform, event_id) is unique for ever; `at` is aware UTC and the platform's own time where it tells.

    `thread` is the platform's own id of the conversation within the chat, where it was said in one.
    """

    event_id: str
    chat: ChatRef
    sender: UserRef
    at: datetime
    chat_name: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that was replied to or forwarded, in its exact words; a card is quoted as its plain text.

    `at` is aware UTC; `chat_name` is empty for a direct chat; `message_id` is the platform's own.
    """

    text: str
    sender: UserRef
    at: datetime
    chat_name: str
    message_id: str


@dataclass(frozen=True, slots=True)
class TextReceived:
    """`text` holds mentions as `@name`; `mentions` the accounts behind them; `addressed`: the bot was named.

    What was forwarded without a word has an empty `text`.
    """

    envelope: Envelope
    text: str
    mentions: tuple[UserRef, ...] = ()
    addressed: bool = False
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class FileReceived:
    """A file that somebody sent; `name` is what they call it, without a folder."""

    envelope: Envelope
    name: str
    content: bytes = field(repr=False)
    addressed: bool = False

    @property
    def ending(self) -> str:
        """`xlsx`, in lower case; empty where the name has none."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """`packed` is the button's value as it came, not yet trusted; `message_id` is the platform's id of the card."""

    envelope: Envelope
    packed: str
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a platform says of one of its people; `email` and `mobile` are empty where it does not tell."""

    ref: UserRef
    email: str = field(default="", repr=False)
    mobile: str = field(default="", repr=False)
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Someone joined, changed or left on a platform; (platform, event_id) is unique for ever."""

    event_id: str
    account: Account
    at: datetime

    @property
    def platform(self) -> str:
        return self.account.ref.platform


@dataclass(frozen=True, slots=True)
class PlatformTag:
    """A name under which a platform itself keeps several people, and all who are under it; `id` is the platform's."""

    id: str
    name: str
    members: tuple[UserRef, ...]


@dataclass(frozen=True, slots=True)
class TagChanged:
    """Who is under such a name changed, or the name did."""

    event_id: str
    platform: str
    tag: PlatformTag
    at: datetime


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A message of the bot's was on its reader's screen; only some platforms tell. It may be told more than once."""

    envelope: Envelope
    message_id: str


@dataclass(frozen=True, slots=True)
class ChatMembers:
    """Who is in a group's chat now: all of them, whoever came or went."""

    event_id: str
    chat: ChatRef
    members: tuple[UserRef, ...]
    at: datetime
    chat_name: str = ""

    @property
    def platform(self) -> str:
        return self.chat.platform


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at their page; the chat is their direct one, where the answers to its buttons go."""

    envelope: Envelope


Said = TextReceived | ButtonPressed | FileReceived | HomeOpened
"""What somebody did in a chat: what is answered, and what a turn is about."""

What = Literal["hello_group", "hello_person", "kicked", "asleep"]
"""Where somebody has to write first; another program has taken the connection; the platform is about to shut us out."""


@dataclass(frozen=True, slots=True)
class NeedsAttention:
    """Something on a platform that only a person can put right: administrators are told, once for each `event_id`."""

    event_id: str
    platform: str
    what: What
    at: datetime
    chat: ChatRef | None = None


Known = AccountChanged | ChatMembers | TagChanged | NeedsAttention
"""What a platform tells of itself; nobody waits for an answer."""

InboundEvent = Said | Known | CardSeen


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file that a card offers; `name` with its ending, without a folder."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message owed. A second one with the same key is impossible.

    `replaces` is the key of an earlier message whose card this one takes the place of; the relay gives the adapter
    the platform's own id of that message instead. `language` is for the few words that fitting may add. `file` comes
    with the claimed message only: what is looked up in the outbox has none. `thread` as in `Envelope`: messages of all
    threads share their chat's lane. `mailing` names the many that it is one of.
    """

    key: str
    to: ChatRef
    card: Card
    mentions: tuple[UserRef, ...] = ()
    replaces: str | None = None
    language: str = "zh"
    file: OutFile | None = None
    thread: str = ""
    mailing: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler hands back: nothing has been sent yet."""

    out: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Which of a platform's ways a message went and why, in codes that the house has words for (`house.way_robot`,
    `house.because_calls`); `instead` says in plain English what better way could not be taken."""

    way: str
    because: str
    instead: str = ""

    def pack(self) -> str:
        return "/".join((self.way, self.because, self.instead)).rstrip("/")

    @classmethod
    def unpack(cls, packed: str) -> Self | None:
        """The route that `pack` wrote; None for nothing."""
        way, _, rest = packed.partition("/")
        because, _, instead = rest.partition("/")
        return cls(way, because, instead) if way else None


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it; `message_id` is the platform's own. `route` where the platform has several ways."""

    message_id: str
    route: Route | None = None


def action_of(event: ButtonPressed) -> Action:
    """What the press means; UserError when it is a button of no card of ours."""
    return Action.unpack(event.packed)
