"""From a sentence to an intent with its slots, or None when it asks for nothing."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.folding import fold
from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.phrases import Route, Template, compile_template, signs_of
from bot.understanding.regex import regex
from bot.understanding.sentence import LONGEST, Context, Sentence, is_foreign, take_apart
from bot.understanding.slots import SlotValue, fill_slots, is_generic, title_of
from bot.understanding.typos import corrected
from bot.understanding.wordlist import words

__all__ = ["Context", "SlotValue", "Understood", "understand"]
_LONGEST_SKELETON = 160
_CLOSE = 0.08
_BAR = 0.5
_SLIP = 0.05
_NO_PAST = frozenset({"meetings.book", "notices.circulate", "reminders.set"})


class Alternative(NamedTuple):
    """Another intent that the sentence nearly is."""

    intent: str
    confidence: float


class Understood(NamedTuple):
    intent: str
    slots: Mapping[str, SlotValue]
    confidence: float
    times: tuple[Moment, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    faults: tuple[str, ...] = ()


class Candidate(NamedTuple):
    route: Route
    captured: dict[str, str]
    score: float

    @property
    def unexplained(self) -> int:
        """Of two equal readings the one whose template says more of the sentence itself is meant."""
        return sum(len(said) for said in self.captured.values())


class Index(NamedTuple):
    """All templates of the house, by a sign that must be there; `always` have none and are tried on every sentence."""

    entries: tuple[tuple[Route, Template], ...]
    by_sign: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]

    def worth_trying(self, signs: frozenset[str]) -> list[int]:
        found = set(self.always)
        for sign in signs:
            found.update(self.by_sign.get(sign, ()))
        return sorted(found)


@lru_cache(maxsize=8)
def _index(routes: tuple[Route, ...]) -> Index:
    entries = tuple((route, compile_template(source)) for route in routes for source in (*route.zh, *route.en))
    by_sign: dict[str, list[int]] = {}
    always: list[int] = []
    for number, (_, template) in enumerate(entries):
        if not template.anchors:
            always.append(number)
        for sign in min(template.anchors, key=len, default=frozenset()):
            by_sign.setdefault(sign, []).append(number)
    return Index(entries, {sign: tuple(numbers) for sign, numbers in by_sign.items()}, tuple(always))


def understand(text: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """The best reading; None for statements, chatter, quotes and whatever no desk has words for."""
    if len(text) > LONGEST * 10 or len(cleaned := clean(text)) > LONGEST or not cleaned or is_foreign(cleaned):
        return None
    return _read(cleaned, routes, context) or _read_with_slips(cleaned, routes, context)


def _read_with_slips(cleaned: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """A second look at what meant nothing, with its keywords spelt right; a little less sure."""
    spelt = corrected(cleaned)
    found = _read(spelt, routes, context) if spelt != cleaned else None
    return found._replace(confidence=round(found.confidence - _SLIP, 2)) if found else None


def _read(cleaned: str, routes: Sequence[Route], context: Context) -> Understood | None:
    sentence = take_apart(cleaned, context)
    candidates = sorted(_candidates(sentence, routes), key=lambda c: (-c.score, c.unexplained))
    if not candidates or candidates[0].score < _BAR:
        return None
    best = candidates[0]
    slots, faults = fill_slots(best.route, sentence, best.captured)
    missing = tuple(name for name in best.route.required if name not in slots)
    return Understood(
        best.route.intent,
        slots,
        round(min(best.score - 0.02 * len(missing), 0.99), 2),
        sentence.moments,
        missing,
        _others(candidates),
        faults,
    )


def _others(candidates: Sequence[Candidate]) -> tuple[Alternative, ...]:
    best = candidates[0]
    seen: dict[str, float] = {}
    for candidate in candidates[1:]:
        if candidate.route.intent != best.route.intent and best.score - candidate.score <= _CLOSE:
            seen.setdefault(candidate.route.intent, candidate.score)
    return tuple(Alternative(intent, round(score, 2)) for intent, score in seen.items())


def _candidates(sentence: Sentence, routes: Sequence[Route]) -> list[Candidate]:
    if len(sentence.peopled) > _LONGEST_SKELETON:
        return []
    found: list[Candidate] = []
    skeletons = [(words, fold(words)) for words in (sentence.bare, sentence.peopled)]
    signs = signs_of(skeletons[1][1] + " " + skeletons[0][1])
    index = _index(tuple(routes))
    for number in index.worth_trying(signs):
        route, template = index.entries[number]
        candidate = _try(template, route, sentence, skeletons) if template.may_match(signs) else None
        if candidate is not None:
            found.append(candidate)
    return found


def _try(
    template: Template, route: Route, sentence: Sentence, skeletons: Sequence[tuple[str, str]]
) -> Candidate | None:
    """Matched in the simplified form; what is captured stays as it was written."""
    for need in template.needs:
        if (need[1:] in sentence.features) if need[0] == "!" else (need not in sentence.features):
            return None
    skeleton, folded = skeletons["person" in template.slots]
    match = template.expression.fullmatch(folded)
    if match is None:
        return None
    captured = {k: skeleton[slice(*match.span(k))] for k, v in match.groupdict().items() if v}
    return _scored(template, route, sentence, skeleton, captured)


_NOT_PEOPLE = frozenset(
    words("up on in out off over back it this that the a an to for of at with by and or check plan")
)
_THINGS = r"\b(?:reminder|alarm|poll|survey|notice|task)s?"
# What no meeting is called: a deadline is not moved by the meetings desk.
_OTHER_DESK = {
    "meetings.book": regex(rf"{_THINGS}\b", re.IGNORECASE),
    "meetings.cancel": regex(rf"{_THINGS}$", re.IGNORECASE),
    "meetings.move": regex(r"\b(?:deadline|due date|reminder)\b", re.IGNORECASE),
}
_TO_COME = regex(r"\b(?:must|should|will|to|be|can|not|needs|isn't|aren't|won't)\s*$", re.IGNORECASE)
_NO_MATTER = regex(r"(?:you|i|we|he|she|they|everyone|things|life|us|them)\b", re.IGNORECASE)


def _is_no_person(template: Template, said: str) -> bool:
    """A sentence does not begin with a name in small letters: "collect feedback …" names nobody; nor is "up" one."""
    if said.casefold() in _NOT_PEOPLE:
        return True
    return template.source.startswith("{person}") and said[:1].isascii() and said[:1].islower()


def _may_ask(intent: str) -> bool:
    """A question asks for a list, for help or for others' opinions; polite ones are cut before: can you book …"""
    return intent.endswith((".list", ".free", ".today", ".collect")) or intent in {"help", "meetings.book"}


