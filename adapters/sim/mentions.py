"""Who is named with an @ in a message: the bot at the start of a line, people anywhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from adapters.sim.office import SimPerson
from bot.messages import UserRef

INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
TO_BOT = re.compile(
    rf"^[\s{INVISIBLE}]*[@＠](?:小办|xiaoban(?![a-z0-9_-]))[^\S\n]*[:：,，、]?[^\S\n]*", re.IGNORECASE | re.MULTILINE
)
AT = re.compile("[@＠]")


def without_bot(text: str) -> tuple[str, bool]:
    """The text without the bot's own name at the start of a line, and whether it stood there."""
    rest, count = TO_BOT.subn("", text)
    return (rest.strip() if count else text), bool(count)


def mentioned(text: str, named: Mapping[str, Sequence[SimPerson]], chosen: Sequence[SimPerson]) -> tuple[UserRef, ...]:
    """Accounts behind the names after an @, written as they stand there; a name of several people needs the choice.

    Those chosen whose name does not stand in the text are mentioned all the same.
    """
    found = dict(_in_text(text, named, chosen))
    for person in chosen:
        found.setdefault(person.id, person.ref)
    return tuple(found.values())


def _in_text(
    text: str, named: Mapping[str, Sequence[SimPerson]], chosen: Sequence[SimPerson]
) -> Iterator[tuple[str, UserRef]]:
    lowered = text.casefold() if len(text.casefold()) == len(text) else text
    for at in AT.finditer(text):
        name = _longest(lowered, at.end(), named)
        person = _one(named.get(name, ()), chosen)
        if person is not None:
            written = text[at.end() : at.end() + len(name)]
            yield person.id, UserRef(person.ref.platform, person.id, written)


def _longest(text: str, start: int, names: Iterable[str]) -> str:
    return max(
        (name for name in names if text.startswith(name, start) and _ends(text, start + len(name))), key=len, default=""
    )


def _ends(text: str, end: int) -> bool:
    """Not in the middle of a word of letters: `@Amy` is not in `@Amylee`."""
    return not (end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end].isalnum())


def _one(people: Sequence[SimPerson], chosen: Sequence[SimPerson]) -> SimPerson | None:
    if len(people) == 1:
        return people[0]
    return next((person for person in people if person in chosen), None)
