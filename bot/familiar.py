"""People and chats as one batch of reminders asks for them: each is read once, and those known before all together."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.leave import Leave
from bot.domain.people import Person
from bot.messages import ChatRef, UserRef
from bot.ports import Chat, UnitOfWork

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A_MOMENT = timedelta(seconds=1)


class Familiar:
    """What is asked of people is called as in `People`; nothing of it changes while a batch is said."""

    def __init__(self, uow: UnitOfWork, now: datetime) -> None:
        self._uow = uow
        self._now = now
        self._people: dict[int, Person | None] = {}
        self._leaders: dict[str, list[Person]] = {}
        self._chats: dict[int, Chat | None] = {}
        self._accounts: dict[str, dict[int, UserRef | None]] = {}
        self._direct: dict[ChatRef, Chat | None] = {}
        self._away: Sequence[Leave] | None = None

    def meet(self, person_ids: Collection[int], chat_ids: Collection[int]) -> None:
        """All these people, and how they are reached on the platforms of these chats."""
        self.named(person_ids)
        _read(self._chats, chat_ids, self._uow.chats.named)
        for platform in {chat.ref.platform for chat_id in chat_ids if (chat := self._chats[chat_id])}:
            known = self._known_on(platform, person_ids)
            directs = [account.direct() for one in person_ids if (account := known[one])]
            _read(self._direct, directs, self._uow.chats.by_refs)

    def get(self, person_id: int) -> Person:
        return self.named([person_id])[person_id]

    def named(self, person_ids: Collection[int]) -> dict[int, Person]:
        _read(self._people, person_ids, self._uow.people.named)
        return {one: person for one in person_ids if (person := self._people[one])}

    def leaders(self, unit: str) -> list[Person]:
        if unit not in self._leaders:
            self._leaders[unit] = self._uow.people.leaders(unit)
        return self._leaders[unit]

    def account(self, person_id: int, platform: str) -> UserRef | None:
        return self._known_on(platform, [person_id])[person_id]

    def platform(self, chat_id: int) -> str:
        """Where a chat is."""
        _read(self._chats, [chat_id], self._uow.chats.named)
        chat = self._chats[chat_id]
        if chat is None:
            raise KeyError(chat_id)
        return chat.ref.platform

    def direct(self, account: UserRef) -> Chat | None:
        """The direct chat, if the house has seen it."""
        ref = account.direct()
        _read(self._direct, [ref], self._uow.chats.by_refs)
        return self._direct[ref]

    def away(self) -> Sequence[Leave]:
        """Who is on leave now."""
        if self._away is None:
            self._away = self._uow.leaves.between(self._now, self._now + A_MOMENT)
        return self._away

    def _known_on(self, platform: str, person_ids: Collection[int]) -> Mapping[int, UserRef | None]:
        known = self._accounts.setdefault(platform, {})
        _read(known, person_ids, lambda missing: self._uow.people.accounts(missing, platform))
        return known


def _read(known: dict[K, V | None], wanted: Collection[K], read: Callable[[Collection[K]], Mapping[K, V]]) -> None:
    """What is not known yet; what there is none of is remembered as None."""
    missing = [one for one in dict.fromkeys(wanted) if one not in known]
    if missing:
        found = read(missing)
        known.update({one: found.get(one) for one in missing})
