"""Who comes to a meeting, who does not, and who has not said; the last are asked again in one tap."""

from dataclasses import dataclass, replace

from bot.asking.telling import to_person
from bot.asking.when import local_day
from bot.cards import Action, Button, Card
from bot.domain.meeting import Attendee, Meeting, Rsvp
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.texts import Say
from bot.turn import Answer, Ask, Turn
from handlers.meetings import cards, tell
from handlers.meetings.desk import Shown, router, shown
from handlers.meetings.find import standing, the_meeting
from handlers.meetings.slots import Which

ORDER = (Rsvp.ACCEPTED, Rsvp.DECLINED, Rsvp.DELEGATED, Rsvp.PENDING)


@dataclass(frozen=True, slots=True)
class Who(Which):
    """`missing`: only those who have not answered were asked about; `chase`: they are to be asked again."""

    missing: int = 0
    chase: int = 0


@router.intent("who", Who)
def who(turn: Turn, slots: Who) -> Answer:
    meeting = the_meeting(turn, slots, slots.start, slots.room, slots.part)
    if isinstance(meeting, Ask):
        return meeting
    if slots.chase:
        return _chase(turn, meeting)
    return turn.reply(_card(turn, shown(turn.uow, meeting), missing=bool(slots.missing)))


@router.action("chase")
def chase(turn: Turn, meeting_id: int, _choice: str) -> Reply:
    return _chase(turn, standing(turn, meeting_id))


def _card(turn: Turn, seen: Shown, *, missing: bool) -> Card:
    """Names for those who lead it and those in charge; for everybody else how many."""
    meeting, say = seen.meeting, turn.say
    facts = [(say("meetings.time"), say.span(meeting.span.start, meeting.span.end))]
    if not _may_know(turn, meeting):
        facts.append((say("meetings.receipts"), cards.counts(meeting, say)))
        return Card(say("meetings.who_title", title=meeting.title), tuple(facts))
    for rsvp in (Rsvp.PENDING,) if missing else ORDER:
        names = [_named(turn, seen, one) for one in meeting.attendees if one.rsvp is rsvp]
        if names or rsvp in cards.ALWAYS_COUNTED:
            facts.append((say(f"meetings.{rsvp}"), _line(names, say)))
    buttons = (Button(say("meetings.chase"), Action("meetings.chase", meeting.id)),) if _pending(meeting) else ()
    return Card(say("meetings.who_title", title=meeting.title), tuple(facts), buttons=buttons)


def _line(names: list[str], say: Say) -> str:
    if not names:
        return "0"
    return say("meetings.who_line", count=len(names), names=cards.named(names, say))


def _named(turn: Turn, seen: Shown, one: Attendee) -> str:
    """Why somebody stays away is for the direct chat alone."""
    name = seen.name(one.person_id)
    return turn.say("meetings.who_why", name=name, reason=one.reason) if one.reason and turn.is_direct else name


def _may_know(turn: Turn, meeting: Meeting) -> bool:
    return meeting.is_led_by(turn.actor) or turn.actor.is_in_charge


def _pending(meeting: Meeting) -> list[Attendee]:
    return [one for one in meeting.attendees if one.rsvp is Rsvp.PENDING]


def _chase(turn: Turn, meeting: Meeting) -> Reply:
    """At most once a day each."""
    if not _may_know(turn, meeting):
        organizer = turn.uow.people.get(meeting.organizer_id).name
        raise NotAllowed("meetings.chase_by_organizer", organizer=organizer)
    pending = _pending(meeting)
    if not pending:
        raise UserError("meetings.all_answered", title=meeting.title)
    seen = shown(turn.uow, meeting)
    told = [message for one in pending for message in _again(turn, seen, one)]
    if not told:
        raise UserError("meetings.chased_today", title=meeting.title)
    turn.uow.audit.note(turn.actor.id, "meetings.chased", f"meeting:{meeting.id}", turn.now, count=len(told))
    return Reply((
        *told, *turn.reply(Card(turn.say("meetings.chased", count=len(told), title=meeting.title), tone="done")).out
    ))  # fmt: skip


def _again(turn: Turn, seen: Shown, place: Attendee) -> tuple[Outgoing, ...]:
    key = f"{tell.place_key(seen.meeting, place.person_id)}:chased:{local_day(turn, turn.now)}"
    if turn.uow.outbox.find(key):
        return ()

    def card(say: Say) -> Card:
        return replace(
            cards.invitation(seen, say, place), body=say("meetings.please_answer", name=turn.actor.name), tone="warn"
        )

    return to_person(turn, place.person_id, key, card)
