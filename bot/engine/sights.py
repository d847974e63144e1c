"""A platform tells that a card was seen; the desk whose card it is hears of it."""

from bot.messages import CardSeen
from bot.ports import UnitOfWork
from bot.router import Desks


def note_seen(desks: Desks, uow: UnitOfWork, event: CardSeen) -> None:
    """Nothing for a stranger, and for a message that no desk of ours asks about."""
    where = event.envelope
    key = uow.outbox.root_of(where.chat, event.message_id)
    note = desks.sights.get(key.partition(":")[0]) if key else None
    reader = uow.people.by_account(where.sender) if note else None
    if key and note and reader:
        note(uow, key, reader, where.at)
