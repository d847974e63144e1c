"""Retry is a value."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.retry import MAX_ATTEMPTS, next_try
from bot.errors import SendFailed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "fault", "pause"),
    [
        (1, SendFailed("500"), timedelta(seconds=5)),
        (2, SendFailed("500"), timedelta(seconds=10)),
        (5, SendFailed("500"), timedelta(seconds=80)),
        (9, SendFailed("500"), timedelta(seconds=1280)),
        (1, SendFailed("429", retry_after=timedelta(seconds=37)), timedelta(seconds=37)),
        (1, SendFailed("no answer", unknown=True), timedelta(seconds=5)),
        (1, SendFailed("no such chat", permanent=True), None),
        (MAX_ATTEMPTS, SendFailed("500"), None),
        (MAX_ATTEMPTS, SendFailed("429", retry_after=timedelta(seconds=1)), None),
    ],
)
def test_when_to_try_again(attempts: int, fault: SendFailed, pause: timedelta | None) -> None:
    assert next_try(attempts, fault, NOW) == (None if pause is None else NOW + pause)
