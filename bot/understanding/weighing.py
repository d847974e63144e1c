"""How much each piece of evidence speaks for each intent: a table that is read, summed and made into chances.

The weights are fitted on the tables of utterances in the tests by `python -m tests.phrases.fit`: multinomial logistic
regression, so that the sums are log-odds and the chances mean what they say.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from math import exp
from struct import unpack
from typing import NamedTuple


class Weights(NamedTuple):
    """For each piece of evidence what it says for or against every intent, in hundredths, as the digits of one number.

    A digit has 32 bits, the first intent the lowest: so the sum for all intents is one addition for each piece.
    """

    intents: tuple[str, ...]
    rows: Mapping[str, int]
    middle: int


NOTHING = "none"
"""The intent of a sentence that asks for nothing."""

_DIGIT = 32
_HALF = 1 << (_DIGIT - 1)
_PARTS = 100
_BEHIND = 4 * _PARTS
"""What is so far behind the likeliest has a chance of less than two in a hundred."""

_FAR = 20 * _PARTS
"""What is so far behind counts for nothing."""

_ODDS = [exp(-behind / _PARTS) for behind in range(_FAR)]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    table = json.loads(files("bot.understanding").joinpath("weights.json").read_text(encoding="utf-8"))
    intents = tuple(table["intents"])
    rows = {
        name: sum(round(weight * _PARTS) << (_DIGIT * place) for place, weight in row)
        for name, row in table["weights"].items()
    }
    return Weights(intents, rows, sum(_HALF << (_DIGIT * place) for place in range(len(intents))))


def chances(evidence: Iterable[str]) -> list[tuple[str, float]]:
    """The intents that have a chance worth the name, the likeliest first; with all others they would sum to one."""
    intents, rows, middle = load_weights()
    summed = middle + sum(filter(None, map(rows.get, evidence)))
    digits = unpack(f"<{len(intents)}I", summed.to_bytes(len(intents) * _DIGIT // 8, "little"))
    most = max(digits)
    total = sum([_ODDS[most - one] for one in digits if most - one < _FAR])
    ranked = [one for one in zip(digits, intents, strict=True) if most - one[0] < _BEHIND]
    ranked.sort(reverse=True)
    return [(intent, _ODDS[most - one] / total) for one, intent in ranked]
