"""What a benchmark found, and the table and file of all of it."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Goal:
    """The floor must hold, the aim is good; None where the figure only explains another."""

    better: Better
    floor: float | None = None
    aim: float | None = None

    def judge(self, value: float) -> str:
        if self.floor is None:
            return ""
        if self.aim is not None and self._reaches(value, self.aim):
            return "aim"
        return "floor" if self._reaches(value, self.floor) else "MISSED"

    def _reaches(self, value: float, mark: float) -> bool:
        return value >= mark if self.better == "higher" else value <= mark


@dataclass(frozen=True, slots=True)
class Figure:
    """`baseline` and `ours` are medians in `of`; `value` is in `unit`, for ratios the median of the rounds' own."""

    name: str
    value: float
    unit: str
    goal: Goal
    baseline: float
    ours: float
    of: str
    more: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        goal = {"better": self.goal.better, "floor": self.goal.floor, "aim": self.goal.aim}
        sides = {"baseline": _rounded(self.baseline), "ours": _rounded(self.ours), "of": self.of}
        more = {name: _rounded(value) for name, value in self.more.items()}
        return {"value": _rounded(self.value), "unit": self.unit, **goal, **sides, **more}

    def as_row(self) -> tuple[str, ...]:
        goal = self.goal
        more = "  ".join(f"{name} {_short(value)}" for name, value in self.more.items())
        marks = (_short(mark) if mark is not None else "" for mark in (goal.floor, goal.aim))
        sides = (f"{_short(self.ours)} {self.of}", _short(self.baseline))
        return (self.name, _short(self.value), self.unit, *marks, goal.judge(self.value), *sides, more)


HEAD = ("figure", "value", "unit", "floor", "aim", "holds", "ours", "baseline", "")


def table(figures: Iterable[Figure]) -> str:
    rows = [HEAD, *(figure.as_row() for figure in figures)]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def write(figures: Iterable[Figure], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {figure.name: figure.as_json() for figure in figures}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
