"""Names as said → certain people, or one question about the first name in doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.asking.who import EVERYONE, Doubt, ask_who, certain_people, certainly, meant_by
from bot.domain.people import Person
from bot.ports import Option
from bot.turn import Ask, Turn, person_mark
from handlers.meetings.slots import Book

MOST_INVITED = 300


def known_people(turn: Turn, slots: Book) -> Book | Ask:
    """Every name becomes that of one person; while one is asked about, the others wait in `others`."""
    said = (*slots.others, *slots.people)
    found = certain_people(turn, [one for name in said for one in _whole_office(turn, name)])
    if isinstance(found, Doubt):
        waiting = replace(slots, people=(found.name,), others=found.others)
        nobody = Option(turn.say("meetings.without_them"), {"people": ()})
        return ask_who(turn, waiting, "people", found.name, _as_people, nobody)
    return replace(slots, people=found, others=())


def _whole_office(turn: Turn, name: str) -> Sequence[str]:
    """全体 said in private is everybody, where a meeting can hold them; in a group it is the group."""
    people = turn.directory.people
    if name.casefold() not in EVERYONE or not turn.is_direct or len(people) > MOST_INVITED:
        return (name,)
    return [certainly(turn, person) for person in people]


def known_chair(turn: Turn, slots: Book) -> Book | Ask:
    """The chair becomes one person; without one the organizer leads."""
    found = meant_by(turn, slots.chair) if slots.chair else ()
    if slots.chair and len(found) != 1:
        myself = Option(turn.say("meetings.chair_is_me"), {"chair": person_mark(turn.actor)})
        return ask_who(turn, slots, "chair", slots.chair, _as_chair, myself)
    return replace(slots, chair=certainly(turn, found[0])) if found else slots


def _as_people(person: Person) -> Mapping[str, Any]:
    return {"people": (person_mark(person),)}


def _as_chair(person: Person) -> Mapping[str, Any]:
    return {"chair": person_mark(person)}
