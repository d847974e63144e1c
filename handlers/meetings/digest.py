"""What digests say of meetings: those of the days to come, and what changed about any that is still to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.cards import Button
from bot.digests import Done, Sorted, done_since, last_deed, sort_out
from bot.domain.meeting import Meeting, Rsvp, Span
from bot.turn import Block, Look
from handlers.meetings import cards
from handlers.meetings.desk import router

router.texts({"of_title": ("{title} {label}", "{title}: {label}")})
LABELLED = 20
"""Characters of a meeting's title on its button."""

DEEDS = {"meetings.booked": "booked", "meetings.moved": "moved", "meetings.cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Held:
    """The meetings of some days, and what the rooms are called."""

    meetings: Sorted[Meeting]
    rooms: Mapping[int, str]


def fetch_held(looks: Sequence[Look]) -> list[Held]:
    """Most look at the same days, so those are read once."""
    uow, found = looks[0].uow, dict[Span, Held]()
    rooms = {room.id: room.name for room in uow.rooms.all()}
    for window in {_window(look) for look in looks}:
        found[window] = Held(_sorted(uow.meetings.between(window)), rooms)
    return [found[_window(look)] for look in looks]


@router.section(10, fetch=fetch_held)
def meetings(look: Look) -> Block | None:
    """By time; for one day without the day."""
    held: Held = look.fetched
    mine = held.meetings.concerning(look)
    lines = tuple(_line(look, one, held.rooms.get(one.room_id or 0, "")) for one in mine)
    asked = mine if look.person is not None else ()
    buttons = tuple(button for one in asked for button in _answers(look, one))
    return Block(look.say("meetings.today_block"), lines, buttons) if lines else None


def _answers(look: Look, meeting: Meeting) -> tuple[Button, ...]:
    """While its reader has not said whether they come."""
    person_id = look.person.id if look.person else 0
    asked = (one for one in meeting.attendees if one.person_id == person_id and one.rsvp is Rsvp.PENDING)
    buttons = (button for place in asked for button in cards.answer_buttons(meeting, look.say, place))
    return tuple(
        replace(one, label=look.say("meetings.of_title", label=one.label, title=_short(meeting.title)))
        for one in buttons
        if meeting.span.start > look.now
    )


def _window(look: Look) -> Span:
    return Span(look.midnight(look.first), look.midnight(look.until))


def _sorted(found: Iterable[Meeting]) -> Sorted[Meeting]:
    return sort_out(found, _people, attrgetter("chat_id"))


def _people(meeting: Meeting) -> set[int]:
    expected = {place.person_id for place in meeting.attendees if place.is_expected}
    return {*expected, meeting.organizer_id, meeting.chair_id}


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to which meetings that are still to come, in order."""

    meetings: Sorted[Meeting]
    done: Mapping[int, Sequence[Done]]


def fetch_changed(looks: Sequence[Look]) -> list[Changed]:
    first = looks[0]
    done = {key: [one for one in each if one.deed in DEEDS] for key, each in done_since(looks, "meeting").items()}
    found = first.uow.meetings.named(done) if done else {}
    to_come = [found[key] for key in done if key in found and found[key].span.end > first.now]
    return [Changed(_sorted(to_come), done)] * len(looks)


@router.section(70, fetch=fetch_changed)
def changed(look: Look) -> Block | None:
    """The last that was done to each since the digest before, if the meeting is still to come."""
    seen: Changed = look.fetched
    told = [(one, last_deed(seen.done[one.id], look.since)) for one in seen.meetings.concerning(look)]
    lines = tuple(
        look.say(f"meetings.changed_{DEEDS[deed]}", title=one.title, start=one.span.start) for one, deed in told if deed
    )
    return Block(look.say("meetings.changed_block"), lines) if lines else None


def _line(look: Look, meeting: Meeting, room: str) -> str:
    start, end = meeting.span.start, meeting.span.end
    when = cards.hours(meeting.span, look.say) if look.is_one_day else look.say.span(start, end)
    return " ".join(part for part in (when, meeting.title, f"· {room}" if room else "") if part)


def _short(title: str) -> str:
    return title if len(title) <= LABELLED else title[: LABELLED - 1] + "…"
