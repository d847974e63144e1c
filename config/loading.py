"""From a TOML file and environment variables to one table of values, and from values to a model or faults."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource

from config.faults import SettingsError, nearest, read_toml

M = TypeVar("M", bound=BaseModel)

PREFIX = "XIAOBAN_"
NOT_OURS = f"{PREFIX}TEST_"

CURES = {
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "literal_error": "write one of {expected}",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "string_pattern_mismatch": "write a whole address, such as https://host/path (a socket's begins with wss://)",
    "string_type": "write a text between quotation marks",
    "string_too_short": "write a value, or take the line out",
    "tuple_type": 'write a list such as ["a", "b"]',
    "model_type": "write a table with its own keys",
    "model_attributes_type": "write a table with its own keys",
    "dict_type": "write a table with its own keys",
    "missing": "it is needed here: add it",
    "path_type": "write a file's path between quotation marks",
}


def from_file(path: Path | None) -> tuple[dict[str, Any], list[str]]:
    """The file's tables; the office file is looked for beside the settings file."""
    if path is None:
        return {}, []
    try:
        values = read_toml(path)
    except SettingsError as fault:
        return {}, list(fault.faults)
    if isinstance(values.get("office"), str):
        values["office"] = path.parent / values["office"]
    return values, []


def from_environment(model: type[BaseSettings], env: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The XIAOBAN_ variables as nested tables, the contents of …_FILE put in their places."""
    ours = {
        name.upper(): text
        for name, text in env.items()
        if name.upper().startswith(PREFIX) and not name.upper().startswith(NOT_OURS) and text.strip()
    }
    given, faults = _open_files(ours)
    known = [PREFIX + leaf.upper().replace(".", "__") for leaf in leaves(model)]
    tables = tuple(f"{name}__" for name in known)
    strangers = [name for name in given if name not in known and not name.startswith(tables)]
    faults += [f"{name}: no such setting; {nearest(name, known)}" for name in strangers]
    source = EnvSettingsSource(model, env_prefix=PREFIX.lower(), env_nested_delimiter="__", case_sensitive=False)
    source.env_vars = {name.lower(): text for name, text in given.items() if name not in strangers}
    return source(), faults


def _open_files(ours: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    given = {name: text for name, text in ours.items() if not name.endswith("_FILE")}
    faults = []
    for pointer in sorted(ours.keys() - given.keys()):
        name = pointer.removesuffix("_FILE")
        if name in given:
            faults.append(f"{pointer} and {name} are both set: keep one of them.")
            continue
        try:
            given[name] = Path(ours[pointer]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            reason = getattr(fault, "strerror", None) or "not text"
            faults.append(f"{pointer}: {ours[pointer]} cannot be read ({reason}): check the path and its permissions.")
    return given, faults


def merge(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """One table of several: later ones win, tables are merged key by key."""
    merged: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
            merged[key] = merge(merged[key], value) if both else value
    return merged


def collect(model: type[M], values: Mapping[str, Any]) -> tuple[M | None, list[str]]:
    """The model, and every fault of the values; what is faulty is left out so that the rest can be judged too."""
    faults: list[str] = []
    while True:
        try:
            return model(**values), faults
        except ValidationError as fault:
            errors = fault.errors(include_url=False, include_input=False)
            faults += [_sentence(model, error) for error in errors]
            fewer = _without(values, [error["loc"] for error in errors])
            if fewer == values:
                return None, faults
            values = fewer


def _without(values: Mapping[str, Any], places: Iterable[Sequence[int | str]]) -> dict[str, Any]:
    kept = dict(values)
    for head, *tail in places:
        table = kept.pop(str(head), None)
        if tail and isinstance(table, Mapping) and (rest := _without(table, [tail])) != table:
            kept[str(head)] = rest
    return kept


def _sentence(model: type[BaseModel], error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place}: no such setting; {nearest(place, leaves(model))}"
    if error["type"] == "value_error":
        return f"{place}: {error['ctx']['error']}."
    cure = CURES.get(error["type"], error["msg"]).format(**error.get("ctx", {}))
    return f"{place}: {cure}."


def leaves(model: type[BaseModel], above: str = "") -> list[str]:
    """Every setting's whole name, `adapters.slack.bot_token` and so on."""
    names = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        inner = isinstance(kind, type) and issubclass(kind, BaseModel)
        names += leaves(kind, f"{above}{name}.") if inner else [f"{above}{name}"]  # type: ignore[arg-type]
    return names
