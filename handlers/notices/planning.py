"""A notice that goes out at a time of its own: planned as a row, sent by it, and what its sender hears."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.asking.audience import may_write_to
from bot.cards import Action, Button, ButtonTone, Card
from bot.domain.notice import Level, Notice, State
from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.texts import Say
from bot.turn import House, Tick
from handlers.notices.cards import heading, last_moment, shortened
from handlers.notices.desk import subject_of
from handlers.notices.sending import A_DAY, begin_later, post_of, sent_key, spread_router
from handlers.notices.timing import goes_out, meant_now

KIND = "spread.scheduled"
TONES: dict[str, ButtonTone] = {"cancel": "danger"}
REMEMBERED = timedelta(days=30)
"""How long after its time its sender is still told that it has not gone out; a day later it is of no use by itself."""


def plan_sending(house: House, uow: UnitOfWork, notice: Notice) -> Notice:
    """What was planned for it is dropped; an ordinary one is moved out of the quiet hours."""
    assert notice.send_at is not None
    at = goes_out(house, notice.send_at, notice.level)
    notice = replace(notice, send_at=at)
    uow.notices.save(notice)
    uow.reminders.cancel("spread", notice.id)
    about = f"{notice.id} {notice.title}"
    uow.reminders.plan([Reminder(KIND, notice.id, at, at + REMEMBERED, 0, notice.chat_id, about, rings=True)])
    return notice


@spread_router.reminder("scheduled", exact=True)
def send_planned(tick: Tick, notice_id: int) -> tuple[Outgoing, ...]:
    """To those who are meant by now; what stands in its way is told to its sender."""
    notice = tick.uow.notices.get(notice_id)
    if notice is None or notice.send_at is None or notice.state not in {State.SCHEDULED, State.WAITING}:
        return ()
    if notice.state is State.WAITING:
        return _told(tick, notice, "notices.not_agreed_yet")
    if tick.late and tick.late > A_DAY:
        return _told(tick, notice, "notices.too_late")
    people = meant_now(tick.uow, notice)
    sender = tick.uow.people.get(notice.sender_id)
    if not people or not may_write_to(sender, people):
        tick.uow.notices.save(notice.dropped())
        return _told(tick, notice, "notices.nobody_then" if not people else "notices.may_not_now")
    sent = send_by_itself(tick, notice, people)
    say = tick.speak(notice.language)
    return (replace(_to_chat(tick, sent, sent_card(sent, len(people), say), "sent"), key=sent_key(sent)),)


def send_by_itself(tick: Tick, notice: Notice, people: Sequence[Person]) -> Notice:
    """Its cards are written by what is planned here, some hundreds at a time, so all of them look alike."""
    sent = begin_later(post_of(tick, notice), notice, [one.id for one in people])
    tick.uow.audit.note(None, "notices.sent", subject_of(sent), tick.now, people=len(people))
    return sent


def _told(tick: Tick, notice: Notice, key: str) -> tuple[Outgoing, ...]:
    say = tick.speak(notice.language)
    title = say(key, number=notice.id, title=notice.title, at=notice.send_at)
    return (_to_chat(tick, notice, Card(title, tone="warn"), "unsent"),)


def _to_chat(tick: Tick, notice: Notice, card: Card, what: str) -> Outgoing:
    """Into the chat that it was written in."""
    chat = tick.uow.chats.get(notice.chat_id).ref
    key = f"notice:{notice.id}:{what}:{tick.now:%Y%m%d%H%M%S}"
    return Outgoing(key, chat, card, language=tick.speak(notice.language).language)


def sent_card(notice: Notice, count: int, say: Say) -> Card:
    button = Button(say("notices.receipts_button"), Action("notices.receipts", notice.id))
    return Card(say("notices.sent", number=notice.id, count=count), buttons=(button,), tone="done")


def planned_card(notice: Notice, say: Say, key: str = "") -> Card:
    """One that is planned, and what can be done with it."""
    facts = [(say("notices.goes_out"), say.moment(notice.send_at))] if notice.send_at else []
    if notice.state is State.WAITING:
        facts.append((say("notices.standing"), say("notices.state_waiting")))
    if notice.valid_until:
        facts.append((say("notices.valid"), last_moment(notice.valid_until, say)))
    verbs = ("edit", "cancel") if notice.state is State.WAITING else ("send_now", "edit", "cancel")
    buttons = tuple(
        Button(say(f"notices.{verb}_button"), Action(f"notices.{verb}", notice.id), TONES.get(verb, "plain"))
        for verb in verbs
    )
    title = say(key, number=notice.id, at=notice.send_at) if key else heading(notice, say)
    body = shortened(notice.text) if not key else ""
    return Card(title, tuple(facts) if not key else (), body, buttons, "done" if key else "info")


def is_planned(notice: Notice) -> bool:
    return notice.send_at is not None and notice.state in {State.SCHEDULED, State.WAITING}


def first_state(draft: Notice) -> State:
    """An urgent one waits for a second person, one with a time of its own for that."""
    if draft.level is Level.URGENT:
        return State.WAITING
    return State.SCHEDULED if draft.send_at else State.SENT
