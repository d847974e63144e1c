"""The register of surveys: what came of each, as far as anybody may know, and no cell a command."""

import csv
import io
import json
from datetime import UTC, datetime

from openpyxl import load_workbook

from bot.domain.survey import LEAST, Kind, Question, State, Survey, tally
from bot.register.surveys import SurveyRow, survey_table
from bot.register.tabular import write_table

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
QUESTIONS = (Question("=食堂", Kind.CHOICE, ("=好", "差")), Question("意见"))
SURVEY = Survey(3, "=食堂", 1, 1, "zh", NOW, NOW, QUESTIONS, is_anonymous=True, people=9, state=State.CLOSED)
SUMS = tuple(tally(QUESTIONS, (["=好"] * 5, ["甲"] * 4), LEAST))
ROW = SurveyRow(SURVEY, "赵敏", "办公室", 5, SUMS)


def written(ending: str, language: str = "zh") -> bytes:
    content = io.BytesIO()
    write_table(survey_table([ROW], language, UTC), ending, content)
    return content.getvalue()


def test_a_row_says_what_came_of_it_and_hides_what_too_few_said() -> None:
    (row,) = json.loads(written("json"))
    assert (row["编号"], row["署名"], row["状态"], row["已填人数"]) == ("3", "匿名", "已截止", "5")
    assert row["结果"] == "=食堂：=好 5；差 0\n意见：不到 5 份，不显示"
    (row,) = json.loads(written("json", "en"))
    assert "fewer than 5" in row["Result"]


def test_no_cell_is_a_command() -> None:
    sheet = load_workbook(io.BytesIO(written("xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} == {"s"}
    _, row = csv.reader(io.StringIO(written("csv").decode("utf-8-sig")))
    assert row[1] == "'=食堂"
