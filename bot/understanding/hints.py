"""What a text must have for an expression to match at all: looked for first, since trying it costs much more."""

import re
from collections.abc import Callable
from functools import lru_cache

from bot.understanding.folding import fold

Hint = Callable[[str], bool]


@lru_cache(maxsize=32)
def letters(text: str) -> frozenset[str]:
    """The characters that a text has, narrow, in small letters and simplified."""
    return frozenset(fold(text))


def hint(words: str, form: re.Pattern[str] | None = None) -> Hint:
    """Whether a text has any of the words anywhere, however it writes them, or something of the form.

    The words stand apart by spaces. All that an expression matches must have one: tests look for what a hint hides.
    """
    said = words.split()
    single = frozenset(word for word in said if len(word) == 1)
    longer = tuple(word for word in said if len(word) > 1)

    def is_there(text: str) -> bool:
        if single and not single.isdisjoint(letters(text)):
            return True
        low = fold(text)
        for word in longer:
            if word in low:
                return True
        return form is not None and form.search(text) is not None

    return is_there
