"""Tests that need a browser or Node: left out and listed at the end where it is not to be had, required in CI."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLATFORMS = Path(__file__).parent / "platforms"
LEFT_OUT = pytest.StashKey[dict[str, list[str]]]()


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def node_clients() -> bool:
    """The Makefile has installed them."""
    installed = [each.parent / "node_modules" / "ok" for each in PLATFORMS.glob("*/clients/package.json")]
    return shutil.which("node") is not None and all(each.exists() for each in installed)


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (chromium, "no Chromium on this machine"),
    "node": (node_clients, "no Node.js 20 with the packages of tests/platforms/*/clients on this machine"),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("CI") == "true":
        return
    left_out = config.stash[LEFT_OUT] = {}
    for marker, (there, why) in NEEDS.items():
        without = [] if there() else [item for item in items if item.get_closest_marker(marker)]
        if without:
            left_out[why] = [item.nodeid for item in without]
            config.hook.pytest_deselected(items=without)
            items[:] = [item for item in items if item not in without]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that writes the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects all tests, so the last to end tells of all that are left out."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for why, left_out in config.stash.get(LEFT_OUT, {}).items():
        terminalreporter.section(f"not run: {why}")
        for nodeid in left_out:
            terminalreporter.line(nodeid)
