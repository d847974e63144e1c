"""Log lines: the event first, nothing secret, nobody's words."""

import io
import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.log import get_log, incident, logging_to


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture(name="stream")
def _stream() -> io.StringIO:
    return io.StringIO()


def test_a_line_begins_with_the_event_and_says_when_and_how_grave(stream: io.StringIO) -> None:
    with logging_to(stream):
        get_log("bot.engine.relay").info(
            "relay.sent", chat="sim:office", attempts=2, due_at=datetime(2026, 1, 2, tzinfo=UTC)
        )
    (line,) = lines(stream)
    assert list(line) == ["event", "at", "level", "room", "chat", "attempts", "due_at"]
    assert (line["event"], line["level"], line["attempts"]) == ("relay.sent", "info", 2)
    assert datetime.fromisoformat(line["at"]).tzinfo is not None
    assert line["due_at"] == "2026-01-02T00:00:00+00:00"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_token": "hush"},
        {"signature": "hush"},
        {"headers": {"Authorization": "hush"}},
        {"database_url": "postgresql://xiaoban:hush@db/x"},
        {"address": "https://example.com/send?key=hush&x=1"},
        {"address": "POST /robot/send?access_token=hush failed"},
        {"hint": "xoxb-1-hush"},
        {"aes_key": SecretStr("hush")},
        {"setting": SecretStr("hush")},
        {"text": "hush"},
        {"card": {"title": "hush"}},
        {"seen": [{"secret": "hush"}]},
    ],
)
def test_secrets_and_messages_never_reach_a_line(fields: dict[str, Any], stream: io.StringIO) -> None:
    with logging_to(stream):
        get_log("test").warning("wecom.token_refused", **fields)
    assert lines(stream)[0]["event"] == "wecom.token_refused"
    assert "hush" not in stream.getvalue()


def test_a_bug_gets_a_number_and_keeps_what_it_quotes_to_itself(stream: io.StringIO) -> None:
    with logging_to(stream):
        try:
            int("张伟的秘密")
        except ValueError as fault:
            number = incident(get_log("test"), "dispatch.broke", fault, verb="meetings.book")
    (line,) = lines(stream)
    assert re.fullmatch("[0-9a-f]{4}", number)
    assert (line["incident"], line["level"], line["fault"]) == (number, "error", "builtins.ValueError")
    assert line["said"].startswith("invalid literal for int()")
    assert any("test_log.py" in place for place in line["places"])
    assert "秘密" not in stream.getvalue()


def test_libraries_write_the_same_lines(stream: io.StringIO) -> None:
    with logging_to(stream):
        logging.getLogger("aiohttp.server").warning("closed %s", "postgresql://a:hush@b/c")
        logging.getLogger("apscheduler.executors").info("ran")
    (line,) = lines(stream)
    assert (line["event"], line["room"]) == ("closed postgresql://a:•••@b/c", "aiohttp.server")


def test_a_line_of_log_is_a_line_however_odd_the_value(stream: io.StringIO) -> None:
    with logging_to(stream):
        get_log("test").info("odd.values", many="字" * 5000, broken="a\nb", percent="%s %d", thing=object())
    (line,) = lines(stream)
    assert len(line["many"]) == 300
    assert line["percent"] == "%s %d"


def test_less_than_the_level_is_not_written(stream: io.StringIO) -> None:
    with logging_to(stream, logging.WARNING):
        get_log("test").info("quiet.event")
    assert stream.getvalue() == ""
