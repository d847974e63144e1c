"""What Slack brings, told apart: pure functions of a payload that is known to be genuine."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Literal
from urllib.parse import parse_qs

Payload = Mapping[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]

MOST_FIELDS = 100
IM, GROUP_DM = "im", "mpim"
PLAIN_SUBTYPES = frozenset({"", "file_share", "thread_broadcast", "me_message"})
NAMELESS = frozenset({"", "directmessage", "privategroup"})
"""What Slack writes in place of a channel's name."""

WORDS = "words"
"""The id of the button, the form and its one field that take a person's own words."""


class Unreadable(Exception):
    """Signed by Slack, and of no shape that Slack documents."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a channel, and the thread's first message; `direct` with the bot alone."""

    channel: str
    thread: str = ""
    direct: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Words to the bot or in its hearing, in Slack's markup; `files` as Slack describes them."""

    event_id: str
    place: Place
    user: str
    text: str
    at: datetime
    me: str = ""
    addressed: bool = False
    files: tuple[Payload, ...] = ()


@dataclass(frozen=True, slots=True)
class Press:
    event_id: str
    place: Place
    user: str
    packed: str
    message_id: str
    at: datetime
    on_home: bool = False


@dataclass(frozen=True, slots=True)
class WantsForm:
    """Somebody pressed the button that opens the form for words."""

    place: Place
    user: str
    trigger_id: str
    language: str


@dataclass(frozen=True, slots=True)
class EmptyForm:
    """The form came back with nothing in it."""

    language: str


@dataclass(frozen=True, slots=True)
class HomeTab:
    event_id: str
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody joined, left or is described anew; `user` as Slack describes them."""

    event_id: str
    user: Payload
    at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody came into a channel or left it."""

    event_id: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A user group is new, called anew, or has other members."""

    event_id: str
    group: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that whoever runs the house should know of; nothing is answered."""

    what: str
    cure: str


Heard = Message | Press | WantsForm | EmptyForm | HomeTab | Person | Membership | Regrouped | Trouble | None

TROUBLES: Mapping[str, Trouble] = {
    "app_rate_limited": Trouble("slack.rate_limited", "Slack drops events for a minute: fewer are to be subscribed to"),
    "app_uninstalled": Trouble("slack.uninstalled", "install the app again and set adapters.slack.bot_token"),
    "tokens_revoked": Trouble("slack.tokens_revoked", "install the app again and set adapters.slack.bot_token"),
}


def read_json(body: bytes) -> Payload:
    try:
        payload = json.loads(body.decode())
    except (ValueError, RecursionError) as fault:
        raise Unreadable from fault
    return _object(payload)


def read_form(body: bytes) -> dict[str, str]:
    """Each field once, as a form has them; the word `payload` in a value is a word."""
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as fault:
        raise Unreadable from fault
    return {name: values[0] for name, values in fields.items()}


def hear(kind: Kind, payload: Payload, now: datetime) -> Heard:
    """None for what is nothing to the house: Slack is told all the same that it has arrived."""
    try:
        if kind == "slash_commands":
            return command(payload, now)
        return event(payload) if kind == "events_api" else interaction(payload, now)
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        raise Unreadable from fault


def command(said: Payload, now: datetime) -> Message:
    """A slash command has no id and no time: its trigger is its own, and now is when it came."""
    channel, name = _word(said["channel_id"]), _word(said.get("channel_name"))
    place = Place(channel, direct=channel.startswith("D"), name="" if name in NAMELESS else name)
    event_id = f"command:{said.get('trigger_id') or _digest(said)}"
    return Message(event_id, place, _word(said["user_id"]), _word(said.get("text")), now, addressed=True)


def event(envelope: Payload) -> Heard:
    kind = envelope["type"]
    if kind != "event_callback":
        return TROUBLES.get(kind)
    what = _object(envelope["event"])
    if what["type"] in TROUBLES:
        return TROUBLES[what["type"]]
    read = READERS.get(what["type"])
    return read(_word(envelope["event_id"]), what, envelope) if read else None


def _person(event_id: str, what: Payload, envelope: Payload) -> Person:
    return Person(event_id, _object(what["user"]), _when(what, envelope))


def _membership(event_id: str, what: Payload, envelope: Payload) -> Membership:
    return Membership(event_id, _word(what["channel"]), _when(what, envelope))


def _regrouped(event_id: str, what: Payload, envelope: Payload) -> Regrouped:
    """One kind of event has the group's id, the others the group."""
    group = what.get("subteam_id") or _object(what["subteam"])["id"]
    return Regrouped(event_id, _word(group), _when(what, envelope))


