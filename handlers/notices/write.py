"""Writing a notice: from a sentence to a preview, and from a yes to its way out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.asking.audience import SAMPLE, audience_of, counted, may_write_to, people_meant, settle_audience
from bot.asking.steps import ask, settled
from bot.asking.telling import to_person
from bot.asking.when import instant, local_day
from bot.cards import Action, Button, Card
from bot.domain.notice import Level, Notice, State, Wants
from bot.domain.notice_remarks import remarks
from bot.domain.people import Person
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply, TextReceived
from bot.ports import Option
from bot.texts import Say
from bot.turn import Answer, Ask, ReadBack, Turn
from bot.understanding.times import find_times
from handlers.notices.cards import shortened
from handlers.notices.circulating import Circulate
from handlers.notices.desk import router, sender_name, subject_of, the_notice, the_notice_to_change
from handlers.notices.planning import first_state, plan_sending, planned_card, sent_card
from handlers.notices.sending import Post, begin, sent_key
from handlers.notices.series import set_series
from handlers.notices.timing import goes_out, settle_time, time_facts, time_notes

MOST_SECONDS = 5
TITLE_LENGTH, LATIN_LENGTH = 24, 40
A_MONTH = timedelta(days=31)


@router.intent("circulate", Circulate)
def circulate(turn: Turn, slots: Circulate) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    return read_back(turn, known)


def read_back(turn: Turn, slots: Circulate) -> ReadBack:
    """With the way to another time, and to all of a long text."""
    yes = turn.say("notices.plan_button" if slots.at else "notices.send_button")
    ways = [Option(turn.say("notices.later_button"), {"later": 1, "at": "", "every": ""})]
    if not slots.whole and shortened(slots.text) != slots.text:
        ways.append(Option(turn.say("notices.whole_button"), {"whole": 1}))
    return ReadBack(slots, preview(turn, slots), yes, tuple(ways))


@router.confirmed("circulate")
def confirm(turn: Turn, slots: Circulate) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    draft = _draft(turn, known)
    people, _ = people_meant(turn, draft.audience)
    must_be_allowed(turn, draft, people)
    if known.every:
        return set_series(turn, draft, known)
    kept = _kept(turn, replace(draft, state=first_state(draft)), known.editing)
    if kept.level is Level.URGENT:
        return _ask_second(turn, kept)
    if kept.state is State.SCHEDULED:
        turn.uow.audit.note(turn.actor.id, "notices.planned", subject_of(kept), turn.now, at=str(kept.send_at))
        return turn.reply(planned_card(kept, turn.say, "notices.planned"))
    return Reply(send(turn, kept, people))


def _kept(turn: Turn, draft: Notice, editing: int) -> Notice:
    """Stored under a number of its own, or in place of the one that was planned; at its time it goes out by itself."""
    if editing:
        before = the_notice(turn, editing)
        before.must_be_planned()
        before.must_be_changed_by(turn.actor, sender_name(turn.uow, before))
        turn.uow.reminders.cancel("spread", before.id)
        kept = replace(draft, id=before.id, sender_id=before.sender_id, chat_id=before.chat_id)
        turn.uow.audit.note(turn.actor.id, "notices.edited", subject_of(before), turn.now, was=before.text)
        turn.uow.notices.save(kept)
    else:
        kept = turn.uow.notices.add(draft)
    return plan_sending(turn.house, turn.uow, kept) if kept.send_at else kept


def send(turn: Turn, notice: Notice, people: Sequence[Person]) -> tuple[Outgoing, ...]:
    """Out it goes; its sender is told where to look for the receipts."""
    turn.uow.audit.note(turn.actor.id, "notices.sent", subject_of(notice), turn.now, people=len(people))
    post = Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform)
    cards = begin(post, notice, [one.id for one in people])
    told = replace(turn.to(turn.chat.ref, sent_card(notice, len(people), turn.say), "sent"), key=sent_key(notice))
    return (told, *cards)


def _texted(turn: Turn, slots: Circulate) -> Circulate | Ask:
    """The words that everybody reads: what was written behind 通知：, or the sentence as it was said."""
    text = slots.text or _as_said(turn, slots)
    if not text:
        return ask(turn, slots, "text", "notices.what")
    return replace(slots, text=text)


def _as_said(turn: Turn, slots: Circulate) -> str:
    event = turn.event
    return event.text.strip() if isinstance(event, TextReceived) and slots.title else ""


def _named(_turn: Turn, slots: Circulate) -> Circulate:
    """Units and people out of a free sentence; in a text that was written as such they are only spoken of."""
    if slots.to or slots.text:
        return slots
    return replace(slots, to=tuple(dict.fromkeys((*slots.units, *([slots.unit] if slots.unit else []), *slots.people))))


STEPS = (_named, _texted, settle_audience, settle_time)


def _draft(turn: Turn, slots: Circulate) -> Notice:
    wants = Wants("") if slots.wants == "nothing" else Wants(slots.wants or "ack")
    notice = Notice(
        id=slots.editing,
        title=title_of(slots.text),
        text=slots.text,
        sender_id=turn.actor.id,
        chat_id=turn.chat.id,
        language=turn.say.language,
        made_at=turn.now,
        sent_at=turn.now,
        audience=audience_of(turn, slots),
        level=Level(slots.level or "normal"),
        wants=wants,
        choices=slots.choices,
        due_at=_due(turn, slots),
        valid_until=slots.valid_until,
    )
    at = instant(slots.at)
    planned = replace(notice, send_at=goes_out(turn.house, at, notice.level)) if at and not slots.every else notice
    return planned.checked()


def _due(turn: Turn, slots: Circulate) -> datetime | None:
    """The instant said, or when the office closes on the day said."""
    if slots.due is None or isinstance(slots.due, datetime):
        return slots.due
    return turn.house.calendar.closing(slots.due, turn.house.zone)


def title_of(text: str) -> str:
    """The first clause, short enough for a list."""
    first = text.split("\n", 1)[0]
    for mark in "，,。；;：:":
        first = first.split(mark, 1)[0]
    most = LATIN_LENGTH if first.isascii() else TITLE_LENGTH
    return first if len(first) <= most else first[: most - 1] + "…"


def preview(turn: Turn, slots: Circulate) -> Card:
    """The text as it will look, to how many it goes and who is left out, and what should be thought of."""
    draft, say = _draft(turn, slots), turn.say
    people, out = people_meant(turn, draft.audience)
    if not people:
        raise UserError("notices.nobody")
    must_be_allowed(turn, draft, people)
    if slots.every and draft.level is Level.URGENT:
        raise UserError("notices.series_urgent")
    facts = [*time_facts(turn, slots, draft), (say("notices.to"), counted(turn, people))]
    if out:
        facts.append((say("notices.left_out"), say.listed(one.name for one in out[: SAMPLE * 2])))
    facts.append((say("notices.level"), say(f"notices.level_{draft.level}")))
    facts.append((say("notices.back"), say(f"notices.wants_{draft.wants or 'nothing'}")))
    until = slots.due_said if slots.every else say.moment(draft.due_at) if draft.due_at else ""
    if until and draft.wants is not Wants.NOTHING:
        facts.append((say("notices.until"), until))
    notes = [say(f"notices.remark_{key}", what=what) for key, what in _remarks(turn, draft)]
    told = time_notes(turn, slots, draft.level)
    body = "\n".join((draft.text if slots.whole else shortened(draft.text), *notes, *told))
    return Card(say("notices.preview", title=draft.title), tuple(facts), body, tone="warn" if notes else "info")


def _remarks(turn: Turn, draft: Notice) -> list[tuple[str, str]]:
    zone, calendar = turn.house.zone, turn.house.calendar
    moments = find_times(draft.text, turn.now.astimezone(zone), zone=zone, calendar=calendar)
    conflicts = [one.text for one in moments if one.conflict == "weekday"]
    past = [
        end for one in moments if (end := one.end or one.start) and local_day(turn, end) < local_day(turn, turn.now)
    ]
    gone = [("valid_past", "")] if draft.is_expired(turn.now) else []
    return gone + [tuple(one) for one in remarks(draft.text, past, conflicts, draft.due_at, turn.now)]  # type: ignore[misc]


def must_be_allowed(turn: Turn, notice: Notice, people: list[Person]) -> None:
    if not may_write_to(turn.actor, people):
        raise NotAllowed("notices.only_in_charge")
    if notice.level is not Level.URGENT:
        return
    if turn.uow.notices.urgent_since(turn.now - A_MONTH, notice.id) >= turn.house.urgent_notices:
        raise UserError("notices.quota", most=turn.house.urgent_notices)


def _ask_second(turn: Turn, notice: Notice) -> Reply:
    """An urgent one waits for somebody else in charge: of the sender's unit first, else of the office."""
    turn.uow.audit.note(turn.actor.id, "notices.approval_asked", subject_of(notice), turn.now)
    people, _ = people_meant(turn, notice.audience)
    asked = [
        card
        for one in _seconds(turn)
        for card in to_person(
            turn, one.id, approval_key(notice, one.id), lambda say: approval(turn, notice, people, say)
        )
    ]
    told = turn.reply(Card(turn.say("notices.waits", number=notice.id), tone="ask"))
    return Reply((*told.out, *asked))


