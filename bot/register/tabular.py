"""Any list with a header as a file; no text becomes a formula."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from bot.cards import tame
from bot.register.neutral import neutral, plain
from bot.register.writing import Cells

USUAL_WIDTH = 16

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`title` is the sheet's name, `widths` those of the columns that differ, by place."""

    title: str
    header: Row
    rows: Sequence[Row]
    widths: Mapping[int, int] = field(default_factory=dict)

    def cells(self) -> Iterable[Row]:
        return (tuple(plain(tame(cell)) for cell in row) for row in self.rows)


def write_table(table: Table, ending: str, target: IO[bytes]) -> None:
    WRITERS[ending](table, target)


def _xlsx(table: Table, target: IO[bytes]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    for place in range(len(table.header)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = table.widths.get(place, USUAL_WIDTH)
    cells = Cells(sheet)
    sheet.append([cells.head(plain(tame(one))) for one in table.header])
    for row in table.cells():
        sheet.append([cells.of(one) for one in row])
    book.save(target)


def _csv(table: Table, target: IO[bytes]) -> None:
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([neutral(plain(tame(cell))) for cell in table.header])
    for row in table.cells():
        writer.writerow([neutral(cell) for cell in row])
    text.detach()


def _json(table: Table, target: IO[bytes]) -> None:
    found = [dict(zip(table.header, row, strict=True)) for row in table.cells()]
    target.write(json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")


WRITERS: Mapping[str, Callable[[Table, IO[bytes]], None]] = {"xlsx": _xlsx, "csv": _csv, "json": _json}
