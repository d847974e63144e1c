"""Names as said → certain people, or one question about the first name in doubt."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.people import Person
from bot.ports import Option
from bot.turn import PERSON_MARK, Ask, Turn, marked_person, person_mark
from bot.understanding.names import match_person
from handlers.meetings.asking import ask
from handlers.meetings.slots import Book

MOST_CHOICES = 4
EVERYONE = frozenset({"所有人", "全体", "全体人员", "全体成员", "大家", "本群所有人", "all", "everyone", "everybody"})
MYSELF = frozenset({"我", "本人", "我自己", "me", "myself", "i"})

Fills = Callable[[Person], Mapping[str, Any]]


def known_people(turn: Turn, slots: Book) -> Book | Ask:
    """Every name becomes that of one person; while one is asked about, the others wait in `others`."""
    certain: list[str] = []
    said = (*slots.others, *slots.people)
    for place, name in enumerate(said):
        found = meant_by(turn, name)
        if not found:
            waiting = replace(slots, people=(name,), others=(*certain, *said[place + 1 :]))
            nobody = Option(turn.say("meetings.without_them"), {"people": ()})
            return ask_who(turn, waiting, "people", name, _as_people, nobody)
        certain += [certainly(turn, person) for person in found]
    return replace(slots, people=tuple(dict.fromkeys(certain)), others=())


def known_chair(turn: Turn, slots: Book) -> Book | Ask:
    """The chair becomes one person; without one the organizer leads."""
    found = meant_by(turn, slots.chair) if slots.chair else ()
    if slots.chair and len(found) != 1:
        myself = Option(turn.say("meetings.chair_is_me"), {"chair": person_mark(turn.actor)})
        return ask_who(turn, slots, "chair", slots.chair, _as_chair, myself)
    return replace(slots, chair=certainly(turn, found[0])) if found else slots


def ask_who(turn: Turn, slots: object, asking: str, name: str, fills: Fills, *last: Option) -> Ask:
    """A picker for several of one name, the nearest names for an unknown one."""
    match = match_person(name, turn.directory.people)
    offered = (match.found or match.nearest)[:MOST_CHOICES]
    options = (*(Option(with_unit(turn, person), fills(person)) for person in offered), *last)
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
    return turn.say("meetings.person_of", name=person.name, unit=person.unit) if person.unit else person.name


def _marked(turn: Turn, mark: str) -> tuple[Person, ...]:
    """Someone whose first contact is this very message stands in no snapshot yet."""
    known = marked_person(mark, turn.directory.people)
    number = mark.removeprefix(PERSON_MARK)
    if known or not re.fullmatch(r"[0-9]{1,9}", number):
        return (known,) if known else ()
    return tuple(turn.uow.people.named([int(number)]).values())


def _question(several: int, offered: bool) -> str:
    if several:
        return "meetings.which_person"
    return "meetings.unknown_person_near" if offered else "meetings.unknown_person"


def _as_people(person: Person) -> Mapping[str, Any]:
    return {"people": (person_mark(person),)}


def _as_chair(person: Person) -> Mapping[str, Any]:
    return {"chair": person_mark(person)}
