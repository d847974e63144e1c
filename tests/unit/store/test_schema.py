"""Times in the file."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema import UtcDateTime

SHANGHAI = timezone(timedelta(hours=8))
SQLITE, POSTGRES = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]


def bound(value: datetime | None, dialect: Dialect) -> Any:
    """As the driver is given it."""
    return UtcDateTime().dialect_impl(dialect).bind_processor(dialect)(value)  # type: ignore[misc]


def read(kept: Any, dialect: Dialect) -> Any:
    """As the driver's value comes out."""
    return UtcDateTime().dialect_impl(dialect).result_processor(dialect, None)(kept)  # type: ignore[misc]


def test_a_time_without_a_zone_is_refused() -> None:
    for dialect in (SQLITE, POSTGRES):
        with pytest.raises(ValueError, match="without a zone"):
            bound(datetime(2026, 1, 1), dialect)  # noqa: DTZ001 - the fault under test


def test_a_time_of_any_zone_is_kept_as_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)
    assert bound(noon, SQLITE) == "2026-01-01 04:00:00.000000+00:00"
    assert read("2026-01-01 04:00:00.000000+00:00", SQLITE) == read(noon, POSTGRES) == noon
    for kept in (bound(noon, POSTGRES), read(noon, POSTGRES), read(bound(noon, SQLITE), SQLITE)):
        assert kept.tzinfo is UTC


def test_text_sorts_as_time_does() -> None:
    times = [datetime(1999, 1, 1, tzinfo=UTC) + timedelta(hours=999_999.5 * n, microseconds=n) for n in range(9)]
    written = [bound(at, SQLITE) for at in times]
    assert written == sorted(written)


def test_nothing_stays_nothing() -> None:
    for dialect in (SQLITE, POSTGRES):
        assert bound(None, dialect) is read(None, dialect) is None
