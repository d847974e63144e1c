"""What a desk is given and what it hands back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from bot.cards import Button, Card, Limits
from bot.domain.calendar import WorkCalendar
from bot.domain.lamps import USUAL, Rules, Terms
from bot.domain.meeting import Room
from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.errors import UserError
from bot.familiar import Familiar
from bot.messages import (
    ButtonPressed,
    ChatRef,
    FileReceived,
    OutFile,
    Outgoing,
    Quoted,
    Reply,
    Said,
    TextReceived,
    UserRef,
)
from bot.planning import Recurrence
from bot.ports import Chat, Option, UnitOfWork
from bot.texts import Language, Pair, Say, Texts


@dataclass(frozen=True, slots=True)
class Directory:
    """Who and what the office has, as of one version of the store's people and rooms.

    `names`, `units` and `room_names` are what a sentence may name: they are worked out once a version, not
    once a turn.
    """

    version: int
    people: tuple[Person, ...] = ()
    rooms: tuple[Room, ...] = ()
    names: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()
    room_names: tuple[str, ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)
    """Units that belong to another one, with its name."""
    tags: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Ids of people by tag."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one desk has for a digest: a label and lines, the most important first.

    `buttons` are what its reader may do about them, for a page that is made of blocks; their labels say of which.
    """

    label: str
    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every turn: the office's zone, calendar and lengths, the words, the help card's examples.

    `firm` are the kinds of reminders that those who get them do not pause; `platforms` what each of ours can do.
    """

    zone: tzinfo
    calendar: WorkCalendar
    language: Language
    texts: Texts
    examples: tuple[Pair, ...]
    meeting_length: timedelta
    remind_before: timedelta
    recurrence: Recurrence
    most_per_hour: int = 6
    late_after: timedelta = timedelta(minutes=1)
    sections: "tuple[Section, ...]" = ()
    rules: Rules = USUAL
    urgent_notices: int = 5
    firm: frozenset[str] = frozenset()
    platforms: Mapping[str, Limits] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """What time means for supervision items here."""
        return Terms(self.calendar, self.zone, self.rules)

    def speak(self, language: str, now: datetime) -> Say:
        """The words of that language, or the office's own where none is chosen."""
        known: Language = "zh" if language == "zh" else "en" if language == "en" else self.language
        return Say(self.texts, known, self.zone, now)


@dataclass(frozen=True, slots=True)
class Look:
    """What a section of a digest is given: for one chat, and in a direct one for its person; `whole` means the office.

    It tells of the days from `first` on, `until` not counted, and of what changed after `since`. `fetched` is what the
    section's `fetch` found for it.
    """

    house: House
    uow: UnitOfWork
    now: datetime
    say: Say
    chat: Chat
    person: Person | None
    whole: bool
    first: date
    until: date
    since: datetime
    fetched: Any = None

    @property
    def is_one_day(self) -> bool:
        return self.until - self.first == timedelta(days=1)

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.house.zone)


@dataclass(frozen=True, slots=True)
class Section:
    """What one desk has for digests; `fetch` reads for many at once, of one house and moment: something for each."""

    tell: "Tell"
    fetch: "FetchAll | None" = None


@dataclass(frozen=True, slots=True)
class Tick:
    """What a reminder's composer is given; `late` is how long ago the reminder was due, when that is worth a word.

    `familiar` knows the people and chats that others of the batch have asked for, so ask it rather than the store.
    `fetched` is what the kind's `fetch` found, by subject. `was_said` is for what follows: False after one that came
    too late to be said. `due_at` is what it was planned for, perhaps later than now: it may be said before its time.
    """

    house: House
    uow: UnitOfWork
    now: datetime
    late: timedelta | None
    familiar: Familiar
    fetched: Mapping[int, Any] = field(default_factory=dict)
    was_said: bool = True
    due_at: datetime | None = None
    planned: list[Reminder] = field(default_factory=list)

    def plan(self, following: Iterable[Reminder]) -> None:
        """What comes after this one: the engine plans it together with what comes after the others of the batch."""
        self.planned.extend(following)

    @property
    def after(self) -> datetime:
        """What follows comes after this time."""
        return max(self.now, self.due_at or self.now)

    def speak(self, language: str) -> Say:
        return self.house.speak(language, self.now)


