"""Block Kit's limits, each at its edge."""

from typing import Any

import pytest

from tests.platforms.slack.blocks import Surface, faults_in, faults_in_view
from tests.platforms.slack.world import Json


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "会" * length}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(2), "action_id": "a", **more}


def buttons(number: int) -> list[Json]:
    return [button(action_id=str(each)) for each in range(number)]


def option(value: str = "v", length: int = 1) -> Json:
    return {"text": plain(length), "value": value}


def section(**more: Any) -> Json:
    return {"type": "section", "text": plain(1), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(length: int) -> Json:
    return {"type": "input", "label": plain(length), "element": {"type": "plain_text_input", "action_id": "x"}}


def select(number: int, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option(str(each)) for each in range(number)], **more}


EDGES: dict[str, tuple[Any, Any]] = {
    "text of a section": (section(text=plain(3000)), section(text=plain(3001))),
    "text that is empty": (section(text=plain(1)), section(text=plain(0))),
    "fields": (section(fields=[plain(1)] * 10), section(fields=[plain(1)] * 11)),
    "text of a field": (section(fields=[plain(2000)]), section(fields=[plain(2001)])),
    "a section of nothing": ({"type": "section", "fields": [plain(1)]}, {"type": "section"}),
    "header": ({"type": "header", "text": plain(150)}, {"type": "header", "text": plain(151)}),
    "header in mrkdwn": (
        {"type": "header", "text": plain(1)},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    ),
    "context": ({"type": "context", "elements": [plain(1)] * 10}, {"type": "context", "elements": [plain(1)] * 11}),
    "buttons": (actions(*buttons(25)), actions(*buttons(26))),
    "no buttons": (actions(button()), actions()),
    "label of a button": (actions(button(text=plain(75))), actions(button(text=plain(76)))),
    "value of a button": (actions(button(value="x" * 2000)), actions(button(value="x" * 2001))),
    "style of a button": (actions(button(style="danger")), actions(button(style="default"))),
    "address of a button": (actions(button(url="x" * 3000)), actions(button(url="x" * 3001))),
    "action_id": (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256))),
    "action_id twice": (actions(button(), button(action_id="b")), actions(button(), button())),
    "block_id": (section(block_id="x" * 255), section(block_id="x" * 256)),
    "what nobody knows": (section(), section(colour="red")),
    "a kind that nobody knows": (section(), {"type": "sparkles"}),
    "options": (actions(select(100)), actions(select(101))),
    "no options": (actions(select(1)), actions(select(0))),
    "text of an option": (
        actions(select(1, options=[option(length=75)])),
        actions(select(1, options=[option(length=76)])),
    ),
    "value of an option": (
        actions(select(1, options=[option("x" * 150)])),
        actions(select(1, options=[option("x" * 151)])),
    ),
    "placeholder": (actions(select(1, placeholder=plain(150))), actions(select(1, placeholder=plain(151)))),
    "label of an input": (field(2000), field(2001)),
    "confirm": (
        actions(button(confirm={"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)})),
        actions(button(confirm={"title": plain(101), "text": plain(300), "confirm": plain(30), "deny": plain(30)})),
    ),
    "image": (
        {"type": "image", "image_url": "https://a.example/b", "alt_text": "图"},
        {"type": "image", "image_url": "https://a.example/b"},
    ),
    "an input among actions": (actions(select(1)), actions({"type": "plain_text_input", "action_id": "x"})),
    "overflow": (
        actions({"type": "overflow", "action_id": "o", "options": [option(str(each)) for each in range(5)]}),
        actions({"type": "overflow", "action_id": "o", "options": [option(str(each)) for each in range(6)]}),
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_what_is_just_right_and_what_is_too_much(name: str) -> None:
    right, wrong = EDGES[name]
    assert faults_in([right], "message") == []
    assert faults_in([wrong], "message") != []


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_blocks_on_a_surface(surface: Surface, most: int) -> None:
    assert faults_in([section()] * most, surface) == []
    assert faults_in([section()] * (most + 1), surface) != []


def test_markdown_is_counted_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "会" * 6000}
    assert faults_in([half, half], "message") == []
    assert faults_in([half, half, {"type": "markdown", "text": "会"}], "message") != []


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert faults_in([{"type": "header", "text": {"type": "plain_text", "text": "🚪" * 75}}], "message") == []
    assert faults_in([{"type": "header", "text": {"type": "plain_text", "text": "🚪" * 76}}], "message") != []


def test_a_fault_says_where_it_is() -> None:
    (fault,) = faults_in([section(), actions(button(text=plain(76)))], "message")
    assert fault == "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]"


def test_a_form_with_an_input_needs_a_way_to_send_it() -> None:
    view = {"type": "modal", "title": plain(24), "blocks": [field(1)]}
    assert faults_in_view({**view, "submit": plain(24)}) == []
    assert faults_in_view(view) != []
    assert faults_in_view({"type": "home", "blocks": [field(1)]}) == []
    assert faults_in_view({**view, "submit": plain(25)}) != []
