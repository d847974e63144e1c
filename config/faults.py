"""What is wrong with a settings or office file, all of it at once."""

import tomllib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any


class SettingsError(Exception):
    """Every fault found, each one a sentence with its cure."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables; a file that cannot be read or is not TOML is a SettingsError that says where."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise SettingsError(
            [f"{path}: cannot be read ({fault.strerror}); check the path and its permissions."]
        ) from fault
    except UnicodeDecodeError as fault:
        raise SettingsError([f"{path}: is not UTF-8; save it as UTF-8."]) from fault
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError([f"{path}: is not valid TOML: {fault}; mend that place."]) from fault


def nearest(name: str, known: Iterable[str]) -> str:
    """`did you mean …?` when something is spelt alike, else where to look."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else "the example file shows what there can be."
