"""The machine that runs the rules: each is a regular expression over the kinds of neighbouring nodes.

A kind has one character, so a row of nodes is a string and "num unit ago?" a regular expression. The rules are tried
in their order, one pass each, and only those whose kinds are all there; a rule is compiled when it is first tried.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.understanding.nodes import CODES, Builder, Hit, Layer, Node, Scene

Needs = list[frozenset[str]]
_MOST_REPEATS = "{0,8}"  # bounded, so that no line of ten thousand commas takes quadratic time
_SOME_REPEATS = "{1,8}"
_NAME = re.compile(r"[A-Za-z]+")
_TOKEN = re.compile(r"[A-Za-z]+|\(\?<?[=!]|[()|?*+]")


class Production:
    """One line of the grammar; of each group in `needs` one kind must be there, or it cannot match."""

    __slots__ = ("_expression", "build", "groups", "must", "needs", "words")

    def __init__(self, words: str, build: Builder) -> None:
        self.words, self.build = words, build
        self.needs = needs(words)
        self.must = _bits(kind for group in self.needs if len(group) == 1 for kind in group)
        self.groups = tuple(_bits(group) for group in self.needs if len(group) > 1)
        self._expression: re.Pattern[str] | None = None

    @property
    def expression(self) -> re.Pattern[str]:
        if self._expression is None:
            self._expression = pattern(self.words)
        return self._expression

    def may_match(self, there: int) -> bool:
        if self.must & ~there:
            return False
        for group in self.groups:  # noqa: SIM110 - a generator takes twice as long, on every rule
            if not group & there:
                return False
        return True


def _bits(kinds: Iterable[str]) -> int:
    """A set of kinds as a number, for quick comparing."""
    bits = 0
    for kind in kinds:
        bits |= _BIT[kind]
    return bits


_BIT = {code: 1 << place for place, code in enumerate(CODES.values())}


class Grammar:
    """Layers of rules as one row, found by the kinds that a sentence has."""

    def __init__(self, *layers: Layer) -> None:
        self.rules = [Production(words, build) for rules in layers for words, build in rules]
        common = Counter(kind for rule in self.rules for group in rule.needs for kind in group)
        self._by_kind: dict[str, list[tuple[int, Production]]] = {}
        for place, rule in enumerate(self.rules):
            for kind in min(rule.needs, key=lambda group: sum(common[kind] for kind in group)):
                self._by_kind.setdefault(kind, []).append((place, rule))
        self.possible = lru_cache(maxsize=16384)(self._possible)

    def _possible(self, there: frozenset[str]) -> list[int]:
        """The places of the rules that find all that they need, by the rarest kind of each."""
        bits = _bits(there)
        found = {place for kind in there for place, rule in self._by_kind.get(kind, ()) if rule.may_match(bits)}
        return sorted(found)

    def reduce(self, nodes: list[Node], scene: Scene) -> list[Node]:
        """The row with neighbours joined, as far as the rules know how."""
        codes = "".join([n.code for n in nodes])
        todo, at = self.possible(frozenset(codes)), 0
        while at < len(todo):
            place = todo[at]
            at += 1
            rule = self.rules[place]
            match = rule.expression.search(codes)
            made = _joined(nodes, codes, match, rule, scene) if match else None
            if made is not None:
                nodes, codes = made, "".join([n.code for n in made])
                todo = self.possible(frozenset(codes))
                at = bisect(todo, place)
        return nodes


def _joined(
    nodes: list[Node], codes: str, match: re.Match[str] | None, rule: Production, scene: Scene
) -> list[Node] | None:
    """The row after one pass of the rule, None when it took nothing."""
    out: list[Node] = []
    done, size = 0, len(nodes)
    while match is not None:
        first, last = match.span()
        hit = Hit(nodes[first:last], scene, nodes[first - 1] if first else None, nodes[last] if last < size else None)
        built = rule.build(hit)
        if built is not None:
            out += nodes[done:first]
            out.append(Node(CODES[built[0]], nodes[first].start, nodes[last - 1].end, built[1]))
            done = last
        match = rule.expression.search(codes, last)
    return [*out, *nodes[done:]] if done else None


def pattern(words: str) -> re.Pattern[str]:
    """ "num unit ago?" as an expression over the characters of the kinds."""
    coded = _NAME.sub(lambda m: CODES[m[0]], words).replace(" ", "")
    return re.compile(coded.replace("*", _MOST_REPEATS).replace("+", _SOME_REPEATS))


def needs(words: str) -> Needs:
    """Groups of kinds, one of each of which must be there for the rule to match."""
    found, _ = _choices(_TOKEN.findall(words), 0)
    if not found:
        raise ValueError(f"the rule {words!r} needs nothing, so it would match everywhere")
    return found


def _choices(tokens: list[str], at: int) -> tuple[Needs, int]:
    """What every choice up to the closing bracket needs, and where that bracket stands."""
    choices: list[Needs] = [[]]
    while at < len(tokens) and tokens[at] != ")":
        said = tokens[at]
        at += 1
        if said == "|":
            choices.append([])
            continue
        more: Needs = [frozenset(CODES[said])] if said.isalpha() else []
        if said.startswith("("):
            more, at = _choices(tokens, at)
            at += 1
        optional = said.endswith("!") or tokens[at : at + 1] in (["?"], ["*"])
        at += tokens[at : at + 1] in (["?"], ["*"], ["+"])
        choices[-1] += [] if optional else more
    if len(choices) == 1:
        return choices[0], at
    return ([frozenset().union(*(min(choice, key=len) for choice in choices))] if all(choices) else []), at
