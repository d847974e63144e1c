"""Platforms by name; a platform's module is imported only when it is enabled."""

from importlib import import_module
from typing import Any

PLATFORMS = {
    "sim": "adapters.sim:SimAdapter",
    "slack": "adapters.slack:SlackAdapter",
    "wecom": "adapters.wecom:WeComAdapter",
}


CHECKS = {
    "slack": "adapters.slack.checking:findings",
    "wecom": "adapters.wecom.checking:findings",
}
"""How a platform's settings are tried against the platform: given the settings, a clock, and whether no process holds
its one connection."""


def check_of(platform: str) -> Any:
    """None where there is nothing to try."""
    module, _, name = CHECKS.get(platform, "").partition(":")
    return getattr(import_module(module), name) if module else None


def load(platform: str) -> Any:
    """The platform's adapter class; what it is built from differs by platform."""
    module, _, name = PLATFORMS[platform].partition(":")
    return getattr(import_module(module), name)
