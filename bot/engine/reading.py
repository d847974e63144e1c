"""From the words of a turn to an intent: the bridge between a turn and `bot.understanding`."""

import re
from collections.abc import Mapping
from typing import Any

from bot.asking.context import context_of
from bot.domain.people import Person
from bot.messages import Said, TextReceived, UserRef
from bot.router import Desks
from bot.texts import Language
from bot.turn import Directory, House, Turn, person_mark
from bot.understanding.known import occurrences
from bot.understanding.normalise import clean
from bot.understanding.understand import Understood, understand, understand_as

PERSON_SLOTS = ("people", "chair", "lead", "heir", "co_owners")
CERTAIN = 0.5
"""At this chance and above a reading is acted on: it is read back before anything is done."""

CALLED = 0.6
"""The same for what was said in a group to nobody in particular, where a needless answer disturbs many."""

IN_DOUBT = 0.25
"""Between this and CERTAIN the bot, when it was spoken to, asks which of its readings is meant."""

LONGEST_TOLD = 2000
"""Characters of a forwarded message that are looked at for its language."""

NAMES_ASIDE = re.compile(r"[@＠][^\s,，、;；]+")


class Words:
    """What somebody said, understood once in each language however often it is asked about."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._understood: dict[Language, Understood | None] = {}

    def understood(self, desks: Desks, turn: Turn) -> Understood | None:
        language = turn.say.language
        if language not in self._understood:
            self._understood[language] = understand(self.text, desks.routes, context_of(turn))
        return self._understood[language]


def read(words: Words, desks: Desks, turn: Turn, least: float = CERTAIN) -> Understood | None:
    """The reading whose chance is at least that, with mentioned people certain; None when there is none."""
    understood = words.understood(desks, turn)
    if understood is None or understood.confidence < least:
        return None
    if understood.for_us and not turn.is_spoken_to:
        return None  # 今天, said among people
    return understood._replace(slots=with_mentions(understood.slots, turn))


def values_as(intent: str, text: str, desks: Desks, turn: Turn) -> dict[str, Any]:
    """The slots of a sentence for an intent that was chosen for it."""
    understood = understand_as(intent, text, desks.routes, context_of(turn))
    return {**with_mentions(understood.slots, turn), "faults": understood.faults} if understood else {}


def with_mentions(slots: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """The slots with each mentioned name made one certain person, whoever else has that name."""
    mentions = turn.event.mentions if isinstance(turn.event, TextReceived) else ()
    named = {mention.name: mention for mention in mentions if mention.name}
    if not named:
        return dict(slots)
    return {slot: _certain(value, named, turn) if slot in PERSON_SLOTS else value for slot, value in slots.items()}


def _certain(value: Any, named: Mapping[str, UserRef], turn: Turn) -> Any:
    if isinstance(value, tuple):
        return tuple(_certain(one, named, turn) for one in value)
    return person_mark(_known(named[value], turn)) if value in named else value


def _known(account: UserRef, turn: Turn) -> Person:
    return turn.uow.people.by_account(account) or turn.uow.people.add_guest(account)


def in_words(slots: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """The slots with certain people written by name, as the sentence that corrects them will say them."""
    names = {person_mark(person): person.name for person in turn.directory.people}
    return _with_people(slots, names)


def as_before(updates: Mapping[str, Any], known: Mapping[str, Any], turn: Turn) -> dict[str, Any]:
    """The updates with those who were certain people before made the same people again."""
    held = {one for slot in PERSON_SLOTS for one in _each(known.get(slot, ()))}
    people = turn.directory.people
    return _with_people(updates, {p.name: person_mark(p) for p in people if person_mark(p) in held})


def _with_people(slots: Mapping[str, Any], instead: Mapping[str, str]) -> dict[str, Any]:
    return {slot: _replaced(value, instead) if slot in PERSON_SLOTS else value for slot, value in slots.items()}


def _replaced(value: Any, instead: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(instead.get(one, one) for one in value)
    return instead.get(value, value)


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def told_in(event: Said) -> str:
    """The words that tell an event's language: those said, or what was forwarded without a word."""
    if not isinstance(event, TextReceived):
        return ""
    if event.quoted is None or clean(event.text):
        return event.text
    return event.quoted.text[:LONGEST_TOLD]


def language_of(text: str, house: House, directory: Directory) -> Language:
    """The language that was written, names of people and units left aside: they are written the same in both."""
    words = NAMES_ASIDE.sub(" ", text)
    for start, end in occurrences(words, directory.names):
        if words[start:end] in directory.names:
            words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    if units := [unit for unit in directory.units if unit in words]:
        words = re.sub("|".join(map(re.escape, units)), " ", words)
    if any("\u3400" <= char <= "\u9fff" for char in words):
        return "zh"
    letters = sum(char.isascii() and char.isalpha() for char in words)
    return "en" if letters > 1 else house.language
