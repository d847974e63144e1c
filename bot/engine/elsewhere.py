"""A message to one of somebody's accounts that is gone goes to another of theirs, once."""

from collections.abc import Collection
from datetime import datetime

from bot.delivery import OutboxLine
from bot.messages import ChatRef, UserRef
from bot.ports import UnitOfWork

GONE = frozenset(("no_chat", "disabled"))
"""Why a message is dead because of its account, and not because of what it says."""


def goes_elsewhere(uow: UnitOfWork, line: OutboxLine, platforms: Collection[str], now: datetime) -> bool:
    """Whether it is on its way to another account now; the ledger keeps the first try under a name of its own."""
    chat = ChatRef.of_lane(line.lane)
    if line.state != "dead" or line.why not in GONE or chat.kind != "direct":
        return False
    person = uow.people.by_account(UserRef(chat.platform, chat.id))
    accounts = uow.people.every_account(person.id) if person else []
    other = next((one for one in accounts if one.platform != chat.platform and one.platform in platforms), None)
    return other is not None and uow.outbox.send_elsewhere(line.id, other.direct(), now)
