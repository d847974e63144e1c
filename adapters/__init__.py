"""Platforms by name; a platform's module is imported only when it is enabled."""

from importlib import import_module
from typing import Any

PLATFORMS = {
    "sim": "adapters.sim:SimAdapter",
    "slack": "adapters.slack:SlackAdapter",
}


CHECKS = {
    "slack": "adapters.slack.checking:findings",
}
"""How a platform's settings are tried against the platform; it is given the settings and a clock."""


def check_of(platform: str) -> Any:
    """None where there is nothing to try."""
    module, _, name = CHECKS.get(platform, "").partition(":")
    return getattr(import_module(module), name) if module else None


def load(platform: str) -> Any:
    """The platform's adapter class; what it is built from differs by platform."""
    module, _, name = PLATFORMS[platform].partition(":")
    return getattr(import_module(module), name)
