"""Which things somebody means by a title that is said from memory."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

ALIKE = 0.6


class Titled(Protocol):
    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=Titled)


def titled(said: str, things: Iterable[T]) -> tuple[T, ...]:
    """Those meant by a title, the best kind of likeness only: the same, one within the other, alike."""
    every = tuple(things)
    wanted = _bare(said)
    kinds: tuple[Callable[[str], bool], ...] = (
        lambda title: title == wanted,
        lambda title: wanted in title or (len(title) > 1 and title in wanted),
        lambda title: SequenceMatcher(None, wanted, title, autojunk=False).ratio() >= ALIKE,
    )
    found = (tuple(one for one in every if is_meant(_bare(one.title))) for is_meant in kinds)
    return next(filter(None, found), ())


def _bare(title: str) -> str:
    """Without marks and spaces, unless there is nothing else."""
    return "".join(char for char in title.casefold() if char.isalnum()) or title
