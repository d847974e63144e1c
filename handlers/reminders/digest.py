"""What digests say of reminders: those that will be said in this chat on the days to come."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.reminder import Reminder
from bot.turn import Block, Look
from handlers.reminders.desk import KIND, router

Coming = Sequence[tuple[Reminder, str, datetime]]


def fetch(looks: Sequence[Look]) -> list[Coming]:
    """Of all these chats at once, until the last of the days."""
    until = max(look.midnight(look.until) for look in looks)
    coming = looks[0].uow.reminders.in_chats({look.chat.id for look in looks}, until)
    return [coming.get(look.chat.id, ()) for look in looks]


@router.section(50, fetch=fetch)
def reminders(look: Look) -> Block | None:
    """Those of the house's own desks have a line of their own there."""
    coming: Coming = look.fetched
    say, until = look.say, look.midnight(look.until)
    lines = tuple(
        say("reminders.block_line", at=say.clock(at) if look.is_one_day else say.moment(at), text=one.about)
        for one, state, at in coming
        if one.kind == KIND and state == "pending" and look.now <= at <= until
    )
    return Block(say("reminders.block"), lines) if lines else None
