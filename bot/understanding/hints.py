"""What a text must have for an expression to match at all: looked for first, since trying it costs much more."""

import re
from collections.abc import Callable
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from bot.understanding.folding import fold

Hint = Callable[[str], bool]


class _Look(NamedTuple):
    """A text narrow, in small letters and simplified; its characters; whether it has Latin letters, and other ones."""

    low: str
    characters: frozenset[str]
    latin: bool
    other: bool


_LATIN = frozenset(ascii_lowercase)


@lru_cache(maxsize=32)
def _look(text: str) -> _Look:
    low = fold(text)
    characters = frozenset(low)
    return _Look(low, characters, not _LATIN.isdisjoint(characters), not low.isascii())


def hint(words: str, form: re.Pattern[str] | None = None) -> Hint:
    """Whether a text has any of the words anywhere, however it writes them, or something of the form.

    The words stand apart by spaces. All that an expression matches must have one: tests look for what a hint hides.
    """
    said = words.split()
    single = frozenset(word for word in said if len(word) == 1)
    latin = tuple(word for word in said if len(word) > 1 and word.isascii())
    other = tuple(word for word in said if len(word) > 1 and not word.isascii())

    def is_there(text: str) -> bool:
        low, characters, has_latin, has_other = _look(text)
        if not single.isdisjoint(characters):
            return True
        for word in (*(latin if has_latin else ()), *(other if has_other else ())):
            if word in low:
                return True
        return form is not None and form.search(text) is not None

    return is_there
