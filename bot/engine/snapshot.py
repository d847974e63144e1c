"""What rarely changes, kept between units of work: people, rooms, accounts, chats."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.people import Person
from bot.messages import ChatRef, Envelope
from bot.ports import Chat, UnitOfWork
from bot.turn import Directory


@dataclass(frozen=True, slots=True)
class Known:
    """All as of one version of the store's; accounts and chats are added once they are met."""

    directory: Directory
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    chats: dict[ChatRef, Chat] = field(default_factory=dict)


NOTHING = Known(Directory(-1))


class Snapshot:
    """Safe to keep: it is only ever as new as the unit of work that asks, and every replica checks for itself."""

    def __init__(self) -> None:
        self._known = NOTHING

    def meet(self, uow: UnitOfWork, where: Envelope, now: datetime) -> tuple[Directory, Person, Chat]:
        """The office, who speaks and where; a stranger becomes a guest, a new chat is noted."""
        known, account = self._as_of(uow), (where.sender.platform, where.sender.id)
        actor, chat = known.people.get(account), known.chats.get(where.chat)
        if actor is None or chat is None or where.chat_name not in {"", chat.name}:
            actor = uow.people.by_account(where.sender) or uow.people.add_guest(where.sender)
            chat = uow.chats.seen(where.chat, where.chat_name, now)
            known = self._as_of(uow)
        return known.directory, actor, chat

    def keep(self, where: Envelope, directory: Directory, actor: Person, chat: Chat) -> None:
        """Who and where, for the next time: after the commit, since a chat of a unit that was undone is not there."""
        known = self._known
        if known.directory is directory:
            known.people[where.sender.platform, where.sender.id], known.chats[where.chat] = actor, chat

    def _as_of(self, uow: UnitOfWork) -> Known:
        """No two states of the store have the same version, not even where one of them was undone."""
        known, version = self._known, uow.people.version()
        if version != known.directory.version:
            known = self._known = Known(_directory(version, uow, known.directory))
        return known


def _directory(version: int, uow: UnitOfWork, before: Directory) -> Directory:
    """The names stay the same object where they are the same: what is remembered of them is looked up by it."""
    people, rooms, units = uow.people.all(), uow.rooms.all(), uow.people.units()
    names = frozenset(person.name for person in people)
    return Directory(
        version,
        tuple(people),
        tuple(rooms),
        names=before.names if before.names == names else names,
        units=tuple(sorted({*units, *(person.unit for person in people if person.unit)})),
        room_names=tuple(room.name for room in rooms),
        parents={name: parent for name, parent in units.items() if parent},
        tags=uow.people.tags(),
    )
