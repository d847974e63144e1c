"""Who is in the local chat, looked up by what a request says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from adapters.sim.words import Refused
from bot.messages import ChatRef, UserRef

PLATFORM = "sim"
BOT = "bot"
BOT_NAME = "小办"
DIRECT = "dm:"


@dataclass(frozen=True, slots=True)
class SimPerson:
    """`id` is the account's id on this platform."""

    id: str
    name: str
    unit: str = ""
    role: str = "member"
    platform: str = PLATFORM

    @property
    def ref(self) -> UserRef:
        return UserRef(self.platform, self.id, self.name)


@dataclass(frozen=True, slots=True)
class SimChat:
    """A group; `members` are ids of people."""

    id: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SimOffice:
    """People and group chats; the direct chat with the bot is there for each person without being listed."""

    people: tuple[SimPerson, ...]
    chats: tuple[SimChat, ...]
    platform: str = PLATFORM


@dataclass(frozen=True, slots=True)
class Place:
    """A chat as requests name it, and who is in it."""

    id: str
    ref: ChatRef
    name: str
    members: frozenset[str]

    @property
    def title(self) -> str:
        """A group's name; the direct chat has none."""
        return self.name if self.ref.kind == "group" else ""


class Roster:
    """One state of the office, indexed."""

    def __init__(self, office: SimOffice) -> None:
        self.office = office
        self.people = {person.id: person for person in office.people}
        self._places = {place.id: place for place in _places(office)}

    @cached_property
    def named(self) -> dict[str, list[SimPerson]]:
        """People by their name in lower case."""
        found: dict[str, list[SimPerson]] = {}
        for person in self.office.people:
            found.setdefault(person.name.casefold(), []).append(person)
        return found

    @property
    def places(self) -> Sequence[Place]:
        return tuple(self._places.values())

    def person(self, said: str) -> SimPerson:
        """By id, else by a name that only one person has."""
        if said in self.people:
            return self.people[said]
        found = self.named.get(said.casefold(), [])
        if not found:
            raise Refused(400, "unknown_person", said=said)
        if len(found) > 1:
            raise Refused(409, "ambiguous_person", said=said, ids=", ".join(person.id for person in found))
        return found[0]

    def called(self, sender: str) -> UserRef:
        """Whoever wrote a line: the bot, or somebody who may have left since."""
        if sender == BOT:
            return UserRef(self.office.platform, BOT, BOT_NAME)
        return self.people[sender].ref if sender in self.people else UserRef(self.office.platform, sender, sender)

    def place(self, said: str) -> Place:
        if said not in self._places:
            raise Refused(404, "unknown_chat", said=said)
        return self._places[said]

    def admit(self, person: SimPerson, place: Place) -> None:
        """Refuse who is not in the chat."""
        if person.id not in place.members:
            raise Refused(403, "not_in_chat", name=person.name, chat=place.name)


def _places(office: SimOffice) -> list[Place]:
    groups = [Place(c.id, ChatRef(office.platform, "group", c.id), c.name, frozenset(c.members)) for c in office.chats]
    return groups + [Place(DIRECT + p.id, p.ref.direct(), BOT_NAME, frozenset({p.id})) for p in office.people]


def place_id(chat: ChatRef) -> str:
    """How requests name a chat: `dm:<person id>` for a direct one."""
    return DIRECT + chat.id if chat.kind == "direct" else chat.id
