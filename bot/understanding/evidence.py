"""What a sentence shows, by name: which cues it has, in which order, beside what times, people, rooms and numbers."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

if TYPE_CHECKING:
    from bot.understanding.moments import Moment

_IDLE = frozenset({"polite"})
_MARKED = {"T": "@time", "P": "@person", "E": "@all", "C": "@chair", "R": "@room", "N": "@number"}
_LONG, _SHORT = 14, 3


def evidence(tokens: Sequence[Token], moments: "Sequence[Moment]", now: datetime) -> set[str]:
    """`cancel` a cue of that class; `^cancel` in front, `cancel$` at the end, `=cancel` alone;
    `a>b` one after the other;
    `cancel&due` beside a deadline; `'取消` the very words; `~拿` what is no cue; `@room` a mark;
    `past` and the like what the times are."""
    row = [names for token in tokens if (names := _names(token))]
    found = {name for names in row for name in names}
    flags = set(_flags(tokens, moments, now))
    if row:
        found.update(["^" + name for name in row[0]])
        found.update([name + "$" for name in row[-1]])
        found.update([f"{a}>{b}" for left, right in pairwise(row) for a in left for b in right])
        if len(row) == 1:
            found.update(["=" + name for name in row[0]])
    if any(_DENIED.issuperset(left) and not _ACTS.isdisjoint(right) for left, right in pairwise(row)):
        found.add("denied")
    if paired := flags & _PAIRED:
        found.update([f"{cue}&{flag}" for cue in found if cue.isidentifier() for flag in paired])
    found |= flags
    found.update([f"'{token.said}" for token in tokens if token.kind == CUE])
    found.update(_beside_cues(tokens))
    found.add("any")
    return found


def _beside_cues(tokens: Sequence[Token]) -> Iterator[str]:
    """What is no cue says a little: `~拿` a character of a word, `~went` a Latin word, `~了$` the last character."""
    for token in tokens:
        if token.kind == WORD:
            yield from (f"~{part}" for part in ((token.said,) if token.said.isascii() else token.said))
    last = next((token for token in reversed(tokens) if token.kind not in {COMMA, STOP}), None)
    if last is not None and not last.said[-1:].isascii():
        yield f"~{last.said[-1]}$"


_DENIED = frozenset({"deny"})
_ACTS = frozenset(words("book hold cancel move assign remind notice collect nudge close extend meet look"))
_QUOTES = frozenset('"“”「」『』>')
_PAIRED = frozenset({"due", "timed", "past", "?", "@number", "@person", "@room", "@all", "set", "date", "time"})


def _names(token: Token) -> tuple[str, ...]:
    """How a token counts in the order of things; idle words and commas do not."""
    if token.kind == CUE:
        return token.classes if not _IDLE.issuperset(token.classes) else ()
    if token.kind == WORD:
        return ("word",)
    return (_MARKED[token.kind],) if token.kind in _MARKED else ()


def _flags(tokens: Sequence[Token], moments: "Sequence[Moment]", now: datetime) -> Iterator[str]:
    kinds = {token.kind for token in tokens}
    yield from (name for kind, name in _MARKED.items() if kind in kinds)
    said = [token for token in tokens if token.kind not in {COMMA, STOP}]
    if any(token.said in "?？" for token in tokens if token.kind == STOP):
        yield "?"
    marks = [token for token in tokens if token.kind == COMMA and token.said in _QUOTES]
    if marks:
        yield "titled" if all(mark.classes for mark in marks) else "quoted"
    yield "long" if len(said) > _LONG else "short" if len(said) <= _SHORT else "middling"
    yield from _times(moments, now)


def _times(moments: "Sequence[Moment]", now: datetime) -> Iterator[str]:
    for moment in moments:
        yield {"deadline": "due", "duration": "length", "set": "set", "date": "date"}.get(moment.kind, "time")
        if moment.timed and moment.kind != "deadline":
            yield "timed"
        if moment.part:
            yield "part"
        if moment.kind in {"point", "date", "range"} and moment.start is not None and _is_past(moment, now):
            yield "past"
    if len([m for m in moments if m.kind != "duration"]) > 1:
        yield "times"


def _is_past(moment: "Moment", now: datetime) -> bool:
    """Over before today began, or before now when an hour was said."""
    ends = moment.end or moment.start
    return ends is not None and (ends <= now - timedelta(hours=now.hour) or (moment.timed and ends < now))
