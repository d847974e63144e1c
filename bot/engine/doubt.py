"""One question when a sentence may mean this or that: the likeliest readings as buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.engine.reading import values_as
from bot.engine.words import short
from bot.errors import UserError
from bot.ports import Option
from bot.router import Desks, Intent, fill
from bot.turn import Answer, Ask, Turn
from bot.understanding.understand import Understood

NAME = "house.which"
_NEITHER = "-"


@dataclass(frozen=True, slots=True)
class Which:
    """The sentence in doubt, and the intent that was chosen for it."""

    said: str = ""
    intent: str = ""


def ask(turn: Turn, understood: Understood, said: str) -> Ask:
    """Which of the readings was meant; the last button is for neither."""
    names = dict.fromkeys((understood.intent, *(other.intent for other in understood.alternatives)))
    options = [Option(turn.say(f"house.wish.{name}"), {"intent": name}) for name in names]
    return _question(turn, said, options)


def ask_among(turn: Turn, readings: Mapping[str, Understood], said: str) -> Ask:
    """As `ask`, for readings of other words than those that were said; each is shown with its words."""
    options = [
        Option(f"{turn.say(f'house.wish.{one.intent}')}: {short(words)}", {"intent": one.intent, "said": words})
        for words, one in readings.items()
    ]
    return _question(turn, said, options)


def _question(turn: Turn, said: str, options: Sequence[Option]) -> Ask:
    neither = Option(turn.say("house.neither"), {"intent": _NEITHER})
    return Ask(Which(said), "intent", Card(turn.say("house.which", said=short(said)), tone="ask"), (*options, neither))


def with_doubt(desks: Desks) -> Desks:
    """The desks with the question's own intent among them: it hands over to the one that was chosen."""

    def chosen(turn: Turn, slots: Which) -> Answer:
        if slots.intent == _NEITHER:
            return turn.reply(Card(turn.say("house.say_otherwise"), tone="ask"))
        intent = desks.open_intent(slots.intent)
        if intent is None:
            if slots.intent not in {route.intent for route in desks.routes}:
                raise UserError("house.not_an_answer", said=short(slots.intent))
            return turn.reply(Card(turn.say("house.coming", said=short(slots.said))))
        return intent.prepare(turn, fill(intent.slots, values_as(slots.intent, slots.said, desks, turn)))

    return replace(desks, intents={**desks.intents, NAME: Intent(NAME, Which, chosen)})
