"""What is long overdue, for the head of the unit: one card a day at most, with proof of where it went."""

from collections.abc import Sequence

from bot.cards import Card
from bot.domain.lamps import days_overdue, lamp
from bot.domain.procedure import UNDER_WAY
from bot.domain.supervision import SupervisionItem
from bot.messages import Outgoing
from bot.router import Router
from bot.supervising import Push, PushLine, Wanted
from bot.texts import Say
from bot.turn import Tick
from handlers.supervision import time_words as words
from handlers.supervision.desk import trail_of
from handlers.supervision.planning import OLD_AFTER, escalation, head_of, next_escalation
from handlers.supervision.reaching import Reader, reader, unreached

escalation_router = Router("escalation")
"""Its subjects are people, not items, so its reminders have a register of their own."""

MOST_SEARCHED, MOST_LINES = 500, 10


def follow(tick: Tick, head_id: int) -> None:
    """The next working day's, while anything is late; after one that came too late, the newest that does not."""
    after = tick.after if tick.was_said else tick.now - OLD_AFTER
    if late_of(tick, head_id):
        tick.plan([escalation(head_id, next_escalation(tick.house.terms, after))])


@escalation_router.reminder("daily", follow=follow)
def daily(tick: Tick, head_id: int) -> tuple[Outgoing, ...]:
    """The key allows one card a day, whatever planned it."""
    key = f"escalation:{head_id}:{tick.house.terms.day(tick.now):%Y%m%d}"
    late = late_of(tick, head_id)
    if not late or tick.uow.outbox.find(key):
        return ()
    found = reader(tick, head_id, late[0])
    if found is None:
        return tuple(card for one in late for card in unreached(tick, one, head_id))
    _keep(tick, found, head_id, key, late)
    return (found.card(lambda say: _card(tick, late, say), key),)


def late_of(tick: Tick, head_id: int) -> list[SupervisionItem]:
    """All of which this person is the one to hear, the longest overdue first."""
    terms, unit = tick.house.terms, tick.familiar.get(head_id).unit
    days, states = terms.rules.escalate_days, tuple(UNDER_WAY)
    by_unit = Wanted(unit=unit, states=states, due_until=tick.now) if unit else None
    by_hand = Wanted(supervisor=head_id, states=states, due_until=tick.now)
    found = [one for wanted in (by_unit, by_hand) if wanted for one in tick.uow.items.found(wanted, MOST_SEARCHED)]
    late = {one.id: one for one in found if days and days_overdue(one, tick.now, terms) >= days}
    mine = [one for one in late.values() if (head := head_of(tick.familiar, one)) and head.id == head_id]
    return sorted(mine, key=lambda one: (one.due_at, one.id))


def _keep(tick: Tick, found: Reader, head_id: int, key: str, late: Sequence[SupervisionItem]) -> None:
    """The proof: whom it went to, under which key, and a line in each item's trail."""
    for_id = head_id if found.person_id != head_id else None
    line = PushLine(found.person_id, key, tuple(one.id for one in late), for_id)
    tick.uow.pushes.add(Push(0, "escalation", tick.now, (line,), language=found.say.language))
    name = tick.familiar.get(head_id).name
    for one in late:
        tick.uow.audit.note(None, "supervision.escalated", trail_of(one), tick.now, head=head_id, name=name, sent=key)


def _card(tick: Tick, late: Sequence[SupervisionItem], say: Say) -> Card:
    terms = tick.house.terms
    names = {key: one.name for key, one in tick.familiar.named({one.lead_id for one in late}).items()}
    lines = [
        say(
            "supervision.escalated_line",
            mark=words.MARKS[lamp(one, tick.now, terms)],
            item=one.short,
            title=one.title,
            lead=names[one.lead_id],
            standing=words.standing(one, tick.now, terms, say),
        )
        for one in late[:MOST_LINES]
    ]
    if len(late) > MOST_LINES:
        lines.append(say("supervision.escalated_more", count=len(late) - MOST_LINES))
    head = say("supervision.escalated_body", days=words.days(terms.rules.escalate_days, say))
    return Card(say("supervision.escalated_title", count=len(late)), body="\n".join((head, *lines)), tone="warn")


escalation_router.texts({"coming_daily": ("逾期事项提级", "Overdue items, for the head of the unit")})
