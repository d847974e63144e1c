"""The meetings desk's cards: pure functions of a meeting as shown and a language."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card, Tone
from bot.domain.meeting import Attendee, Meeting, Room, Rsvp, Span
from bot.texts import Say
from handlers.meetings.desk import Shown

MOST_NAMES = 12
ANSWERS = (Rsvp.ACCEPTED, Rsvp.DECLINED, Rsvp.DELEGATED)
STAND_IN_ANSWERS = (Rsvp.ACCEPTED, Rsvp.DECLINED)
ALWAYS_COUNTED = (Rsvp.ACCEPTED, Rsvp.DECLINED, Rsvp.PENDING)

Fact = tuple[str, str]


def booked(seen: Shown, say: Say, before: Shown | None = None, *, body: str = "") -> Card:
    """The chat's card, counts and all; a moved meeting's says so."""
    title = "meetings.booked_title" if seen.meeting.version == 1 else "meetings.moved_title"
    facts = facts_of(seen, say)
    if len(seen.meeting.attendees) > 1:
        facts += ((say("meetings.receipts"), counts(seen.meeting, say)),)
    if seen.unreachable:
        facts += ((say("meetings.unreachable"), named(seen.unreachable, say)),)
    return Card(say(title, title=seen.meeting.title), facts, body or was(before, say), tone="done")


def was(before: Shown | None, say: Say) -> str:
    """`原定 11月24日（周二）15:00–17:00，301`."""
    return say("meetings.was", was=when_and_where(before, say)) if before else ""


def when_and_where(seen: Shown, say: Say) -> str:
    return time_and_place(seen.meeting.span, place(seen.room, say), say)


def invitation(seen: Shown, say: Say, place: Attendee, before: Shown | None = None) -> Card:
    """One person's own card, with the answer given so far; the buttons stay, since minds change."""
    buttons = answer_buttons(seen.meeting, say, place)
    body = "\n".join(part for part in (was(before, say), answer_line(seen, say, place)) if part)
    tone: Tone = "ask" if place.rsvp is Rsvp.PENDING else "done"
    return Card(_invitation_title(seen, say, place), facts_of(seen, say), body, buttons, tone)


def answer_buttons(meeting: Meeting, say: Say, place: Attendee) -> tuple[Button, ...]:
    """Whether one comes; who comes in somebody's place sends nobody else."""
    offered = ANSWERS if place.stand_in_for is None else STAND_IN_ANSWERS
    return tuple(_answer_button(meeting, rsvp, say) for rsvp in offered)


def answer_line(seen: Shown, say: Say, place: Attendee) -> str:
    """`你的答复：参加`, or nothing while there is none."""
    if place.rsvp is Rsvp.PENDING:
        return ""
    stand_in = seen.meeting.stand_in_of(place.person_id)
    if place.rsvp is Rsvp.DELEGATED and stand_in:
        return say("meetings.you_sent", name=seen.name(stand_in.person_id))
    if place.reason:
        return say("meetings.you_said_why", answer=say(f"meetings.{place.rsvp}"), reason=place.reason)
    return say("meetings.you_said", answer=say(f"meetings.{place.rsvp}"))


def gone(seen: Shown, say: Say, title: str, body: str = "") -> Card:
    """What is left of a meeting's card that is over; `title` is the text of what happened."""
    return Card(say(title, title=seen.meeting.title), facts_of(seen, say)[:2], body, tone="warn")


def facts_of(seen: Shown, say: Say) -> tuple[Fact, ...]:
    """When, where, who comes, who leads."""
    meeting = seen.meeting
    facts: tuple[Fact, ...] = (
        (say("meetings.time"), say.span(meeting.span.start, meeting.span.end)),
        (say("meetings.room"), place(seen.room, say)),
    )
    comers = [_comer(seen, one, say) for one in meeting.attendees if _is_asked(meeting, one)]
    if comers:
        facts += ((say("meetings.people"), named(comers, say)),)
    if meeting.chair_id != meeting.organizer_id:
        facts += ((say("meetings.chair"), seen.name(meeting.chair_id)),)
    return (*facts, (say("meetings.organizer"), seen.name(meeting.organizer_id)))


def place(room: Room | None, say: Say) -> str:
    """`301（行政楼三层）`."""
    if room is None:
        return say("meetings.no_room")
    return say("meetings.room_at", room=room.name, location=room.location) if room.location else room.name


def time_and_place(span: Span, room: str, say: Say) -> str:
    return say("meetings.time_and_place", time=say.span(span.start, span.end), room=room)


def hours(span: Span, say: Say) -> str:
    """`15:00–17:00`, for a line under a heading that names the day."""
    same_day = span.start.astimezone(say.zone).date() == span.end.astimezone(say.zone).date()
    return f"{say.clock(span.start)}–{say.clock(span.end)}" if same_day else say.span(span.start, span.end)


def named(names: Sequence[str], say: Say) -> str:
    """The names, and only the count of those beyond a phone's few lines."""
    if len(names) <= MOST_NAMES:
        return say.listed(names)
    return say("meetings.and_more", names=say.listed(names[:MOST_NAMES]), count=len(names))


def counts(meeting: Meeting, say: Say) -> str:
    """`参加 3 · 请假 1 · 未回 4`."""
    tally = meeting.tally()
    order = (Rsvp.ACCEPTED, Rsvp.DECLINED, Rsvp.DELEGATED, Rsvp.PENDING)
    counted = (rsvp for rsvp in order if tally[rsvp] or rsvp in ALWAYS_COUNTED)
    return " · ".join(f"{say(f'meetings.{rsvp}')} {tally[rsvp]}" for rsvp in counted)


def _is_asked(meeting: Meeting, one: Attendee) -> bool:
    return one.person_id != meeting.organizer_id and one.stand_in_for is None


def _comer(seen: Shown, one: Attendee, say: Say) -> str:
    stand_in = seen.meeting.stand_in_of(one.person_id)
    if stand_in is None or one.rsvp is not Rsvp.DELEGATED:
        return seen.name(one.person_id)
    return say("meetings.replaced_by", name=seen.name(one.person_id), by=seen.name(stand_in.person_id))


def _invitation_title(seen: Shown, say: Say, place: Attendee) -> str:
    title = seen.meeting.title
    if place.stand_in_for is not None:
        return say("meetings.stand_in_title", title=title, name=seen.name(place.stand_in_for))
    return say("meetings.invited_title" if seen.meeting.version == 1 else "meetings.moved_invited_title", title=title)


def _answer_button(meeting: Meeting, rsvp: Rsvp, say: Say) -> Button:
    action = Action("meetings.rsvp", meeting.id, rsvp.value)
    return Button(say(f"meetings.{rsvp}_button"), action, "primary" if rsvp is Rsvp.ACCEPTED else "plain")
