"""Places in English by the word before them and their last word: in the fishbowl, is Lab 3 taken, release Orion."""

from collections.abc import Iterator, Sequence

from bot.understanding import people_en
from bot.understanding.annotate import Mark
from bot.understanding.tokens import COMMA, CUE, STOP, WORD, Token
from bot.understanding.wordlist import words

_PLACE_EN = frozenset(
    words(
        "room rooms hall lounge cafe café showroom kitchen lobby park office auditorium gym theater theatre "
        "boardroom library lab terrace cafeteria canteen fishbowl studio ballroom courtyard garden patio "
        "annex annexe foyer atrium basement rooftop floor wing suite booth pod space den bar pub restaurant "
        "downstairs upstairs reception chapel church gallery museum warehouse garage center centre building "
        "campus field court clinic ward arena pavilion tent amphitheater zoom teams meet chamber parlor "
        "parlour deck nook corner dock cellar barn hangar balcony hallway corridor hotel school stadium house online"
    )
)
_AT = frozenset(words("in at @ into use"))
_NO_ROOM = frozenset(
    words(
        "a an my our your his her their this that it all any some english chinese total person advance order "
        "time case general particular fact charge progress least most once last first noon night lunch work "
        "home slack touch hand detail private public mind place need use parallel half short bulk full "
        "response reply addition line q1 q2 q3 q4"
    )
)


def english_places(tokens: Sequence[Token], text: str) -> Iterator[Mark]:
    moved = False
    for place, token in enumerate(tokens):
        moved = moved or "move" in token.classes
        if token.said in _AT or (token.said == "to" and moved):
            yield from _place_after(tokens, place, place + 1, text)
        elif token.said in _IS and place == 0:
            yield from _place_asked_about(tokens, text)
        elif token.kind == COMMA and token.said in ",-–—":
            yield from _place_alone(tokens, place + 1, text)
        elif token.kind == CUE and not _WANTS.isdisjoint(token.classes):
            yield from _place_wanted(tokens, place + 1, text)
        elif token.kind == WORD and _is_free_room(tokens, place, text):
            yield _mark(tokens, place, place, place, text)
        elif token.kind == "T" and place + 4 >= len(tokens) > place + 1:
            yield from _place_last(tokens, place + 1, text)


def _place_after(tokens: Sequence[Token], lead: int, first: int, text: str) -> Iterator[Mark]:
    """in the fishbowl, at Riverside Park: up to four words, the last a place, or one proper name."""
    if first < len(tokens) and tokens[first].said in {"the", "room"}:
        first += 1
    last = _run(tokens, first)
    if last < first or tokens[first].said in _NO_ROOM:
        return
    named = _named_place(tokens, first, min(last, first + 4))
    if named:
        yield _mark(tokens, lead, first, named, text)
        return
    raw = text[tokens[first].start : tokens[first].end]
    if raw[0].isupper() and tokens[first].said not in people_en.NOT_NAMES and not tokens[first].noun:
        end = first + 1 if first < last and text[tokens[first + 1].start].isupper() else first
        yield _mark(tokens, lead, first, end, text)


def _named_place(tokens: Sequence[Token], first: int, last: int) -> int:
    """The last word of a place that begins at `first`, with its number or letter; 0 when there is none."""
    for end in range(last, first - 1, -1):
        if tokens[end].said in _PLACE_EN and (tokens[end].said != "room" or end > first):
            after = tokens[end + 1] if end < last else None
            return end + (after is not None and (after.said.isdigit() or len(after.said) == 1))
    return 0


def _place_last(tokens: Sequence[Token], first: int, text: str) -> Iterator[Mark]:
    """wed 6-7pm studio 2, friday at 3 lounge: nothing but a place behind the time."""
    last = len(tokens) - 1
    if _run(tokens, first) == last == _named_place(tokens, first, last) and tokens[first].said != "room":
        yield _mark(tokens, first, first, last, text)


_IS = frozenset(words("is are"))


