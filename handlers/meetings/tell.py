"""Who is told what, and which earlier card it takes the place of."""

from collections.abc import Iterable

from bot.asking.telling import Write, instead_of, to_person
from bot.domain.meeting import Attendee, Meeting
from bot.errors import UserError
from bot.messages import Outgoing
from bot.turn import Turn
from handlers.meetings import cards
from handlers.meetings.desk import Shown


def card_key(meeting: Meeting) -> str:
    """The chat's card of this version; later counts take its place."""
    return f"meeting:{meeting.id}:v{meeting.version}:card"


def place_key(meeting: Meeting, person_id: int) -> str:
    """A person's own card of this version."""
    return f"meeting:{meeting.id}:v{meeting.version}:to:{person_id}"


def to_chat(turn: Turn, seen: Shown, write: Write) -> Outgoing:
    """A card of this version into the chat that the meeting was booked in."""
    say = turn.speak(seen.meeting.language)
    return Outgoing(card_key(seen.meeting), seen.chat, write(say), language=say.language)


def chat_card(turn: Turn, seen: Shown, before: Shown | None = None) -> Outgoing:
    """The meeting itself for that chat; `before` is the meeting as it was told last."""
    return to_chat(turn, seen, lambda say: cards.booked(seen, say, before))


def instead_of_chat_card(turn: Turn, seen: Shown, write: Write) -> Outgoing:
    """Another card in the place of the chat's card of this version."""
    key, say = card_key(seen.meeting), turn.speak(seen.meeting.language)
    return Outgoing(f"{key}:{turn.key}", seen.chat, write(say), replaces=key, language=say.language)


def new_counts(turn: Turn, seen: Shown) -> Outgoing:
    """The chat's card with the answers as they are now."""
    shown = turn.uow.outbox.find(card_key(seen.meeting))
    body = shown.card.body if shown else ""
    return instead_of_chat_card(turn, seen, lambda say: cards.booked(seen, say, body=body))


def invitations(
    turn: Turn, seen: Shown, places: Iterable[Attendee], before: Shown | None = None
) -> tuple[Outgoing, ...]:
    """A card of their own for each of these people; those without an account are left out."""
    return tuple(message for place in places for message in _invitation(turn, seen, place, before))


def _invitation(turn: Turn, seen: Shown, place: Attendee, before: Shown | None) -> tuple[Outgoing, ...]:
    key = _fresh(turn, place_key(seen.meeting, place.person_id))
    return to_person(turn, place.person_id, key, lambda say: cards.invitation(seen, say, place, before))


def to_people(turn: Turn, meeting: Meeting, people: Iterable[int], write: Write) -> tuple[Outgoing, ...]:
    """The same news for each of them, as their card of this version."""
    return tuple(card for one in people for card in to_person(turn, one, place_key(meeting, one), write))


def here_and_to_organizer(turn: Turn, seen: Shown, write: Write) -> tuple[Outgoing, ...]:
    """News for the chat where the actor is and for the organizer, where the booking's own chat does not reach them."""
    meeting, here = seen.meeting, turn.chat.ref
    reply = (turn.to(here, write(turn.say), "news"),) if here != seen.chat else ()
    if meeting.organizer_id == turn.actor.id or seen.chat.kind == "direct":
        return reply
    return reply + to_people(turn, meeting, (meeting.organizer_id,), write)


def told(meeting: Meeting) -> list[int]:
    """Who got a card of their own."""
    return [one.person_id for one in meeting.attendees if one.person_id != meeting.organizer_id]


def instead_of_all(turn: Turn, meeting: Meeting, write: Write) -> tuple[Outgoing, ...]:
    """Another card in the place of everyone's own card of this version."""
    return tuple(card for one in told(meeting) for card in instead_of(turn, one, place_key(meeting, one), write))


def pressed_place(turn: Turn, meeting: Meeting) -> str:
    """The key of the own card that was pressed, empty where nobody tells; UserError for one of an older version."""
    key = turn.pressed() or ""
    mine = place_key(meeting, turn.actor.id)
    if key == mine or key.startswith(f"{mine}:"):
        return key
    if key.startswith(f"meeting:{meeting.id}:") and f":v{meeting.version}:" not in key:
        raise UserError("meetings.old_card", title=meeting.title)
    return ""


def _fresh(turn: Turn, key: str) -> str:
    """A person may be asked, let go and asked again."""
    return f"{key}:{turn.key}" if turn.uow.outbox.find(key) else key
