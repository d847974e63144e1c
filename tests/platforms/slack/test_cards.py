"""The judges of cards find what they should, and agree about what the local Slack takes."""

import pytest

from tests.platforms.slack import cards
from tests.platforms.slack.world import Json

BUTTON: Json = {"type": "button", "text": {"type": "plain_text", "text": "办结"}, "action_id": "a", "value": "1"}
SELECT: Json = {
    "type": "static_select", "action_id": "s", "placeholder": {"type": "plain_text", "text": "会议室"},
    "options": [{"text": {"type": "plain_text", "text": "301"}, "value": "301"}],
}  # fmt: skip
TITLE: Json = {"type": "plain_text", "text": "督办"}
INPUT: Json = {
    "type": "input", "block_id": "why", "label": TITLE, "element": {"type": "plain_text_input", "action_id": "text"},
}  # fmt: skip
GOOD: dict[str, Json] = {
    "a card": {
        "text": "督办",
        "blocks": [
            {"type": "header", "text": TITLE},
            {"type": "section", "fields": [{"type": "mrkdwn", "text": "*主办*\n王伟"}]},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "周五前"}]},
            {"type": "actions", "block_id": "acts", "elements": [BUTTON, SELECT]},
        ],
    },
    "a form": {"type": "modal", "title": TITLE, "submit": TITLE, "blocks": [INPUT]},
    "a home": {"type": "home", "blocks": [{"type": "section", "text": TITLE}]},
}
BAD: dict[str, Json] = {
    "a label too long": {
        "blocks": [{"type": "actions", "elements": [{**BUTTON, "text": {**TITLE, "text": "x" * 76}}]}]
    },
    "no such style": {"blocks": [{"type": "actions", "elements": [{**BUTTON, "style": "green"}]}]},
    "a header in mrkdwn": {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
    "a field that is not there": {"blocks": [{"type": "divider", "colour": "red"}]},
    "a form without a title": {"type": "modal", "submit": TITLE, "blocks": [INPUT]},
}
BY_SDK = {"a label too long", "no such style", "a field that is not there"}
BY_TYPES = {"no such style", "a header in mrkdwn", "a field that is not there", "a form without a title"}


@pytest.mark.parametrize("name", GOOD)
def test_what_all_take(name: str) -> None:
    assert cards.faults_by_local_slack(GOOD[name]) == []
    assert cards.faults_by_slack_sdk(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_the_local_slack_refuses_and_the_models_do_or_do_not(name: str) -> None:
    assert cards.faults_by_local_slack(BAD[name]) != []
    assert bool(cards.faults_by_slack_sdk(BAD[name])) == (name in BY_SDK)


@pytest.mark.node
def test_what_the_types_take_and_refuse() -> None:
    assert cards.faults_by_typescript(GOOD, "good") == []
    found = "\n".join(cards.faults_by_typescript(BAD, "bad"))
    lines = {name: f"({2 * number + 3}," in found for number, name in enumerate(BAD)}
    assert {name for name, hit in lines.items() if hit} == BY_TYPES
