"""The tables of time words, read like a grammar book: what each expression means on one Monday morning."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.holidays import work_calendar
from bot.understanding.times import Moment, find_times

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
CALENDAR = work_calendar()


def table(section: str) -> list[tuple[str, str]]:
    return list(rows(section))


def rows(section: str) -> Iterator[tuple[str, str]]:
    for language in ("zh", "en"):
        for path in sorted((HERE / language).glob("*.toml")):
            entries: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8")).get(section, {})
            yield from ((words, means) for means, says in entries.items() for words in says)


def read(words: str) -> list[Moment]:
    return find_times(words, NOW, zone=ZONE, calendar=CALENDAR)


def one(words: str) -> Moment:
    moments = read(words)
    assert len(moments) == 1, f"{words}: {moments}"
    assert moments[0].text == words[moments[0].span[0] : moments[0].span[1]]
    return moments[0]


def local(at: datetime | None) -> str:
    assert at is not None
    assert at.tzinfo is not None
    return at.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(("words", "means"), table("days"))
def test_a_day(words: str, means: str) -> None:
    moment = one(words)
    assert moment.start is not None
    assert (moment.kind, moment.start.date(), moment.timed) == ("date", date.fromisoformat(means), False)


@pytest.mark.parametrize(("words", "means"), table("instants"))
def test_an_instant(words: str, means: str) -> None:
    moment = one(words)
    assert (moment.kind, local(moment.start), moment.timed) == ("point", means, True)


@pytest.mark.parametrize(("words", "means"), table("ranges"))
def test_a_range(words: str, means: str) -> None:
    moment = one(words)
    ends = [end if "T" in end else f"{end}T00:00" for end in means.split(" / ")]
    assert (moment.kind, [local(moment.start), local(moment.end)]) == ("range", ends)


@pytest.mark.parametrize(("words", "means"), table("parts"))
def test_a_part_of_the_day(words: str, means: str) -> None:
    moment = one(words)
    assert moment.start is not None
    assert f"{moment.start:%Y-%m-%d} {moment.part}" == means


@pytest.mark.parametrize(("words", "means"), table("deadlines"))
def test_a_deadline(words: str, means: str) -> None:
    moment = one(words)
    assert (moment.kind, local(moment.end)) == ("deadline", means)


@pytest.mark.parametrize(("words", "means"), table("lengths"))
def test_a_length(words: str, means: str) -> None:
    moment = one(words)
    assert (moment.kind, str(moment.duration)) == ("duration", means)


@pytest.mark.parametrize(("words", "means"), table("sets"))
def test_a_recurrence(words: str, means: str) -> None:
    moment = one(words)
    assert (moment.kind, moment.rrule) == ("set", means)


@pytest.mark.parametrize(("words", "_section"), table("none"))
def test_what_is_no_time(words: str, _section: Any) -> None:
    assert read(words) == []
