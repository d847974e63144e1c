"""The app's manifests: within Slack's limits, and asking for what the adapter needs."""

import re
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack.checking import SCOPES
from adapters.slack.heard import READERS, TROUBLES
from tests.platforms.slack.cards import faults_by_typescript, write_manifests

FOLDER = Path(__file__).parents[3] / "config"
BOTH = ["slack-manifest.yaml", "slack-manifest.http.yaml"]
HTTP = re.compile(r"https://\S+/hooks/slack")
FIELDS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "_metadata": {"major_version", "minor_version"},
    "display_information": {"name", "description", "background_color"},
    "features": {"app_home", "bot_user", "slash_commands"},
    "oauth_config": {"scopes"},
    "settings": {
        "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled",
    },
}  # fmt: skip
"""Slack refuses fields that it does not know."""


@pytest.fixture(params=BOTH)
def manifest(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


def read(name: str) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return written


def test_lengths_and_fields(manifest: dict[str, Any]) -> None:
    assert manifest.keys() == FIELDS[""]
    for name, fields in FIELDS.items():
        assert not name or manifest[name].keys() == fields
    shown, features = manifest["display_information"], manifest["features"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", features["bot_user"]["display_name"])
    (command,) = features["slash_commands"]
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000
    assert command["should_escape"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False


@pytest.mark.node
def test_the_types_of_slack_hold_both() -> None:
    """Every field, scope and event is one that Slack's own client for Node knows."""
    assert faults_by_typescript({name: read(name) for name in BOTH}, "manifests", write_manifests) == []


@pytest.mark.node
@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("oauth_config.scopes.bot", "chat:shout"),
        ("settings.event_subscriptions.bot_events", "message.nowhere"),
        ("features.slash_commands", {"command": "/x", "description": "x", "colour": "red"}),
    ],
)
def test_the_types_refuse_what_slack_does_not_know(where: str, what: object) -> None:
    wrong = read(BOTH[0])
    reduce(lambda found, key: found[key], where.split("."), wrong).append(what)  # type: ignore[attr-defined]
    assert faults_by_typescript({"wrong": wrong}, "wrong", write_manifests)


def test_it_asks_for_every_scope_that_the_check_wants(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert len(scopes) == len(set(scopes))
    assert set(scopes) == SCOPES.keys() | {"chat:write.public"}


def test_it_subscribes_to_what_is_read_and_to_no_message_twice(manifest: dict[str, Any]) -> None:
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    known = READERS.keys() | TROUBLES.keys()
    assert {one.partition(".")[0] for one in events} <= known
    assert not {"message.channels", "message.groups"} & events


def test_a_socket_needs_no_address_and_requests_need_three() -> None:
    socket, http = (read(name) for name in BOTH)
    assert socket["settings"]["socket_mode_enabled"] is True
    assert "hooks" not in str(socket)
    assert http["settings"]["socket_mode_enabled"] is False
    assert len(HTTP.findall(str(http))) == 3
