r"""Phrase templates: how a desk says which sentences are for it.

    开[一个|个]{title}          [..] may be left out; | between choices
    (cancel|call off) {title}   (..) one of
    {title:meeting}<start>      {slot}; {slot:kind} asks for a certain kind of words; <..>: only when these are there
    [..]*  (..)*               any of these, up to four times
    {any}                       any words, kept nowhere
    {person}                    one name or mention; {number} an item's number; {gap} nothing or a few words

A template must account for every word that is left when times, rooms, people and polite words are taken out.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

DESKS = ("meetings", "supervision", "notices", "feedback", "reminders", "digest", "help")
PERSON, ROOM, TIME = "\ue001", "\ue002", "\ue003"
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NEEDS = re.compile(r"<([\w,!|]+)>$")
_MEETING_ZH = (
    "会|会议|例会|晨会|周会|月会|年会|评审|面试|培训|讲座|答辩|座谈|讨论|研讨|演练|"
    "活动|考试|测评|彩排|沟通|对接|汇报|述职|复盘|值班|课|仪式|典礼|沙龙|分享|晚会|"
    "集合|点名|约谈|谈话|接待|参观|比赛|大会|调研|检查|体检|路演|评比|宣讲|团建|"
    "排练|聚餐|面谈|碰头|开工|验收|招标|开标|直播"
)
_MEETING_EN = (
    r"\b(?:meeting|meetings|sync|standup|stand-up|review|retro|retrospective|planning|"
    r"interview|interviews|call|chat|1:1s?|one-on-ones?|1-on-1|workshop|training|session|"
    r"all-hands|all hands|"
    r"town hall|townhall|demo|kickoff|kick-off|catch-up|catchup|catch up|lunch|dinner|"
    r"breakfast|coffee|drinks|party|class|yoga|webinar|seminar|presentation|briefing|"
    r"debrief|huddle|brainstorm|brainstorming|"
    r"conference|appointment|talk|rehearsal|drill|exam|offsite|off-site|check-in|"
    r"checkin|onboarding|orientation|board|committee|discussion|walkthrough|grooming|"
    r"refinement|triage|hackathon|ceremony|tour|visit|practice|lecture|hearing|audit|"
    r"assembly)\b"
)
_NO_STATEMENT_EN = (
    r"(?!(?:i|i'm|i've|i'll|we|we're|he|she|they|you|there|it|it's|no|not|sounds|sure|great|cool|thanks|see)\b)"
    r"(?!.{0,40}\b(?:says|said|was|were|went|had|heard|hate|love|is at|are at|took|takes)\b)"
)
_KINDS = {
    "meeting": rf"{_NO_STATEMENT_EN}(?=.*?(?:{_MEETING_ZH}|{_MEETING_EN})).+?",
    "short": r".{1,24}?",
    "word": r"\S{1,16}?",
    "notice": r"(?=.*(?:通知|公告|通告|公示|启事|简报|通报|notice|announcement|memo|circular)).+?",
    "event": (
        r"(?!.*[了过吗呢])[^,，。]{1,14}(?:会|会议|活动|培训|评审|面试|讲座|演练|比赛|考试|座谈|答辩|彩排|调研|值班|仪式)"
    ),
    "every": r"(?:各|全体|所有)[\u4e00-\u9fff]{1,6}?",
    "unit": r"[\u4e00-\u9fff]{1,6}(?:处|科|室|部|办|组|中心|学院|系|委|团|队|班|院|会)",
    "task": (
        r"(?=.{2,60}$)(?!(?:assign|give|send|submit|i|i'm|we|he|she|they|it|you|there|see|be|out|back|in|on|at|the)\b)"
        r"[A-Za-z][\w' /&-]+?"
    ),
    "percent": r"\d{1,3}\s?[%％]",
    "noun": r"(?!.*(?:吗|呢|吧|什么|怎么|为什么|谁)).+?",
}
_FIXED = {
    "person": rf"@?(?:[A-Za-z][\w.'-]*|{PERSON}+(?:(?:[、,，和与及跟&\s]|\band\b)*{PERSON}+)*)",
    "progress": (
        r"(?:约|大概|about )?(?:\d{1,3}(?:\.\d+)?\s?[%％]|一半|百分之[\u4e00-\u9fff]{1,4}"
        r"|[\u4e00-\u9fff\d]成|half)"
    ),
    "number": r"\s*(?:#|no\.? ?|item ?#?|第|编号)?\s?\d{1,6}(?:号|项|条)?(?:事项|任务|督办)?\s*",
    "any": r"(?:.+?)",
    "gap": r"(?:.{0,12}?)",
}


class Route:
    """What a desk registers for one intent: data only; not compared, so that a table of routes is found at once."""

    __slots__ = ("en", "intent", "required", "slots", "zh")

    def __init__(
        self,
        intent: str,
        slots: tuple[str, ...],
        required: tuple[str, ...] = (),
        zh: tuple[str, ...] = (),
        en: tuple[str, ...] = (),
    ) -> None:
        self.intent, self.slots, self.required, self.zh, self.en = intent, slots, required, zh, en


class Phrases(NamedTuple):
    """One intent of a desk's phrase file."""

    intent: str
    slots: tuple[str, ...]
    required: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def route(self) -> Route:
        return Route(*self)


