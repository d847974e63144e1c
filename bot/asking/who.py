"""Names as said → certain people, or a question about a name in doubt."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.asking.platforms import platform_name
from bot.asking.steps import ask
from bot.domain.people import Person
from bot.ports import Option
from bot.turn import PERSON_MARK, Ask, Turn, marked_person, person_mark
from bot.understanding.names import match_person

MOST_CHOICES = 4
EVERYONE = frozenset({"所有人", "全体", "全体人员", "全体成员", "大家", "本群所有人", "all", "everyone", "everybody"})
MYSELF = frozenset({"我", "本人", "我自己", "me", "myself", "i"})

Fills = Callable[[Person], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The first name of which it is not certain whose it is, and all the others."""

    name: str
    others: tuple[str, ...]


def certain_people(turn: Turn, said: Sequence[str]) -> tuple[str, ...] | Doubt:
    """Every name as that of one certain person; a unit or chat that was named as a whole becomes its people."""
    certain: list[str] = []
    for place, name in enumerate(said):
        found = meant_by(turn, name)
        if not found:
            return Doubt(name, (*certain, *said[place + 1 :]))
        certain += [certainly(turn, person) for person in found]
    return tuple(dict.fromkeys(certain))


def certain_in(turn: Turn, slots: Any, field: str, said: Sequence[str]) -> tuple[str, ...] | Ask:
    """Those names of a slot as certain people; or who is meant by the first in doubt, while the others wait in it."""
    found = certain_people(turn, said)
    if not isinstance(found, Doubt):
        return found
    others, waiting = found.others, replace(slots, **{field: (*found.others, found.name)})
    return ask_who(turn, waiting, field, found.name, lambda one: {field: (*others, person_mark(one))})


def ask_who(turn: Turn, slots: object, asking: str, name: str, fills: Fills, *last: Option) -> Ask:
    """A picker for several of one name, the nearest names for an unknown one."""
    match = match_person(name, turn.directory.people)
    offered = (match.found or match.nearest)[:MOST_CHOICES]
    labels = told_apart(turn, offered)
    options = (*(Option(label, fills(person)) for label, person in zip(labels, offered, strict=True)), *last)
    return ask(turn, slots, asking, _question(len(match.found), bool(offered)), options, name=name)


def meant_by(turn: Turn, name: str) -> tuple[Person, ...]:
    """The one person of that name, or all of a unit or chat that was named as a whole; empty when in doubt."""
    if not name or name.startswith(PERSON_MARK):
        return _marked(turn, name)
    if name.casefold() in MYSELF:
        return (turn.actor,)
    if name.casefold() in EVERYONE:
        members = set(turn.uow.chats.members(turn.chat.id))
        return tuple(person for person in turn.directory.people if person.id in members)
    found = match_person(name, turn.directory.people).found
    if len(found) == 1:
        return (found[0],)
    return () if found else tuple(person for person in turn.directory.people if person.unit == name)


def certainly(turn: Turn, person: Person) -> str:
    """The name where nobody shares it, so that it can be corrected in words; else the mark."""
    sharing = match_person(person.name, turn.directory.people).found
    return person.name if sharing == (person,) else person_mark(person)


def with_unit(turn: Turn, person: Person) -> str:
    return turn.say("house.person_of", name=person.name, unit=person.unit) if person.unit else person.name


def told_apart(turn: Turn, people: Sequence[Person]) -> list[str]:
    """Each by name and unit; those who share both also by the messenger they are on, or else by their account."""
    labels = [with_unit(turn, person) for person in people]
    shared = {label for label in labels if labels.count(label) > 1}
    if not shared:
        return labels
    accounts = {one.id: next(iter(turn.uow.people.every_account(one.id)), None) for one in people}
    platforms = [account.platform for account in accounts.values() if account]
    found: list[str] = []
    for label, person in zip(labels, people, strict=True):
        account = accounts[person.id]
        if label not in shared or account is None:
            found.append(label)
        elif platforms.count(account.platform) == 1:
            found.append(f"{label} · {platform_name(account.platform, turn.say)}")
        else:
            found.append(f"{label} · {account.id}")
    return found


def _marked(turn: Turn, mark: str) -> tuple[Person, ...]:
    """Someone whose first contact is this very message stands in no snapshot yet."""
    known = marked_person(mark, turn.directory.people)
    number = mark.removeprefix(PERSON_MARK)
    if known or not re.fullmatch(r"[0-9]{1,9}", number):
        return (known,) if known else ()
    return tuple(turn.uow.people.named([int(number)]).values())


def _question(several: int, offered: bool) -> str:
    if several:
        return "house.which_person"
    return "house.unknown_person_near" if offered else "house.unknown_person"
