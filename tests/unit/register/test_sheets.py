"""Ledgers however they were drawn up."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from bot.errors import UserError
from bot.register import sheets
from bot.register.sheets import UNKNOWN, Ledger, read_ledger
from bot.tables import MOST_ROWS, Unreadable

HEADER: list[object] = ["编号", "督办事项", "责任人", "完成时限（必填）*"]


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def workbook(*rows: list[object], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    return saved(book)


def cells(ledger: Ledger) -> list[tuple[int, dict[str, str]]]:
    return [(line.number, dict(line.cells)) for line in ledger.lines]


def test_the_header_is_found_below_a_title_and_repeated_headers_are_left_out() -> None:
    content = workbook(
        ["某大学督办台账"], [], HEADER, [1, "甲", "王芳", "12月5日"], HEADER, [2, "乙"], merged=("A1:D1",)
    )
    ledger = read_ledger("a.xlsx", content)
    assert ledger.columns == {"number", "title", "lead", "due"}
    assert cells(ledger) == [
        (4, {"number": "1", "title": "甲", "lead": "王芳", "due": "12月5日"}),
        (6, {"number": "2", "title": "乙"}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_above_a_csv_does_not_hide_what_stands_between_its_cells(delimiter: str) -> None:
    rows = ["某大学督办台账", *(delimiter.join(map(str, row)) for row in (HEADER, ["1", "甲", "王芳", "12月5日"]))]
    (line,) = read_ledger("a.csv", "\n".join(rows).encode("gb18030")).lines
    assert (line.number, line.cells["lead"]) == (3, "王芳")


def test_a_merged_cell_counts_for_each_of_its_rows_and_only_for_those() -> None:
    rows = [
        HEADER,
        [1, "甲", "王芳", "12月5日"],
        [2, "乙", None, None],
        [3, "丙", None, "12月7日"],
        [4, "丁", None, None],
    ]
    ledger = read_ledger("a.xlsx", workbook(*rows, merged=("C2:C4", "D2:D3")))
    assert [(row.get("lead"), row.get("due")) for _, row in cells(ledger)] == [
        ("王芳", "12月5日"), ("王芳", "12月5日"), ("王芳", "12月7日"), (None, None),
    ]  # fmt: skip


def test_what_is_merged_over_all_columns_and_rows_there_are_does_not_cost_them() -> None:
    content = workbook(HEADER, [1, "甲", "王芳", "12月5日"], merged=("A2:B3",))
    ledger = read_ledger("a.xlsx", with_sheet(content, b'"A2:B3"', b'"A2:XFD1048576"'))
    assert len(ledger.lines) == 1


def test_rows_far_below_are_read_whatever_the_file_says_of_its_size() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet["B60000"] = "甲"
    content = with_sheet(saved(book), b'ref="A1:D60000"', b'ref="A1"')
    assert cells(read_ledger("a.xlsx", content)) == [(60000, {"title": "甲"})]


def test_more_rows_than_are_wanted_are_said_and_not_left_out() -> None:
    content = workbook(HEADER, *([1, "甲", "王芳", "12月5日"] for _ in range(4)))
    for most in (1, 2, 3):
        with pytest.raises(UserError, match="too_many_for_here"):
            read_ledger("a.xlsx", content, most, "supervision.too_many_for_here")
    assert len(read_ledger("a.xlsx", content, 4).lines) == 4


def with_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same workbook with something else in its sheet."""
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part
                part = part.replace(old, new)
            after.writestr(name, part)
    return changed.getvalue()


def test_dates_are_days_unless_they_have_an_hour() -> None:
    days = [date(2026, 12, 5), datetime(2026, 12, 5), datetime(2026, 12, 5, 17, 59, 59, 999_000), 46361.5]  # noqa: DTZ001 - as in a cell
    ledger = read_ledger("a.xlsx", workbook(HEADER, *([1, "甲", "王芳", day] for day in days)))
    assert [row["due"] for _, row in cells(ledger)] == ["2026-12-05", "2026-12-05", "2026-12-05 18:00", "46361.5"]


def test_formulas_without_a_value_and_faulty_ones_are_marked() -> None:
    ledger = read_ledger("a.xlsx", workbook(HEADER, [1, "=A2", "王芳", "=TODAY()"], [2, "甲", "王芳", "#REF!"]))
    assert [(row["title"], row["due"]) for _, row in cells(ledger)] == [(UNKNOWN, UNKNOWN), ("甲", UNKNOWN)]


def test_the_first_sheet_with_a_ledger_is_taken() -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明"])
    for name in ("台账", "另一个"):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([1, name, "王芳", "12月5日"])
    assert [row["title"] for _, row in cells(read_ledger("a.xlsx", saved(book)))] == ["台账"]


def test_columns_of_no_use_are_named_and_a_running_number_is_not() -> None:
    content = "序号,编号,事项,主办,时限,备注,主办人,,电话\n1,,甲,王芳,12月5日,x,y,z,1\n"
    ledger = read_ledger("a.csv", content.encode())
    assert ledger.extra == ("备注", "主办人", "电话")
    assert ledger.lines[0].cells["lead"] == "王芳"


def test_json_is_a_list_of_objects_with_the_same_names() -> None:
    ledger = read_ledger("a.json", '[{"事项": "甲", "主办": "王芳", "协办": ["李强", "何军"]}, {}]'.encode())
    assert cells(ledger) == [(1, {"title": "甲", "lead": "王芳", "co_owners": "李强、何军"})]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.docx", b"", "file_ending"),
        ("a.csv", "一,二\n三,四".encode(), "file_no_header"),
        ("a.json", b"[]", "file_no_header"),
        ("a.xlsx", workbook(["没有表头"]), "file_no_header"),
        ("a.csv", ("事项,主办\n" + "甲,乙\n" * (MOST_ROWS + 1)).encode(), "file_too_many_rows"),
        ("a.csv", b"x" * 20_000_001, "file_too_large"),
    ],
)
def test_what_is_no_ledger_is_refused(name: str, content: bytes, fault: str) -> None:
    with pytest.raises(UserError) as refused:
        read_ledger(name, content)
    assert refused.value.key == f"supervision.{fault}"


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK"), ("a.xlsx", b""), ("a.json", b"{"), ("a.csv", b'a,"b')]
)
def test_what_cannot_be_read_says_so(name: str, content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_ledger(name, content)


def test_a_workbook_that_would_unpack_to_more_than_memory_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    with pytest.raises(UserError, match="file_too_large"):
        read_ledger("a.xlsx", workbook(HEADER))