class Template:
    """A template that was judged; `needs` are slots that must (or, with !, must not) be there."""

    def __init__(self, source: str, body: str, needs: tuple[str, ...]) -> None:
        """Raises ValueError when a slot stands twice or is of no kind."""
        self.source, self.body, self.needs = source, body, needs
        self.slots = _slots_of(body)
        self.anchors = tuple(_anchors(body))

    def may_match(self, signs: frozenset[str]) -> bool:
        """Cheap refusal: one of each group of words must be there by its first character (zh) or word (en)."""
        for group in self.anchors:  # noqa: SIM110 - a generator takes three times as long, on every template
            if group.isdisjoint(signs):
                return False
        return True

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when a sentence first has the signs for it: all of them at the start would take most of it."""
        return re.compile(_expression(_longest_first(self.body)), re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=4096)
def compile_template(source: str) -> Template:
    """Raises ValueError with the fault in words."""
    body, needs = source, ()
    found = _NEEDS.search(source)
    if found:
        body, needs = source[: found.start()], tuple(found[1].split(","))
    if body.count("[") != body.count("]") or body.count("(") != body.count(")"):
        raise ValueError(f"{body!r}: a bracket is not closed")
    return Template(source, body, needs)


def _slots_of(body: str) -> tuple[str, ...]:
    found = [(name, kind) for name, kind in _SLOT.findall(body) if name not in {"any", "gap"}]
    names = tuple(name for name, _ in found)
    for name, kind in found:
        if names.count(name) > 1:
            raise ValueError(f"slot {name} stands twice")
        if name not in _FIXED and (kind or "plain") not in _KINDS:
            raise ValueError(f"there is no kind {kind}")
    return names


def signs_of(text: str) -> frozenset[str]:
    """Every Chinese character and every Latin word: what anchors are looked for in."""
    return frozenset(_SIGN.findall(text.casefold()))


_SIGN = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+|[^\s\w]")


def _anchors(body: str) -> list[frozenset[str]]:
    """For each obligatory group, the first sign of each of its choices; groups with an open choice are left out.

    Words and Chinese characters outside all brackets are obligatory too.
    """
    groups: list[frozenset[str]] = []
    depth, start = 0, 0
    for index, char in enumerate(body):
        if char in "([{":
            start = index if depth == 0 else start
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0 and char == ")" and body[index + 1 : index + 2] != "*" and body[start] == "(":
                groups.append(frozenset(_first_signs(body[start + 1 : index])))
        elif depth == 0 and (sign := _WHOLE_SIGN.match(body, index)):
            groups.append(frozenset({sign[0].casefold()}))
    return [g for g in groups if g and "" not in g]


_WHOLE_SIGN = re.compile(r"[\u3400-\u9fff]|(?<![^ ])[A-Za-z0-9]+(?![^ ])")


def _first_signs(choices: str) -> set[str]:
    found, depth, begin = set(), 0, True
    for index, char in enumerate(choices):
        depth += (char in "([{") - (char in ")]}")
        if begin and depth == 0 and char not in "|":
            match = _SIGN.match(choices.casefold(), index)
            found.add(match[0] if match else "")
            begin = False
        elif begin and char in "([{":
            found.add("")
            begin = False
        elif begin and char == "|":
            found.add("")
        if char == "|" and depth == 0:
            begin = True
    if begin:
        found.add("")
    return found


def _expression(body: str) -> str:
    out, index = [r"[\s,，。.!！;；:：、]*"], 0
    while index < len(body):
        slot = _SLOT.match(body, index)
        if slot:
            out.append(_slot(slot[1], slot[2]))
            index = slot.end()
            continue
        out.append(_mark(body, index))
        index += 1
    return "".join(out) + r"[\s,，。.!！;；:：、~～]*"


def _mark(body: str, index: int) -> str:
    char = body[index]
    if char in "[(":
        return "(?:"
    if char == "]":
        return ")" if body[index + 1 : index + 2] == "*" else ")?"
    if char in ")|":
        return char
    if char == "*" and body[index - 1 : index] in {"]", ")"}:
        return "{0,4}"
    if char == " ":
        return _GAP if _beside_han(body, index) else r"\s+"
    return re.escape(char)


_GAP = r"(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9]))\s*"  # never inside a word: {title} [up] does not take standup apart
_CHOICES = re.compile(r"([(\[])([^()\[\]{}]*)([)\]])")


def _longest_first(body: str) -> str:
    """Of push and push back the longer is tried first."""
    return _CHOICES.sub(lambda m: m[1] + "|".join(sorted(m[2].split("|"), key=len, reverse=True)) + m[3], body)


def _beside_han(body: str, index: int) -> bool:
    around = body[max(index - 1, 0) : index + 2]
    return any("\u4e00" <= c <= "\u9fff" or c in "[]{}()|" for c in around)


def _slot(name: str, kind: str | None) -> str:
    if name in {"any", "gap"}:
        return _FIXED[name]
    return f"(?P<{name}>{_FIXED.get(name) or _KINDS[kind or 'plain']})"


_KINDS["plain"] = r".+?"


def check_route(route: Route) -> list[str]:
    """Faults in words: a template that names a slot the route lacks, or that cannot be read."""
    faults = [
        f"{route.intent}: required slot {name} is not among its slots"
        for name in route.required
        if name not in route.slots
    ]
    for source in (*route.zh, *route.en):
        try:
            template = compile_template(source)
        except (ValueError, KeyError) as fault:
            faults.append(f"{route.intent}: {fault}")
            continue
        known = {*route.slots, "person"}
        faults += [
            f"{route.intent}: {source!r} names slot {slot}, which the intent has not"
            for slot in template.slots
            if slot not in known
        ]
    return faults


def _folder() -> Path:
    """Where the phrase files lie; found without importing the desks, which import this."""
    spec = find_spec("handlers")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places or ("handlers",)))) / "phrases"


@lru_cache(maxsize=32)
def load_phrases(desk: str) -> Mapping[str, Phrases]:
    """The phrase file of a desk, by intent."""
    text = (_folder() / f"{desk}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["intents"]
    return {
        f"{desk}.{name}" if name != desk else desk: Phrases(
            f"{desk}.{name}" if name != desk else desk,
            tuple(entry.get("slots", ())),
            tuple(entry.get("required", ())),
            tuple(entry.get("zh", ())),
            tuple(entry.get("en", ())),
        )
        for name, entry in table.items()
    }


def load_routes(desks: Sequence[str] = DESKS) -> tuple[Route, ...]:
    """Every intent of the house, also of desks that are not open yet."""
    return tuple(phrases.route() for desk in desks for phrases in load_phrases(desk).values())
