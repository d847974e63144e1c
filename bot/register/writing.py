"""The register as a file in its usual form: a header, one item a row; good to be brought along again without change."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import IO, Any

from bot.register.columns import COLUMNS, headers
from bot.register.neutral import freed, neutral
from bot.register.rows import as_cells

Rows = Iterable[dict[str, str]]

SHEET = "督办台账"
WIDTHS = {"title": 40, "standard": 40, "progress": 40, "origin": 40, "source": 24, "number": 18, "co_owners": 18}
TIME_WIDTH, USUAL_WIDTH = 17, 12
TIME_FORMAT = "yyyy-mm-dd hh:mm"


def write_xlsx(rows: Rows, target: IO[bytes]) -> None:
    """Row by row: however many there are, they are never in memory together."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, 1):
        width = TIME_WIDTH if name in {"due", "assigned", "accepted", "ended"} else WIDTHS.get(name, USUAL_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
    cells = Cells(sheet)
    sheet.append([cells.head(header) for header in headers()])
    last = 1
    for row in rows:
        sheet.append([cells.of(value) for value in as_cells(row).values()])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    book.save(target)


class Cells:
    """Cells with a few styles that are made once; with lines around them where the sheet is to be printed."""

    def __init__(self, sheet: Any, *, lined: bool = False) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, Side

        self._cell: Callable[..., Any] = WriteOnlyCell
        self._sheet = sheet
        self._bold, self._wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        side = Side("thin")
        self._border = Border(side, side, side, side) if lined else None
        self._styles = {name: self._style(name) for name in ("head", "text", "time", "command")}

    def _style(self, name: str) -> Any:
        cell = self._cell(self._sheet, "x")
        cell.alignment = self._wrapped
        if self._border is not None:
            cell.border = self._border
        if name == "head":
            cell.font = self._bold
        if name == "time":
            cell.number_format = TIME_FORMAT
        if name == "command":
            cell.quotePrefix = True
        return cell._style

    def head(self, header: str) -> Any:
        return self._made(header, "head")

    def blank(self) -> Any:
        """To be written in by hand."""
        return self._made(None, "text")

    def of(self, value: str | datetime) -> Any:
        """Text is text for good: a spreadsheet is told so where it would see a formula."""
        if isinstance(value, datetime):
            return self._made(value, "time")
        if not value:
            return None
        kept = neutral(value) if freed(value) != value else value
        cell = self._made(kept, "command" if neutral(kept) != kept else "text")
        cell.data_type = "s"
        return cell

    def _made(self, value: Any, style: str) -> Any:
        cell = self._cell(self._sheet, value)
        cell._style = self._styles[style]
        return cell


def write_csv(rows: Rows, target: IO[bytes]) -> None:
    """With the mark by which spreadsheets know UTF-8."""
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headers())
    for row in rows:
        writer.writerow([neutral(cell) for cell in row.values()])
    text.detach()


def write_json(rows: Rows, target: IO[bytes]) -> None:
    """A list of objects, one a line."""
    names = headers()
    opening = "["
    for row in rows:
        entry = json.dumps(dict(zip(names, row.values(), strict=True)), ensure_ascii=False)
        target.write(f"{opening}\n{entry}".encode())
        opening = ","
    target.write(b"\n]\n" if opening == "," else b"[]\n")


WRITERS: Mapping[str, Callable[[Rows, IO[bytes]], None]] = {"xlsx": write_xlsx, "csv": write_csv, "json": write_json}
