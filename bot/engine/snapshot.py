"""A snapshot of people and rooms, read again when the store's version of them has risen."""

from bot.ports import UnitOfWork
from bot.turn import Directory

NOBODY = Directory(-1, (), (), frozenset())


class Snapshot:
    """Safe to keep: it is only ever as new as the unit of work that asks, and every replica checks for itself."""

    def __init__(self) -> None:
        self._known = NOBODY

    def of(self, uow: UnitOfWork) -> Directory:
        version = uow.people.version()
        if version != self._known.version:
            people, rooms = tuple(uow.people.all()), tuple(uow.rooms.all())
            self._known = Directory(version, people, rooms, frozenset(person.name for person in people))
        return self._known
