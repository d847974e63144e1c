"""How desks ask: steps that settle an intent's slots one after the other, until one has a question."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.cards import Card
from bot.errors import UserError
from bot.ports import Option
from bot.turn import Ask, Turn

S = TypeVar("S")
Step = Callable[[Turn, S], S | Ask]


def settled(turn: Turn, slots: S, steps: Iterable[Step[S]]) -> S | Ask:
    """The slots after all steps, or the first question."""
    for step in steps:
        answer = step(turn, slots)
        if isinstance(answer, Ask):
            return answer
        slots = answer
    return slots


def ask(turn: Turn, slots: object, asking: str, key: str, options: Iterable[Option] = (), **params: object) -> Ask:
    return Ask(slots, asking, Card(turn.say(key, **params)), tuple(options))


def ask_again(turn: Turn, slots: object, asking: str, fault: UserError, options: Iterable[Option] = ()) -> Ask:
    """The rule's refusal is the question: what was said is forgotten, the rest is kept."""
    return Ask(slots, asking, Card(turn.say(fault.key, **fault.params), tone="warn"), tuple(options))
