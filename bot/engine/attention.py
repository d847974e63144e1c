"""What a platform cannot put right by itself is told to the administrators."""

from datetime import datetime

from bot.cards import Card
from bot.domain.people import Role
from bot.engine.delivery_words import PLATFORM_NAMES
from bot.engine.letters import account_on, speak_to
from bot.ledger import recipient
from bot.messages import NeedsAttention, Outgoing
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import House


def tell_once(uow: UnitOfWork, house: House, event: NeedsAttention, now: datetime) -> None:
    """Each of them, by another platform than the one in trouble if they have an account there."""
    if not uow.inbox.first_seen(event.platform, event.event_id, now):
        return
    order = [*(name for name in house.platforms if name != event.platform), event.platform]
    for person in uow.people.all():
        account = account_on(uow, person.id, order) if person.role is Role.ADMIN else None
        if account is not None:
            say = speak_to(house, uow, person, account.direct(), now)
            key = f"alarm:attention:{event.platform}:{event.event_id}:{person.id}"
            uow.outbox.add(Outgoing(key, account.direct(), _card(uow, event, say), language=say.language), now)


def _card(uow: UnitOfWork, event: NeedsAttention, say: Say) -> Card:
    names = PLATFORM_NAMES.get(event.platform, (event.platform, event.platform))
    params = {
        "platform": names[say.language == "en"],
        "chat": recipient(uow, event.chat.lane, say) if event.chat else "",
    }
    return Card(
        say(f"house.attention_{event.what}", **params), body=say(f"house.attention_{event.what}_cure"), tone="error"
    )
