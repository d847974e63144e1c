"""Platforms by name; a platform's module is imported only when it is enabled."""

from importlib import import_module
from typing import Any

PLATFORMS = {
    "sim": "adapters.sim:SimAdapter",
    "slack": "adapters.slack:SlackAdapter",
}


def load(platform: str) -> Any:
    """The platform's adapter class; what it is built from differs by platform."""
    module, _, name = PLATFORMS[platform].partition(":")
    return getattr(import_module(module), name)
