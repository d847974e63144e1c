"""What rarely changes, kept between units of work: people, rooms, accounts, chats."""

from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

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

    def has(self, where: Envelope) -> bool:
        chat = self.chats.get(where.chat)
        return _account(where) in self.people and chat is not None and where.chat_name in {"", chat.name}


class Met(NamedTuple):
    """The office as it is, who speaks and where."""

    directory: Directory
    actor: Person
    chat: Chat


NOTHING = Known(Directory(-1))


class Snapshot:
    """Safe to keep: it is only ever as new as the unit of work that asks, and every replica checks for itself."""

    def __init__(self) -> None:
        self._known = NOTHING

    def meet(self, uow: UnitOfWork, wheres: Sequence[Envelope], now: datetime) -> list[Met]:
        """The office, and of each event who speaks and where; a stranger becomes a guest, a new chat is noted."""
        known = self._as_of(uow)
        new = [one for one in wheres if not known.has(one)]
        if not new:
            return [Met(known.directory, known.people[_account(one)], known.chats[one.chat]) for one in wheres]
        people, chats = ChainMap(_people(uow, new), known.people), ChainMap(_chats(uow, new, now), known.chats)
        directory = self._as_of(uow).directory
        return [Met(directory, people[_account(one)], chats[one.chat]) for one in wheres]

    def keep(self, where: Envelope, met: Met) -> None:
        """Who and where, for the next time: after the commit, since a chat of a unit that was undone is not there."""
        known = self._known
        if known.directory is met.directory:
            known.people[_account(where)], known.chats[where.chat] = met.actor, met.chat

    def _as_of(self, uow: UnitOfWork) -> Known:
        """No two states of the store have the same version, not even where one of them was undone."""
        known, version = self._known, uow.people.version()
        if version != known.directory.version:
            known = self._known = Known(_directory(version, uow, known.directory))
        return known


def _account(where: Envelope) -> tuple[str, str]:
    return where.sender.platform, where.sender.id


def _people(uow: UnitOfWork, wheres: Sequence[Envelope]) -> dict[tuple[str, str], Person]:
    senders = {_account(one): one.sender for one in wheres}
    found = {
        (platform, user): person
        for platform in sorted({platform for platform, _ in senders})
        for user, person in uow.people.by_accounts(platform, [one for of, one in senders if of == platform]).items()
    }
    guests = {one: uow.people.add_guest(sender) for one, sender in sorted(senders.items()) if one not in found}
    return found | guests


def _chats(uow: UnitOfWork, wheres: Sequence[Envelope], now: datetime) -> dict[ChatRef, Chat]:
    return uow.chats.seen_all({one.chat: one.chat_name for one in wheres}, now)


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
