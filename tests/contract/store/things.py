"""Things to put into a store."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.cards import Action, Button, Card
from bot.delivery import Claimed, Failure, Landed
from bot.domain.meeting import Attendee, Meeting, Room, Span
from bot.domain.people import Person
from bot.messages import ChatRef, Outgoing, Sent, UserRef
from bot.ports import Chat, UnitOfWork
from bot.store import SqlStore

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=60)
GROUP = ChatRef("sim", "group", "office")
OTHER = ChatRef("sim", "group", "other")
CARD = Card("校务会", (("时间", "15:00"),), "请准时", (Button("参加", Action("meetings.rsvp", 1, "accepted")),))
SILENT = Card("已取消")
BUSY = Failure("busy", "failed")
GONE = Failure("no such chat", "no_chat")


@dataclass(frozen=True, slots=True)
class Office:
    """Two people, a chat and a room."""

    wei: Person
    fang: Person
    chat: Chat
    room: Room

    def meeting(self, start: datetime = NOW, length: timedelta = HOUR, room: bool = True) -> Meeting:
        return Meeting(
            id=0,
            title="校务会",
            span=Span(start, start + length),
            organizer_id=self.wei.id,
            chair_id=self.wei.id,
            room_id=self.room.id if room else None,
            chat_id=self.chat.id,
            language="zh",
            attendees=(Attendee(self.wei.id), Attendee(self.fang.id)),
        )


def furnish(uow: UnitOfWork) -> Office:
    wei = uow.people.save(Person(0, "张伟", "办公室"), [UserRef("sim", "wei", "张伟")])
    fang = uow.people.save(Person(0, "王芳", "教务处"), [UserRef("sim", "fang", "王芳")])
    chat = uow.chats.seen(GROUP, "校务群", NOW)
    return Office(wei, fang, chat, uow.rooms.save(Room(0, "301", 20, ("投影",), "主楼三层")))


def message(key: str, to: ChatRef = GROUP, card: Card = CARD, replaces: str | None = None) -> Outgoing:
    return Outgoing(key, to, card, replaces=replaces)


async def queue(store: SqlStore, *messages: Outgoing, now: datetime = NOW) -> None:
    def add(uow: UnitOfWork) -> None:
        for one in messages:
            uow.outbox.add(one, now)

    await store.write(add)


async def claim(store: SqlStore, now: datetime = NOW, limit: int = 10) -> list[Claimed]:
    return await store.write(lambda uow: uow.outbox.claim(now, now + LEASE, limit))


async def send_all(store: SqlStore, now: datetime = NOW) -> list[str]:
    """Everything that can be sent now, by key; the platform's id of a message is its key in capitals."""
    sent: list[str] = []
    while claimed := await claim(store, now):
        for row in claimed:
            await mark(store, row, now)
            sent.append(row.message.key)
    return sent


async def mark(store: SqlStore, row: Claimed, now: datetime = NOW) -> None:
    as_sent = Sent(row.replaces_id or row.message.key.upper())
    await store.write(lambda uow: uow.outbox.mark_sent([Landed(row, as_sent, now)], now))
