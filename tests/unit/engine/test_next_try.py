"""Retry is a value."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import OnUnknown
from bot.engine.retry import MAX_ATTEMPTS, First, before_sending, is_for_a_person, next_try
from bot.errors import SendFailed, Why

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
        (MAX_ATTEMPTS - 1, SendFailed("500"), timedelta(hours=1)),
        (MAX_ATTEMPTS, SendFailed("500"), None),
        (MAX_ATTEMPTS, SendFailed("429", retry_after=timedelta(seconds=1)), None),
    ],
)
def test_when_to_try_again(attempts: int, fault: SendFailed, pause: timedelta | None) -> None:
    assert next_try(attempts, fault, NOW) == (None if pause is None else NOW + pause)


@pytest.mark.parametrize(
    ("policy", "unknown", "is_taken_over", "first"),
    [
        ("retry", 0, False, "send"),
        ("retry", 3, True, "send"),
        ("look_up", 0, False, "send"),
        ("look_up", 1, False, "look_up"),
        ("look_up", 1, True, "look_up"),
        ("ask", 0, False, "send"),
        ("ask", 1, True, "ask"),
        ("ask", 1, False, "send"),
    ],
)
def test_what_comes_before_another_attempt(policy: OnUnknown, unknown: int, is_taken_over: bool, first: First) -> None:
    assert before_sending(policy, unknown, is_taken_over=is_taken_over) == first


@pytest.mark.parametrize("policy", ["retry", "look_up", "ask"])
def test_whom_an_attempt_without_an_answer_is_left_to(policy: OnUnknown) -> None:
    assert is_for_a_person(policy, SendFailed("no answer", unknown=True)) is (policy == "ask")
    assert not is_for_a_person(policy, SendFailed("500"))
    assert is_for_a_person(policy, SendFailed("no id", unknown=True, why="no_id"))


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (SendFailed("500"), "failed"),
        (SendFailed("400", permanent=True), "refused"),
        (SendFailed("429", retry_after=timedelta(seconds=1)), "limited"),
        (SendFailed("time-out", unknown=True), "no_answer"),
        (SendFailed("403", permanent=True, why="not_allowed"), "not_allowed"),
    ],
)
def test_why_in_words_where_an_adapter_does_not_say(fault: SendFailed, why: Why) -> None:
    assert fault.why == why
