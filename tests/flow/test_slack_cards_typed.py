"""Every kind of card as Slack shows it, judged by slack_sdk's models and the TypeScript types of @slack/types."""

import json
from typing import Any

import pytest

from adapters.slack import render
from bot.cards import from_json
from tests.flow.test_slack_cards import GOLDEN
from tests.platforms.slack.cards import faults_by_local_slack, faults_by_slack_sdk, faults_by_typescript
from tests.platforms.slack.world import Json

KEPT: list[dict[str, Any]] = json.loads(GOLDEN.read_text())


def payloads() -> dict[str, Json]:
    """Each as a message and as somebody's Home tab; and the form."""
    named: dict[str, Json] = {"the form": render.form("C1 U1", "zh")}
    for number, kept in enumerate(KEPT):
        card = from_json(kept["card"])
        named[f"{number} {card.title}"] = kept["shown"]
        named[f"{number} {card.title} at home"] = render.home(card, "zh")
    return named


@pytest.mark.parametrize("name", payloads())
def test_the_models_read_what_was_written(name: str) -> None:
    payload = payloads()[name]
    assert faults_by_local_slack(payload) == []
    assert faults_by_slack_sdk(payload) == []


@pytest.mark.node
def test_the_types_hold_them_all() -> None:
    assert faults_by_typescript(payloads()) == []
