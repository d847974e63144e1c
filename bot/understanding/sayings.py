"""Sentences that mean one thing as they stand: a phrase file may list them whole, for wishes with few ways to say them.

    [[says]]
    intent = "log"
    zh = "(投递|发送)记录"
    en = "delivery log, outbox"
    slots = { only = "failed" }

The words are written as in the lexicon; a polite beginning is left out of account, and a number behind one fills the
slot `number`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.lexicon import entries
from bot.understanding.normalise import clean
from bot.understanding.phrases import DESKS, phrase_file

_LONGEST = 60
_OPENING = re.compile(
    r"(?:please |can i |i want to )*(?:show|see|list|open|give|check)(?: me)? (?:all )?(?:the )?|the "
    r"|(?:请|帮我|帮忙|麻烦|我要|我想|给我)*(?:看看|看一下|看下|查看|查一下|查下|查询|显示|打开|列出|列一下|看|查)?"
)
_NUMBERED = re.compile(r"(.*?)[ #第]*(\d{1,18})[条号]?")
_COUNTED = ("条", "号")
_NEEDLESS = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")
_ENDS = " .。!！?？~～"


class Saying(NamedTuple):
    intent: str
    slots: Mapping[str, str]


@lru_cache(maxsize=1)
def sayings() -> Mapping[str, Saying]:
    """Every listed sentence of every desk."""
    found: dict[str, Saying] = {}
    for desk in DESKS:
        for entry in tomllib.loads(phrase_file(desk)).get("says", ()):
            saying = Saying(f"{desk}.{entry['intent']}", entry.get("slots", {}))
            for language in ("zh", "en"):
                found |= dict.fromkeys(map(_bare, entries(entry.get(language, ""), language)), saying)
    found.pop("", None)
    return found


def as_it_stands(text: str) -> Saying | None:
    """What the whole sentence means; None for all that is not on a list."""
    said = _bare(fold(clean(text))) if len(text) <= _LONGEST else ""
    opening = _OPENING.match(said)
    for one in (said, said[opening.end() :] if opening else ""):
        if (whole := sayings().get(one)) is not None:
            return whole
        numbered = _NUMBERED.fullmatch(one) if one[-1:].isdigit() or one[-1:] in _COUNTED else None
        if numbered and (about := sayings().get(numbered[1])) is not None:
            return Saying(about.intent, {**about.slots, "number": numbered[2]})
    return None


def _bare(said: str) -> str:
    """Without marks at the end, and without spaces where Chinese needs none."""
    return _NEEDLESS.sub("", said.strip(_ENDS))
