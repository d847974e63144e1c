"""What stands in a ledger's cells, as offices write it."""

from datetime import date, datetime

import pytest

from bot.errors import UserError
from bot.register.cells import reference_of, when
from tests.flow.conversation import SHANGHAI


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("督〔2026〕15号", (2026, 15, 0)),
        ("督〔2026〕15-2号", (2026, 15, 2)),
        ("校督办字〔2026〕 第 015 号", (2026, 15, 0)),
        ("督[2026]15号", (2026, 15, 0)),
        ("督（2026）15号", (2026, 15, 0)),
        ("督15", (None, 15, 0)),
        ("督15-2", (None, 15, 2)),
        ("15", (None, 15, 0)),
        ("15号", (None, 15, 0)),
        ("2026/15", (2026, 15, 0)),
    ],
)
def test_a_number_however_it_is_written(said: str, reference: tuple[int | None, int, int]) -> None:
    assert reference_of(said) == reference


@pytest.mark.parametrize("said", ["", "x9", "0", "督", "2026-02-15", "1.5", "1" * 30, "督〔26〕15号", "-3"])
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(UserError, match="row_number"):
        reference_of(said)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("2026/12/5", date(2026, 12, 5)),
        ("2026.12.5", date(2026, 12, 5)),
        ("2026年12月5日", date(2026, 12, 5)),
        ("2026年12月5日前", date(2026, 12, 5)),
        ("2026年12月5日（周六）", date(2026, 12, 5)),
        ("20261205", date(2026, 12, 5)),
        ("12月5日", date(2026, 12, 5)),
        ("12月5号之前", date(2026, 12, 5)),
        ("12月底", date(2026, 12, 31)),
        ("2027年2月底前", date(2027, 2, 28)),
        ("2026年12月", date(2026, 12, 31)),
        ("46361", date(2026, 12, 5)),
        ("46361.75", at(5, 18)),
        ("2026-12-05 18:30", at(5, 18, 30)),
        ("2026-12-05T18:30:00", at(5, 18, 30)),
        ("2026-12-05T18:30:00+08:00", at(5, 18, 30)),
        ("2026/12/5 8:05", at(5, 8, 5)),
        ("2026年12月5日18时", at(5, 18)),
        ("12月5日 18点30分", at(5, 18, 30)),
        ("2026-12-05 00:00", at(5, 0)),
    ],
)
def test_days_and_instants(said: str, meant: date) -> None:
    found = when(said, SHANGHAI, 2026)
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize(
    "said",
    ["", "长期", "尽快", "2026-13-05", "2月30日", "12/5", "2026-12-05 25:00", "9", "2026-12-05 18:00 左右", "下周五"],
)
def test_what_is_no_time_is_refused(said: str) -> None:
    assert raises_value_error(said)


def raises_value_error(said: str) -> bool:
    try:
        when(said, SHANGHAI, 2026)
    except ValueError:
        return True
    return False
