"""Regular expressions that are compiled when first used: compiling them all would take most of the start."""

import re
from collections.abc import Iterable
from typing import Any, cast


class _Later:
    """Becomes the compiled expression, method by method, on the first look at one of them."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        self.match, self.fullmatch, self.search = compiled.match, compiled.fullmatch, compiled.search
        self.finditer, self.findall = compiled.finditer, compiled.findall
        self.sub, self.split = compiled.sub, compiled.split
        return getattr(compiled, name)


def by_first(words: Iterable[str]) -> str:
    """毕业 毕竟 高度 → 毕(?:业|竟)|高(?:度): of many words few are looked at; each begins with a plain character."""
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in behind.items())


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """As re.compile, later."""
    return cast("re.Pattern[str]", _Later(source, flags))
