"""The desks on a real store without the grammar: wishes come as slots, answers as words, presses by their label."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cards import Action, Button, Card, plain
from bot.delivery import Claimed, Landed
from bot.domain.calendar import WorkCalendar
from bot.domain.meeting import Meeting, Room
from bot.domain.people import Person, Role
from bot.engine.core import Core
from bot.engine.counts import Counts
from bot.engine.dialog import settle
from bot.engine.dispatch import Dispatcher
from bot.engine.recurring import Occurrences
from bot.engine.reminders import Reminding
from bot.engine.words import HOUSE
from bot.errors import UserError
from bot.messages import ButtonPressed, ChatRef, Envelope, InboundEvent, Outgoing, Sent, TextReceived, UserRef
from bot.ports import UnitOfWork
from bot.router import merge
from bot.store import SqlStore, open_store, upgrade
from bot.turn import House
from handlers import ROUTERS

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
PEOPLE = (
    Person(0, "赵敏", "办公室", Role.SECRETARY),
    Person(0, "张伟", "办公室", Role.LEADER),
    Person(0, "王芳", "办公室"),
    Person(0, "王伟", "教务处"),
    Person(0, "王伟", "学生处"),
    Person(0, "刘洋", "信息中心", Role.ADMIN),
    Person(0, "Amy", "教务处", language="en"),
    Person(0, "孙丽", "办公室"),
)
UNREACHABLE = Person(0, "周杰", "学生处")
ROOMS = (Room(0, "301", 40, location="三层"), Room(0, "302", 3), Room(0, "202", 20))
DESKS = merge(ROUTERS, (), HOUSE)


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(slots=True)
class HandClock:
    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass
class Rig:
    """Who says or presses what; every step gives the cards that went out, in order."""

    store: SqlStore
    clock: HandClock = field(default_factory=HandClock)
    shown: dict[ChatRef, dict[str, Outgoing]] = field(default_factory=dict)
    count: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        house = House(
            zone=SHANGHAI,
            calendar=WorkCalendar(),
            language="zh",
            texts=DESKS.texts,
            examples=DESKS.examples,
            meeting_length=timedelta(hours=1),
            remind_before=timedelta(minutes=15),
            recurrence=Occurrences(WorkCalendar()),
        )
        core = Core(self.store, DESKS, house, self.clock, Counts())
        self._dispatcher = Dispatcher(core, lambda: None)
        self._reminding = Reminding(core, lambda: None)

    async def wants(self, who: str, slots: object, chat: str = "office") -> list[Outgoing]:
        """As if a sentence had been understood so."""
        event = TextReceived(self._envelope(who, chat), "（…）", addressed=True)
        now = self.clock.now()
        dispatcher = self._dispatcher
        try:
            await self.store.write(
                lambda uow: dispatcher._handle(
                    event,
                    uow,
                    now,
                    lambda turn: settle(DESKS, turn, DESKS.intent_of(slots).prepare(turn, slots)),
                )
            )
        except UserError as fault:
            await dispatcher._explain(event, now, fault)
        return await self._delivered()

    async def says(self, who: str, text: str, chat: str = "office") -> list[Outgoing]:
        return await self._dispatched(TextReceived(self._envelope(who, chat), text, addressed=True))

    async def presses(self, who: str, label: str, chat: str = "office") -> list[Outgoing]:
        """The newest button of that label in the chat."""
        where = chat_ref(chat)
        message_id, button = next(
            (message_id, button)
            for message_id, message in reversed(self.shown[where].items())
            for button in message.card.buttons
            if button.label == label
        )
        return await self.presses_action(who, button.action, chat, message_id)

    async def presses_action(self, who: str, action: Action, chat: str, message_id: str = "") -> list[Outgoing]:
        return await self._dispatched(ButtonPressed(self._envelope(who, chat), action.pack(), message_id))

    async def goes_to(self, when: datetime) -> list[Outgoing]:
        self.clock.at = when
        await self._reminding.fire_due()
        return await self._delivered()

    async def meeting(self, meeting_id: int = 1) -> Meeting:
        found = await self.store.read(lambda uow: uow.meetings.get(meeting_id))
        assert found is not None
        return found

    async def coming(self) -> list[Meeting]:
        now = self.clock.now()
        return await self.store.read(lambda uow: uow.meetings.not_over(now, 100))

    def buttons(self, chat: str) -> list[Button]:
        """All buttons that can be seen in a chat."""
        return [button for message in self.shown.get(chat_ref(chat), {}).values() for button in message.card.buttons]

    def titles(self, chat: str) -> list[str]:
        """The titles of the cards that can be seen in a chat."""
        return [message.card.title for message in self.shown.get(chat_ref(chat), {}).values()]

    async def _dispatched(self, event: InboundEvent) -> list[Outgoing]:
        await self._dispatcher(event)
        return await self._delivered()

    def _envelope(self, who: str, chat: str) -> Envelope:
        where = chat_ref(chat)
        name = who.rstrip("2")
        return Envelope(f"e{next(self.count)}", where, UserRef("sim", who, name), self.clock.now(), chat)

    async def _delivered(self) -> list[Outgoing]:
        """Carry the outbox as the relay would, to a platform on which cards can be replaced."""
        delivered: list[Outgoing] = []
        while claimed := await self.store.write(self._claim):
            for row in claimed:
                message_id = row.replaces_id or f"m{row.id}"
                cards = self.shown.setdefault(row.message.to, {})
                cards[message_id] = row.message
                await self.store.write(_sender(row, message_id, self.clock.now()))
                delivered.append(row.message)
        return delivered

    def _claim(self, uow: UnitOfWork) -> list[Claimed]:
        now = self.clock.now()
        return uow.outbox.claim(now, now + timedelta(minutes=1), 50)


def _sender(row: Claimed, message_id: str, now: datetime) -> Callable[[UnitOfWork], bool]:
    return lambda uow: uow.outbox.mark_sent([Landed(row, Sent(message_id), now)], now)


def chat_ref(chat: str) -> ChatRef:
    """`office` is a group, `@张伟` someone's direct chat."""
    return ChatRef("sim", "direct", chat[1:]) if chat.startswith("@") else ChatRef("sim", "group", chat)


