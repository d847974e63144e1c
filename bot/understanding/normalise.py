"""The form of a text in which it is understood: narrow, without what cannot be seen."""

import unicodedata
from functools import lru_cache

from bot.understanding.regex import regex

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = regex(r"[^\S\n]+")
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CJK_MARKS = dict.fromkeys(map(ord, "，。；？！：（）～"), None)
_FOLD = {k: v for k, v in _WIDE.items() if k not in _CJK_MARKS} | {
    0x3000: " ",
    0xA0: " ",
    0x2028: "\n",
    0x2029: "\n",
    0x0D: "\n",
    0x09: " ",
}


@lru_cache(maxsize=32)
def clean(text: str) -> str:
    """Full-width letters and digits narrow; control, zero-width and direction characters out; Chinese marks stay."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _seen(text.translate(_FOLD)))
    return (text if text.isprintable() and "  " not in text else _SPACES.sub(" ", text)).strip()


def _seen(text: str) -> str:
    if text.isprintable():
        return text
    return "".join([c for c in text if c == "\n" or c.isprintable() or unicodedata.category(c) not in _INVISIBLE])


def key(text: str) -> str:
    """For comparing what was said with what is known: clean, caseless, without spaces."""
    return unicodedata.normalize("NFKC", clean(text)).casefold().replace(" ", "")
