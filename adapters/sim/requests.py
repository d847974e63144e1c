"""Request bodies, read and judged: bytes in, a value or a refusal out."""

import json
import math
import re
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from adapters.sim.mentions import without_bot
from adapters.sim.words import Refused
from bot.ports import HttpRequest

LONGEST_WORD = 200
"""Characters of an id or name; the house's own columns hold no more."""

FARTHEST = timedelta(days=366)


LONGEST_NAME = 120
"""Characters of a file's name."""

MOST_SEEN = 100
"""Messages of one report that they were seen."""

BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Message:
    """`reply_to` is a message of the same chat, `forward` a chat and a message of it; at most one of them is given."""

    by: str
    chat: str
    text: str
    mentions: tuple[str, ...]
    event_id: str
    reply_to: str = ""
    forward: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    by: str
    chat: str
    name: str
    content: bytes
    text: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Press:
    by: str
    chat: str
    message_id: str
    action: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Sight:
    by: str
    chat: str
    message_ids: tuple[str, ...]


def read_body(request: HttpRequest) -> Mapping[str, Any]:
    """The JSON object; asking for the content type keeps a form on a foreign page from posting here."""
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        raise Refused(415, "no_content_type")
    try:
        body = json.loads(request.body.decode())
    except (ValueError, RecursionError) as fault:
        raise Refused(400, "bad_json") from fault
    if not isinstance(body, dict):
        raise Refused(400, "bad_json")
    return body


def read_message(body: Mapping[str, Any]) -> Message:
    reply_to, forward = _reply_to(body), _forward(body)
    text = _text(body)
    if not (text.strip() or reply_to or forward):
        raise Refused(400, "empty_text")
    mentions = body.get("mentions") or []
    if not (isinstance(mentions, list) and all(isinstance(one, str) for one in mentions)):
        raise Refused(400, "no_list", field="mentions")
    by, chat, event_id = _word(body, "as"), _word(body, "chat"), _event_id(body)
    return Message(by, chat, text, tuple(mentions), event_id, reply_to, forward)


def _text(body: Mapping[str, Any]) -> str:
    """May be left out where a quote stands for it."""
    is_left_out = "text" not in body and (body.get("reply_to") or body.get("forward"))
    return "" if is_left_out else _unicode(body, "text").replace("\0", "")


def _reply_to(body: Mapping[str, Any]) -> str:
    return "" if body.get("reply_to") is None else _word(body, "reply_to")


def _forward(body: Mapping[str, Any]) -> tuple[str, str] | None:
    given = body.get("forward")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refused(400, "no_forward")
    if body.get("reply_to") is not None:
        raise Refused(400, "quote_one_of")
    return _word(given, "chat"), _word(given, "message_id")


def read_seen(body: Mapping[str, Any]) -> Sight:
    ids = body.get("message_ids")
    if not (isinstance(ids, list) and all(isinstance(one, str) for one in ids)):
        raise Refused(400, "no_list", field="message_ids")
    if len(ids) > MOST_SEEN:
        raise Refused(400, "too_many", field="message_ids", most=MOST_SEEN)
    words = dict.fromkeys(_word({"message_ids": one}, "message_ids") for one in ids)
    return Sight(_word(body, "as"), _word(body, "chat"), tuple(words))


def read_upload(body: Mapping[str, Any]) -> Upload:
    """The name is taken without its folder; `text` may hold the bot's name and nothing else."""
    by, chat, name = _word(body, "as"), _word(body, "chat"), _file_name(body)
    try:
        content = b64decode(_unicode(body, "content"), validate=True)
    except ValueError as fault:
        raise Refused(400, "no_base64") from fault
    text = "" if body.get("text") is None else _unicode(body, "text").strip()
    if without_bot(text)[0]:
        raise Refused(400, "file_words")
    return Upload(by, chat, name, content, text, _event_id(body))


def _file_name(body: Mapping[str, Any]) -> str:
    name = BREAKS.sub("", re.split(r"[/\\]", _unicode(body, "name"))[-1]).strip()
    if not name.strip("."):
        raise Refused(400, "missing", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(400, "too_long", field="name", most=LONGEST_NAME)
    return name


def read_press(body: Mapping[str, Any]) -> Press:
    by, chat, message_id, action = (_word(body, field) for field in ("as", "chat", "message_id", "action"))
    return Press(by, chat, message_id, action, _event_id(body))


def read_clock(body: Mapping[str, Any], now: datetime, zone: tzinfo) -> datetime:
    """The instant to move to; a time without an offset is the office's own."""
    to, seconds = body.get("to"), body.get("advance_seconds")
    if (to is None) == (seconds is None):
        raise Refused(400, "clock_one_of")
    there = now + _seconds(seconds) if to is None else _instant(to, now, zone)
    if there < now:
        raise Refused(400, "clock_back", now=now.astimezone(zone).isoformat(timespec="seconds"))
    if there - now > FARTHEST:
        raise Refused(400, "clock_far", days=FARTHEST.days)
    return there


def read_seq(said: str) -> int:
    """Where to go on reading; a number that no database column holds is refused too."""
    if not (said.isascii() and said.isdigit() and len(said) <= 18):  # noqa: PLR2004 - digits of a 64-bit integer
        raise Refused(400, "bad_seq")
    return int(said)


def _seconds(said: object) -> timedelta:
    if isinstance(said, bool) or not isinstance(said, int | float) or not math.isfinite(said):
        raise Refused(400, "bad_number", field="advance_seconds", most=int(FARTHEST.total_seconds()))
    if not 0 <= said <= FARTHEST.total_seconds():
        raise Refused(400, "bad_number", field="advance_seconds", most=int(FARTHEST.total_seconds()))
    return timedelta(seconds=said)


def _instant(said: object, now: datetime, zone: tzinfo) -> datetime:
    try:
        at = datetime.fromisoformat(str(said))
        aware = at if at.tzinfo else at.replace(tzinfo=zone)
        return aware.astimezone(now.tzinfo)
    except (ValueError, OverflowError) as fault:
        example = (now.astimezone(zone) + timedelta(hours=1)).isoformat(timespec="minutes")
        raise Refused(400, "bad_time", example=example) from fault


def _event_id(body: Mapping[str, Any]) -> str:
    return _word(body, "event_id") if body.get("event_id") is not None else secrets.token_hex(12)


def _word(body: Mapping[str, Any], field: str) -> str:
    value = _unicode(body, field).strip()
    if not value:
        raise Refused(400, "missing", field=field)
    if len(value) > LONGEST_WORD:
        raise Refused(400, "too_long", field=field, most=LONGEST_WORD)
    if "\0" in value:
        raise Refused(400, "bad_text", field=field)
    return value


def _unicode(body: Mapping[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str):
        raise Refused(400, "missing", field=field)
    try:
        value.encode()
    except UnicodeEncodeError as fault:  # half of a surrogate pair, which JSON can spell
        raise Refused(400, "bad_text", field=field) from fault
    return value
