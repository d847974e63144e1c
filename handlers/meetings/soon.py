"""The reminder before a meeting, in the chat that it was booked in."""

from datetime import timedelta

from bot.cards import Card
from bot.messages import Outgoing
from bot.turn import Tick
from handlers.meetings import cards
from handlers.meetings.desk import router, shown

MINUTE = timedelta(minutes=1)


@router.reminder("soon")
def soon(tick: Tick, meeting_id: int) -> tuple[Outgoing, ...]:
    """Once for each version; nothing for a meeting that was cancelled or has begun."""
    meeting = tick.uow.meetings.get(meeting_id)
    if meeting is None or meeting.cancelled_at or meeting.span.start <= tick.now:
        return ()
    seen, say = shown(tick.uow, meeting), tick.speak(meeting.language)
    left = max(-(-(meeting.span.start - tick.now) // MINUTE) * MINUTE, MINUTE)
    title = say("meetings.soon", left=left, title=meeting.title)
    return (Outgoing("", seen.chat, Card(title, cards.facts_of(seen, say)), language=say.language),)
