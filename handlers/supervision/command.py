"""What whoever watches over an item may order: amend, re-assign, suspend, resume, withdraw; each with a reason."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.asking.steps import ask
from bot.asking.who import ask_who, certain_in, certainly, meant_by
from bot.domain.people import Person
from bot.domain.procedure import Deed, must_be_allowed_to_assign
from bot.domain.supervision import Source, SupervisionItem, Urgency
from bot.messages import Outgoing, Reply
from bot.ports import Option
from bot.turn import Answer, Ask, Turn, person_mark
from handlers.supervision import tell
from handlers.supervision.cards import rhythm_words
from handlers.supervision.desk import Which, hand, router, standing, the_item
from handlers.supervision.keeping import later, saved, settled_on, why

MOST_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Suspend(Which):
    """Nothing is to be done for now."""


@dataclass(frozen=True, slots=True)
class Resume(Which):
    """It goes on."""


@dataclass(frozen=True, slots=True)
class Withdraw(Which):
    """It is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Amend(Which):
    """Whatever is given is to be so from now on; `title` is the new one where the item is named by its number."""

    due: date | None = None
    standard: str = ""
    level: str = ""
    source: str = ""
    source_words: str = ""
    report: str = ""
    co_owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reassign(Which):
    """`lead` is who is to do it from now on."""

    lead: str = ""


@router.intent("suspend", Suspend)
def suspend(turn: Turn, slots: Suspend) -> Answer:
    item = _ordered(turn, slots, Deed.SUSPEND)
    if isinstance(item, Ask):
        return item
    after = saved(turn, item.suspended(hand(turn), slots.reason), "suspended", words=slots.reason)
    return _told(turn, after, "suspended", words=slots.reason)


@router.intent("resume", Resume)
def resume(turn: Turn, slots: Resume) -> Answer:
    item = the_item(turn, slots, Deed.RESUME)
    return item if isinstance(item, Ask) else _resumed(turn, item)


@router.action("resume")
def press_resume(turn: Turn, item_id: int, _choice: str) -> Reply:
    return _resumed(turn, standing(turn, item_id))


def _resumed(turn: Turn, item: SupervisionItem) -> Reply:
    after = saved(turn, item.resumed(hand(turn), turn.now), "resumed")
    return _told(turn, after, "resumed")


@router.intent("withdraw", Withdraw)
def withdraw(turn: Turn, slots: Withdraw) -> Answer:
    item = _ordered(turn, slots, Deed.WITHDRAW)
    if isinstance(item, Ask):
        return item
    after, told = _withdrawn(turn, item, slots.reason)
    return tell.done(turn, after, "supervision.withdrawn", *told, *tell.whole_again(turn, after))


def _open_parts(turn: Turn, item: SupervisionItem) -> list[SupervisionItem]:
    ids = [one.id for one in turn.uow.items.parts(item.id) if not one.state.is_over]
    return [found for one in ids if (found := turn.uow.items.get(one)) is not None]


def _withdrawn(turn: Turn, item: SupervisionItem, reason: str) -> tuple[SupervisionItem, list[Outgoing]]:
    """With the whole go its parts, and theirs; and the news of all of it."""
    below: list[Outgoing] = []
    for one in _open_parts(turn, item):
        part, told = _withdrawn(turn, one, reason)
        below += [*tell.refreshed(turn, tell.shown(turn, part)), *told]
    after = saved(turn, item.withdrawn(hand(turn), reason, turn.now), "withdrawn", words=reason)
    return after, [*tell.news(turn, after, tell.concerned(after), "supervision.withdrawn_news", words=reason), *below]


@router.action("withdraw")
def press_withdraw(turn: Turn, item_id: int, _choice: str) -> Answer:
    return withdraw(turn, Withdraw(item=item_id))


@router.intent("amend", Amend)
def amend(turn: Turn, slots: Amend) -> Answer:
    item = the_item(turn, slots, Deed.AMEND)
    if isinstance(item, Ask):
        return item
    item.must(Deed.AMEND, hand(turn))
    known = settled_on(slots, item)
    changes = _changes(turn, item, known)
    if isinstance(changes, Ask):
        return changes
    if not changes:
        return ask(turn, known, "due", "supervision.amend_what", item=item.short)
    if not known.reason:
        return why(turn, known, item, Deed.AMEND)
    after = item.amended(hand(turn), known.reason, turn.now, **changes)
    was = _was(turn, item, after)
    saved(turn, after, "amended", words=known.reason, name="；".join(was))
    return _told(turn, after, "amended", words="\n".join((*was, turn.say("supervision.because", reason=known.reason))))


