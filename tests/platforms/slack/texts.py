"""From what somebody types to what an app is told, and back to what a reader sees."""

import re
from collections.abc import Callable, Mapping
from html import unescape

from tests.platforms.slack.world import Json, Workspace

URL = re.compile(r"(?<![<|\"])\bhttps?://[^\s<>|，。；、）】]+")
PIECE = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")
SHORT = 4_000
LONGEST = 40_000


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, world: Workspace) -> str:
    """As the composer sends it: names become ids, addresses are put into brackets, the rest is escaped."""
    out = URL.sub(lambda found: f"<{found.group()}>", escape(text))
    for names, make in ((_groups(world), "<!subteam^{}>"), (_people(world), "<@{}>"), (_channels(world), "<#{}|>")):
        out = _mark(out, names, make.format)
    return out


def command_text(text: str, world: Workspace, escapes: bool) -> str:
    """With `should_escape` ids and addresses are told in brackets; without it all stands as it was typed."""
    if not escapes:
        return text
    for mark, names, make in (
        (
            "@",
            {f"@{each.handle}": f"{each.id}|@{each.handle}" for each in world.groups.values()},
            "<!subteam^{}>".format,
        ),
        ("@", {f"@{each.name}": each.id for each in world.people.values()}, "<@{}>".format),
        (
            "#",
            {
                f"#{each.name}": f"{each.id}|{_public(each.kind, each.name)}"
                for each in world.channels.values()
                if each.name
            },
            "<#{}>".format,
        ),
    ):
        text = _mark(text, names, make) if mark in text else text
    return URL.sub(lambda found: f"<{found.group()}>", text)


def shown(text: str, world: Workspace) -> str:
    """What stands on the screen."""

    def piece(found: re.Match[str]) -> str:
        sign, what, label = found.groups()
        if sign == "@":
            return f"@{world.people[what].name}" if what in world.people else f"@{what}"
        if sign == "#":
            return f"#{world.channels[what].name}" if what in world.channels else f"#{what}"
        if sign == "!":
            return label or f"@{what}"
        return label or what

    return unescape(PIECE.sub(piece, text))


def pings(text: str) -> set[str]:
    """Whom an unescaped text would call: ids, and `channel`, `here`, `everyone`."""
    return {found[1].partition("^")[2] or found[1] for found in PIECE.findall(text) if found[0] in {"@", "!"}}


def rich_text(text: str, block_id: str) -> Json:
    """The block that comes with everything a person writes."""
    elements: list[Json] = []
    at = 0
    for found in PIECE.finditer(text):
        elements += _plain(text[at : found.start()])
        elements.append({"type": "user", "user_id": found[2]} if found[1] == "@" else _other(found))
        at = found.end()
    elements += _plain(text[at:])
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": block_id, "elements": [section]}


def _plain(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _other(found: re.Match[str]) -> Json:
    if found[1] == "#":
        return {"type": "channel", "channel_id": found[2]}
    return {"type": "link", "url": unescape(found[2])} if not found[1] else {"type": "broadcast", "range": found[2]}


def _people(world: Workspace) -> dict[str, str]:
    return {f"@{each.name}": each.id for each in world.people.values()}


def _groups(world: Workspace) -> dict[str, str]:
    return {f"@{each.handle}": each.id for each in world.groups.values()}


def _channels(world: Workspace) -> dict[str, str]:
    return {f"#{each.name}": each.id for each in world.channels.values() if each.name}


def _public(kind: str, name: str) -> str:
    return name if kind == "channel" else ""


def _mark(text: str, names: Mapping[str, str], make: Callable[[str], str]) -> str:
    """The longest name first, so that nobody is taken for one whose name begins alike."""
    if not names:
        return text
    longest = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest)), lambda found: make(names[found.group()]), text)
