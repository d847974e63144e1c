"""Times in the file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema import UtcDateTime

SHANGHAI = timezone(timedelta(hours=8))
SQLITE, POSTGRES = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]


def test_a_time_without_a_zone_is_refused() -> None:
    for dialect in (SQLITE, POSTGRES):
        with pytest.raises(ValueError, match="without a zone"):
            UtcDateTime().process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001 - the fault under test


def test_a_time_of_any_zone_is_kept_as_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)
    assert UtcDateTime().process_bind_param(noon, SQLITE) == "2026-01-01 04:00:00.000000+00:00"
    assert UtcDateTime().process_result_value("2026-01-01 04:00:00.000000+00:00", SQLITE) == noon
    assert UtcDateTime().process_result_value(noon, POSTGRES) == noon
    for kept in (UtcDateTime().process_bind_param(noon, POSTGRES), UtcDateTime().process_result_value(noon, POSTGRES)):
        assert kept is not None
        assert kept.tzinfo is UTC


def test_text_sorts_as_time_does() -> None:
    times = [datetime(1999, 1, 1, tzinfo=UTC) + timedelta(hours=999_999.5 * n, microseconds=n) for n in range(9)]
    written = [UtcDateTime().process_bind_param(at, SQLITE) for at in times]
    assert written == sorted(written)


def test_nothing_stays_nothing() -> None:
    assert UtcDateTime().process_bind_param(None, SQLITE) is None
    assert UtcDateTime().process_result_value(None, SQLITE) is None
