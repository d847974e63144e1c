"""When an item is spoken of next: planned after each deed, and after each time that it was spoken of."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.ladder import escalates_at, next_chase, next_milestone, next_push, next_stuck_check
from bot.domain.lamps import STEADY, Terms
from bot.domain.people import Person
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule
from bot.domain.supervision import SupervisionItem
from bot.familiar import Familiar
from bot.knowing import People
from bot.ports import UnitOfWork
from bot.scheduling import reached, rule_of
from bot.turn import Follow, House, Tick

OLD_AFTER = timedelta(days=1)
"""How late such a reminder may come: by then there is a newer one."""

AFTER_THE_LEADS = timedelta(minutes=5)
"""The heads of units hear of what is late after those who are to do it."""

ESCALATION = "escalation.daily"

Known = People | Familiar
Next = Callable[[House, SupervisionItem, datetime], datetime | None]


def next_ask(house: House, item: SupervisionItem, after: datetime) -> datetime | None:
    """When progress is asked for: on the rhythm that was set, or as the 1-3-7-10 clock says."""
    if item.state not in STEADY:
        return None
    rhythm = house.recurrence.after(rhythm_of(house, item), after) if item.report else None
    found = [at for at in (rhythm, next_milestone(item, after, house.terms)) if at]
    return min(found, default=None)


def rhythm_of(house: House, item: SupervisionItem) -> Rule:
    """From the day on which it was handed over; on a holiday it is the working day before."""
    terms = house.terms
    first = terms.at(terms.day(item.assigned_at), terms.rules.report_at)
    return rule_of(first, item.report, house, literal=False)


NEXT: dict[str, Next] = {
    "due": lambda house, item, after: next_push(item, after, house.terms),
    "sign": lambda house, item, after: next_chase(item, after, house.terms),
    "ask": next_ask,
    "stuck": lambda house, item, after: next_stuck_check(item, after, house.terms),
}
"""The kinds of reminders of one item; there is at most one of each ahead."""


def plan(house: House, uow: UnitOfWork, item: SupervisionItem, now: datetime) -> None:
    """Drop what was planned for it and plan anew, as after any deed; for what is over nothing is left."""
    uow.reminders.cancel("supervision", item.id)
    if item.state.is_over:
        return
    chat_id = _chat(uow, item, now)
    times = {what: following(house, item, now) for what, following in NEXT.items()}
    uow.reminders.plan(_reminder(what, item, at, chat_id) for what, at in times.items() if at)
    uow.reminders.plan(escalations(house, uow.people, item, now))


def follow(what: str) -> Follow:
    """Plan the next of this kind; after one that came too late, the newest that is not yet too old."""

    def plan_next(tick: Tick, item_id: int) -> None:
        item = tick.fetched.get(item_id) or tick.uow.items.named([item_id]).get(item_id)
        if item is None:
            return
        at = NEXT[what](tick.house, item, tick.after if tick.was_said else tick.now - OLD_AFTER)
        if at:
            tick.plan([_reminder(what, item, at, _chat_known(tick, item))])
        if what == "due":
            tick.plan(escalations(tick.house, tick.familiar, item, tick.now))

    return plan_next


def escalations(house: House, people: Known, item: SupervisionItem, now: datetime) -> list[Reminder]:
    """The head of its unit hears of it with all that is late, each working day from a certain day overdue on."""
    at = escalates_at(item, house.terms)
    head = head_of(people, item) if at else None
    if not at or not head:
        return []
    return [escalation(head.id, max(at + AFTER_THE_LEADS, next_escalation(house.terms, now)))]


def next_escalation(terms: Terms, after: datetime) -> datetime:
    return terms.push_after(after - AFTER_THE_LEADS) + AFTER_THE_LEADS


def escalation(head_id: int, at: datetime) -> Reminder:
    return Reminder(ESCALATION, head_id, at, at + OLD_AFTER)


def head_of(people: Known, item: SupervisionItem) -> Person | None:
    """The unit's leader; who handed it over where there is none, or where the leader is the one to do it."""
    head = next(iter(people.leaders(item.unit)), None) if item.unit else None
    if head is not None and head.id != item.lead_id:
        return head
    return None if item.supervisor_id == item.lead_id else people.get(item.supervisor_id)


def _reminder(what: str, item: SupervisionItem, at: datetime, chat_id: int | None) -> Reminder:
    about = f"{item.short} {item.title}"
    return Reminder(f"supervision.{what}", item.id, at, at + OLD_AFTER, chat_id=chat_id, about=about)


def _chat(uow: UnitOfWork, item: SupervisionItem, now: datetime) -> int | None:
    """The lead's direct chat."""
    found = reached(uow, item.lead_id, uow.chats.get(item.chat_id).ref.platform, now)
    return found[1] if found else None


def _chat_known(tick: Tick, item: SupervisionItem) -> int | None:
    """The same, which most of the time has been asked for by others of the batch."""
    account = tick.familiar.account(item.lead_id, tick.familiar.platform(item.chat_id))
    known = tick.familiar.direct(account) if account else None
    return known.id if known else _chat(tick.uow, item, tick.now)
