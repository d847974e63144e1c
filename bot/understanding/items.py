"""Sentences that name an item of the ledger and what is done to it: 督15 签收, 办结督15, extend item 15 to Dec 20.

What is left when the item is cut out begins with the words of a deed, or it is left to the weights. The words are in
the phrase file; what follows them is read here, and kept in the writer's words.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.item_words import (
    ASKS,
    READERS,
    Said,
    as_amended,
    as_led,
    as_prolonged,
    as_reported,
    as_shown,
    as_slip,
    as_submitted,
    reason_first,
)
from bot.understanding.lexicon import entries
from bot.understanding.phrases import phrase_file
from bot.understanding.references import Reference, digits_of, references
from bot.understanding.regex import regex
from bot.understanding.sentence import Context, unaddressed
from bot.understanding.slots import Slots

_OPENING = regex(
    r"(?:请|麻烦|帮我|帮忙|我们?|现|把|将|对|关于|给|就|(?:please|pls|can you|could you|kindly|i'd like to|i want to|"
    r"i|we|let's|the)(?![a-z])|[\s,，:])*"
)
_CLOSING = regex(r"(?:(?<=.)(?:一下|[:：,，、]|\b(?:the|for|of|on|to|about|with|in|from)(?![a-z]))|\s)+$")
_CONNECTING = regex(
    r"(?:[\s,，、:;；。.!~—-]|'s\b|(?:的|这[个件项条]?)?事项?(?![\u4e00-\u9fff])|的(?=.)|"
    r"(?:is|has been|was|please|i|we)\b)*"
)
_ONLY_NAMED = regex(r"[\s,，。.!?？~:]*")
_COLON = regex(r"\s?[:：]\s?(?=\S)")
_OF = regex(r"(?:的|'s)?\s*")
_HASTE = regex(r"(?:现|特|予以|先|已经?|我们?|请)")


_ASKED_FOR = regex(r"\s*\b(?:for|on|of|with)$", re.IGNORECASE)


_MARKS = " ,，;；:：。.!！"
_ACCEPT = "supervision.accept"
_CLOSE = "supervision.close"
AMEND = "supervision.amend"
"""Said with the fields and their new values: it needs no words of a deed."""


class Item(NamedTuple):
    """`plain` when it is said to the desk wherever it is said, be the bot addressed or not."""

    intent: str
    slots: Slots
    plain: bool


@lru_cache(maxsize=1)
def deeds() -> Mapping[str, str]:
    """Every way to name a deed, and the intent it is of."""
    found: dict[str, str] = {}
    for name, said in tomllib.loads(phrase_file("supervision")).get("deeds", {}).items():
        for language in ("zh", "en"):
            found |= dict.fromkeys(entries(said.get(language, ""), language), f"supervision.{name}")
    found.pop("", None)
    return found


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, deeds()))


def read_item(text: str, context: Context) -> Item | None:
    """None where no item is named, or nothing is done to it."""
    said = unaddressed(text, context)
    rows = references(fold(said))
    return _read(said, rows[0], context) if rows else None


def report_behind(text: str, context: Context) -> Slots:
    """The words of a report that the weights found: all behind the item in front; empty when none stands there."""
    said = unaddressed(text, context)
    row = next(iter(references(fold(said))), None)
    opening = _OPENING.match(fold(said))
    if row is None or opening is None or opening.end() < row.start:
        return {}
    connecting = _CONNECTING.match(fold(said[row.end :]))
    return as_reported(said[row.end + (connecting.end() if connecting else 0) :], True)


def _read(text: str, row: Reference, context: Context) -> Item | None:
    opening = _OPENING.match(fold(text))
    before = text[min(opening.end() if opening else 0, row.start) : row.start]
    after = text[row.end :]
    if not before.strip() and _ONLY_NAMED.fullmatch(after):
        return Item("supervision.show", _named(row.numbers), row.plainly)
    found = _around(before, after, row, context) if before.strip() else _behind(after, row, context)
    if found is None:
        return None
    intent, slots, plain = found
    numbers = slots.pop("numbers", row.numbers)
    return Item(intent, {**_named(numbers), **slots}, plain)  # type: ignore[arg-type]


def _named(numbers: tuple[str, ...]) -> Slots:
    return {"numbers": numbers, "number": digits_of(numbers[0])}


Found = tuple[str, Slots, bool]


_UNSIGNED = regex(
    r"(?:还有)?(?:谁|哪[些个位]人?)还?(?:没有?|未)签收?[的了啊呀呢吧]*[?!。.]*|"
    r"[:,]?\s*who (?:has not|hasn't|have not|haven't) (?:yet )?signed(?: for it)?(?: yet)?[?!.]*"
)
"""督15谁还没签收: a name is wanted, not the whole item."""


def _behind(after: str, row: Reference, context: Context) -> Found | None:
    """督15 签收: the item first."""
    connecting = _CONNECTING.match(fold(after))
    rest = after[connecting.end() if connecting else 0 :]
    if _UNSIGNED.fullmatch(fold(rest)):
        return "supervision.show", {"unsigned": 1}, row.plainly
    if as_shown(rest) or (ASKS.search(fold(rest)) and not _asks_for_more(rest, row, context)):
        return "supervision.show", {}, row.plainly
    colon = bool(_COLON.match(after)) and len(row.numbers) == 1
    if slots := as_amended(rest, context):
        return AMEND, slots, True
    reason, behind = reason_first(rest)
    if reason and (found := _deed(behind, behind, row, context)) is not None:
        return found[0], {"reason": reason, **found[1]}, found[2]
    return _deed(rest, rest, row, context) or _in_other_words(rest, colon, row, context)


def _in_other_words(rest: str, colon: bool, row: Reference, context: Context) -> Found | None:
    """two more weeks, 附件已发，请办结, 李强主办, or after a colon what there is to report."""
    said = Said(rest, row.numbers, rest, context)
    ways = (
        ("supervision.extend", as_prolonged(said), True),
        ("supervision.submit", as_submitted(rest), True),
        ("supervision.reassign", as_led(said), True),
        ("supervision.report", as_reported(rest, colon), row.plainly),
    )
    return next(((intent, slots, plain) for intent, slots, plain in ways if slots), None)


def _asks_for_more(rest: str, row: Reference, context: Context) -> bool:
    """能延期到下周五吗: a question that asks for the deed."""
    found = _deed(rest, rest, row, context)
    return found is not None and found[0] == "supervision.extend" and bool({"due", "duration"} & set(found[1]))


def _around(before: str, after: str, row: Reference, context: Context) -> Found | None:
    """签收督15, 同意督15延期, send item 15 back: the deed before the item, or on both sides of it."""
    whole = before.strip(" ,，:：")
    closing = _CLOSING.search(whole)
    for lead in dict.fromkeys((whole, whole[: closing.start()] if closing else whole)):
        space = " " if lead and lead[-1].isascii() else ""
        joined = f"{lead}{space}{_OF.sub('', after, count=1)}"
        if slip := as_slip(lead, after):
            return "supervision.slip", slip, True
        found = _deed(joined, after, row, context, len(lead))
        if found is not None:
            return found
        if slots := as_amended(joined, context):
            return AMEND, slots, True
    said = Said(whole, row.numbers, whole, context)
    if more := as_prolonged(said._replace(tail=_ASKED_FOR.sub("", whole), joined=_ASKED_FOR.sub("", whole))):
        why = after.strip(_MARKS + "?？")
        return "supervision.extend", {**more, **({"reason": why} if why else {})}, True
    return None


def _deed(joined: str, after: str, row: Reference, context: Context, least: int = 1) -> Found | None:
    """The longest words of a deed in front, no shorter than `least`; what they leave must be fit to follow them."""
    folded = fold(joined)
    skipped = _HASTE.match(folded) if least == 1 else None
    for begin in dict.fromkeys((0, skipped.end() if skipped else 0)):
        for size in range(min(_longest(), len(folded) - begin), least - 1, -1):
            intent = deeds().get(folded[begin : begin + size], "")
            if intent == _CLOSE and folded[:begin].startswith("已"):
                continue  # 已办结 tells what was done
            if not intent or _cuts_a_word(folded, begin + size):
                continue
            tail = joined[begin + size :] if begin + size > least or least == 1 else after
            read = READERS.get(intent.partition(".")[2], READERS[""])
            slots = read(Said(tail, row.numbers, joined, context))
            further = _further(tail, row, context) if slots is not None and intent == _ACCEPT else None
            if further is not None:
                return further
            if slots is not None:
                return intent, slots, row.plainly or intent != "supervision.show"
    return None


def _further(tail: str, row: Reference, context: Context) -> Found | None:
    """accepted, close it: the second deed is what is wanted."""
    rest = tail.strip(_MARKS)
    return _deed(rest, rest, row, context) if rest else None


def _cuts_a_word(folded: str, end: int) -> bool:
    """sign|ature."""
    return (
        folded[end - 1].isascii()
        and folded[end - 1].isalnum()
        and folded[end : end + 1].isascii()
        and (folded[end : end + 1].isalpha())
    )
