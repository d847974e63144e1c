"""Duties that come again: each period's item is made once, some working days before it is due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards import Card
from bot.domain.duty import Duty, Occasion, follows, occasion
from bot.domain.procedure import Deed, State
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule
from bot.domain.schedule import State as Standing
from bot.domain.supervision import TITLE_LENGTH, Origin, Source, SupervisionItem
from bot.messages import Outgoing
from bot.ports import UnitOfWork
from bot.router import Router
from bot.texts import Say
from bot.turn import House, Tick
from handlers.supervision.cards import LEADS, Shown, item_card
from handlers.supervision.desk import trail_of
from handlers.supervision.planning import plan
from handlers.supervision.reaching import reader, reader_of, to_supervisor, unreached
from handlers.supervision.tell import chat_key, own_key

duty_router = Router("duty")
"""Its subjects are duties, not items, so its reminders have a register of their own."""

KIND = "duty.due"
MOST_LOOKED_AT = 60
MOST_MISSED = 12
ONE_DAY = timedelta(days=1)


def plan_duty(house: House, uow: UnitOfWork, duty: Duty, now: datetime) -> Duty:
    """Drop what was planned for it and plan its next period; a duty that has none is over."""
    uow.reminders.cancel("duty", duty.id)
    following = next(occasions(house, duty, now), None) if duty.state is Standing.ACTIVE else None
    if following is not None:
        at = max(following.made_at, now)
        uow.reminders.plan([Reminder(KIND, duty.id, at, max(following.due_at, at), about=duty.title)])
    elif duty.state is Standing.ACTIVE:
        duty = duty.over()
        uow.duties.save(duty)
    return duty


def occasions(house: House, duty: Duty, after: datetime) -> Iterator[Occasion]:
    """Those that have no item yet and are due after that time, in order."""
    return (one for one in _every(house, duty, after) if one.due_at > after)


def _every(house: House, duty: Duty, after: datetime) -> Iterator[Occasion]:
    """By the rule's own days, which the office's calendar moves."""
    rule = _plain(duty.rule)
    for _ in range(MOST_LOOKED_AT):
        nominal = house.recurrence.after(rule, after)
        if nominal is None:
            return
        after, one = nominal, occasion(duty, nominal, house.terms)
        if follows(one, duty):
            yield one
            duty = duty.made(one)


def passed(house: House, duty: Duty, last: SupervisionItem | None, now: datetime) -> list[Occasion]:
    """Those after the last one that was made whose time has wholly passed."""
    since = last.due_at - ONE_DAY if last else now
    return [one for one in _every(house, duty, since) if one.due_at <= now]


def _plain(rule: Rule) -> Rule:
    return replace(rule, days="any") if rule.days == "moved" else rule


def follow(tick: Tick, duty_id: int) -> None:
    duty = tick.uow.duties.get(duty_id)
    if duty is not None:
        plan_duty(tick.house, tick.uow, duty, tick.now)


@duty_router.reminder("due", follow=follow)
def due(tick: Tick, duty_id: int) -> tuple[Outgoing, ...]:
    """Make the period's item, with the last one's standard, unless it is there; hand it to the lead."""
    duty = tick.uow.duties.get(duty_id)
    if duty is None or duty.state is not Standing.ACTIVE:
        return ()
    one = next(occasions(tick.house, duty, tick.now), None)
    if one is None or one.made_at > tick.now or tick.uow.items.of_duty(duty.id, one.period):
        return ()
    last = tick.uow.items.last_of_duty(duty.id)
    item = tick.uow.items.add(_item(tick, duty, one, last))
    tick.uow.duties.save(duty.made(one))
    name = tick.uow.people.get(item.lead_id).name
    tick.uow.audit.note(None, "supervision.assigned", trail_of(item), tick.now, name=name, words=duty.title)
    plan(tick.house, tick.uow, item, tick.now)
    return (*_handed_over(tick, item), *_missed(tick, duty, item, last))


def _item(tick: Tick, duty: Duty, one: Occasion, last: SupervisionItem | None) -> SupervisionItem:
    say = tick.speak(duty.language)
    title = say("supervision.duty_item", title=duty.title, period=one.period)[:TITLE_LENGTH]
    chat = tick.uow.chats.get(duty.chat_id)
    by = tick.uow.people.get(duty.supervisor_id).name
    own = duty.lead_id == duty.supervisor_id
    item = SupervisionItem(
        id=0, year=tick.house.terms.day(tick.now).year, number=0, title=title, due_at=one.due_at,
        first_due_at=one.due_at, supervisor_id=duty.supervisor_id, lead_id=duty.lead_id, unit=duty.unit,
        chat_id=duty.chat_id, language=duty.language, origin=Origin(duty.title, by, chat.name, tick.now),
        assigned_at=tick.now, moved_at=tick.now, source=Source.PLAN, duty_id=duty.id, period=one.period,
        standard=last.standard if last else duty.standard, state=State.ACCEPTED if own else State.ASSIGNED,
        accepted_at=tick.now if own else None,
    )  # fmt: skip
    if last is None:
        return item.checked()
    helpers = tuple(person for person in last.co_owners if person != duty.lead_id)
    return replace(item, co_owners=helpers, urgency=last.urgency, report=last.report).checked()


def _handed_over(tick: Tick, item: SupervisionItem) -> tuple[Outgoing, ...]:
    """The item's card for its chat, and its own for the lead and the co-owners."""
    people = tick.uow.people.named({*item.people, item.supervisor_id})
    seen = Shown(item, {key: one.name for key, one in people.items()}, tick.house)
    chat = tick.uow.chats.get(item.chat_id).ref
    say = tick.speak(item.language)
    card = Outgoing(chat_key(item), chat, item_card(seen, say, deeds=LEADS), language=say.language)
    return (card, *(own for one in item.people for own in _own(tick, seen, one) if own.to != chat))


def _own(tick: Tick, seen: Shown, person_id: int) -> tuple[Outgoing, ...]:
    """For a deputy, too."""
    item, is_lead = seen.item, person_id == seen.item.lead_id
    found = {one.person_id: one for one in (reader_of(tick, person_id, item), reader(tick, person_id, item)) if one}
    if not found:
        return unreached(tick, item, person_id) if is_lead else ()

    def write(say: Say) -> Card:
        key = "supervision.to_lead" if is_lead else "supervision.to_co_owner"
        title = say(key, item=item.formal, title=item.title)
        return replace(item_card(seen, say, deeds=LEADS if is_lead else (Deed.REPORT,), ruled=True), title=title)

    return tuple(one.card(write, own_key(item, one.person_id)) for one in found.values())


def _missed(tick: Tick, duty: Duty, item: SupervisionItem, last: SupervisionItem | None) -> tuple[Outgoing, ...]:
    """Periods whose time has wholly passed get no item that would be late from the start; the supervisor is told."""
    periods = [one.period for one in passed(tick.house, duty, last, tick.now)][-MOST_MISSED:]
    if not periods:
        return ()
    tick.uow.audit.note(None, "duty.missed", f"duty:{duty.id}", tick.now, periods=periods)

    def write(say: Say) -> Card:
        title = say("supervision.duty_missed", title=duty.title, periods=periods)
        return Card(title, body=say("supervision.duty_missed_cure"), tone="warn")

    return to_supervisor(tick, item, write, f"duty:{duty.id}:missed:{periods[-1]}")


duty_router.texts({"coming_due": ("常办事项立项：{about}", "Recurring duty: {about}")})
