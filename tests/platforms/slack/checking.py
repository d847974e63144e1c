"""The small grammar in which `blocks` writes down what Slack takes: checks that report faults with their place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Report:
    """Faults in the words that Slack puts into `response_metadata.messages`."""

    surface: str
    faults: list[str]

    def add(self, what: str, place: str) -> None:
        self.faults.append(f"[ERROR] {what} [json-pointer:{place}]")


Check = Callable[[Any, str, Report], None]


@dataclass(frozen=True, slots=True)
class Field:
    check: Check
    required: bool = False


Shape = Mapping[str, Field]


def length(text: str) -> int:
    """Whether Slack counts UTF-16 units or code points is not known: the larger number is safe."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def must(check: Check) -> Field:
    return Field(check, required=True)


def may(check: Check) -> Field:
    return Field(check)


def anything(_value: Any, _place: str, _report: Report) -> None:
    """Slack's own business."""


def boolean(value: Any, place: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add("must be a boolean", place)


def string(most: int, least: int = 0) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must be a string", place)
        elif length(value) > most:
            report.add(f"must be less than {most + 1} characters", place)
        elif length(value) < least:
            report.add(f"must be more than {least - 1} characters", place)

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        if value not in values:
            report.add(f"must be one of: {', '.join(values)}", place)

    return check


def integer(least: int, most: int) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            report.add(f"must be a whole number from {least} to {most}", place)

    return check


def many(each: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, list):
            return report.add("must be an array", place)
        if len(value) > most:
            report.add(f"no more than {most} items allowed", place)
        if len(value) < least:
            report.add(f"no fewer than {least} items allowed", place)
        for number, item in enumerate(value):
            each(item, f"{place}/{number}", report)
        return None

    return check


def fields(shape: Shape, *names: str) -> Check:
    """An object with these fields and no other; `names` are allowed besides."""

    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, dict):
            return report.add("must be an object", place)
        for name, rule in shape.items():
            if name in value:
                rule.check(value[name], f"{place}/{name}", report)
            elif rule.required:
                report.add(f"missing required field: {name}", place)
        for name in value.keys() - shape.keys() - set(names):
            report.add(f"invalid additional property: {name}", place)
        return None

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        for each in checks:
            each(value, place, report)

    return check


def typed(shapes: Mapping[str, Check], only: Iterable[str] | None = None) -> Check:
    """An object whose `type` says which check is right for it; asked for when it is used, so that shapes may nest."""
    allowed = None if only is None else frozenset(only)

    def check(value: Any, place: str, report: Report) -> None:
        if not isinstance(value, dict):
            return report.add("must be an object", place)
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in shapes or (allowed is not None and kind not in allowed):
            return report.add(f"unsupported type: {kind}", f"{place}/type")
        return shapes[kind](value, place, report)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, place: str, report: Report) -> None:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            report.add(f"must define at least one of: {', '.join(names)}", place)

    return check


def unique(name: str, among: str) -> Check:
    """No two of the objects in the list `among` may carry the same name."""

    def check(value: Any, place: str, report: Report) -> None:
        held = value.get(among) if isinstance(value, dict) else None
        seen: set[str] = set()
        for number, item in enumerate(held if isinstance(held, list) else ()):
            given = item.get(name) if isinstance(item, dict) else None
            if isinstance(given, str) and given in seen:
                report.add(f"`{name}` already exists: {given}", f"{place}/{among}/{number}/{name}")
            seen.add(given or f"#{number}")

    return check
