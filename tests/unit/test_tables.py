"""Files that people bring along, read as text under headers."""

import io

import pytest
from openpyxl import Workbook

from bot.tables import Table, Unreadable, read_table


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(content)
    return content.getvalue()


def cells(table: Table) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in table.rows]


EXPECTED = [(2, {"name": "301", "seats": "40"}), (4, {"name": "报告厅", "seats": "200"})]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "name,seats\n301,40\n,\n报告厅,200\n".encode()),
        ("a.csv", "\ufeffname,seats\r\n301,40\r\n\r\n 报告厅 ,200".encode()),
        ("A.CSV", "name;seats\n301;40\n\n报告厅;200\n".encode("gb18030")),
        ("a.csv", "name\tseats\n301\t40\n\n报告厅\t200\n".encode()),
        ("a.xlsx", workbook(("name", "seats"), (301, 40.0), (None, None), ("报告厅", "200"))),
    ],
)
def test_the_same_rooms_whatever_wrote_them(name: str, content: bytes) -> None:
    table = read_table(name, content)
    assert table.headers == ("name", "seats")
    assert cells(table) == EXPECTED


def test_json_is_a_list_of_objects_and_counts_entries() -> None:
    table = read_table("a.json", '[{"name": 301, "equipment": ["投影", "白板"]}, {}, {"name": "202"}]'.encode())
    assert cells(table) == [(1, {"name": "301", "equipment": "投影、白板"}), (3, {"name": "202"})]


def test_a_line_is_counted_in_the_file_even_after_a_cell_of_two_lines() -> None:
    assert [line for line, _ in cells(read_table("a.csv", b'name,where\na,"x\ny"\nb,z\n'))] == [2, 4]


def test_what_stands_under_no_header_is_kept_apart() -> None:
    assert cells(read_table("a.csv", b"name,,seats\n301,x,40,y\n")) == [(2, {"name": "301", "seats": "40", "": "xy"})]


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("a.docx", b"", "a.docx is none of xlsx, csv, json"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\n , \n", "the file is empty"),
        ("a.csv", b"name,name\n", "names name twice"),
        ("a.csv", b'name\n"x"y\n', "line 2 is not valid csv"),
        ("a.csv", b"name\n\xff\xff\n", "save it as UTF-8"),
        ("a.xlsx", b"PK", "save it again as xlsx"),
        ("a.json", b"[", "not valid JSON"),
        ("a.json", b"[" * 100_000, "not valid JSON"),
        ("a.json", b'{"name": 1}', "no list of objects"),
        ("a.csv", b"name\n" + b"x\n" * 20_001, "more than 20000 rows"),
        ("a.csv", b" " * 20_000_001, "larger than 20 MB"),
    ],
)
def test_what_is_no_table_says_why(name: str, content: bytes, cure: str) -> None:
    with pytest.raises(Unreadable, match=cure):
        read_table(name, content)
