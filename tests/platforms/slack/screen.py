"""What somebody sees in a channel, in words, and what can be pressed there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack.texts import shown
from tests.platforms.slack.world import Channel, Json, Message, Workspace

Pressable = tuple[Json, str]
"""An element and the block that it stands in."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as it stands now; `text` is what a notification and a screen reader say."""

    ts: str
    by: str
    text: str
    blocks: list[Json]
    thread_ts: str
    only_me: bool
    words: str

    @property
    def labels(self) -> list[str]:
        return [label(element) for element, _ in pressables(self.blocks)]


def seen(world: Workspace, channel: Channel, reader: str) -> list[Seen]:
    """As that person sees the channel, threads and all."""
    lines = [each for each in channel.messages if each.only_for in {"", reader}]
    return [see(world, each) for each in lines]


def see(world: Workspace, line: Message) -> Seen:
    by = world.people[line.user].name if line.user in world.people else line.user
    parts = words(line.blocks) if line.blocks else [line.text]
    all_words = "\n".join(shown(each, world) for each in parts)
    return Seen(line.ts, by, shown(line.text, world), line.blocks, line.thread_ts, bool(line.only_for), all_words)


def words(node: Any) -> list[str]:
    """Every text in a block, in order; not the values behind it."""
    if isinstance(node, list):
        return [text for each in node for text in words(each)]
    if not isinstance(node, dict):
        return []
    if isinstance(node.get("text"), str):
        return [node["text"]]
    return [text for name, each in node.items() if name not in {"value", "confirm"} for text in words(each)]


def pressables(blocks: list[Json]) -> Iterator[Pressable]:
    for block in blocks:
        held = [*block.get("elements", []), *(block[name] for name in ("accessory", "element") if name in block)]
        for element in held:
            if isinstance(element, dict) and "action_id" in element:
                yield element, block["block_id"]


def label(element: Json) -> str:
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text", element["action_id"]))


def find(blocks: list[Json], wanted: str) -> Pressable | None:
    """By its label, the beginning of it, or its action_id."""
    held = list(pressables(blocks))
    exact = (each for each in held if wanted in {label(each[0]), each[0]["action_id"]})
    return next(exact, None) or next((each for each in held if label(each[0]).startswith(wanted)), None)