@dataclass(frozen=True, slots=True)
class Turn:
    """One event, one person, one chat, one transaction: all that a handler ever gets.

    `key` is unique to the event; a message that the event causes takes its key from it.
    """

    house: House
    directory: Directory
    event: Said
    chat: Chat
    actor: Person
    now: datetime
    say: Say
    uow: UnitOfWork
    key: str

    @property
    def is_direct(self) -> bool:
        return self.chat.ref.kind == "direct"

    @property
    def is_spoken_to(self) -> bool:
        """Whether this is said to the bot: to it alone, or by its name."""
        return self.is_direct or (isinstance(self.event, TextReceived | FileReceived) and self.event.addressed)

    def speak(self, language: str) -> Say:
        """The words of another reader's language."""
        return self.house.speak(language, self.now)

    def reply(self, card: Card, part: str = "reply", *, file: OutFile | None = None) -> Reply:
        """One card into the chat that the event came from."""
        return Reply((self.to(self.chat.ref, card, part, file=file),))

    def to(
        self, chat: ChatRef, card: Card, part: str, *, replaces: str | None = None, file: OutFile | None = None
    ) -> Outgoing:
        """A card for any chat; `part` tells this event's messages apart."""
        return Outgoing(f"{self.key}:{part}", chat, card, replaces=replaces, language=self.say.language, file=file)

    def in_thread(self, message: Outgoing) -> Outgoing:
        """What goes to the chat that the event came from goes to its thread, too."""
        where = self.event.envelope
        return replace(message, thread=where.thread) if where.thread and message.to == where.chat else message

    def pressed(self) -> str | None:
        """The outbox key of the card whose button was pressed; None for a sentence, or where nobody tells."""
        return pressed_by([self]).get(self.key)

    def account(self, person_id: int) -> UserRef | None:
        """Where a person is reached: on this chat's platform if they have an account there."""
        return self.uow.people.account(person_id, self.chat.ref.platform)


def pressed_by(turns: Sequence[Turn]) -> dict[str, str]:
    """By turn, each in a chat of its own, the outbox key of the card whose button was pressed, where that is known."""
    cards = {one.chat.ref: one.event.message_id for one in turns if isinstance(one.event, ButtonPressed)}
    keys = turns[0].uow.outbox.keys_of({chat: card for chat, card in cards.items() if card})
    return {one.key: keys[one.chat.ref] for one in turns if one.chat.ref in keys}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `slots` is the intent's dataclass as far as it is filled, `asking` the field in question.

    `options` become buttons that fill fields (plain values, not encoded); an answer may also be a sentence. The house
    calls the intent's handler again with what the answer filled in. `out` is what is to be said besides.
    """

    slots: object
    asking: str
    card: Card
    options: tuple[Option, ...] = ()
    out: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What has been understood, to be confirmed, changed or dropped; the house adds these three buttons.

    `yes` is what the first of them says where `house.yes` is not plain enough, `ways` are further ones before the last,
    which fill fields as those of a question do.
    """

    slots: object
    card: Card
    yes: str = ""
    ways: tuple[Option, ...] = ()


Answer = Reply | Ask | ReadBack


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of `subject`, with its choice, in somebody's turn."""

    turn: Turn
    subject: int
    choice: str


Tell = Callable[[Look], Block | None]
FetchAll = Callable[[Sequence[Look]], Sequence[Any]]
Compose = Callable[[Tick, int], tuple[Outgoing, ...]]
Fetch = Callable[[Tick, Collection[int]], Mapping[int, Any]]
Follow = Callable[[Tick, int], None]
Press = Callable[[Turn, int, str], Answer]
PressTogether = Callable[[Sequence[Pressed]], Sequence[Reply | UserError]]
Forwarded = Callable[[Turn, Quoted], Answer]
Home = Callable[[Turn], Answer]
ReadFile = Callable[[Turn, FileReceived], Answer]
Seen = Callable[[UnitOfWork, str, Person, datetime], None]
Mentions = Mapping[str, Person]

PERSON_MARK = "#"


def person_mark(person: Person) -> str:
    """How a slot holds one certain person, whatever the number of people of that name."""
    return f"{PERSON_MARK}{person.id}"


def marked_person(said: str, people: tuple[Person, ...]) -> Person | None:
    """The person that `person_mark` wrote; None for plain words."""
    if not said.startswith(PERSON_MARK):
        return None
    return next((person for person in people if person_mark(person) == said), None)
