"""How much each piece of evidence speaks for each intent: a table that is read, summed and made into chances.

The weights are fitted on the tables of utterances in the tests by `python -m tests.phrases.fit`: multinomial logistic
regression, so that the sums are log-odds and the chances mean what they say.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import NamedTuple


class Weights(NamedTuple):
    """For each piece of evidence the intents it speaks for or against, by their place in `intents`."""

    intents: tuple[str, ...]
    rows: Mapping[str, tuple[tuple[int, float], ...]]


NOTHING = "none"
"""The intent of a sentence that asks for nothing."""


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    table = json.loads(files("bot.understanding").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(
        tuple(table["intents"]),
        {name: tuple((int(place), float(weight)) for place, weight in row) for name, row in table["weights"].items()},
    )


def chances(evidence: Iterable[str]) -> list[tuple[str, float]]:
    """Every intent with its chance, the likeliest first; they sum to one."""
    intents, rows = load_weights()
    sums = [0.0] * len(intents)
    for row in map(rows.get, evidence):
        if row is not None:
            for place, weight in row:
                sums[place] += weight
    ranked = sorted(zip(sums, intents, strict=True), reverse=True)
    odds = [exp(one - ranked[0][0]) for one, _ in ranked]
    total = sum(odds)
    return [(intent, one / total) for (_, intent), one in zip(ranked, odds, strict=True)]
