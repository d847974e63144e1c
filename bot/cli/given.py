"""The settings that a command was given, with faults as sentences."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.failure import Failure

if TYPE_CHECKING:
    from config import Settings


def settings_of(path: Path | None, overrides: Mapping[str, Any] | None = None) -> "Settings":
    """The file's and the environment's settings; Failure names every fault."""
    from config import SettingsError, load_settings

    try:
        return load_settings(path, os.environ, overrides)
    except SettingsError as fault:
        raise Failure(*fault.faults) from fault


def demo_settings(*, second: bool = False, **overrides: object) -> "Settings":
    """The demonstration office's settings: the local chat on, the example file's office unless another is named."""
    from config.settings import DEMO_OFFICE

    office = {} if os.environ.get("XIAOBAN_OFFICE") else {"office": DEMO_OFFICE}
    sim = {"enabled": True, **({"second": True} if second else {})}
    return settings_of(None, {**office, "adapters": {"sim": sim}, **overrides})


def is_anything_set() -> bool:
    """Whether the environment says anything about a deployment."""
    return any(
        name.upper().startswith("XIAOBAN_") and not name.upper().startswith("XIAOBAN_TEST_") for name in os.environ
    )
