"""Slack's own markup: what comes from people is escaped on the way out and put into plain words on the way in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.messages import UserRef

PLATFORM = "slack"
USER_ID = re.compile(r"[UW][A-Z0-9]{1,40}")
CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{1,40}")

GROUP = "!subteam^"
_TOKEN = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^<>]*)?>")
_URL = re.compile(r"https?://[A-Za-z0-9\-._~/?#\[\]@!$'()*+,;=:%&]+")
_NOT_AT_END = ".,;:!?)'"
_AFTER_NAME = re.compile(r"^[^\S\n]*[:：,，、]?[^\S\n]*")
_BLANKS = re.compile(r"[^\S\n]{2,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff]")


def escape(text: str) -> str:
    """Exactly the three signs that Slack asks for: no mention, link or date can be made of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def linked(text: str) -> str:
    """Escaped, with its addresses as links, since nothing else in it is made anything of."""
    parts, last = [], 0
    for found in _URL.finditer(text):
        url = found[0].rstrip(_NOT_AT_END)
        parts += [escape(text[last : found.start()]), f"<{escape(url)}>"]
        last = found.start() + len(url)
    return "".join(parts) + escape(text[last:])


def mention(user: UserRef) -> str:
    """By id; an account that Slack cannot have is only named."""
    if user.platform == PLATFORM and USER_ID.fullmatch(user.id):
        return f"<@{user.id}>"
    return escape(f"@{user.name or user.id}")


def named_users(text: str) -> frozenset[str]:
    """The ids of all who are mentioned."""
    return frozenset(_USER.findall(text))


def named_groups(text: str) -> frozenset[str]:
    """The ids of the user groups that are mentioned."""
    return frozenset(_GROUP.findall(text))


@dataclass(frozen=True, slots=True)
class Words:
    """A message in plain words; `is_named`: the bot was."""

    text: str
    mentions: tuple[UserRef, ...]
    is_named: bool


def plainly(text: str, me: str, names: Mapping[str, str]) -> Words:
    """Mentions become `@name`, those of groups `#name`; the bot's own goes; links become what is shown of them."""
    found: dict[str, UserRef] = {}

    def user(user_id: str, label: str) -> str:
        name = names.get(user_id) or label or user_id
        found.setdefault(user_id, UserRef(PLATFORM, user_id, name))
        return f"@{name}"

    lines = [_without_me(line, me) for line in _INVISIBLE.sub("", text).split("\n")]
    is_named = any(named for _, named in lines)
    said = _TOKEN.sub(lambda token: _said(token[1], user, names), "\n".join(line for line, _ in lines))
    return Words(unescape(said).strip(), tuple(found.values()), is_named)


def _without_me(line: str, me: str) -> tuple[str, bool]:
    mine = re.compile(rf"<@{re.escape(me)}(?:\|[^<>]*)?>") if me else None
    if mine is None or not mine.search(line):
        return line, False
    before, *rest = mine.split(line)
    if not before.strip():
        rest[0] = _AFTER_NAME.sub("", rest[0], count=1)
    return _BLANKS.sub(" ", " ".join((before, *rest))).strip(), True


def _said(token: str, user: Callable[[str, str], str], names: Mapping[str, str]) -> str:
    what, _, label = token.partition("|")
    if what.startswith("@"):
        return user(what[1:], label)
    if what.startswith("#"):
        return f"#{label or what[1:]}"
    if what.startswith(GROUP):
        return f"#{names.get(what.removeprefix(GROUP)) or label.removeprefix('@') or what.removeprefix(GROUP)}"
    if what.startswith("!date"):
        return label
    if what.startswith("!"):
        return label or f"@{what[1:].partition('^')[0]}"
    return label or what.removeprefix("mailto:")
