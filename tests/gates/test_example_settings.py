"""The example file names each setting, its default, and what it is for in one sentence."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from config import Settings
from config.loading import leaves
from config.settings import EXAMPLE

LINES = EXAMPLE.read_text(encoding="utf-8").splitlines()
SHOWN = re.compile(r"^#?(\w+) = ")


def flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from flat(value, f"{above}{key}.")
        else:
            yield above + key, value


def shown() -> dict[str, Any]:
    return dict(flat(tomllib.loads("\n".join(re.sub(r"^#(?=\w+ = )", "", line) for line in LINES))))


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    assert sorted(shown()) == sorted(leaves(Settings))


def test_the_example_shows_the_defaults() -> None:
    given = dict(flat(tomllib.loads("\n".join(LINES))))
    defaults = dict(flat(Settings().model_dump(mode="json")))
    assert given == {name: value for name, value in defaults.items() if value is not None}


def test_the_example_is_valid_settings_as_it_is() -> None:
    assert Settings(**tomllib.loads("\n".join(LINES))) == Settings()


def test_a_sentence_stands_above_each_setting() -> None:
    above = [before for before, line in pairwise(LINES) if SHOWN.match(line)]
    assert [line for line in above if not re.fullmatch(r"# .+\.", line)] == []
