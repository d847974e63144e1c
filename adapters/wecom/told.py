"""What WeCom tells the app, told apart: pure functions of an element that is known to be genuine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from adapters.wecom.xml import Element, Unreadable

CHOOSE = "choose"
"""The key of the submit button under a list to choose from."""

WORDLESS = frozenset({"image", "voice", "video", "shortvideo", "location", "link"})
LEFT = frozenset({"5"})
"""A member's Status when they have gone out of the company."""


@dataclass(frozen=True, slots=True)
class Said:
    event_id: str
    user: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pressed:
    """`response_code` lets the card be changed once."""

    event_id: str
    user: str
    packed: str
    task_id: str
    response_code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody joined, changed or left; what is not told is empty. `was` is the id that they had before."""

    event_id: str
    user: str
    name: str
    email: str
    mobile: str
    at: datetime
    is_active: bool = True
    was: str = ""


@dataclass(frozen=True, slots=True)
class Mute:
    """Something that holds no words for the house."""

    what: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that whoever runs the house should know of; nothing is answered."""

    what: str
    cure: str
    at: datetime


Told = Said | Pressed | Person | Mute | Trouble | None

_USE_IT = "the app is little used and WeCom may suspend it: open it, or see to it in the console"
TROUBLES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("inactive_alert", "low_active_alert", "low_active"), ("wecom.app_little_used", _USE_IT)),
    "close_inactive_agent": ("wecom.app_suspended", "enable the app again in the console: it can send nothing"),
}


def tell(root: Element) -> Told:
    """None for what is nothing to the house: WeCom is told all the same that it has arrived."""
    kind = root.word("MsgType")
    if kind == "event":
        read = READERS.get(root.word("Event"))
        trouble = TROUBLES.get(root.word("Event"))
        return read(root) if read else Trouble(*trouble, _at(root)) if trouble else None
    if kind == "text":
        return Said(f"app:{_needed(root, 'MsgId')}", _needed(root, "FromUserName"), root.word("Content"), _at(root))
    return Mute(kind) if kind in WORDLESS else None


def is_for(agent: str, root: Element) -> bool:
    """Contacts are told of in the name of no app, or of WeCom's own."""
    return root.word("Event") == "change_contact" or root.word("AgentID") in {"", agent}


def _menu(root: Element) -> Said:
    """A key of the app's own menu is what somebody says by it."""
    return Said(_event_id(root), _needed(root, "FromUserName"), root.word("EventKey"), _at(root))


def _pressed(root: Element) -> Pressed | Mute:
    """A button's key, or the answer that was chosen from a list."""
    packed = root.word("EventKey")
    if packed == CHOOSE:
        packed = root.word("SelectedItems", "SelectedItem", "OptionIds", "OptionId")
    if not packed:
        return Mute("nothing chosen")
    user, task_id, code = (root.word(name) for name in ("FromUserName", "TaskId", "ResponseCode"))
    return Pressed(_event_id(root), user, packed, task_id, code, _at(root))


def _contact(root: Element) -> Person | None:
    change = root.word("ChangeType")
    if change not in {"create_user", "update_user", "delete_user"}:
        return None
    was, now = _needed(root, "UserID"), root.word("NewUserID")
    is_active = change != "delete_user" and root.word("Status") not in LEFT
    name, email, mobile = (root.word(key) for key in ("Name", "Email", "Mobile"))
    moved = was if now and now != was else ""
    return Person(_event_id(root), now or was, name, email, mobile, _at(root), is_active, moved)


def _subscribed(root: Element) -> Person:
    return Person(_event_id(root), _needed(root, "FromUserName"), "", "", "", _at(root))


READERS: Mapping[str, Callable[[Element], Told]] = {
    "template_card_event": _pressed,
    "template_card_menu_event": _pressed,
    "click": _menu,
    "change_contact": _contact,
    "subscribe": _subscribed,
}


def _event_id(root: Element) -> str:
    """Events have no id of their own; two in one second differ in what they are about."""
    about = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ChangeType", "UserID", "NewUserID")
    chosen = (found.text for found in root.all("SelectedItems", "SelectedItem", "OptionIds", "OptionId"))
    written = "\0".join((*(root.word(name) for name in about), *chosen))
    return f"app:{blake2b(written.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"


def _needed(root: Element, name: str) -> str:
    word = root.word(name)
    if not word:
        raise Unreadable
    return word


def _at(root: Element) -> datetime:
    try:
        return datetime.fromtimestamp(int(_needed(root, "CreateTime")), UTC)
    except (ValueError, OverflowError, OSError) as fault:
        raise Unreadable from fault
