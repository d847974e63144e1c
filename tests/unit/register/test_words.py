"""Words of the register: no formula among them, and the same as those on the cards."""

import csv
import json
from collections.abc import Mapping
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.register.columns import COLUMNS, NAMES, SOURCES, STATES, URGENCIES, bare, value_of
from bot.register.neutral import freed, neutral, plain
from bot.register.sheets import read_ledger
from bot.register.writing import WRITERS
from handlers import supervision

V = TypeVar("V", bound=StrEnum)
COMMANDS = ("=1+1", "+1", "-1", "@a", "'=1", "''=1", "＝1", "=HYPERLINK(1)")


@given(st.text())
def test_neutral_text_is_no_formula_and_comes_back(text: str) -> None:
    kept = plain(text)
    assert freed(neutral(kept)) == kept
    assert neutral(kept)[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


@pytest.mark.parametrize("ending", WRITERS)
@given(text=st.one_of(st.sampled_from(COMMANDS), st.text(max_size=40)))
def test_every_cell_comes_back_from_every_kind_of_file(ending: str, text: str) -> None:
    kept, target = plain(text), BytesIO()
    row = dict.fromkeys(COLUMNS, "") | {"title": "事", "standard": kept}
    WRITERS[ending]([row], target)
    (line,) = read_ledger(f"a.{ending}", target.getvalue()).lines
    assert plain(line.cells.get("standard", "")) == kept


@pytest.mark.parametrize("words", COMMANDS)
def test_no_spreadsheet_is_given_a_formula(words: str) -> None:
    row = dict.fromkeys(COLUMNS, words) | dict.fromkeys(("due", "assigned", "accepted", "ended"), "")
    files = {ending: BytesIO() for ending in WRITERS}
    for ending, target in files.items():
        WRITERS[ending]([row], target)
    in_csv = list(csv.reader(StringIO(files["csv"].getvalue().decode("utf-8-sig"))))[1]
    assert {cell[:1] for cell in in_csv if cell} == {"'"}
    cells: list[Any] = list(load_workbook(files["xlsx"]).worksheets[0][2])
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert {cell.quotePrefix for cell in cells if cell.value} == {True}
    assert json.loads(files["json"].getvalue())[0]["事项"] == words


def test_an_empty_register_is_a_header() -> None:
    for ending, write in WRITERS.items():
        target = BytesIO()
        write([], target)
        assert target.getvalue(), ending


def test_the_words_are_those_of_the_cards() -> None:
    texts = supervision.router.pairs
    for kind, words in (("state", STATES), ("source", SOURCES), ("urgency", URGENCIES)):
        assert [known[0] for known in words.values()] == [texts[f"{kind}_{value}"][0] for value in words]


def test_each_name_of_a_column_and_each_word_means_one_thing() -> None:
    assert len(NAMES) == sum(len({bare(one) for one in names}) for names in COLUMNS.values())
    means_one_thing(STATES)
    means_one_thing(SOURCES)
    means_one_thing(URGENCIES)


def means_one_thing(words: Mapping[V, tuple[str, ...]]) -> None:
    every = [word for known in words.values() for word in known]
    assert len(every) == len(set(every))
    for value, known in words.items():
        assert {value_of(word.upper(), words) for word in (*known, value.value)} == {value}
