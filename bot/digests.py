"""What digests read for many readers at once: what concerns whom, and what was done since each heard last."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.turn import Look

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sorted(Generic[T]):
    """Things by the people and the chats that they concern, in the order in which they were given."""

    all: Sequence[T]
    of_people: Mapping[int, Sequence[T]]
    of_chats: Mapping[int, Sequence[T]]

    def concerning(self, look: Look) -> Sequence[T]:
        """All for the whole office, a person's own, or a group's."""
        if look.whole:
            return self.all
        if look.person is not None:
            return self.of_people.get(look.person.id, ())
        return self.of_chats.get(look.chat.id, ())


def sort_out(things: Iterable[T], people: Callable[[T], Collection[int]], chat: Callable[[T], int]) -> Sorted[T]:
    """By whom each concerns and by the chat that it belongs to."""
    every, of_people, of_chats = list(things), defaultdict[int, list[T]](list), defaultdict[int, list[T]](list)
    for thing in every:
        of_chats[chat(thing)].append(thing)
        for person_id in people(thing):
            of_people[person_id].append(thing)
    return Sorted(every, of_people, of_chats)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed, and when it was done."""

    deed: str
    at: datetime


def done_since(looks: Sequence[Look], kind: str) -> dict[int, list[Done]]:
    """What one of the looks may tell of, by the ids of the subjects; of each in order."""
    done = defaultdict[int, list[Done]](list)
    for deed, subject, at in looks[0].uow.audit.since(min(look.since for look in looks), kind):
        done[int(subject.partition(":")[2])].append(Done(deed, at))
    return done


def last_deed(done: Sequence[Done], since: datetime) -> str:
    """The last of them, if it was done since then."""
    return done[-1].deed if done and done[-1].at >= since else ""
