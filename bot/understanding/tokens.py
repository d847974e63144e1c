"""A sentence as a row of tokens: times, people, rooms and numbers as they were marked, cues, words and punctuation."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.understanding.lexicon import Lexicon

WORD, CUE, STOP, COMMA = "word", "cue", "stop", "comma"
_STOPS = frozenset("。！？；!?;\n")
_MARKS = _STOPS | frozenset("<>{}$%^&`,，、:：()（）[]【】|~～-—–/→>＞…\"'“”「」『』·•*#+.=")


_NOUN_ENDS = frozenset("会會课宴赛")  # whatever ends so is held at an hour: 系务会, 生物课
_MEETING = ("meeting",)
_TITLED = ("titled",)
_TITLE = re.compile(r"“[^“”。！？!?；;，,：:\n\d]{2,16}”|「[^「」。！？!?；;，,：:\n\d]{2,16}」")
"""A few words between quotation marks are the name of something; more are what somebody said."""


_LATIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'_]*")


class Span(NamedTuple):
    """What was marked before: T time, P person, E everyone, C chair, R room, N number, B the bot."""

    start: int
    end: int
    kind: str


class Token(NamedTuple):
    kind: str
    start: int
    end: int
    said: str
    classes: tuple[str, ...] = ()
    noun: bool = False


def tokenize(text: str, spans: Sequence[Span], lexicon: Lexicon) -> list[Token]:
    """In the order of the folded text; spans are sorted and do not overlap."""
    row: list[Token] = []
    place, size = 0, len(text)
    quoted = "“" in text or "「" in text
    marks = [at for title in _TITLE.finditer(text) for at in (title.start(), title.end() - 1)] if quoted else ()
    for span in (*spans, Span(size, size, "")):
        for at in [mark for mark in marks if place <= mark < span.start] if marks else ():
            _between(row, text, place, at, lexicon)
            row.append(Token(COMMA, at, at + 1, text[at], _TITLED))
            place = at + 1
        _between(row, text, place, span.start, lexicon)
        if span.end > span.start:
            row.append(Token(span.kind, span.start, span.end, text[span.start : span.end]))
        place = max(place, span.end)
    return row


def _between(row: list[Token], text: str, place: int, end: int, lexicon: Lexicon) -> None:
    """The stretch between two marks of what was found before."""
    word = -1  # where a run of unknown words began
    while place < end:
        char = text[place]
        lengths = lexicon.lengths.get(text[place : place + 2]) or lexicon.lengths.get(char)
        found = _cue(text, place, end, lengths, lexicon) if lengths else 0
        if found == 1 and word >= 0 and not char.isascii() and text[place - 1] not in _NOUN_ENDS:
            found = 0
        if found:
            word = _close(row, text, word, place)
            said = text[place : place + found]
            classes = lexicon.classes[said]
            row.append(Token(CUE, place, place + found, said, classes, not lexicon.nouns.isdisjoint(classes)))
            place += found
        elif char in _MARKS and _is_inside(text, place):
            word = place if word < 0 else word
            place = _glued_end(text, place, end)
        elif char == " " or char in _MARKS:
            word = _close(row, text, word, place)
            if char != " ":
                row.append(Token(STOP if char in _STOPS else COMMA, place, place + 1, char))
            place += 1
        else:
            word = place if word < 0 else word
            place = _word_end(text, place, end)
    _close(row, text, word, end)


def _is_inside(text: str, place: int) -> bool:
    """A mark between two characters holds them together as one word: lunch&learn, a/b, </b>."""
    char = text[place]
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    inside = char.isascii() and char not in ",:#=" and len(around) == 2 and " " not in around
    return inside and (char not in ";!?." or around.isascii())


def _glued_end(text: str, place: int, end: int) -> int:
    """Where the Latin letters, digits and marks that hang together end."""
    while place < end and text[place].isascii() and not text[place].isspace() and text[place] not in ",:":
        place += 1
    return place


def _close(row: list[Token], text: str, start: int, end: int) -> int:
    if start >= 0:
        if text[end - 1] in _NOUN_ENDS and end - start > 1:
            row.append(Token(CUE, start, end, text[start:end], _MEETING, True))
        else:
            row.append(Token(WORD, start, end, text[start:end]))
    return -1


def _word_end(text: str, place: int, end: int) -> int:
    """Latin words are taken whole, Chinese ones a character at a time."""
    match = _LATIN_WORD.match(text, place, end)
    return match.end() if match else place + 1


def _cue(text: str, place: int, end: int, lengths: Sequence[int], lexicon: Lexicon) -> int:
    """The length of the longest cue that begins here."""
    for length in lengths:
        stop = place + length
        if stop > end or text[place:stop] not in lexicon.classes:
            continue
        if _cuts_word(text, place, stop) or text.startswith(_GOES_ON_AS.get(text[stop - 1], ()), stop):
            continue
        return length
    return 0


_GOES_ON_AS: dict[str, tuple[str, ...]] = {
    "会": ("议室", "议厅", "客", "场", "所", "馆", "计", "签", "展", "员", "务", "标", "堂", "费", "籍", "考"),
    "课": ("题", "程", "件", "时", "表", "桌", "堂", "本", "外", "间", "余"),
}
"""课 begins another word here: 课题, 会客室."""


def _cuts_word(text: str, start: int, end: int) -> bool:
    """A Latin cue is a whole word, and no half of one with a hyphen: skip-level."""
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "-" and last.isascii() and last.isalpha() and text[end + 1 : end + 2].isalpha():
        return True
    return (first.isascii() and first.isalnum() and before.isascii() and before.isalnum()) or (
        last.isascii() and last.isalnum() and after.isascii() and (after.isalnum() or after == "'")
    )
