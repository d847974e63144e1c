"""What digests say of reminders: those that will be said in this chat on the days to come."""

from bot.turn import Block, Look
from handlers.reminders.desk import KIND, router


@router.section(50)
def reminders(look: Look) -> Block | None:
    """Those of the house's own desks have a line of their own there."""
    until = look.midnight(look.until)
    coming = look.uow.reminders.in_chat(look.chat.id, until)
    say = look.say
    lines = tuple(
        say("reminders.block_line", at=say.clock(at) if look.is_one_day else say.moment(at), text=one.about)
        for one, state, at in coming
        if one.kind == KIND and state == "pending" and at >= look.now
    )
    return Block(say("reminders.block"), lines) if lines else None