def _place_asked_about(tokens: Sequence[Token], text: str) -> Iterator[Mark]:
    """is the library free, is Lab 3 taken on Friday?"""
    first = 2 if len(tokens) > 1 and tokens[1].said == "the" else 1
    end = _named_place(tokens, first, min(_run(tokens, first), first + 4))
    after = tokens[end + 1] if end and end + 1 < len(tokens) else None
    if after is not None and (after.kind == "T" or "free" in after.classes):
        yield _mark(tokens, first, first, end, text)


def _place_alone(tokens: Sequence[Token], first: int, text: str) -> Iterator[Mark]:
    """ ", Pluto" or ", small mtg room": a chunk of its own after a comma."""
    last = _run(tokens, first)
    if (
        last < first
        or last - first > 3
        or (last + 1 < len(tokens) and tokens[last + 1].kind not in {STOP, COMMA, "T", "P"})
    ):
        return
    known = any(token.said in _PLACE_EN for token in tokens[first : last + 1]) and (
        last > first or tokens[last].said != "room"
    )
    proper = last - first <= 1 and all(
        text[t.start].isupper() and t.kind == WORD and not text[t.start : t.end].isupper()
        for t in tokens[first : last + 1]
    )
    lone = first > 1 and tokens[first - 2].kind == "T"
    if known or (proper and (lone or last + 1 >= len(tokens)) and tokens[first].said not in people_en.given_names()):
        yield _mark(tokens, first, first, last, text)


def _is_free_room(tokens: Sequence[Token], place: int, text: str) -> bool:
    """Orion free wed? when is Orion available; Orion, tmrw 9:15: a proper name that people ask after."""
    token, after = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else None
    raw = text[token.start : token.end]
    proper = raw.isalpha() and raw[0].isupper() and raw[1:].islower() and token.said not in people_en.given_names()
    if not proper or token.said in people_en.NOT_NAMES or after is None:
        return False
    first = place == 0 and after.said == "," and place + 2 < len(tokens) and tokens[place + 2].kind == "T"
    first = first and not any(one.said in _PLACE_EN for one in tokens[3:])
    later = place == 0 and after.kind == "T" and place + 2 < len(tokens) and "free" in tokens[place + 2].classes
    return first or later or (after.kind == CUE and "free" in after.classes)


_WANTS = frozenset(words("want_room book cancel free unneeded move want"))


def _place_wanted(tokens: Sequence[Token], first: int, text: str) -> Iterator[Mark]:
    """we want Jupiter for …, release Orion, room Neptune; book一下Jupiter."""
    if first < len(tokens) and tokens[first].said in {"the", "room"}:
        first += 1
    if first >= len(tokens) or tokens[first].kind != WORD:
        return
    token, after = tokens[first], tokens[first + 1] if first + 1 < len(tokens) else None
    last = _run(tokens, first)
    named = _named_place(tokens, first, min(last, first + 3))
    if named:
        yield _mark(tokens, first, first, named, text)
        return
    raw = text[token.start : token.end].removeprefix("一下")
    token = token._replace(start=token.end - len(raw))
    proper = raw[:1].isupper() and not raw.isupper() and raw.isalpha() and token.said not in people_en.given_names()
    closed = after is None or after.kind not in {WORD, CUE} or after.said in _BREAKS or after.classes == ("unneeded",)
    if proper and closed and token.said not in people_en.NOT_NAMES:
        yield Mark("room", raw, token.start, token.end, token.start)


def _run(tokens: Sequence[Token], first: int) -> int:
    """The last of the Latin words that follow one another."""
    last = first - 1
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if token.kind not in {WORD, CUE} or not token.said.isascii() or token.said in _BREAKS:
            break
        last += 1
    return last


_BREAKS = frozenset(words("for on to with and about at in from of please pls thanks as by"))


def _mark(tokens: Sequence[Token], lead: int, first: int, last: int, text: str) -> Mark:
    start, end = tokens[first].start, tokens[last].end
    return Mark("room", text[start:end], start, end, tokens[lead].start)