_CHANGED = regex(r"(?:改[到在成为期]?|换[到成]?|挪到?|调到|推迟|延期|延后|延长|延时|提前|取消|另定?|开到)[至到]?$")
_DONE = regex("[了过完好]")
_LONGER = regex("申请|请求|延期|展期|宽限|延长")
_ADVICE = regex("我?(?:建议|提议)")
_WISHED = regex("(?:想|需要|申请|请求|希望|要)$")


def _is_other_act(intent: str, sentence: Sentence, title: str) -> bool:
    """A title that carries the verb of another act: 校务会改到, 申请把#12."""
    if intent == "meetings.book":
        return bool(_CHANGED.search(fold(title).strip()))
    if intent == "supervision.assign":
        return bool(_DONE.match(title))
    if intent == "supervision.report":
        return sentence.bare.startswith(("催", "督促"))
    if intent == "meetings.move" and _ADVICE.match(sentence.bare):
        return True
    item = "number" in sentence.features or "申请" in title or bool(_WISHED.search(title))
    return intent == "meetings.move" and item and bool(_LONGER.search(sentence.text))


def _scored(
    template: Template, route: Route, sentence: Sentence, skeleton: str, captured: dict[str, str]
) -> Candidate | None:
    title = title_of(captured.get("title", ""))
    if _is_out(template, route, sentence, captured, title):
        return None
    framed = len(skeleton) - sum(len(v) for k, v in captured.items() if k != "progress")
    score = 0.6 + 0.03 * min(framed, 6) + 0.004 * min(max(framed - 6, 0), 15)
    score += 0.03 * ("number" in captured) + 0.01 * sum(1 for need in template.needs if need[0] != "!")
    score += 0.04 * sum(
        1 for name in route.required if name in captured or (name == "start" and "start" in sentence.features)
    )
    score -= _doubts_of_title(route, sentence, title) + _doubts(template, route, sentence, framed)
    return Candidate(route, captured, score)


def _is_out(template: Template, route: Route, sentence: Sentence, captured: dict[str, str], title: str) -> bool:
    """What was captured cannot be what the template wants."""
    said = captured.get("title", "")
    return (
        ("title" in captured and not title and "number" not in sentence.features)
        or (bool(_NO_MATTER.match(title)) and route.intent != "feedback.suggest")
        or (said.startswith("的") and "person" not in captured and "number" not in captured)
        or (len(title) == 1 and not is_generic(title))
        or (route.intent == "supervision.report" and "title" in captured and is_generic(title))
        or (route.intent == "supervision.report" and bool(_TO_COME.search(said)))
        or _is_no_person(template, captured.get("person", ""))
        or _is_other_act(route.intent, sentence, said)
    )


def _doubts_of_title(route: Route, sentence: Sentence, title: str) -> float:
    doubt = 0.0
    if title and (len(title) > 40 or is_generic(title)):
        mild = title.isascii() and "timed" in sentence.features
        doubt += 0.1 if len(title) > 40 or (route.intent == "meetings.book" and not mild) else 0.02
    foreign = _OTHER_DESK.get(route.intent)
    if foreign is not None and (foreign.search(title) or (not title and "number" in sentence.features)):
        doubt += 0.1
    return doubt


def _doubts(template: Template, route: Route, sentence: Sentence, framed: int) -> float:
    """What in the sentence speaks against any act, or against this one."""
    features, doubt = sentence.features, 0.0
    wary, past, question = route.intent in _NO_PAST, "past" in features, "question" in features
    if (question and not _may_ask(route.intent)) or (wary and (past or (question and framed < 3))):
        doubt += 0.25
    if "reported" in features or (past and wary and not template.anchors):
        doubt += 0.2
    if "listing" in features and route.intent.endswith((".report", ".assign", ".circulate", ".book")):
        doubt += 0.3
    if route.intent == "meetings.book":
        doubt += 0.2 * ("shifted" in features) + 0.1 * ("everyone_first" in features)
    return doubt
