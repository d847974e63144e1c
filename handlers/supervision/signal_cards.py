"""The cards of an early signal, and who weighs it."""

from bot.asking.telling import instead_of, to_person
from bot.cards import Action, Button, ButtonTone, Card
from bot.domain.people import Person, Role
from bot.domain.signal import Signal
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import Turn

MOST_WEIGHERS = 3
CHOICES = ("low", "middle", "high", "watch", "promote", "drop")
"""In the order of the card's buttons: the first three rate it."""

TONES: dict[str, ButtonTone] = {"promote": "primary", "drop": "danger"}


def signal_trail(signal: Signal) -> str:
    return f"signal:{signal.id}"


def chat_key(signal: Signal) -> str:
    return f"signal:{signal.id}:card"


def own_key(signal: Signal, person: Person) -> str:
    return f"signal:{signal.id}:to:{person.id}"


def keys(turn: Turn, signal: Signal) -> list[str]:
    return [chat_key(signal), *(own_key(signal, one) for one in weighers(turn.uow, signal))]


def refreshed(turn: Turn, signal: Signal) -> tuple[Outgoing, ...]:
    """The cards of it, in its chat and with those who weigh it, as it stands now."""

    def write(say: Say) -> Card:
        return signal_card(say, turn.uow, signal)

    chat = instead_of(turn, signal.by_id, chat_key(signal), lambda say: here_card(say, turn.uow, signal))
    own = (card for one in weighers(turn.uow, signal) for card in instead_of(turn, one.id, own_key(signal, one), write))
    return (*chat, *own)


def own_card(turn: Turn, signal: Signal, person: Person) -> tuple[Outgoing, ...]:
    return to_person(turn, person.id, own_key(signal, person), lambda say: signal_card(say, turn.uow, signal))


def weighers(uow: UnitOfWork, signal: Signal) -> list[Person]:
    """Who looks at it: whoever told of it, if that is theirs to weigh; else the secretaries of their unit, or of the
    office; where there is none those above."""
    by = uow.people.get(signal.by_id)
    if by.is_in_charge:
        return [by]
    everyone = uow.people.all()
    clerks = [one for one in everyone if one.role is Role.SECRETARY]
    near = [one for one in clerks if by.unit and one.unit == by.unit]
    return (near or clerks or [one for one in everyone if one.is_in_charge])[:MOST_WEIGHERS]


def named(say: Say, signal: Signal) -> str:
    return say("supervision.signal_named", number=signal.id)


def level(say: Say, signal: Signal) -> str:
    return say(f"supervision.signal_{signal.level}")


def here_card(say: Say, uow: UnitOfWork, signal: Signal) -> Card:
    """For the chat that it was noted in: nothing to press where only somebody sits who does not weigh such things."""
    is_shared = uow.chats.get(signal.chat_id).ref.kind != "direct"
    return signal_card(say, uow, signal, to_weigh=is_shared or uow.people.get(signal.by_id).is_in_charge)


def signal_card(say: Say, uow: UnitOfWork, signal: Signal, *, to_weigh: bool = True) -> Card:
    facts = [
        (say("supervision.signal_by"), f"{uow.people.get(signal.by_id).name} {say.moment(signal.made_at)}"),
        (say("supervision.signal_level"), level(say, signal)),
        (say("supervision.signal_state"), _state(say, uow, signal)),
    ]
    title = say("supervision.signal_title", number=signal.id)
    if signal.ended_at is not None:
        return Card(title, tuple(facts), signal.text, tone="done")
    facts.append((say("supervision.signal_review"), say.moment(signal.review_at)))
    buttons = tuple(
        Button(say(f"supervision.signal_{one}"), Action("supervision.weigh", signal.id, one), TONES.get(one, "plain"))
        for one in CHOICES
        if to_weigh
    )
    return Card(title, tuple(facts), signal.text, buttons)


def _state(say: Say, uow: UnitOfWork, signal: Signal) -> str:
    item = uow.items.get(signal.item_id) if signal.item_id else None
    return say(f"supervision.signal_is_{signal.state}", item=item.short if item else "")
