"""Cards judged by others: slack_sdk's models read them, and the TypeScript types of @slack/types hold them."""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.platforms.node import PLATFORMS
from tests.platforms.slack.blocks import faults_in, faults_in_view
from tests.platforms.slack.world import Json

CLIENTS = PLATFORMS / "slack" / "clients"
TSC = CLIENTS / "node_modules" / ".bin" / "tsc"
OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext")
Payload = Json
"""A message's arguments with `blocks`, or a view with its `type`."""


def is_view(payload: Payload) -> bool:
    return payload.get("type") in {"modal", "home"}


def faults_by_local_slack(payload: Payload) -> list[str]:
    return faults_in_view(payload) if is_view(payload) else faults_in(payload["blocks"], "message")


def faults_by_slack_sdk(payload: Payload) -> list[str]:
    """What the models refuse, and what they do not give back as it was: a field that they do not know."""
    try:
        read = View(**payload) if is_view(payload) else None
        again = read.to_dict()["blocks"] if read else [block.to_dict() for block in Block.parse_all(payload["blocks"])]
    except (SlackObjectFormationError, AttributeError, TypeError) as fault:
        return [f"{type(fault).__name__}: {fault}"]
    return [] if again == payload["blocks"] else [f"read as {json.dumps(again, ensure_ascii=False)}"]


def write_typescript(payloads: Mapping[str, Payload], path: Path) -> None:
    """One constant for each, typed as what a client's method takes."""
    lines = ['import type { KnownBlock, ModalView, HomeView } from "@slack/types";']
    for number, (name, payload) in enumerate(payloads.items()):
        kind = {"modal": "ModalView", "home": "HomeView"}.get(str(payload.get("type")), "KnownBlock[]")
        value = payload if is_view(payload) else payload["blocks"]
        lines.append(f"// {' '.join(name.split())}")
        lines.append(f"export const card{number}: {kind} = {json.dumps(value, ensure_ascii=False)};")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_manifests(manifests: Mapping[str, Json], path: Path) -> None:
    """As what the method of Slack's API takes that makes an app of a manifest."""
    lines = ['import type { AppsManifestCreateArguments } from "@slack/web-api";']
    for number, manifest in enumerate(manifests.values()):
        value = json.dumps(manifest, ensure_ascii=False)
        lines.append(f'export const manifest{number}: AppsManifestCreateArguments["manifest"] = {value};')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults_by_typescript(
    payloads: Mapping[str, Payload],
    name: str = "cards",
    write: Callable[[Mapping[str, Payload], Path], None] = write_typescript,
) -> Sequence[str]:
    """All at once, since the compiler takes a second to wake; the file lies where the types are found."""
    path = CLIENTS / "node_modules" / f".{name}.ts"
    write(payloads, path)
    try:
        done = subprocess.run([TSC, *OPTIONS, path], cwd=CLIENTS, capture_output=True, text=True, check=False)
    finally:
        path.unlink()
    return [line for line in done.stdout.splitlines() if line]
