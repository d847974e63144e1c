"""The register of surveys as a table: one a row, and what came of it as far as anybody may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.survey import LEAST, Sum, Survey
from bot.register.tabular import Row, Table

COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("编号", "Number"),
    "title": ("标题", "Title"),
    "questions": ("问题", "Questions"),
    "maker": ("发起人", "Maker"),
    "unit": ("发起单位", "Unit"),
    "names": ("署名", "Names"),
    "state": ("状态", "State"),
    "made_at": ("发出时间", "Made at"),
    "closes_at": ("截止时间", "Closes at"),
    "people": ("应填人数", "People"),
    "answered": ("已填人数", "Answered"),
    "result": ("结果", "Result"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "open": ("收集中", "open"),
    "closed": ("已截止", "closed"),
    "withdrawn": ("已撤回", "taken back"),
    "anonymous": ("匿名", "anonymous"),
    "named": ("实名", "named"),
    "few": ("不到 {least} 份，不显示", "fewer than {least} answers"),
}
WIDTHS = {1: 30, 2: 50, 7: 17, 8: 17, 11: 60}


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """`sums` are empty where nothing may be shown yet."""

    survey: Survey
    maker: str
    unit: str
    done: int
    sums: tuple[Sum, ...] = ()


def survey_table(rows: Iterable[SurveyRow], language: str, zone: tzinfo) -> Table:
    place = int(language == "en")
    header = tuple(pair[place] for pair in COLUMNS.values())
    return Table(("问卷", "Surveys")[place], header, [_cells(row, place, zone) for row in rows], WIDTHS)


def _cells(row: SurveyRow, place: int, zone: tzinfo) -> Row:
    survey = row.survey
    return (
        str(survey.id),
        survey.title,
        "\n".join(one.text for one in survey.questions),
        row.maker,
        row.unit,
        WORDS["anonymous" if survey.is_anonymous else "named"][place],
        WORDS[survey.state][place],
        _local(survey.made_at, zone),
        _local(survey.closes_at, zone),
        str(survey.people),
        str(row.done),
        "\n".join(_result(one, place) for one in row.sums),
    )


def _result(one: Sum, place: int) -> str:
    """`食堂：很满意 12；一般 3`."""
    if one.is_hidden:
        return f"{one.question.text}：{WORDS['few'][place].format(least=LEAST)}"
    parts = (*(f"{what} {count}" for what, count in one.counts), *one.said)
    return f"{one.question.text}：{'；'.join(parts)}"


def _local(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
