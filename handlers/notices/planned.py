"""Seeing the notices that go out at a time of their own; moving, changing, cancelling, sending them now; and copies."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.asking.audience import as_said, people_meant
from bot.asking.when import Timed
from bot.cards import Action, Button, Card
from bot.domain.notice import Level, Notice, State
from bot.errors import UserError
from bot.messages import Reply
from bot.turn import Answer, ReadBack, Turn
from handlers.notices.cards import heading
from handlers.notices.change import Recall, recall
from handlers.notices.circulating import Circulate
from handlers.notices.desk import Numbered, router, sender_name, subject_of, the_notice
from handlers.notices.planning import is_planned, planned_card
from handlers.notices.write import circulate, must_be_allowed, send

MOST_LINES, MOST_BUTTONS = 10, 6


@dataclass(frozen=True, slots=True)
class Planned(Timed):
    """One's own, or for those in charge all."""


@dataclass(frozen=True, slots=True)
class Move(Numbered):
    """To another time."""

    at: date | None = None


@dataclass(frozen=True, slots=True)
class Edit(Numbered):
    """Before it goes out."""


@dataclass(frozen=True, slots=True)
class SendNow(Numbered):
    """And not at its time."""


@dataclass(frozen=True, slots=True)
class Cancel(Numbered):
    """It is not sent at all."""


@dataclass(frozen=True, slots=True)
class Copy(Numbered):
    """A new one with its words."""


@router.intent("scheduled", Planned)
def scheduled(turn: Turn, _slots: Planned) -> Answer:
    found = turn.uow.shelf.planned(None if turn.actor.is_in_charge else turn.actor.id, MOST_LINES + 1)
    if not found:
        return turn.reply(Card(turn.say("notices.none_planned")))
    lines = [_line(turn, one) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(turn.say("notices.and_more"))
    buttons = tuple(
        Button(turn.say("notices.number", number=one.id), Action("notices.planned", one.id))
        for one in found[:MOST_BUTTONS]
    )
    return turn.reply(Card(turn.say("notices.planned_title"), body="\n".join(lines), buttons=buttons))


def _line(turn: Turn, notice: Notice) -> str:
    """`通知12 停电 · 11月24日（周二）08:00 · 等人同意`."""
    assert notice.send_at is not None
    words = [turn.say("notices.heading", number=notice.id, title=notice.title), turn.say.moment(notice.send_at)]
    if notice.state is State.WAITING:
        words.append(turn.say("notices.state_waiting"))
    if notice.send_at <= turn.now:
        words.append(turn.say("notices.time_passed"))
    return " · ".join(words)


@router.action("planned")
def press_planned(turn: Turn, notice_id: int, _choice: str) -> Reply:
    return turn.reply(planned_card(_mine(turn, notice_id), turn.say))


def _mine(turn: Turn, number: int) -> Notice:
    """UserError for what is out already, or is somebody else's."""
    notice = the_notice(turn, number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    notice.must_be_planned()
    return notice


@router.intent("move", Move)
def move(turn: Turn, slots: Move) -> Answer:
    """Read back with all of it, as it was written."""
    notice = _mine(turn, slots.number)
    at = slots.at
    if at is not None and not isinstance(at, datetime) and notice.send_at:
        at = datetime.combine(at, notice.send_at.astimezone(turn.house.zone).timetz())
    return circulate(turn, replace(slots_of(turn, notice), editing=notice.id, at=at, later=1))


@router.intent("edit", Edit)
def edit(turn: Turn, slots: Edit) -> Answer:
    """The preview again, to be changed in words; what is out already is corrected instead."""
    notice = the_notice(turn, slots.number)
    if not is_planned(notice):
        notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
        notice.must_be_out()
        raise UserError("notices.correct_it", number=notice.id)
    return circulate(
        turn, replace(slots_of(turn, _mine(turn, notice.id)), editing=notice.id, at=_in_time(turn, notice), later=1)
    )


def _in_time(turn: Turn, notice: Notice) -> datetime | None:
    return notice.send_at if notice.send_at and notice.send_at > turn.now else None


@router.action("edit")
def press_edit(turn: Turn, notice_id: int, _choice: str) -> Answer:
    return edit(turn, Edit(number=notice_id))


@router.intent("copy", Copy)
def copy(turn: Turn, slots: Copy) -> Answer:
    """The preview of a new one: its deadline and its time were the old one's."""
    notice = the_notice(turn, slots.number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    return circulate(turn, replace(slots_of(turn, notice), due=None, valid_until=None))


@router.action("copy")
def press_copy(turn: Turn, notice_id: int, _choice: str) -> Answer:
    return copy(turn, Copy(number=notice_id))


def slots_of(turn: Turn, notice: Notice) -> Circulate:
    """What was said to make it, as far as it is known by now."""
    to, but = as_said(notice.audience)
    return Circulate(
        text=notice.text, to=to, but=but, level="" if notice.level is Level.NORMAL else notice.level.value,
        wants=notice.wants.value or "nothing", choices=notice.choices, due=notice.due_at,
        valid_until=notice.valid_until,
    )  # fmt: skip


@router.intent("send_now", SendNow)
def send_now(turn: Turn, slots: SendNow) -> Answer:
    notice = _mine(turn, slots.number)
    body = turn.say("notices.send_now_note", count=len(people_meant(turn, notice.audience)[0]))
    return ReadBack(slots, Card(turn.say("notices.send_now_title", heading=heading(notice, turn.say)), body=body))


@router.confirmed("send_now")
def confirm_send_now(turn: Turn, slots: SendNow) -> Answer:
    """An urgent one still waits for the second person, who has been asked."""
    notice = _mine(turn, slots.number)
    if notice.state is State.WAITING:
        raise UserError("notices.is_waiting", number=notice.id)
    people, _ = people_meant(turn, notice.audience)
    if not people:
        raise UserError("notices.nobody")
    must_be_allowed(turn, notice, people)
    turn.uow.reminders.cancel("spread", notice.id)
    return Reply(send(turn, replace(notice, send_at=None), people))


@router.action("send_now")
def press_send_now(turn: Turn, notice_id: int, _choice: str) -> Answer:
    return send_now(turn, SendNow(number=notice_id))


@router.intent("cancel", Cancel)
def cancel(turn: Turn, slots: Cancel) -> Answer:
    """What is out already is recalled instead."""
    notice = the_notice(turn, slots.number)
    if notice.state is State.SENT:
        return recall(turn, Recall(number=notice.id))
    _mine(turn, notice.id)
    return ReadBack(slots, Card(turn.say("notices.cancel_title", heading=heading(notice, turn.say)), tone="warn"))


@router.confirmed("cancel")
def confirm_cancel(turn: Turn, slots: Cancel) -> Answer:
    notice = _mine(turn, slots.number)
    turn.uow.notices.save(notice.dropped())
    turn.uow.reminders.cancel("spread", notice.id)
    turn.uow.audit.note(turn.actor.id, "notices.cancelled", subject_of(notice), turn.now)
    return turn.reply(Card(turn.say("notices.cancelled", number=notice.id), tone="done"))


@router.action("cancel")
def press_cancel(turn: Turn, notice_id: int, _choice: str) -> Answer:
    return cancel(turn, Cancel(number=notice_id))