def _changes(turn: Turn, item: SupervisionItem, slots: Amend) -> dict[str, Any] | Ask:
    helped = _helped(turn, slots)
    if isinstance(helped, Ask):
        return helped
    wanted: dict[str, Any] = {
        "title": slots.title if slots.numbers or slots.number else "",
        "standard": slots.standard,
        "due_at": later(turn, item, slots),
        "urgency": Urgency(slots.level) if slots.level else None,
        "source": Source(slots.source) if slots.source else None,
        "source_words": slots.source_words,
        "report": slots.report,
        "co_owners": helped,
    }
    return {name: value for name, value in wanted.items() if value}


def _helped(turn: Turn, slots: Amend) -> tuple[int, ...] | Ask:
    found = certain_in(turn, slots, "co_owners", slots.co_owners)
    if isinstance(found, Ask):
        return found
    return tuple(person.id for name in found for person in meant_by(turn, name))


def _was(turn: Turn, before: SupervisionItem, after: SupervisionItem) -> list[str]:
    """Each change in words: `时限：11月27日（周五）18:00 → 12月4日（周五）18:00`."""
    say = turn.say
    told = {
        "title": (before.title, after.title),
        "standard": (before.standard or "—", after.standard or "—"),
        "due": (before.due_at, after.due_at),
        "urgency": tuple(say(f"supervision.urgency_{one.urgency}") for one in (before, after)),
        "source": tuple(say(f"supervision.source_{one.source}") for one in (before, after)),
        "co_owners": tuple(_listed(turn, one.co_owners) for one in (before, after)),
        "rhythm": tuple(rhythm_words(one, turn.house, say) or "—" for one in (before, after)),
    }
    return [
        say("supervision.change", what=say(f"supervision.{what}"), old=old, new=new)
        for what, (old, new) in told.items()
        if old != new
    ]


def _listed(turn: Turn, people: tuple[int, ...]) -> str:
    return turn.say.listed(turn.uow.people.get(one).name for one in people) or "—"


@router.intent("reassign", Reassign)
def reassign(turn: Turn, slots: Reassign) -> Answer:
    item = the_item(turn, slots, Deed.REASSIGN)
    if isinstance(item, Ask):
        return item
    item.must(Deed.REASSIGN, hand(turn))
    known = settled_on(slots, item)
    lead = _new_lead(turn, item, known)
    if isinstance(lead, Ask):
        return lead
    must_be_allowed_to_assign(hand(turn), lead, item.co_owners)
    if not known.reason and not _gave_back(item):
        return why(turn, replace(known, lead=certainly(turn, lead)), item, Deed.REASSIGN)
    reason = known.reason or item.progress
    after = saved(turn, item.reassigned(hand(turn), lead, reason, turn.now), "reassigned", name=lead.name, words=reason)
    seen = tell.shown(turn, after)
    told = tell.news(turn, after, (item.lead_id,), "supervision.reassigned_news", lead=lead.name, words=reason)
    old, new = tell.parted(turn, item, after), tell.assigned(turn, seen)
    return tell.done(turn, after, "supervision.reassigned", *old, *new, *told, lead=lead.name)


@router.action("reassign")
def press_reassign(turn: Turn, item_id: int, _choice: str) -> Answer:
    return reassign(turn, Reassign(item=item_id))


def _gave_back(item: SupervisionItem) -> bool:
    """The lead's own reason for giving it back is reason enough."""
    return item.state == "refused"


def _new_lead(turn: Turn, item: SupervisionItem, slots: Reassign) -> Person | Ask:
    if not slots.lead:
        unit = [one for one in turn.directory.people if one.unit == item.unit and one.id != item.lead_id]
        options = [Option(one.name, {"lead": person_mark(one)}) for one in unit[:MOST_CHOICES]]
        return ask(turn, slots, "lead", "supervision.to_whom", options, item=item.short)
    found = meant_by(turn, slots.lead)
    if len(found) == 1:
        return found[0]
    return ask_who(turn, slots, "lead", slots.lead, lambda person: {"lead": person_mark(person)})


def _ordered(turn: Turn, slots: Which, deed: Deed) -> SupervisionItem | Ask:
    """The item, once there is a reason, too."""
    item = the_item(turn, slots, deed)
    if isinstance(item, Ask):
        return item
    item.must(deed, hand(turn))
    return item if slots.reason else why(turn, settled_on(slots, item), item, deed)


def _told(turn: Turn, item: SupervisionItem, what: str, words: str = "") -> Reply:
    """Everyone concerned is told what has changed."""
    told = tell.news(turn, item, tell.concerned(item), f"supervision.{what}_news", words=words)
    return tell.done(turn, item, f"supervision.{what}", *told)