def _seconds(turn: Turn) -> list[Person]:
    others = [one for one in turn.directory.people if one.is_in_charge and one.id != turn.actor.id]
    mine = [one for one in others if one.unit and one.unit == turn.actor.unit]
    return (mine or others)[:MOST_SECONDS]


def approval_key(notice: Notice, person_id: int) -> str:
    return f"notice:{notice.id}:approval:{person_id}:{_written(notice)}"


def approval(turn: Turn, notice: Notice, people: Sequence[Person], say: Say) -> Card:
    """With all of the text, since all of it is agreed to."""
    facts = [(say("notices.from"), turn.actor.name), (say("notices.to"), counted(turn, people))]
    if notice.send_at:
        facts.append((say("notices.goes_out"), say.moment(notice.send_at)))
    buttons = (
        Button(say("notices.approve"), Action("notices.approve", notice.id, _written(notice)), "primary"),
        Button(say("notices.disapprove"), Action("notices.disapprove", notice.id, _written(notice)), "danger"),
    )
    return Card(say("notices.approval", title=notice.title), tuple(facts), notice.text, buttons, "warn")


@router.action("approve")
def approve(turn: Turn, notice_id: int, choice: str) -> Reply:
    """The second person's yes sends it, or lets it go out at its time; it is a yes to the text on that card alone."""
    notice = the_notice_to_change(turn, notice_id)
    _must_be_that_text(notice, choice)
    after = notice.approved(turn.actor, turn.now)
    people, _ = people_meant(turn, after.audience)
    turn.uow.audit.note(turn.actor.id, "notices.approved", subject_of(notice), turn.now)
    if after.state is State.SCHEDULED:
        turn.uow.notices.save(after)
        told = to_person(
            turn, notice.sender_id, f"{turn.key}:approved", lambda say: planned_card(after, say, "notices.agreed_for")
        )
        return Reply((_settled(turn, "notices.agreed", notice), *told))
    cards = begin(Post(turn.house, turn.uow, turn.now, turn.chat.ref.platform), after, [one.id for one in people])
    told = to_person(turn, notice.sender_id, sent_key(notice), lambda say: sent_card(after, len(people), say))
    return Reply((_settled(turn, "notices.approved", notice), *told, *cards))


