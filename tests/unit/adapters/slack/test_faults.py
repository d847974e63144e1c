"""Slack's error codes as failures."""

from datetime import timedelta

import pytest

from adapters.http import Answered, pause_of, raise_for_status
from adapters.slack.faults import CODES, fault_of
from bot.errors import SendFailed


@pytest.mark.parametrize(
    ("code", "permanent", "why"),
    [
        ("channel_not_found", True, "no_chat"),
        ("not_in_channel", True, "no_chat"),
        ("is_archived", True, "no_chat"),
        ("invalid_blocks", True, "refused"),
        ("restricted_action_read_only_channel", True, "not_allowed"),
        ("invalid_auth", False, "not_allowed"),
        ("token_revoked", False, "not_allowed"),
        ("message_limit_exceeded", False, "limited"),
        ("something_new", False, "failed"),
    ],
)
def test_whether_trying_again_helps(code: str, permanent: bool, why: str) -> None:
    fault = fault_of("chat.postMessage", {"ok": False, "error": code})
    assert (fault.permanent, fault.why, fault.code, fault.unknown) == (permanent, why, code, False)
    assert code in fault.reason


def test_a_missing_scope_is_named() -> None:
    fault = fault_of("users.list", {"ok": False, "error": "missing_scope", "needed": "users:read", "provided": "x"})
    assert fault.needed == "users:read"
    assert "add the scope users:read" in fault.reason
    assert not fault.permanent


@pytest.mark.parametrize("code", ["ratelimited", "rate_limited"])
def test_a_limit_without_its_status_waits_a_while(code: str) -> None:
    assert fault_of("chat.update", {"error": code}).retry_after == timedelta(seconds=30)


@pytest.mark.parametrize("code", ["fatal_error", "internal_error"])
def test_what_may_be_half_done_is_unknown(code: str) -> None:
    assert fault_of("chat.postMessage", {"error": code}).unknown


def test_every_cure_is_a_sentence_without_secrets() -> None:
    assert all("xox" not in code.cure for code in CODES.values())


@pytest.mark.parametrize(
    ("given", "seconds"), [("30", 30), ("0", 1), ("", 1), ("soon", 1), ("-5", 1), ("999999", 3600), ("9" * 50, 1)]
)
def test_how_long_a_limit_lasts(given: str, seconds: int) -> None:
    assert pause_of(Answered(429, {"retry-after": given}, b"")) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("status", "unknown"), [(500, True), (503, True), (400, False), (404, False)])
def test_statuses(status: int, unknown: bool) -> None:
    with pytest.raises(SendFailed) as failed:
        raise_for_status(Answered(status, {}, b""))
    assert failed.value.unknown is unknown
