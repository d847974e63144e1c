"""A file with a ledger becomes cells under our columns, however it was drawn up: titles above, merged cells, sheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from bot.errors import UserError
from bot.register.columns import RUNNING, bare, found_in
from bot.register.neutral import freed
from bot.tables import MOST_BYTES, MOST_ROWS, Unreadable, csv_lines, read_json, text_of
from bot.understanding.regex import regex

HEADER_WITHIN = 10
"""The header is one of so many rows; above it stands a title."""

MOST_COLUMNS = 100
MOST_UNPACKED = 100_000_000
TELLING = 2
"""So many known names make a row a header."""

UNKNOWN = "\x00formula"
"""Stands for a formula whose value was never worked out, or is a fault."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ERROR = regex(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_HALF_A_MINUTE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is where it stands in the file; `cells` are those that hold something, by our names of the columns."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """`columns` are those of ours that the file has, `extra` the headers that were left out."""

    columns: frozenset[str]
    lines: tuple[Line, ...]
    extra: tuple[str, ...] = ()


Cells = tuple[int, Sequence[str]]


def read_ledger(
    name: str, content: bytes, most: int = MOST_ROWS, too_many: str = "supervision.file_too_many_rows"
) -> Ledger:
    """The first sheet whose header is a ledger's; UserError or Unreadable where the file as a whole is wrong.

    Of a larger file no more is read than shows that it has more than `most` rows, which is said by the text `too_many`.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in {"xlsx", "csv", "json"}:
        raise UserError("supervision.file_ending", name=name)
    fault = UserError(too_many, most=most)
    if len(content) > MOST_BYTES:
        raise UserError("supervision.file_too_large", most=MOST_BYTES // 1_000_000)
    ledger = _first([_of_json(content)] if ending == "json" else _sheets(ending, content, most, fault))
    if len(ledger.lines) > most:
        raise fault
    return ledger


def _first(sheets: Iterable[Iterable[Cells]]) -> Ledger:
    for rows in sheets:
        ledger = _ledger(rows)
        if ledger is not None:
            return ledger
    raise UserError("supervision.file_no_header")


def _ledger(rows: Iterable[Cells]) -> Ledger | None:
    """None where no row is a header; of several the one that names most columns is."""
    row = iter(rows)
    top = [cells for _, cells in zip(range(HEADER_WITHIN), row, strict=False)]
    best = max(top, key=lambda one: len(found_in(one[1])), default=None)
    if best is None or len(found_in(best[1])) < TELLING:
        return None
    header, columns = best[1], found_in(best[1])
    below = (one for one in top if one[0] > best[0])
    lines = (_line(one, columns, header) for part in (below, row) for one in part)
    places = set(columns.values())
    extra = [cell for place, cell in enumerate(header) if cell and place not in places and bare(cell) not in RUNNING]
    return Ledger(frozenset(columns), tuple(line for line in lines if line is not None), tuple(extra))


def _line(row: Cells, columns: Mapping[str, int], header: Sequence[str]) -> Line | None:
    """None for an empty row, and for the header once more, as it is printed on each page."""
    number, cells = row
    found = {name: cells[place] for name, place in columns.items() if place < len(cells) and cells[place]}
    if not found or all(cell == header[columns[name]] for name, cell in found.items()):
        return None
    return Line(number, found)


def _sheets(ending: str, content: bytes, most: int, fault: UserError) -> Iterator[Iterable[Cells]]:
    if ending == "csv":
        yield ((number, [freed(cell) for cell in cells]) for number, cells in csv_lines(content))
        return
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _must_be_modest(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield _at_most(2 * most + HEADER_WITHIN, _rows_of(sheet, content), fault)
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, ParseError) as broken:
        raise Unreadable("this is no workbook that can be read: save it again as xlsx.") from broken


def _at_most(most: int, rows: Iterator[Cells], fault: UserError) -> list[Cells]:
    """All of them, or the fault: a part of them would be worse than none."""
    found = list(islice(rows, most + 1))
    if len(found) > most:
        raise fault
    return found


def _must_be_modest(content: bytes) -> None:
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise UserError("supervision.file_too_large", most=MOST_BYTES // 1_000_000)


def _rows_of(sheet: Any, content: bytes) -> Iterator[Cells]:
    """The rows that hold something, a merged cell's value in each row that it spans."""
    merged, unknown = _marks(content, sheet._worksheet_path)
    below: dict[int, tuple[int, str]] = {}
    places = [place for row in merged.values() for place, _ in row] + [one for row in unknown.values() for one in row]
    width = max(places, default=-1) + 1
    sheet.reset_dimensions()  # what a file says of its size is not always so
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_text(value) for value in values[:MOST_COLUMNS]]
        cells += [""] * (width - len(cells))
        for place in unknown.get(number, ()):
            cells[place] = UNKNOWN
        if not any(cells):
            continue
        for place, last in merged.get(number, ()):
            below[place] = (last, cells[place])
        for place, (last, value) in below.items():
            if number <= last:
                cells[place] = cells[place] or value
        yield number, cells


Marks = tuple[Mapping[int, list[tuple[int, int]]], Mapping[int, list[int]]]


def _marks(content: bytes, path: str) -> Marks:
    """What a sheet that is read row by row does not tell: by first row the columns of merged cells with their last
    row, and by row the columns of formulas without a value."""
    from xml.etree.ElementTree import iterparse
    from zipfile import ZipFile

    merged: dict[int, list[tuple[int, int]]] = {}
    unknown: dict[int, list[int]] = {}
    with ZipFile(BytesIO(content)) as packed, packed.open(path) as source:
        for _, element in iterparse(source):
            if element.tag == f"{_MAIN}mergeCell":
                _note_merged(element.get("ref", ""), merged)
            elif element.tag == f"{_MAIN}c":
                _note_unknown(element, unknown)
            elif element.tag == f"{_MAIN}row":
                element.clear()
    return merged, unknown


def _note_merged(ref: str, merged: dict[int, list[tuple[int, int]]]) -> None:
    from openpyxl.utils import range_boundaries

    left, top, _, bottom = (number or 0 for number in range_boundaries(ref))
    if bottom > top and left <= MOST_COLUMNS:
        merged.setdefault(top, []).append((left - 1, bottom))


def _note_unknown(cell: Any, unknown: dict[int, list[int]]) -> None:
    from openpyxl.utils.cell import coordinate_to_tuple

    if cell.find(f"{_MAIN}f") is None or cell.findtext(f"{_MAIN}v") or not cell.get("r"):
        return
    row, column = coordinate_to_tuple(cell.get("r"))
    if column <= MOST_COLUMNS and cell.get("t") != "str":
        unknown.setdefault(row, []).append(column - 1)


def _text(value: Any) -> str:
    """A date at midnight is a day; what is meant by a time is its minute."""
    if isinstance(value, datetime):
        at = value + _HALF_A_MINUTE
        return f"{at:%Y-%m-%d %H:%M}" if at.hour or at.minute else f"{at:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    text = text_of(value)
    return UNKNOWN if _ERROR.fullmatch(text) else freed(text)


def _of_json(content: bytes) -> Iterable[Cells]:
    table = read_json(content)
    yield 0, table.headers
    for row in table.rows:
        yield row.line, [row.cells.get(header, "") for header in table.headers]
