"""Whether Slack would take these blocks: counts, lengths, types for the surface, ids that occur once."""

from typing import Any, Literal

from tests.platforms.slack.checking import (
    Check,
    Report,
    Shape,
    anything,
    at_least_one,
    boolean,
    both,
    fields,
    integer,
    length,
    many,
    may,
    must,
    one_of,
    string,
    typed,
    unique,
)
from tests.platforms.slack.elements import AT_THE_SIDE, ID, INPUTS, ON_A_ROW, element, plain, text
from tests.platforms.slack.world import Json

Surface = Literal["message", "modal", "home"]
MOST: dict[str, int] = {"message": 50, "modal": 100, "home": 100}
MARKDOWN_MOST = 12_000
VIEW_BYTES = 250_000
BLOCK: Shape = {"type": must(anything), "block_id": ID}

BLOCKS: dict[str, Check] = {
    "section": both(
        fields({
            **BLOCK, "text": may(text(3000)), "fields": may(many(text(2000), 10)), "expand": may(boolean),
            "accessory": may(element(AT_THE_SIDE)),
        }),
        at_least_one("text", "fields"),
    ),
    "header": fields({**BLOCK, "text": must(plain(150)), "level": may(integer(1, 4))}),
    "divider": fields(BLOCK),
    "context": fields({**BLOCK, "elements": must(many(element(frozenset({"mrkdwn", "plain_text", "image"})), 10))}),
    "actions": both(
        fields({**BLOCK, "elements": must(many(element(ON_A_ROW), 25))}),
        unique("action_id", "elements"),
    ),
    "input": fields({
        **BLOCK, "label": must(plain(2000)), "element": must(element(INPUTS)), "hint": may(plain(2000)),
        "optional": may(boolean), "dispatch_action": may(boolean),
    }),
    "image": both(
        fields({
            **BLOCK, "image_url": may(string(3000)), "slack_file": may(anything), "alt_text": must(string(2000, 1)),
            "title": may(plain(2000)),
        }),
        at_least_one("image_url", "slack_file"),
    ),
    "markdown": fields({**BLOCK, "text": must(string(MARKDOWN_MOST, 1))}),
    "rich_text": fields({**BLOCK, "elements": must(many(anything, 1000))}),
    "table": fields({
        **BLOCK, "rows": must(many(many(anything, 20), 100)), "column_settings": may(many(anything, 20, 0)),
    }),
    "video": fields({
        **BLOCK, "alt_text": must(string(2000, 1)), "title": must(plain(200)), "video_url": must(string(3000)),
        "thumbnail_url": must(string(3000)), "title_url": may(string(3000)), "description": may(plain(200)),
        "author_name": may(string(50)), "provider_name": may(string(50)), "provider_icon_url": may(string(3000)),
    }),
    "file": fields({**BLOCK, "external_id": must(string(255)), "source": must(one_of("remote"))}),
}  # fmt: skip

SURFACES: dict[str, frozenset[str]] = {
    "message": frozenset(BLOCKS),
    "modal": frozenset(BLOCKS) - {"file", "markdown", "table"},
    "home": frozenset(BLOCKS) - {"file", "markdown", "table"},
}
VIEW: Shape = {
    "type": must(one_of("modal", "home")), "blocks": must(anything), "private_metadata": may(string(3000)),
    "callback_id": may(string(255)), "external_id": may(string(255)),
}  # fmt: skip
MODAL = fields({
    **VIEW, "title": must(plain(24)), "submit": may(plain(24)), "close": may(plain(24)), "clear_on_close": may(boolean),
    "notify_on_close": may(boolean), "submit_disabled": may(boolean),
})  # fmt: skip
HOME = fields(VIEW)


def faults_in(blocks: Any, surface: Surface, place: str = "/blocks") -> list[str]:
    """What Slack would object to, with its place; empty when it takes them."""
    report = Report(surface, [])
    many(typed(BLOCKS, SURFACES[surface]), MOST[surface], 0)(blocks, place, report)
    if isinstance(blocks, list):
        unique("block_id", "blocks")({"blocks": blocks}, place.removesuffix("/blocks"), report)
        if markdown_length(blocks) > MARKDOWN_MOST:
            report.add(f"no more than {MARKDOWN_MOST} characters of markdown", place)
    return report.faults


def markdown_length(blocks: list[Any]) -> int:
    held = (block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "markdown")
    return sum(length(each) for each in held if isinstance(each, str))


def faults_in_view(view: Any) -> list[str]:
    if not isinstance(view, dict):
        return ["[ERROR] must be an object [json-pointer:/view]"]
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    report = Report(surface, [])
    (HOME if surface == "home" else MODAL)(view, "/view", report)
    blocks = view.get("blocks")
    if surface == "modal" and not view.get("submit") and any(kind == "input" for kind in kinds(blocks)):
        report.add("submit is required when there is an input block", "/view")
    return report.faults + faults_in(blocks, surface, "/view/blocks")


def kinds(blocks: Any) -> list[Any]:
    return [block.get("type") for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def inputs_of(view: Json) -> set[str]:
    """The block_ids that an answer with errors may name."""
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def with_ids(blocks: list[Json], prefix: str) -> list[Json]:
    """Slack gives every block and every element that it can hear from an id of its own where none was given."""
    return [_named(block, f"{prefix}{number}") for number, block in enumerate(blocks)]


def _named(block: Json, name: str) -> Json:
    named = {**block, "block_id": block.get("block_id") or name}
    for slot in ("accessory", "element"):
        if slot in named:
            named[slot] = _heard(named[slot], f"{name}{slot[0]}")
    if named["type"] == "actions":
        named["elements"] = [_heard(each, f"{name}{at}") for at, each in enumerate(named["elements"])]
    return named


def _heard(element: Json, name: str) -> Json:
    return element if element["type"] == "image" else {**element, "action_id": element.get("action_id") or name}
