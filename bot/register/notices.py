"""The register of notices as a file: one a row, with how many each fact holds of."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import IO

from bot.cards import tame
from bot.domain.notice import Notice, State, Tally
from bot.register.neutral import neutral, plain
from bot.register.writing import Cells

COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("编号", "Number"),
    "title": ("标题", "Title"),
    "text": ("正文", "Text"),
    "sender": ("发送人", "Sender"),
    "unit": ("发送单位", "Unit"),
    "level": ("级别", "Level"),
    "state": ("状态", "State"),
    "sent_at": ("发送时间", "Sent at"),
    "due_at": ("回执截止", "Answer by"),
    "people": ("应收人数", "People"),
    "arrived": ("已发送", "Sent"),
    "seen": ("已读（平台告知的）", "Seen, where a platform tells"),
    "acked": ("已确认", "Acknowledged"),
    "answered": ("已答复", "Answered"),
    "missing": ("未回", "Missing"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "normal": ("一般", "normal"),
    "important": ("重要", "important"),
    "urgent": ("紧急", "urgent"),
    "waiting": ("等人同意", "waiting"),
    "sent": ("已发出", "sent"),
    "recalled": ("已撤回", "recalled"),
    "dropped": ("没有发", "not sent"),
}
WIDTHS = {"title": 30, "text": 60, "sent_at": 17, "due_at": 17}
USUAL_WIDTH = 12

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    notice: Notice
    sender: str
    unit: str
    arrived: int
    tally: Tally


def write_notices(rows: Iterable[NoticeRow], ending: str, target: IO[bytes], language: str, zone: tzinfo) -> int:
    """How many; no text becomes a formula."""
    place, counted = int(language == "en"), _Counted(rows, lambda row: _cells(row, int(language == "en"), zone))
    header = tuple(pair[place] for pair in COLUMNS.values())
    WRITERS[ending](header, counted, target)
    return counted.count


class _Counted:
    def __init__(self, rows: Iterable[NoticeRow], cells: Callable[[NoticeRow], Row]) -> None:
        self._rows, self._cells = rows, cells
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield self._cells(row)


def _cells(row: NoticeRow, place: int, zone: tzinfo) -> Row:
    notice, tally = row.notice, row.tally
    missing = tally.missing if notice.state is State.SENT else 0
    words = (WORDS[notice.level][place], WORDS[notice.state][place])
    times = (_local(notice.sent_at, zone), _local(notice.due_at, zone))
    counts = (tally.people, row.arrived, tally.seen, tally.acked, tally.answered, missing)
    texts = (str(notice.id), notice.title, notice.text, row.sender, row.unit)
    return tuple(plain(tame(text)) for text in (*texts, *words, *times, *map(str, counts)))


def _local(at: datetime | None, zone: tzinfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _write_xlsx(header: Row, rows: Iterable[Row], target: IO[bytes]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("通知")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, USUAL_WIDTH)
    cells = Cells(sheet)
    sheet.append([cells.head(one) for one in header])
    for row in rows:
        sheet.append([cells.of(one) for one in row])
    book.save(target)


def _write_csv(header: Row, rows: Iterable[Row], target: IO[bytes]) -> None:
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    text.detach()


def _write_json(header: Row, rows: Iterable[Row], target: IO[bytes]) -> None:
    opening = "["
    for row in rows:
        target.write(f"{opening}\n{json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False)}".encode())
        opening = ","
    target.write(b"\n]\n" if opening == "," else b"[]\n")


WRITERS: Mapping[str, Callable[[Row, Iterable[Row], IO[bytes]], None]] = {
    "xlsx": _write_xlsx,
    "csv": _write_csv,
    "json": _write_json,
}
