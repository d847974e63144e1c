"""From a sentence to an intent with its slots, or None when it asks for nothing."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.assigning import ASSIGN, Apart, fields_apart, is_named, with_fields
from bot.understanding.folding import named_as_known
from bot.understanding.item_words import as_reported
from bot.understanding.items import read_item, report_behind
from bot.understanding.ledger import Whole, filtered, read_noted, read_whole
from bot.understanding.meeting_words import read_meeting
from bot.understanding.moments import Moment
from bot.understanding.normalise import clean
from bot.understanding.notice_heads import is_addressed_to_us
from bot.understanding.notice_words import read_notice
from bot.understanding.people_words import read_people
from bot.understanding.phrases import Route
from bot.understanding.sayings import as_it_stands
from bot.understanding.sentence import LONGEST, Context, Sentence, is_foreign, take_apart
from bot.understanding.slots import Slots, SlotValue, fill_slots
from bot.understanding.survey_words import COLLECT, SUGGEST, is_whole, read_survey
from bot.understanding.typos import corrected
from bot.understanding.weighing import NOTHING, chances

__all__ = ["Alternative", "Context", "SlotValue", "Understood", "understand", "understand_as"]
_REPORT = "supervision.report"
_LIST = "supervision.list"
_SHOW = "supervision.show"
_CIRCULATE = "notices.circulate"
_LEAST = 0.15
_FAINT = 0.02
"""Below this chance nobody looks for the fields of an item that is handed over."""

_NAMED_CHANCE = 0.9
"""That a sentence which begins with the word for it hands something over, if nothing likelier was found."""

_MOST_OTHERS = 2


class Alternative(NamedTuple):
    """Another intent that the sentence may have."""

    intent: str
    confidence: float


class Understood(NamedTuple):
    """`confidence` is the chance that the intent is right, as found on utterances that were not fitted.

    `for_us` marks what is a wish only when it is said to the bot: among people 今天 asks for nothing.
    """

    intent: str
    slots: Mapping[str, SlotValue]
    confidence: float
    times: tuple[Moment, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    faults: tuple[str, ...] = ()
    for_us: bool = False


def understand_as(intent: str, text: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """The sentence with an intent that is known already; None when there is no such route."""
    route = next((route for route in routes if route.intent == intent), None)
    cleaned = corrected(clean(text)[:LONGEST])
    if route is None or not cleaned:
        return None
    sentence = take_apart(cleaned, context)
    return _understood(route, sentence, 1.0, (), fields_apart(sentence))


def understand(text: str, routes: Sequence[Route], context: Context) -> Understood | None:
    """The likeliest act; None for statements, chatter, quotes and whatever no desk has words for."""
    if len(text) > LONGEST * 10 or not (cleaned := clean(text)) or is_foreign(cleaned):
        return None
    known = _by_intent(tuple(routes))
    cleaned = named_as_known(cleaned, _all_names(context.people, context.units))
    if len(cleaned) > LONGEST:
        return _long(cleaned, known, context)
    if (certain := _beyond_doubt(cleaned, known, context)) is not None:
        return certain
    sentence = take_apart(corrected(cleaned), context)
    likeliest, apart = _likeliest(sentence)
    acts = [(intent, chance) for intent, chance in likeliest if intent in known]
    if not acts or acts[0][1] < max(_LEAST, dict(likeliest).get(NOTHING, 0.0)):
        return None
    (intent, chance), others = acts[0], acts[1:]
    if intent == _LIST and _SHOW in known and sentence.marked("number"):
        intent = _SHOW  # who owns #12?
    return _understood(known[intent], sentence, chance, others, apart)


@lru_cache(maxsize=4)
def _by_intent(routes: tuple[Route, ...]) -> Mapping[str, Route]:
    return {route.intent: route for route in routes}


@lru_cache(maxsize=4)
def _all_names(people: frozenset[str], units: tuple[str, ...]) -> frozenset[str]:
    """The same from sentence to sentence, until somebody comes or goes."""
    return people.union(units)


def _long(cleaned: str, known: Mapping[str, Route], context: Context) -> Understood | None:
    """Too long to be taken apart; but a report may have much to say about an item that it names, and so a
    signal, and a notice."""
    item = read_item(cleaned, context)
    if item and item.intent in known:
        return _certain(known[item.intent], item.slots, not item.plain)
    notice = read_notice(cleaned, context)
    if notice is not None and notice.intent in known:
        return _certain(known[notice.intent], notice.slots, not is_addressed_to_us(cleaned))
    survey = read_survey(cleaned, context)
    if survey is not None and survey.intent in known:
        return _certain(known[survey.intent], survey.slots, True)
    noted = read_noted(cleaned, context)
    return _certain(known[noted.intent], noted.slots, True) if noted and noted.intent in known else None


def _likeliest(sentence: Sentence) -> tuple[list[tuple[str, float]], Apart | None]:
    """每周五汇报 speaks for a reminder, and belongs to what is handed over."""
    likeliest = chances(sentence.evidence)
    intent, chance = likeliest[0]
    if (intent in {ASSIGN, NOTHING} or chance < _NAMED_CHANCE) and is_named(sentence.text):
        return [(ASSIGN, _NAMED_CHANCE)], fields_apart(sentence)
    if dict(likeliest).get(ASSIGN, 0.0) < _FAINT or (apart := fields_apart(sentence)) is None:
        return likeliest, None
    if apart.is_headed():
        return [(ASSIGN, 1.0)], apart
    without = chances(apart.sentence.evidence)
    return (without if without[0][0] == ASSIGN else likeliest), apart


def _beyond_doubt(cleaned: str, known: Mapping[str, Route], context: Context) -> Understood | None:
    """Sentences that mean one thing as they stand; the words that name an item are plain wherever they are said."""
    said = as_it_stands(cleaned)
    if said is not None and said.intent in known:
        found = _understood(known[said.intent], take_apart(cleaned, context), 1.0)
        return found._replace(slots={**found.slots, **said.slots}, for_us=True)
    item = read_item(cleaned, context)
    if item is not None and item.intent in known:
        return _certain(known[item.intent], item.slots, not item.plain)
    about_people = read_people(cleaned, context) if item is None else None
    if about_people is not None and about_people.intent in known:
        return _certain(known[about_people.intent], about_people.slots, True)
    survey = read_survey(cleaned, context) if item is None else None
    if survey is not None and survey.intent in known:
        return _about_survey(survey, known[survey.intent], cleaned, context)
    notice = read_notice(cleaned, context) if item is None else None
    if notice is not None and notice.intent == _CIRCULATE and _CIRCULATE in known:
        found = _understood(known[_CIRCULATE], take_apart(cleaned, context), 1.0)
        return found._replace(slots={**found.slots, **_filled_in(notice.slots)}, for_us=not is_addressed_to_us(cleaned))
    whole = (notice or read_whole(cleaned, context) or read_meeting(cleaned, context)) if item is None else None
    return _certain(known[whole.intent], whole.slots, True) if whole and whole.intent in known else None


def _about_survey(survey: Whole, route: Route, cleaned: str, context: Context) -> Understood:
    if survey.intent not in {COLLECT, SUGGEST}:
        return _certain(route, survey.slots, True)
    found = _understood(route, take_apart(cleaned, context), 1.0)
    is_order = survey.intent == COLLECT and is_whole(cleaned)
    return found._replace(slots={**found.slots, **_filled_in(survey.slots)}, missing=(), for_us=not is_order)


def _filled_in(slots: Slots) -> Slots:
    return {name: value for name, value in slots.items() if value not in ("", ())}


def _certain(route: Route, slots: Slots, for_us: bool) -> Understood:
    given = {name: value for name, value in slots.items() if name in route.slots and value not in ("", ())}
    missing = tuple(name for name in route.required if name not in given)
    return Understood(route.intent, given, 1.0, missing=missing, for_us=for_us)


def _understood(
    route: Route,
    sentence: Sentence,
    chance: float,
    others: Sequence[tuple[str, float]] = (),
    apart: Apart | None = None,
) -> Understood:
    slots, faults = _filled(route, sentence, apart)
    return Understood(
        route.intent,
        slots,
        round(chance, 2),
        sentence.moments,
        tuple(name for name in route.required if name not in slots),
        tuple(Alternative(*one) for one in ((i, round(c, 2)) for i, c in others[:_MOST_OTHERS] if c >= _LEAST)),
        faults,
    )


def _filled(route: Route, sentence: Sentence, apart: Apart | None) -> tuple[Slots, tuple[str, ...]]:
    """The slots, with what only the ledger asks about."""
    if route.intent == ASSIGN:
        apart = apart or Apart({}, sentence)
        slots, faults = fill_slots(route, apart.sentence)
        return with_fields(slots, apart.fields, apart.sentence.text, sentence.context), faults
    slots, faults = fill_slots(route, sentence)
    if route.intent == _REPORT:
        under_heads = as_reported(sentence.text, False)
        if under_heads and not sentence.marked("number"):
            return {**{name: value for name, value in slots.items() if name != "title"}, **under_heads}, faults
        return slots | report_behind(sentence.text, sentence.context), faults
    if route.intent == _LIST:
        return filtered(slots, sentence.text, sentence.context), faults
    return slots, faults
