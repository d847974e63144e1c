"""Answers to an invitation: coming, excused with a reason, or someone else in one's place."""

from dataclasses import replace

from bot.asking.steps import ask
from bot.asking.telling import Write, instead_of, to_person
from bot.asking.who import ask_who, meant_by
from bot.cards import Card
from bot.domain.meeting import Attendee, Meeting, Rsvp
from bot.errors import UserError
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.texts import Say
from bot.turn import Answer, Ask, Turn, person_mark
from handlers.meetings import cards, tell
from handlers.meetings.desk import Shown, router, shown
from handlers.meetings.find import standing
from handlers.meetings.slots import NO_REASON, Reason, Substitute

REASON_LENGTH = 200
MOST_COLLEAGUES = 3


@router.action("rsvp")
def rsvp(turn: Turn, meeting_id: int, choice: str) -> Answer:
    meeting = standing(turn, meeting_id)
    tell.pressed_place(turn, meeting)
    if choice == Rsvp.DELEGATED:
        return _ask_substitute(turn, meeting)
    if choice not in {Rsvp.ACCEPTED, Rsvp.DECLINED}:
        raise UserError("house.card_gone")
    after = meeting.answered(turn.actor.id, Rsvp(choice), turn.now)
    messages = _noted(turn, meeting, after)
    if choice == Rsvp.ACCEPTED:
        return Reply(messages)
    asked = _ask_reason(turn, Reason(meeting.id, meeting.version, note=_note_key(turn)), meeting)
    return replace(asked, out=messages)


@router.intent("reason", Reason)
def reason(turn: Turn, slots: Reason) -> Answer:
    meeting = _still(turn, slots)
    if not slots.reason:
        return _ask_reason(turn, slots, meeting)
    if len(slots.reason) > REASON_LENGTH:
        raise UserError("meetings.reason_too_long", most=REASON_LENGTH, length=len(slots.reason))
    if slots.reason == NO_REASON or meeting.attendee(turn.actor.id).rsvp is not Rsvp.DECLINED:
        return turn.reply(Card(turn.say("meetings.excused", title=meeting.title), tone="done"))
    after = meeting.answered(turn.actor.id, Rsvp.DECLINED, turn.now, slots.reason)
    turn.uow.meetings.save(after)
    seen = shown(turn.uow, after)
    return Reply((
        *_own_card(turn, seen),
        *instead_of(turn, after.organizer_id, slots.note, lambda say: _note(turn, seen, say)),
        *turn.reply(Card(turn.say("meetings.excused", title=meeting.title), tone="done")).out,
    ))  # fmt: skip


@router.intent("substitute", Substitute)
def substitute(turn: Turn, slots: Substitute) -> Answer:
    meeting = _still(turn, slots)
    if not slots.people:
        return _ask_substitute(turn, meeting)
    found = meant_by(turn, slots.people[0])
    if len(found) != 1:
        return ask_who(turn, slots, "people", slots.people[0], lambda person: {"people": (person_mark(person),)})
    after = meeting.delegated(turn.actor.id, found[0].id, turn.now)
    told = turn.reply(Card(turn.say("meetings.asked_stand_in", name=found[0].name, title=after.title), tone="done"))
    return Reply((*_noted(turn, meeting, after), *told.out))


def _noted(turn: Turn, before: Meeting, after: Meeting) -> tuple[Outgoing, ...]:
    """The answer saved, and the news of it for everyone whom it concerns."""
    turn.uow.meetings.save(after)
    place = after.attendee(turn.actor.id)
    turn.uow.audit.note(turn.actor.id, f"meetings.{place.rsvp}", f"meeting:{after.id}", turn.now)
    seen = shown(turn.uow, after)
    return (
        *_own_card(turn, seen),
        tell.new_counts(turn, seen),
        *_to_stand_ins(turn, before, seen),
        *_to_sender(turn, seen, place),
        *_to_organizer(turn, before, seen),
    )


def _own_card(turn: Turn, seen: Shown) -> tuple[Outgoing, ...]:
    """The pressed card, or the person's card of this version, with the answer on it."""
    meeting, me = seen.meeting, turn.actor.id
    pressed = tell.pressed_place(turn, meeting)
    return instead_of(turn, me, tell.place_key(meeting, me), _own(seen, me), pressed)


