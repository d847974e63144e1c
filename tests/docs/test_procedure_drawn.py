"""The drawing of an item's life shows what the procedure does, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.procedure import UNDER_WAY, State
from tests.docs.reading import ROOT, blocks
from tests.unit.domain.test_procedure import BY_STATE

GROUPS = {"under_way": frozenset(UNDER_WAY)}
EDGE = re.compile(r"(\w+) --> (\w+): (\w+)(, second_level)?")
Edge = tuple[frozenset[State], frozenset[State], str]


def drawn(path: Path) -> Iterator[Edge]:
    (body,) = (body for info, body in blocks(path.read_text("utf-8")) if info == "mermaid")
    for source, target, deed, second in EDGE.findall(body):
        if not second:
            yield _states(source), _states(target), deed


def _states(name: str) -> frozenset[State]:
    return GROUPS.get(name) or frozenset({State(name)})


@pytest.mark.parametrize("name", ["supervision.md", "supervision.zh.md"])
def test_the_drawing_is_the_procedure(name: str) -> None:
    edges = list(drawn(ROOT / "docs" / name))
    changes = {(deed, source, target) for (deed, source), target in BY_STATE.items() if target not in {"-", source}}
    for deed, source, target in changes:
        assert any(deed == d and source in s and target in t for s, t, d in edges), f"{source} {deed} is not drawn"
    for sources, targets, deed in edges:
        for source in sources:
            assert BY_STATE[deed, source] in targets, f"{source} {deed} is drawn, and is not so"
