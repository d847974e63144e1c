"""The register of notices as a file."""

import csv
import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from bot.domain.notice import Notice, State, Tally
from bot.register.notices import NoticeRow, write_notices

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ROWS = [
    NoticeRow(Notice(2, "=1+1", "停电\u202e", 1, 1, "zh", AT, sent_at=AT), "@王芳", "教务处", 3, Tally(4, 2, 1, 0, 2)),
    NoticeRow(Notice(1, "停水", "水", 1, 1, "zh", AT, state=State.DROPPED), "张伟", "", 0, Tally(0, 0, 0, 0, 0)),
]


def written(ending: str, language: str = "zh") -> bytes:
    target = BytesIO()
    assert write_notices(iter(ROWS), ending, target, language, ZONE) == 2
    return target.getvalue()


def test_a_table_has_text_and_no_formula() -> None:
    sheet = load_workbook(BytesIO(written("xlsx"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][:4] == ["编号", "标题", "正文", "发送人"]
    assert [cell.value for cell in rows[1]] == [
        "2", "=1+1", "停电", "@王芳", "教务处", "一般", "已发出", "2026-11-23 10:00", None,
        "4", "3", "0", "2", "1", "2",
    ]  # fmt: skip
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}


def test_csv_marks_what_would_be_a_formula() -> None:
    rows = list(csv.reader(StringIO(written("csv").decode("utf-8-sig"))))
    assert (rows[1][1], rows[1][3]) == ("'=1+1", "'@王芳")


def test_json_is_a_list_of_objects() -> None:
    rows = json.loads(written("json", "en"))
    assert [(row["Number"], row["State"], row["Missing"]) for row in rows] == [
        ("2", "sent", "2"),
        ("1", "not sent", "0"),
    ]
    target = BytesIO()
    assert write_notices([], "json", target, "zh", ZONE) == 0
    assert json.loads(target.getvalue()) == []
