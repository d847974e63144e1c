"""Cancelling a meeting, and telling everyone who was told of it."""

from dataclasses import replace

from bot.cards import Card
from bot.domain.meeting import Meeting
from bot.messages import Outgoing, Reply
from bot.scheduling import follow_meeting
from bot.texts import Say
from bot.turn import Answer, Ask, ReadBack, Turn
from handlers.meetings import cards, tell
from handlers.meetings.desk import Shown, organizer_name, router, shown
from handlers.meetings.find import the_meeting
from handlers.meetings.slots import Cancel


@router.intent("cancel", Cancel)
def cancel(turn: Turn, slots: Cancel) -> Answer:
    meeting = _meant(turn, slots)
    if isinstance(meeting, Ask):
        return meeting
    seen, say = shown(turn.uow, meeting), turn.say
    card = Card(say("meetings.cancel_title", title=meeting.title), cards.facts_of(seen, say), tone="warn")
    return ReadBack(Cancel(title=meeting.title, meeting=meeting.id), card)


@router.confirmed("cancel")
def confirm(turn: Turn, slots: Cancel) -> Answer:
    meeting = _meant(turn, slots)
    if isinstance(meeting, Ask):
        return meeting
    cancelled = meeting.cancelled(turn.now)
    turn.uow.meetings.save(cancelled)
    turn.uow.reminders.cancel("meetings", meeting.id)
    follow_meeting(turn.uow, cancelled, turn.now)
    turn.uow.audit.note(turn.actor.id, "meetings.cancelled", f"meeting:{meeting.id}", turn.now, title=meeting.title)
    return Reply(_news(turn, shown(turn.uow, meeting), cancelled))


def _meant(turn: Turn, slots: Cancel) -> Meeting | Ask:
    meeting = the_meeting(turn, slots, slots.orig_start or slots.start, slots.orig_room or slots.room, slots.part)
    if not isinstance(meeting, Ask):
        meeting.must_be_led_by(turn.actor, organizer_name(turn, meeting))
    return meeting


def _news(turn: Turn, before: Shown, cancelled: Meeting) -> tuple[Outgoing, ...]:
    def over(say: Say) -> Card:
        return cards.gone(before, say, "meetings.cancelled_title", say("meetings.cancelled_by", name=turn.actor.name))

    after = replace(before, meeting=cancelled)
    others = [one for one in tell.told(cancelled) if one != turn.actor.id]
    return (
        tell.instead_of_chat_card(turn, before, over),
        tell.to_chat(turn, after, over),
        *tell.here_and_to_organizer(turn, after, over),
        *tell.instead_of_all(turn, before.meeting, over),
        *tell.to_people(turn, cancelled, others, over),
    )
