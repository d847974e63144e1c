"""More time: the lead asks with a reason, whoever watches over the item says yes or no."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.asking.steps import ask
from bot.domain.procedure import Deed
from bot.domain.supervision import SupervisionItem
from bot.messages import Reply
from bot.ports import Option
from bot.turn import Answer, Ask, Turn
from handlers.supervision import tell
from handlers.supervision.command import Amend, amend
from handlers.supervision.desk import Which, hand, router, standing, the_item, until_closing
from handlers.supervision.keeping import later, saved, settled_on, why


@dataclass(frozen=True, slots=True)
class Extend(Which):
    """`due` is the new day, or `duration` by how much later; `said` keeps the sentence."""

    due: date | None = None


@dataclass(frozen=True, slots=True)
class Deny(Which):
    """No to it, with a reason."""


@dataclass(frozen=True, slots=True)
class Grant(Which):
    """Yes to the later date; to `due` where another was said."""

    due: date | None = None


@router.intent("extend", Extend)
def extend(turn: Turn, slots: Extend) -> Answer:
    """The lead asks; whoever watches over it just sets the new date."""
    item = the_item(turn, slots, Deed.EXTEND)
    if isinstance(item, Ask):
        return item
    mine = hand(turn)
    if item.can(Deed.AMEND, mine) and not item.can(Deed.EXTEND, mine):
        until = later(turn, item, slots) if item.extension else None
        if until is not None:  # the answer to the request, with another day or the one that was asked for
            return _granted(turn, item, until)
        return amend(turn, Amend(item=item.id, due=slots.due, duration=slots.duration, reason=slots.reason))
    item.must(Deed.EXTEND, mine)
    item.must_not_wait_for_time()
    known = settled_on(slots, item)
    until = later(turn, item, known)
    if until is None:
        return ask(turn, known, "due", "supervision.until_when", _longer(turn, item), item=item.short, due=item.due_at)
    if not known.reason:
        return why(turn, replace(known, due=until, duration=None), item, Deed.EXTEND)
    after = item.extension_asked(mine, until, known.reason, turn.now)
    saved(turn, after, "extension_asked", words=known.reason, until=until)
    told = tell.news(
        turn, after, (after.supervisor_id,), "supervision.extend_news", (Deed.GRANT, Deed.DENY), until=until,
        words=known.reason,
    )  # fmt: skip
    return tell.done(turn, after, "supervision.extension_asked", *told, until=until)


@router.action("extend")
def press_extend(turn: Turn, item_id: int, _choice: str) -> Answer:
    return extend(turn, Extend(item=item_id))


def _longer(turn: Turn, item: SupervisionItem) -> list[Option]:
    calendar, day = turn.house.calendar, item.due_at.astimezone(turn.house.zone).date()
    days = [calendar.add_working_days(day, count) for count in (3, 5, 10)]
    return [Option(turn.say.day(one), {"due": one}) for one in days]


@router.intent("grant", Grant)
def grant(turn: Turn, slots: Grant) -> Answer:
    item = the_item(turn, slots, Deed.GRANT)
    if isinstance(item, Ask):
        return item
    return _granted(turn, item, until_closing(turn, slots.due) if slots.due else None)


@router.action("grant")
def press_grant(turn: Turn, item_id: int, _choice: str) -> Reply:
    return _granted(turn, standing(turn, item_id))


def _granted(turn: Turn, item: SupervisionItem, until: datetime | None = None) -> Reply:
    after = item.granted(hand(turn), turn.now, until)
    saved(turn, after, "extended", until=after.due_at)
    told = tell.news(turn, after, after.people, "supervision.granted_news", until=after.due_at)
    return tell.done(turn, after, "supervision.granted", *told, until=after.due_at)


@router.intent("deny", Deny)
def deny(turn: Turn, slots: Deny) -> Answer:
    item = the_item(turn, slots, Deed.DENY)
    if isinstance(item, Ask):
        return item
    after = item.denied(hand(turn))
    if not slots.reason:
        return why(turn, settled_on(slots, item), item, Deed.DENY)
    saved(turn, after, "extension_denied", words=slots.reason)
    told = tell.news(turn, after, after.people, "supervision.denied_news", words=slots.reason)
    return tell.done(turn, after, "supervision.denied", *told)


@router.action("deny")
def press_deny(turn: Turn, item_id: int, _choice: str) -> Answer:
    return deny(turn, Deny(item=item_id))
