"""The signing sheet 签收单 of a notice: as a workbook, and as a page that is printed from any browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any

from bot.cards import tame
from bot.register.neutral import plain
from bot.register.writing import Cells

A4 = 9
"""The number of that paper in a workbook."""

WIDTHS = (6, 12, 16, 16, 16, 16, 24, 18)

Cell = str | datetime


@dataclass(frozen=True, slots=True)
class SigningSheet:
    """`facts` stand above the table; each row begins with its number, and an empty place to sign is put behind it.

    `columns` has one more header, of that place; times are local and without a zone, as cells have them.
    """

    title: str
    text: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    language: str = "zh"


def signing_workbook(sheet: SigningSheet) -> bytes:
    """On A4 paper it is as wide as the page, and each page has the header again."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet("签收单" if sheet.language == "zh" else "Signing sheet")
    for place, width in enumerate(WIDTHS[: len(sheet.columns)], 1):
        page.column_dimensions[get_column_letter(place)].width = width
    above = [sheet.title, sheet.text, *(f"{label}  {value}" for label, value in sheet.facts)]
    _set_up(page, header=len(above) + 1, last=get_column_letter(len(sheet.columns)))
    bare, lined = Cells(page), Cells(page, lined=True)
    page.append([bare.head(plain(tame(above[0])))])
    for words in above[1:]:
        page.append([bare.of(plain(tame(words)))])
    page.append([lined.head(column) for column in sheet.columns])
    for row in sheet.rows:
        page.append([*(_cell(lined, value) for value in row), lined.blank()])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _set_up(page: Any, header: int, last: str) -> None:
    for row in range(1, header):
        page.merged_cells.add(f"A{row}:{last}{row}")
    page.row_dimensions[2].height = 90
    page.freeze_panes = f"A{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&P / &N"


def _cell(cells: Cells, value: Cell) -> Any:
    if isinstance(value, str):
        return cells.of(plain(tame(value))) or cells.blank()
    return cells.of(value)


_STYLE = """
@page { size: A4; margin: 14mm 12mm; }
body { font: 11pt/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
body { color: #000; margin: 0 auto; max-width: 190mm; }
h1 { font-size: 16pt; margin: 0 0 4mm; overflow-wrap: anywhere; }
p { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 4mm; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm; margin: 0 0 4mm; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.3mm solid #000; padding: 1.2mm; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th:last-child, td:last-child { width: 26mm; }
"""
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"


def signing_page(sheet: SigningSheet) -> bytes:
    """Nothing in it runs or is fetched, whatever a title or a name has in it."""
    facts = "".join(f"<dt>{_text(label)}</dt><dd>{_text(value)}</dd>" for label, value in sheet.facts)
    head = "".join(f"<th>{_text(column)}</th>" for column in sheet.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_written(value)}</td>' for value in row)}<td></td></tr>\n" for row in sheet.rows
    )
    return (
        f'<!doctype html>\n<html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_ELSE}">'
        f"<title>{_text(sheet.title)}</title><style>{_STYLE}</style></head>\n<body>"
        f'<h1 dir="auto">{_text(sheet.title)}</h1><p dir="auto">{_text(sheet.text)}</p><dl>{facts}</dl>\n'
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></body></html>\n"
    ).encode()


def _text(value: str) -> str:
    return escape(plain(tame(value)))


def _written(value: Cell) -> str:
    """Names in another direction of writing keep to their own cell."""
    return f"<bdi>{_text(value)}</bdi>" if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M}"
