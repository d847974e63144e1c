"""The tables of commands: each wording, its intent and the slots it must give; and what must start nothing."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.holidays import work_calendar
from bot.understanding.phrases import load_routes
from bot.understanding.understand import Context, understand

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
ROUTES = load_routes()
SURE = 0.5
CONTEXT = Context(
    now=datetime(2026, 11, 23, 10, tzinfo=ZONE),
    zone=ZONE,
    calendar=work_calendar(),
    rooms=("301", "302", "大会议室"),
    people=frozenset({"张伟", "王芳", "李强", "王伟"}),
    units=("教务处", "后勤处"),
    mentions=("张伟", "王芳", "王伟"),
)


def cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for language in ("zh", "en"):
        for path in sorted((HERE / language).glob("*.toml")):
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            found += [(words, case) for case in table.get("case", ()) for words in case["says"]]
    return found


def plain(value: object) -> object:
    """As the tables write it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("words", "case"), cases())
def test_a_command(words: str, case: dict[str, Any]) -> None:
    understood = understand(words, ROUTES, CONTEXT)
    sure = understood if understood and understood.confidence >= SURE else None
    assert (sure.intent if sure else "") == case["intent"]
    if sure is None:
        return
    given = {name: plain(value) for name, value in sure.slots.items()}
    assert {name: given.get(name, "") for name in case["slots"]} == case["slots"]
    assert list(sure.missing) == case.get("missing", list(sure.missing))
