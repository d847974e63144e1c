"""Cards for certain people: where they are reached, in which language, which earlier card they take the place of."""

from collections.abc import Callable
from datetime import timedelta

from bot.cards import Card
from bot.domain.leave import stand_in
from bot.messages import ChatRef, Outgoing
from bot.texts import Say
from bot.turn import Turn

Write = Callable[[Say], Card]


def to_person(turn: Turn, person_id: int, key: str, write: Write) -> tuple[Outgoing, ...]:
    """A card into someone's direct chat, in their language; nothing for someone who cannot be reached."""
    account = turn.account(person_id)
    if account is None:
        return ()
    chat = account.direct()
    say = say_to(turn, person_id, chat)
    return (Outgoing(key, chat, write(say), language=say.language),)


def instead_of(turn: Turn, person_id: int, key: str, write: Write, pressed: str = "") -> tuple[Outgoing, ...]:
    """Another card in the place of one that someone was sent, or of its pressed copy; nothing if it was not sent."""
    sent = turn.uow.outbox.find(pressed or key)
    if sent is None:
        return ()
    say = say_to(turn, person_id, sent.to)
    return (Outgoing(f"{key}:{turn.key}", sent.to, write(say), replaces=pressed or key, language=say.language),)


def say_to(turn: Turn, person_id: int, chat: ChatRef) -> Say:
    """The words of the chat's language, else of the person's."""
    if chat == turn.chat.ref:
        return turn.say
    known = turn.uow.chats.by_ref(chat)
    person = next((one for one in turn.directory.people if one.id == person_id), None)
    return turn.speak((known.language if known else "") or (person.language if person else ""))


def deputy_of(turn: Turn, person_id: int) -> int | None:
    """Who stands in for someone who is on leave now; None for one who is here, or whom nobody stands in for."""
    away = turn.uow.leaves.between(turn.now, turn.now + timedelta(seconds=1))
    deputy = stand_in(person_id, turn.now, away) if away else person_id
    return None if deputy == person_id else deputy