@router.action("disapprove")
def disapprove(turn: Turn, notice_id: int, choice: str) -> Reply:
    notice = the_notice_to_change(turn, notice_id)
    _must_be_that_text(notice, choice)
    notice.approved(turn.actor, turn.now)  # who may not say yes may not say no either
    turn.uow.notices.save(notice.dropped())
    turn.uow.audit.note(turn.actor.id, "notices.disapproved", subject_of(notice), turn.now)
    name = turn.actor.name
    told = to_person(
        turn, notice.sender_id, f"{turn.key}:no",
        lambda say: Card(say("notices.disapproved_news", number=notice.id, name=name), tone="warn"),
    )  # fmt: skip
    return Reply((_settled(turn, "notices.disapproved", notice), *told))


def _must_be_that_text(notice: Notice, choice: str) -> None:
    if choice != _written(notice):
        raise UserError("house.card_gone")


def _written(notice: Notice) -> str:
    """Tells the text on a card from one that was written later under the same number."""
    return str(int(notice.made_at.timestamp()))


def _settled(turn: Turn, key: str, notice: Notice) -> Outgoing:
    card = Card(turn.say(key, number=notice.id, title=notice.title), tone="done")
    return turn.to(turn.chat.ref, card, "settled", replaces=turn.pressed())
