"""From a sentence to an intent with its slots, or None when it asks for nothing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.phrases import Route
from bot.understanding.sayings import as_it_stands
from bot.understanding.sentence import LONGEST, Context, Sentence, is_foreign, take_apart
from bot.understanding.slots import SlotValue, fill_slots
from bot.understanding.typos import corrected
from bot.understanding.weighing import NOTHING, chances

__all__ = ["Alternative", "Context", "SlotValue", "Understood", "understand", "understand_as"]
_LEAST = 0.15
_MOST_OTHERS = 2


class Alternative(NamedTuple):
    """Another intent that the sentence may have."""

    intent: str
    confidence: float


class Understood(NamedTuple):
    """`confidence` is the chance that the intent is right, as found on utterances that were not fitted."""

    intent: str
    slots: Mapping[str, SlotValue]
    confidence: float
    times: tuple[Moment, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    faults: tuple[str, ...] = ()


def understand_as(intent: str, text: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """The sentence with an intent that is known already; None when there is no such route."""
    route = next((route for route in routes if route.intent == intent), None)
    cleaned = corrected(clean(text)[:LONGEST])
    return _understood(route, take_apart(cleaned, context), 1.0, ()) if route and cleaned else None


def understand(text: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """The likeliest act; None for statements, chatter, quotes and whatever no desk has words for."""
    if len(text) > LONGEST * 10 or len(cleaned := clean(text)) > LONGEST or not cleaned or is_foreign(cleaned):
        return None
    known = {route.intent: route for route in routes}
    said = as_it_stands(cleaned)
    if said is not None and said.intent in known:
        found = _understood(known[said.intent], take_apart(cleaned, context), 1.0, ())
        return found._replace(slots={**found.slots, **said.slots})
    sentence = take_apart(corrected(cleaned), context)
    likeliest = chances(sentence.evidence)
    acts = [(intent, chance) for intent, chance in likeliest if intent in known]
    if not acts or acts[0][1] < max(_LEAST, dict(likeliest).get(NOTHING, 0.0)):
        return None
    (intent, chance), others = acts[0], acts[1:]
    return _understood(known[intent], sentence, chance, others)


def _understood(route: Route, sentence: Sentence, chance: float, others: Sequence[tuple[str, float]]) -> Understood:
    slots, faults = fill_slots(route, sentence)
    return Understood(
        route.intent,
        slots,
        round(chance, 2),
        sentence.moments,
        tuple(name for name in route.required if name not in slots),
        tuple(Alternative(*one) for one in ((i, round(c, 2)) for i, c in others[:_MOST_OTHERS] if c >= _LEAST)),
        faults,
    )