def card_to(messages: list[Outgoing], chat: str) -> Card:
    """The last card that went into that chat."""
    return [message.card for message in messages if message.to == chat_ref(chat)][-1]


def text_to(messages: list[Outgoing], chat: str) -> str:
    """All cards that went into that chat, as text."""
    return "\n".join(plain(message.card) for message in messages if message.to == chat_ref(chat))


def labels(card: Card) -> list[str]:
    return [button.label for button in card.buttons]


def fact(card: Card, label: str) -> str:
    return dict(card.facts)[label]


def _furnish(uow: UnitOfWork) -> None:
    """Accounts are called like their people, the second of a name with a 2."""
    seen: list[str] = []
    for person in PEOPLE:
        uow.people.save(person, [UserRef("sim", person.name + "2" * seen.count(person.name), person.name)])
        seen.append(person.name)
    uow.people.save(UNREACHABLE)
    for room in ROOMS:
        uow.rooms.save(room)
    chat = uow.chats.seen(chat_ref("office"), "工作群", MONDAY)
    uow.chats.set_members(chat.id, [person.id for person in uow.people.all()][:3])


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


async def furnish(file: Path) -> None:
    """A database with the office in it, to be copied for each test."""
    upgrade(url_of(file))
    store = open_store(url_of(file))
    await store.write(_furnish)
    await store.close()


@asynccontextmanager
async def open_rig(file: Path) -> AsyncIterator[Rig]:
    store = open_store(url_of(file))
    try:
        yield Rig(store)
    finally:
        await store.close()
