"""What a check of a platform's settings found, in the words of whoever runs the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Well:
    """Something that works."""

    words: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not, with the cure."""

    words: str


Finding = Well | Fault
