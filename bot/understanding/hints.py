"""What a text must have for an expression to match at all: looked for first, since trying it costs much more."""

import re
from collections.abc import Callable
from functools import lru_cache

from bot.understanding.folding import fold

Hint = Callable[[str], bool]


_LATIN = re.compile("[a-z]")


@lru_cache(maxsize=32)
def _look(text: str) -> tuple[str, bool, bool]:
    """A text narrow, in small letters and simplified; whether it has Latin letters, and whether other characters."""
    low = fold(text)
    return low, _LATIN.search(low) is not None, not low.isascii()


def hint(words: str, form: re.Pattern[str] | None = None) -> Hint:
    """Whether a text has any of the words anywhere, however it writes them, or something of the form.

    The words stand apart by spaces. All that an expression matches must have one: tests look for what a hint hides.
    """
    plain = tuple(word for word in words.split() if word.isascii() and not _LATIN.search(word))
    latin = plain + tuple(word for word in words.split() if _LATIN.search(word))
    other = plain + tuple(word for word in words.split() if not word.isascii())
    both = latin + other

    def is_there(text: str) -> bool:
        low, has_latin, has_other = _look(text)
        for word in (both if has_other else latin) if has_latin else other if has_other else plain:
            if word in low:
                return True
        return form is not None and form.search(text) is not None

    return is_there
