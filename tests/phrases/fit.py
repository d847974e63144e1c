"""Fits the weights of `bot/understanding/weights.json` to the utterances of this folder, and says how sure they make.

    python -m tests.phrases.fit            writes the weights and prints the reliability table
    python -m tests.phrases.fit --table    the table alone

Multinomial logistic regression with L2. An utterance with several right intents counts for any of them. The table is
by five-fold cross-validation: each utterance is judged by weights that have not seen it. Needs numpy and scipy, which
nothing else does: pip install numpy scipy.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bot.engine.holidays import work_calendar
from bot.understanding import weighing
from bot.understanding.sentence import Context, take_apart
from bot.understanding.typos import corrected
from tests.phrases.frames import Frames

HERE = Path(__file__).parent
TARGET = Path(weighing.__file__).with_name("weights.json")
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
CONTEXT = Context(
    now=NOW,
    zone=ZONE,
    calendar=work_calendar(),
    rooms=("301", "302", "大会议室"),
    people=frozenset({"张伟", "王芳", "李强", "王伟"}),
    mentions=("张伟", "王芳", "王伟"),
)
WEIGHED = frozenset({"", *weighing.load_weights().intents})
"""The others are read by a grammar and by nothing else."""

WEIGHED_AS = {"supervision.show": "supervision.list"}
"""Who owns #12? is a list of one."""

TABLES, CORPUS, MADE = 3.0, 1.0, 0.12  # how much a line of each kind counts
TIMES = 14  # sentences from each frame
PENALTY = 1.2
LEAST = 0.1  # smaller weights are left out
FOLDS = 5
BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


class Line(NamedTuple):
    """An utterance with the intents that are right, and how much it counts."""

    evidence: frozenset[str]
    intents: tuple[str, ...]
    weight: float


def lines() -> Iterator[Line]:
    """The tables of the tests, the corpus, and the sentences made from frames."""
    for language in ("zh", "en"):
        for path in sorted((HERE / language).glob("*.toml")):
            for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", ()):
                for said in case["says"]:
                    intent = WEIGHED_AS.get(case["intent"], case["intent"])
                    if intent in WEIGHED:
                        yield line(said, (intent or weighing.NOTHING,), TABLES)
        for row in (HERE / "corpus" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            given = json.loads(row)
            yield line(given["text"], tuple(given["intents"]), CORPUS, given.get("now", ""))
        for said, intent in Frames(language).sentences(TIMES):
            yield line(said, (intent,), MADE)


def line(said: str, intents: tuple[str, ...], weight: float, now: str = "") -> Line:
    context = CONTEXT._replace(now=datetime.fromisoformat(now).replace(tzinfo=ZONE)) if now else CONTEXT
    return Line(take_apart(corrected(said), context).evidence, intents, weight)


class Fit:
    """Weights fitted to some lines."""

    def __init__(self, given: Sequence[Line]) -> None:
        counts = Counter(name for one in given for name in one.evidence)
        self.intents = sorted({intent for one in given for intent in one.intents})
        self.names = sorted(name for name, count in counts.items() if count > 1)
        self._place = {name: place for place, name in enumerate(self.names)}
        right = np.zeros((len(given), len(self.intents)))
        for row, one in enumerate(given):
            right[row, [self.intents.index(intent) for intent in one.intents]] = 1
        counted = np.array([one.weight for one in given])
        self.weights = self._fitted(self.matrix(given), right, counted)

    def matrix(self, given: Sequence[Line]) -> Any:
        cells = [
            (row, self._place[name]) for row, one in enumerate(given) for name in one.evidence & self._place.keys()
        ]
        rows, columns = zip(*cells, strict=True)
        return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(given), len(self.names)))

    def _fitted(self, seen: Any, right: Any, counted: Any) -> Any:
        shape = (len(self.names), len(self.intents))
        penalty = PENALTY * np.array([2.0 if ">" in n else 1.5 if "&" in n else 1.0 for n in self.names])[:, None]

        def loss(flat: Any) -> tuple[float, Any]:
            weights = flat.reshape(shape)
            chances = softmax(seen @ weights)
            good = (chances * right).sum(1) + 1e-12
            slope = seen.T @ ((chances - chances * right / good[:, None]) * counted[:, None]) + penalty * weights
            return float(-(counted * np.log(good)).sum() + 0.5 * (penalty * weights**2).sum()), np.asarray(
                slope
            ).ravel()

        found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 200})
        return found.x.reshape(shape)

    def chances(self, given: Sequence[Line]) -> Any:
        return softmax(self.matrix(given) @ self.weights)

    def write(self, path: Path) -> None:
        rows = {}
        for name, row in zip(self.names, self.weights, strict=True):
            kept = [[place, round(float(one), 2)] for place, one in enumerate(row) if abs(one) >= LEAST]
            if kept:
                rows[name] = kept
        body = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in rows.items())
        path.write_text(f'{{"intents": {json.dumps(self.intents)},\n"weights": {{\n{body}\n}}}}\n', encoding="utf-8")


def softmax(sums: Any) -> Any:
    odds = np.exp(sums - sums.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def judged(given: Sequence[Line]) -> Iterator[tuple[float, bool]]:
    """For each real utterance the confidence of the likeliest intent and whether it is right, unseen."""
    for fold in range(FOLDS):
        fit = Fit([one for place, one in enumerate(given) if place % FOLDS != fold or one.weight == MADE])
        left = [one for place, one in enumerate(given) if place % FOLDS == fold and one.weight != MADE]
        for one, chance in zip(left, fit.chances(left), strict=True):
            best = int(chance.argmax())
            yield float(chance[best]), fit.intents[best] in one.intents


def print_table(given: Sequence[Line]) -> None:
    results = list(judged(given))
    sys.stdout.write(f"{len(results)} utterances, {sum(ok for _, ok in results) / len(results):.1%} right\n")
    for low, high in pairwise(BANDS):
        band = [(sure, ok) for sure, ok in results if low <= sure < high]
        if band:
            mean = sum(sure for sure, _ in band) / len(band)
            sys.stdout.write(
                f"| {low:.1f} | {len(band)} | {mean:.0%} | {sum(ok for _, ok in band) / len(band):.0%} |\n"
            )


def main() -> None:
    given = list(lines())
    if "--table" not in sys.argv:
        Fit(given).write(TARGET)
    print_table(given)


if __name__ == "__main__":
    main()
