"""The reminder before a meeting, in the chat that it was booked in."""

from collections.abc import Collection
from datetime import timedelta

from bot.cards import Card
from bot.messages import Outgoing
from bot.turn import Tick
from handlers.meetings import cards
from handlers.meetings.desk import Shown, all_shown, router

MINUTE = timedelta(minutes=1)


def fetch(tick: Tick, meeting_ids: Collection[int]) -> dict[int, Shown]:
    return all_shown(tick.uow, tuple(tick.uow.meetings.named(meeting_ids).values()))


@router.reminder("soon", fetch=fetch)
def soon(tick: Tick, meeting_id: int) -> tuple[Outgoing, ...]:
    """Once for each version; nothing for a meeting that was cancelled or has begun."""
    seen: Shown | None = tick.fetched.get(meeting_id)
    if seen is None or seen.meeting.cancelled_at or seen.meeting.span.start <= tick.now:
        return ()
    meeting, say = seen.meeting, tick.speak(seen.meeting.language)
    left = max(-(-(meeting.span.start - tick.now) // MINUTE) * MINUTE, MINUTE)
    title = say("meetings.soon", left=left, title=meeting.title)
    return (Outgoing("", seen.chat, Card(title, cards.facts_of(seen, say)), language=say.language),)
