"""Sentences put together from frames: the plain ways of saying a thing, many times over with other words in them."""

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bot.understanding.lexicon import load_lexicon

HERE = Path(__file__).parent / "frames"
_CHOICE = re.compile(r"[\[(]([^\[\]()]*)([\])])")
_BLANK = re.compile(r"\{(\w+)\}")
_MEETING_ONLY = {"meeting", "plain", "task_verb", "thing", "event"}


class Frames:
    """The frames of one language and what fills their blanks."""

    def __init__(self, language: str, seed: int = 5) -> None:
        table = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
        self._random = random.Random(seed)
        self._latin = language == "en"
        self._frames: dict[str, list[str]] = table["frames"]
        self._fill: dict[str, list[str]] = table["fill"]
        self._meetings = [
            phrase
            for phrase, classes in load_lexicon().classes.items()
            if "meeting" in classes and _MEETING_ONLY.issuperset(classes) and len(phrase) > 1
            if phrase.isascii() == self._latin
        ]

    def sentences(self, times: int) -> Iterator[tuple[str, str]]:
        """(sentence, intent), each frame so many times."""
        for intent, frames in self._frames.items():
            for frame in frames:
                yield from ((said, intent) for said in {self._one(frame) for _ in range(times)} if len(said) > 1)

    def _one(self, frame: str) -> str:
        pieces = [self._choose(piece).strip() for piece in frame.split(";")]
        self._random.shuffle(pieces)
        between = self._random.choice([" ", ", ", " "] if self._latin else ["", "，", " "])
        said = _BLANK.sub(lambda m: self._blank(m[1]), between.join(piece for piece in pieces if piece))
        return self._dressed(re.sub(r"@@+", "@", re.sub(r"\s+", " ", said)))

    def _choose(self, piece: str) -> str:
        while match := _CHOICE.search(piece):
            said = self._random.choice(match[1].split("|"))
            left_out = match[2] == "]" and self._random.random() < 0.5
            piece = piece[: match.start()] + ("" if left_out else said) + piece[match.end() :]
        return piece

    def _blank(self, name: str) -> str:
        pick = self._random.choice
        glue = " " if self._latin else ""
        if name == "M":
            return glue.join(part for part in (pick(self._fill["M1"]), pick(self._meetings)) if part)
        if name == "K":
            return (
                pick(["the ", "", ""] if self._latin else [""]) + pick(self._fill["K1"]) + glue + pick(self._fill["K2"])
            )
        if name == "V":
            return pick(self._fill["V1"]) + glue + self._blank("K")
        return pick(self._fill[name])

    def _dressed(self, said: str) -> str:
        """Now and then a polite word before or after."""
        chance = self._random.random()
        if chance < 0.08:
            return self._random.choice(self._fill["before"]) + said
        return said + self._random.choice(self._fill["after"]) if chance < 0.16 else said
