"""What the smart robot is told, told apart: pure functions of a body that is known to be genuine, in either mode."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.messages import ChatRef, UserRef

Body = Mapping[str, Any]

PLATFORM = "wecom"
NAMES = ("小办",)
SYSTEM = "sys"
PICK = "pick"
"""The key of the button beside a list: what is meant is the chosen option."""

SHOWS_ONLY = "shown"
"""The key of the one button that stands on a card where there is nothing left to press."""

QUESTION = "q"
_BLANKS = "[\\s\u2005\u200b\ufeff]"
_LEADING = re.compile(f"^{_BLANKS}*@[^\\s\u2005]{{1,40}}(?:{_BLANKS}+|$)")
_MANY_BLANKS = re.compile(r"[^\S\n]{2,}")


class Unreadable(Exception):
    """Genuine, and of no shape that WeCom documents."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`event_id` is the same however often it comes; `response_url` only in URL mode.

    What answers it bears its `thread`, so that any process knows which of several is answered, and where.
    """

    event_id: str
    chat: ChatRef
    sender: UserRef
    at: datetime
    response_url: str = ""

    @property
    def thread(self) -> str:
        where = f" {int(self.at.timestamp())} {self.response_url}" if self.response_url else ""
        return f"{self.event_id}{where}"


@dataclass(frozen=True, slots=True)
class Words:
    """`quoted` is what the message answers to, of which WeCom tells neither sender nor time."""

    origin: Origin
    text: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file to be fetched within five minutes; `key` is empty in URL mode, where all have the robot's own."""

    origin: Origin
    kind: str
    url: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    origin: Origin
    task_id: str
    packed: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody opens their chat with the robot for the first time today."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class Refresh:
    """URL mode: WeCom asks how far an answer has come."""

    stream_id: str


@dataclass(frozen=True, slots=True)
class Kicked:
    """Another connection of the same robot has taken over."""


Heard = Words | Media | Press | Entered | Refresh | Kicked | None


def hear(body: Body, now: datetime, names: Iterable[str] = NAMES) -> Heard:
    """None for what is nothing to the house; `names` are what people write behind the @."""
    try:
        kind = _word(body["msgtype"])
        if kind == "event":
            return _event(body, now)
        if kind == "stream":
            return Refresh(_word(body["stream"]["id"]))
        return _said(kind, body, now, tuple(names))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise Unreadable from fault


def _said(kind: str, body: Body, now: datetime, names: tuple[str, ...]) -> Words | Media | None:
    origin = _origin(body, now)
    if origin is None:
        return None
    if kind in {"image", "file", "video"}:
        part = _object(body[kind])
        return Media(origin, kind, _word(part["url"]), _word(part.get("aeskey")))
    text = _text(kind, body)
    return Words(origin, without_me(text, names).strip(), _quoted(body)) if text is not None else None


def _text(kind: str, part: Body) -> str | None:
    """The words of a message or of a quoted one; None for sorts without words."""
    if kind in {"text", "voice"}:
        return _word(part[kind].get("content"))
    if kind != "mixed":
        return None
    items = [_object(one) for one in part["mixed"]["msg_item"]]
    return "\n".join(_word(one["text"]["content"]) for one in items if one.get("msgtype") == "text")


def _quoted(body: Body) -> str:
    quote = body.get("quote")
    return (_text(_word(quote.get("msgtype")), quote) or "").strip() if isinstance(quote, Mapping) else ""


def _event(body: Body, now: datetime) -> Heard:
    event = _object(body["event"])
    kind = _word(event["eventtype"])
    if kind == "disconnected_event":
        return Kicked()
    origin = _origin(body, now)
    if origin is None:
        return None
    if kind == "enter_chat":
        return Entered(origin)
    return _press(origin, event) if kind == "template_card_event" else None


def _press(origin: Origin, event: Body) -> Press | None:
    """The documents nest it; the types of the official client for Node have it flat."""
    part = event.get("template_card_event")
    told = part if isinstance(part, Mapping) else event
    key = _word(told["event_key"])
    if key == SHOWS_ONLY:
        return None
    return Press(origin, _word(told.get("task_id")), _chosen(told) or key if key == PICK else key)


def _chosen(told: Body) -> str:
    """The first option that is chosen; one alone may come without its list."""
    for item in _listed((told.get("selected_items") or {}).get("selected_item")):
        options = _listed((item.get("option_ids") or {}).get("option_id"))
        if options:
            return _word(options[0])
    return ""


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _origin(body: Body, now: datetime) -> Origin | None:
    """None for WeCom's own sayings, and for a group that is not named."""
    user, chat_id = _word(body["from"]["userid"]), _word(body.get("chatid"))
    is_group = body.get("chattype") == "group"
    if not user or user == SYSTEM or (is_group and not chat_id):
        return None
    sender = UserRef(PLATFORM, user)
    chat = ChatRef(PLATFORM, "group", chat_id) if is_group else sender.direct()
    at = datetime.fromtimestamp(int(body["create_time"]), UTC) if body.get("create_time") else now
    return Origin(f"robot:{_named(body['msgid'])}", chat, sender, at, _word(body.get("response_url")))


def without_me(text: str, names: Iterable[str] = NAMES) -> str:
    """Without the mention of the robot, wherever it stands; a name that we do not know is one only at the beginning."""
    known = sorted(filter(None, names), key=len, reverse=True)
    for name in known:
        mine = re.compile(f"@{re.escape(name)}(?:{_BLANKS}+|$|(?=[,，:：、]))")
        if mine.search(text):
            return re.sub(f"^{_BLANKS}*[,，:：、]?{_BLANKS}*", "", _MANY_BLANKS.sub(" ", mine.sub(" ", text)))
    glued = next((text.strip()[len(name) + 1 :] for name in known if text.strip().startswith(f"@{name}")), "")
    return _LEADING.sub("", text) or glued


def _named(value: object) -> str:
    named = _word(value)
    if not named:
        raise Unreadable
    return named


def _object(value: Any) -> Body:
    if not isinstance(value, Mapping):
        raise Unreadable
    return value


def _word(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable
    value.encode()  # half of a surrogate pair is a ValueError
    return value.replace("\0", "")
