r"""The cues of every desk: words that speak for or against an intent, found in a sentence in one pass.

A phrase file has, for each language, named lists of words:

    [cues.zh]    what only frames a sentence: 取消, 帮我, remind me to. It is no part of a title.
    [nouns.zh]   what is evidence and may be part of a title: 例会, 报告, standup.

In Chinese the words stand apart by spaces, in English by commas. [..] may be left out, (..|..) are choices.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.phrases import FILES, phrase_file

_CHOICE = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)")
_SPACES = re.compile(r"\s+")


class Lexicon(NamedTuple):
    """Classes of each phrase; and by its first two characters, or its only one, the lengths to try, longest first."""

    classes: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    nouns: frozenset[str]


def expand(entry: str) -> Iterator[str]:
    """看[一下|看] → 看, 看一下, 看看."""
    parts: list[tuple[str, ...]] = []
    done = 0
    for match in _CHOICE.finditer(entry):
        parts.append((entry[done : match.start()],))
        parts.append(("", *match[1].split("|")) if match[1] is not None else tuple(match[2].split("|")))
        done = match.end()
    parts.append((entry[done:],))
    for choice in product(*parts):
        yield "".join(choice)


def entries(said: str, language: str) -> Iterator[str]:
    """The phrases of one list."""
    for entry in said.split(",") if language == "en" else said.split():
        for phrase in expand(_SPACES.sub(" ", entry).strip()):
            yield fold(phrase)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """All phrase files as one table."""
    classes: dict[str, list[str]] = {}
    nouns: set[str] = set()
    for name in FILES:
        table = tomllib.loads(phrase_file(name))
        for section in ("cues", "nouns"):
            for language, lists in table.get(section, {}).items():
                for cue, said in lists.items():
                    if section == "nouns":
                        nouns.add(cue)
                    for phrase in entries(said, language):
                        known = classes.setdefault(phrase, [])
                        if cue not in known:
                            known.append(cue)
    classes.pop("", None)
    lengths: dict[str, set[int]] = {}
    for phrase in classes:
        lengths.setdefault(phrase[:2], set()).add(len(phrase))
    for beginning, found in lengths.items():
        found.update({1} if beginning[0] in classes else ())
    return Lexicon(
        {phrase: tuple(known) for phrase, known in classes.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        frozenset(nouns),
    )
