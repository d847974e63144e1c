"""Tables that people bring along: xlsx, csv or json becomes a header and rows of text, whatever wrote the file."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

MOST_ROWS = 20_000
MOST_BYTES = 20_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
BETWEEN = "、"
DELIMITERS = ",;\t"


class Unreadable(Exception):
    """The file is no table; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the row stands in the file, for messages: an entry's number in JSON, which has no lines."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


Cells = tuple[int, Sequence[Any]]


def read_table(name: str, content: bytes) -> Table:
    """The table of a file, by its name's ending; empty rows are left out."""
    ending = name.rpartition(".")[2].lower()
    reader = READERS.get(ending)
    if reader is None:
        raise Unreadable(f"{name} is none of {', '.join(READERS)}: save it as one of these.")
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{name} is larger than {MOST_BYTES // 1_000_000} MB: split it.")
    table = reader(content)
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(f"{name} has more than {MOST_ROWS} rows: split it.")
    return table


def read_csv(content: bytes) -> Table:
    """UTF-8, or the Chinese encoding that spreadsheets write; comma, semicolon or tab between."""
    return _table(csv_lines(content))


def csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins on."""
    text = _decoded(content)
    first = next((line for line in text.splitlines() if any(mark in line for mark in DELIMITERS)), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)

    before = 0
    try:
        for cells in reader:
            yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error as fault:
        raise Unreadable(f"line {reader.line_num} is not valid csv ({fault}): mend it there.") from fault


def read_xlsx(content: bytes) -> Table:
    """The first sheet, formulas as the values that were last shown."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True)
        return _table(enumerate(rows, 1))
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as fault:
        raise Unreadable("this is no workbook that can be read: save it again as xlsx.") from fault


def read_json(content: bytes) -> Table:
    """A list of objects; a list inside one becomes its parts with 、 between."""
    try:
        entries = json.loads(_decoded(content))
    except (json.JSONDecodeError, RecursionError) as fault:
        raise Unreadable(f"this is not valid JSON ({fault}): mend it there.") from fault
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unreadable('this JSON is no list of objects: write [{"name": …}, …].')
    headers = tuple(dict.fromkeys(str(key).strip() for entry in entries for key in entry))
    rows = (
        (number, {str(key).strip(): text_of(value) for key, value in entry.items()})
        for number, entry in enumerate(entries, 1)
    )
    return Table(headers, tuple(Row(number, cells) for number, cells in rows if any(cells.values())))


READERS: Mapping[str, Callable[[bytes], Table]] = {"xlsx": read_xlsx, "csv": read_csv, "json": read_json}


def _table(lines: Iterable[Cells]) -> Table:
    filled = ((line, [text_of(cell) for cell in cells]) for line, cells in lines)
    full = ((line, cells) for line, cells in filled if any(cells))
    top = next(full, None)
    if top is None:
        raise Unreadable("the file is empty: write a header row and rows below it.")
    headers = top[1]
    twice = sorted({header for header in headers if header and headers.count(header) > 1})
    if twice:
        raise Unreadable(f"the header row names {', '.join(twice)} twice: take one out.")
    return Table(
        tuple(header for header in headers if header),
        tuple(Row(line, _by_header(headers, cells)) for line, cells in full),
    )


def _by_header(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The row's cells under their headers; what stands under no header is kept under the empty one, to be said."""
    under: dict[str, str] = {}
    for header, cell in zip_longest(headers, cells, fillvalue=""):
        under[header] = under[header] + cell if header in under else cell
    return under


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("the file's characters cannot be read: save it as UTF-8.")


def text_of(value: Any) -> str:
    """What a person sees in the cell; spreadsheets keep 301 as 301.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return BETWEEN.join(text_of(part) for part in value)
    return str(value).strip()