def _own(seen: Shown, person_id: int) -> Write:
    return lambda say: cards.invitation(seen, say, seen.meeting.attendee(person_id))


def _to_stand_ins(turn: Turn, before: Meeting, seen: Shown) -> tuple[Outgoing, ...]:
    """Who stood in and need not come any more is told; who stands in now is asked."""
    old, new = before.stand_in_of(turn.actor.id), seen.meeting.stand_in_of(turn.actor.id)
    if (old and old.person_id) == (new and new.person_id):
        return ()
    asked = tell.invitations(turn, seen, (new,)) if new else ()
    return (*_release(turn, seen, old), *asked) if old else asked


def _release(turn: Turn, seen: Shown, old: Attendee) -> tuple[Outgoing, ...]:
    def released(say: Say) -> Card:
        return cards.gone(seen, say, "meetings.released_title", say("meetings.released", name=turn.actor.name))

    key = tell.place_key(seen.meeting, old.person_id)
    replaced = instead_of(turn, old.person_id, key, released)
    if old.rsvp is Rsvp.DECLINED:
        return replaced
    return (*replaced, *to_person(turn, old.person_id, f"{key}:{turn.key}:released", released))


def _to_sender(turn: Turn, seen: Shown, place: Attendee) -> tuple[Outgoing, ...]:
    """A stand-in's answer, for the person in whose place they come."""
    sender = place.stand_in_for
    if sender is None:
        return ()

    def answer(say: Say) -> Card:
        key = "meetings.stand_in_comes" if place.rsvp is Rsvp.ACCEPTED else "meetings.stand_in_cannot"
        return Card(say("meetings.receipt_title", title=seen.meeting.title), body=say(key, name=turn.actor.name))

    key = tell.place_key(seen.meeting, sender)
    own = instead_of(turn, sender, key, _own(seen, sender))
    return (*own, *to_person(turn, sender, f"{key}:{turn.key}:answer", answer))


def _to_organizer(turn: Turn, before: Meeting, seen: Shown) -> tuple[Outgoing, ...]:
    """Whoever stays away, and whoever comes after all, is named to the organizer; a plain yes only counts."""
    old, new = before.attendee(turn.actor.id), seen.meeting.attendee(turn.actor.id)
    if (old.is_expected and new.is_expected) or old == new or seen.meeting.organizer_id == turn.actor.id:
        return ()
    return to_person(turn, seen.meeting.organizer_id, _note_key(turn), lambda say: _note(turn, seen, say))


def _note_key(turn: Turn) -> str:
    return f"{turn.key}:note"


def _note(turn: Turn, seen: Shown, say: Say) -> Card:
    place = seen.meeting.attendee(turn.actor.id)
    stand_in = seen.meeting.stand_in_of(turn.actor.id)
    key = f"meetings.{place.rsvp}_why" if place.reason else f"meetings.{place.rsvp}_note"
    by = seen.name(stand_in.person_id) if stand_in else ""
    body = say(key, name=turn.actor.name, by=by, reason=place.reason)
    return Card(say("meetings.receipt_title", title=seen.meeting.title), body=body)


def _still(turn: Turn, slots: Reason | Substitute) -> Meeting:
    """The meeting that the question was about, unless it has moved since."""
    meeting = standing(turn, slots.meeting)
    if meeting.version != slots.version:
        raise UserError("meetings.old_card", title=meeting.title)
    return meeting


def _ask_reason(turn: Turn, slots: Reason, meeting: Meeting) -> Ask:
    silent = Option(turn.say("meetings.no_reason"), {"reason": NO_REASON})
    return ask(turn, slots, "reason", "meetings.why", (silent,), title=meeting.title)


def _ask_substitute(turn: Turn, meeting: Meeting) -> Ask:
    """Who comes instead, with colleagues of the same unit who are not invited themselves."""
    place = meeting.attendee(turn.actor.id)
    if place.stand_in_for is not None:
        raise UserError("meetings.stand_in_of_stand_in")
    unit = [one for one in turn.directory.people if one.unit and one.unit == turn.actor.unit]
    free = [one for one in unit if meeting.place_of(one.id) is None][:MOST_COLLEAGUES]
    options = [Option(one.name, {"people": (person_mark(one),)}) for one in free]
    title = meeting.title
    return ask(turn, Substitute(meeting.id, meeting.version), "people", "meetings.who_instead", options, title=title)