def _home(event_id: str, what: Payload, envelope: Payload) -> HomeTab | None:
    is_home = what.get("tab", "home") == "home"
    return HomeTab(event_id, _word(what["user"]), _when(what, envelope)) if is_home else None


def _when(what: Payload, envelope: Payload) -> datetime:
    return _instant(what.get("event_ts") or envelope.get("event_time"))


def bot_user(envelope: Payload) -> str:
    """The bot's own user, as the installation that may see the event names it."""
    return next((_word(one.get("user_id")) for one in envelope.get("authorizations") or () if one.get("is_bot")), "")


def _message(event_id: str, what: Payload, envelope: Payload) -> Message | None:
    """None for what bots say, ourselves among them, and for changes to what was said before."""
    user, channel, me = _word(what.get("user")), _word(what["channel"]), bot_user(envelope)
    if what.get("bot_id") or what.get("bot_profile") or not user or user in {me, "USLACKBOT"}:
        return None
    if _word(what.get("subtype")) not in PLAIN_SUBTYPES:
        return None
    direct = what.get("channel_type") == IM or channel.startswith("D")
    is_mention = what["type"] == "app_mention"
    if is_mention and direct:
        return None  # it comes as a message, too
    return Message(
        event_id,
        Place(channel, _word(what.get("thread_ts")), direct),
        user,
        _word(what.get("text")),
        _instant(what.get("ts") or what.get("event_ts")),
        me,
        addressed=direct or is_mention,
        files=tuple(_object(one) for one in what.get("files") or ()),
    )


READERS: Mapping[str, Callable[[str, Payload, Payload], Heard]] = {
    "message": _message,
    "app_mention": _message,
    "app_home_opened": _home,
    **dict.fromkeys(("team_join", "user_change", "user_profile_changed"), _person),
    **dict.fromkeys(("member_joined_channel", "member_left_channel"), _membership),
    **dict.fromkeys(("subteam_created", "subteam_updated", "subteam_members_changed"), _regrouped),
}


def interaction(payload: Payload, now: datetime) -> Heard:
    if payload["type"] == "block_actions":
        return _pressed(payload, now)
    if payload["type"] == "view_submission" and payload["view"].get("callback_id") == WORDS:
        return _written(payload, now)
    return None


def _pressed(payload: Payload, now: datetime) -> Press | WantsForm | None:
    action = next((one for one in payload["actions"] if _value(one)), None)
    if action is None:
        return None
    user, container = _word(payload["user"]["id"]), payload.get("container") or {}
    place, value = _place(payload, container), _value(action)
    if action.get("action_id") == WORDS:
        return WantsForm(place, user, _word(payload["trigger_id"]), value)
    event_id = f"press:{payload.get('trigger_id') or _digest([user, container, action])}"
    on_home = (payload.get("view") or {}).get("type") == "home"
    return Press(event_id, place, user, value, _word(container.get("message_ts")), now, on_home)


def _place(payload: Payload, container: Payload) -> Place:
    """A button of the Home tab is a word to the bot alone."""
    channel = payload.get("channel") or {}
    channel_id = _word(channel.get("id") or container.get("channel_id"))
    name = _word(channel.get("name"))
    direct = not channel_id or channel_id.startswith("D")
    message = payload.get("message") or {}
    thread = _word(container.get("thread_ts") or message.get("thread_ts"))
    return Place(channel_id, thread, direct, "" if name in NAMELESS or direct else name)


def _value(action: Payload) -> str:
    """A button's value or the chosen option's; empty where nothing is chosen, or where it only opens an address."""
    option = action.get("selected_option")
    return _word((option or {}).get("value") if action.get("type") != "button" else action.get("value"))


def _written(payload: Payload, now: datetime) -> Message | EmptyForm:
    view = payload["view"]
    where = _object(json.loads(view["private_metadata"]))
    text = _word(view["state"]["values"][WORDS][WORDS].get("value")).strip()
    if not text:
        return EmptyForm(_word(where.get("language")))
    place = Place(_word(where["channel"]), _word(where.get("thread")), bool(where["direct"]))
    user = _word(payload["user"]["id"])
    return Message(f"form:{_word(where['form'])}", place, user, escaped(text), now, addressed=True)


def escaped(text: str) -> str:
    """A form gives plain words, where a message gives Slack's markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _instant(stamp: object) -> datetime:
    return datetime.fromtimestamp(float(str(stamp)), UTC)


def _object(value: Any) -> Payload:
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


def _digest(value: Mapping[str, Any] | Sequence[Any]) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(written.encode("utf-8", "replace"), digest_size=12).hexdigest()
