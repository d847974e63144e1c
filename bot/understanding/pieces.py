"""The pieces of time in a sentence, and which of them belong together although words lie between."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bot.understanding import compose, recurrence
from bot.understanding.nodes import CODES, HALF_A_DAY, Due, Length, Node, Rule, Scene, Stretch, When, codes
from bot.understanding.regex import regex
from bot.understanding.wordlist import words

if TYPE_CHECKING:
    from bot.understanding.layers import Reader

_FOUND = {CODES[k]: k for k in ("When", "Range", "Deadline", "Rule", "Length")}
_QUIET = codes(*words("gap junk stop comma lpar rpar and or prep on the of to from ge slash one"))
_NEAR = 3  # characters between a length and the hour it goes with
Value = When | Stretch | Due | Rule | Length


class Piece(NamedTuple):
    """One node that means a time, and the stretches of text it was read from."""

    value: Value
    spans: tuple[tuple[int, int], ...]
    row: int
    clause: int = 0

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@cache
def _reader() -> "Reader":
    """All that reading takes, loaded with the first sentence: what starts need not wait for it."""
    from bot.understanding.layers import Reader

    return Reader()


def read_pieces(scene: Scene) -> list[Piece]:
    """The pieces as they stand, in order."""
    reader = _reader()
    nodes = reader.lex(scene.text, scene.raw)
    if all(n.code in _QUIET for n in nodes):
        return []
    nodes = reader.together.reduce(compose.merge(reader.apart.reduce(nodes, scene)), scene)
    return [p for p in _pieces(nodes) if not _is_nothing(p, scene)]


def _pieces(nodes: Sequence[Node]) -> list[Piece]:
    clause, out = 0, []
    for row, node in enumerate(nodes):
        if node.code == CODES["stop"]:
            clause += 1
        elif node.code in _FOUND:
            out.append(Piece(node.value, ((node.start, node.end),), row, clause))
    return out


def _is_nothing(piece: Piece, scene: Scene) -> bool:
    """A part of the day in one character is a word of its own unless a day stands by it: 早, 晚."""
    value = piece.value
    if not isinstance(value, When) or value.day or value.clock or value.at or value.period:
        return False
    return piece.end - piece.start == 1


def combine(pieces: Sequence[Piece], text: str = "") -> list[Piece]:
    """A day here and an hour there are one moment; a length after a beginning is its end."""
    out: list[Piece] = []
    for piece in pieces:
        for at in range(len(out) - 1, max(len(out) - 4, -1), -1):
            joined = _corrected(out[at], piece, text) or _join(out[at], piece, text)
            if joined is not None:
                out[at] = out[at]._replace(value=joined, spans=(*out[at].spans, *piece.spans))
                break
        else:
            out.append(piece)
    return out


_TAKEN_BACK = regex(
    r"[\s,，。.!！…~—-]*(?:不对|不是|错了|说错了|啊不|哦不|更正|sorry|no|no wait|wait|actually|i mean|make that|rather|"
    r"scratch that)+"
    r"[\s,，。.!！…~—-]*(?:是|应该是|i mean|make it|make that)?[\s,，:：]*"
)


def _corrected(first: Piece, second: Piece, text: str) -> Value | None:
    """周三上午10点，不对，10点半: the second stands, with the day of the first if it says none."""
    a, b = first.value, second.value
    if not isinstance(a, When) or not isinstance(b, When) or not _TAKEN_BACK.fullmatch(text, first.end, second.start):
        return None
    if b.day or b.period or b.at:
        return b if b.clock or not a.clock else b._replace(clock=a.clock, part=a.part)
    return a._replace(clock=b.clock or a.clock, part=b.part or (a.part if b.clock else None))


def _join(first: Piece, second: Piece, text: str) -> Value | None:
    """Both in one, in whatever order they were said; None when they are two."""
    a, b = first.value, second.value
    if second.clause > first.clause + 1:
        return None
    if isinstance(b, Length):
        return _with_length(a, b)
    if isinstance(a, Length):
        near = second.start - first.end < _NEAR or (second.clause == first.clause and _is_length_of(first, text))
        return _with_length(b, a) if near and isinstance(b, When) and b.clock else None
    if isinstance(a, When) and isinstance(b, When) and _is_end(a, b) and _leads_to(first, second, text):
        return Stretch(a, b)
    return _joined(a, b)


_UNTIL = regex(r"(?:until|till?)\s")
_LEADS_TO = regex(
    r"(?:(?:预计|大概|大约|会|要|开|一直|结束于)?[到至]|\b(?:goes|runs|lasts|going|on|up)?\s*(?:until|till?)\s)$"
)


def _leads_to(first: Piece, second: Piece, text: str) -> bool:
    return bool(_LEADS_TO.search(text, first.end, second.start) or _UNTIL.match(text, second.start))


def _is_end(first: When, second: When) -> bool:
    """9点在301，预计到11点: an hour without a day, after an hour with one."""
    return bool(first.clock and second.clock and not (second.day or second.at or second.period or first.length))


# 30 min on the calendar fri 11am; but half an hour before, push it 30 min, 提前一小时, 会前10分钟.
_NOT_LENGTH_BEFORE = regex(
    r"(?:提前|推迟|延后|延长|延期|往后|往前|推后|顺延|晚|早|前|后|每|by|push|move|delay|extend|back|forward)\D{0,8}$"
)
_NOT_LENGTH_AFTER = regex(
    r"\s*(?:前|后|内|以|之|提醒|before|after|ahead|earlier|later|in advance|prior|ago|from now|notice)"
)


def _is_length_of(piece: Piece, text: str) -> bool:
    """A length that stands before its hour, with other words between."""
    before = text[max(piece.start - 16, 0) : piece.start]
    return not _NOT_LENGTH_BEFORE.search(before) and not _NOT_LENGTH_AFTER.match(text, piece.end)


def _joined(a: Value, b: Value) -> Value | None:
    match a, b:
        case (When(), When()):
            found: Value | None = _one_when(a, b)
        case (When(), Stretch()):
            found = _day_of_stretch(a, b)
        case (Stretch(), When()):
            found = _day_of_stretch(b, a)
        case (Rule(), When() | Stretch()):
            found = _rule_time(a, b)
        case (When() | Stretch(), Rule()):
            found = _rule_time(b, a)
        case (When(), Due()):
            found = _due_time(a, b)
        case (Rule(), Rule()):
            found = recurrence.one_rule(a, b)
        case _:
            found = None
    return found


_HALF_DAY = Length(seconds=4 * 3600, unit="hour")
"""A meeting of half a day is half of a working day: from nine to one, not to nine in the evening."""


def _with_length(value: object, size: Length) -> Value | None:
    if (
        isinstance(value, When)
        and (value.clock or value.at)
        and value.length is None
        and size.unit in {"minute", "hour", "day"}
        and size.seconds
    ):
        return value._replace(length=_HALF_DAY if size == HALF_A_DAY else size)
    if isinstance(value, Rule) and value.until_clock is None and value.length is None and size.seconds:
        return value._replace(length=size)
    return None


def _one_when(a: When, b: When) -> When | None:
    if a.length or b.length or a.at or b.at or a.period or b.period:
        return None
    if (a.day and b.day) or (a.clock and b.clock) or (not a.day and not b.day) or not (b.clock or a.clock):
        return None
    return compose.together(a, b)


def _day_of_stretch(when: When, stretch: Stretch) -> Stretch | None:
    if (
        when.clock
        or when.at
        or when.period
        or not when.day
        or stretch.first.day
        or stretch.first.period
        or not stretch.first.clock
        or stretch.first.at
    ):
        return None
    first = compose.together(when, stretch.first)
    return stretch._replace(first=first) if first else None


def _rule_time(rule: Rule, when: When | Stretch) -> Rule | None:
    first = when.first if isinstance(when, Stretch) else when
    if first.grain == compose.BEGINS and rule.first is None and isinstance(when, When):
        begun = rule._replace(first=first, clock=rule.clock or first.clock, part=rule.part or first.part)
        return compose.on_its_weekday(begun, first)
    on_day = recurrence.on_weekday(rule, first)
    if on_day is not None:
        return recurrence.with_time(on_day, when)
    if rule.clock or first.day or first.period or first.at or not (first.clock or first.part):
        return None
    return recurrence.with_time(rule, when)


def _due_time(when: When, due: Due) -> Due | None:
    if due.when is None or when.clock or not when.day or due.when.day or due.when.period or due.when.at:
        return None
    both = compose.together(when, due.when)
    return due._replace(when=both) if both else None
