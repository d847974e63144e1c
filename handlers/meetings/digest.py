"""What digests say of meetings: those of the days to come, and what changed about any that is still to come."""

from bot.domain.meeting import Meeting, Span
from bot.turn import Block, Look
from handlers.meetings import cards
from handlers.meetings.desk import router

DEEDS = {"meetings.booked": "booked", "meetings.moved": "moved", "meetings.cancelled": "cancelled"}


@router.section(10)
def meetings(look: Look) -> Block | None:
    """By time; for one day without the day."""
    window = Span(look.midnight(look.first), look.midnight(look.until))
    rooms = {room.id: room.name for room in look.uow.rooms.all()}
    found = [one for one in look.uow.meetings.between(window) if _concerns(look, one)]
    lines = tuple(_line(look, one, rooms.get(one.room_id or 0, "")) for one in found)
    return Block(look.say("meetings.today_block"), lines) if lines else None


@router.section(70)
def changed(look: Look) -> Block | None:
    """The last that was done to each since the digest before, if the meeting is still to come."""
    last = {subject: deed for deed, subject, _ in look.uow.audit.since(look.since, "meeting") if deed in DEEDS}
    lines = tuple(line for subject, deed in last.items() if (line := _change(look, int(subject.split(":")[1]), deed)))
    return Block(look.say("meetings.changed_block"), lines) if lines else None


def _change(look: Look, meeting_id: int, deed: str) -> str:
    meeting = look.uow.meetings.get(meeting_id)
    if meeting is None or meeting.span.end <= look.now or not _concerns(look, meeting):
        return ""
    return look.say(f"meetings.changed_{DEEDS[deed]}", title=meeting.title, start=meeting.span.start)


def _concerns(look: Look, meeting: Meeting) -> bool:
    if look.whole:
        return True
    if look.person is None:
        return meeting.chat_id == look.chat.id
    mine = {place.person_id for place in meeting.attendees if place.is_expected}
    return look.person.id in {*mine, meeting.organizer_id, meeting.chair_id}


def _line(look: Look, meeting: Meeting, room: str) -> str:
    start, end = meeting.span.start, meeting.span.end
    when = cards.hours(meeting.span, look.say) if look.is_one_day else look.say.span(start, end)
    return " ".join(part for part in (when, meeting.title, f"· {room}" if room else "") if part)
