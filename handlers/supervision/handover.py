"""Handing over (移交): all that somebody holds becomes another's, once both of them, or an administrator, say so."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from bot.asking.steps import ask, settled
from bot.asking.telling import Write, say_to, to_person
from bot.asking.who import ask_who, certainly, meant_by
from bot.cards import Action, Button, Card
from bot.domain.handing_over import duty_handed_over, item_handed_over, meeting_handed_over
from bot.domain.people import Person
from bot.domain.schedule import State
from bot.domain.supervision import SupervisionItem
from bot.errors import NotAllowed, UserError
from bot.messages import Outgoing, Reply
from bot.supervising import Handover
from bot.texts import Say
from bot.turn import Answer, Ask, ReadBack, Turn, person_mark
from handlers.supervision import tell
from handlers.supervision.desk import noted, router
from handlers.supervision.filters import Filters, page_action
from handlers.supervision.holdings import Holdings, holdings, listed
from handlers.supervision.planning import plan

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class HandOver:
    """From `lead` to `heir`."""

    lead: str = ""
    heir: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Two:
    leaver: Person
    heir: Person

    @property
    def ids(self) -> tuple[int, int]:
        return (self.leaver.id, self.heir.id)

    @property
    def named(self) -> dict[str, str]:
        return {"name": self.leaver.name, "heir": self.heir.name}


@router.intent("hand_over", HandOver)
def hand_over(turn: Turn, slots: HandOver) -> Answer:
    known = settled(turn, _from_people(slots), STEPS)
    if isinstance(known, Ask):
        return known
    two = _two(turn, known)
    _must_start(turn, two)
    held = holdings(turn, two.leaver.id)
    if not held.total:
        raise UserError("supervision.handover_nothing", name=two.leaver.name)
    title = turn.say("supervision.handover_title", **two.named)
    return ReadBack(known, Card(title, body=_body(turn, held, two, turn.actor)))


@router.confirmed("hand_over")
def confirm(turn: Turn, slots: HandOver) -> Answer:
    """An administrator's word is enough; otherwise those of the two who have not said so are asked."""
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    two = _two(turn, known)
    _must_start(turn, two)
    agreed = tuple(one for one in two.ids if one == turn.actor.id)
    begun = Handover(0, *two.ids, turn.actor.id, turn.chat.id, turn.now, agreed)
    handover = turn.uow.handovers.add(begun)
    if turn.actor.is_admin:
        return _done(turn, handover, two)
    asked = [one for one in two.ids if one not in agreed]
    names = [one.name for one in (two.leaver, two.heir) if one.id in asked]
    waiting = Card(turn.say("supervision.handover_waits", names=names, **two.named))
    out = Outgoing(_chat_key(handover), turn.chat.ref, waiting, language=turn.say.language)
    return Reply((out, *(card for one in asked for card in _asking(turn, handover, two, one))))


@router.action("agree")
def agree(turn: Turn, handover_id: int, _choice: str) -> Reply:
    handover, two = _open(turn, handover_id)
    after = replace(handover, agreed=(*handover.agreed, turn.actor.id))
    if set(after.agreed) >= set(two.ids):
        return _done(turn, after, two)
    turn.uow.handovers.save(after)
    return _settled(turn, Card(turn.say("supervision.handover_agreed", **two.named)))


@router.action("disagree")
def disagree(turn: Turn, handover_id: int, _choice: str) -> Reply:
    """Nothing moves; whoever began it and the other of the two are told."""
    handover, two = _open(turn, handover_id)
    turn.uow.handovers.save(replace(handover, state="refused", ended_at=turn.now))

    def write(say: Say) -> Card:
        return Card(say("supervision.handover_refused", by=turn.actor.name, **two.named), tone="warn")

    return Reply((*_settled(turn, write(turn.say)).out, *_tell_others(turn, handover, two, lambda _: write)))


def _from_people(slots: HandOver) -> HandOver:
    """Two names of which nobody said which is which stand in the order of the sentence."""
    people = [one for one in slots.people if one not in {slots.lead, slots.heir}]
    lead = slots.lead or (people.pop(0) if people and not (slots.heir and len(people) > 1) else "")
    return HandOver(lead, slots.heir or (people.pop(0) if people else ""))


def _certain(field: str, turn: Turn, slots: HandOver) -> HandOver | Ask:
    said = getattr(slots, field)
    if not said:
        return ask(turn, slots, field, f"supervision.handover_{field}")
    found = meant_by(turn, said)
    if len(found) == 1:
        name = certainly(turn, found[0])
        return replace(slots, lead=name) if field == "lead" else replace(slots, heir=name)
    return ask_who(turn, slots, field, said, lambda person: {field: person_mark(person)})


STEPS: tuple[Callable[[Turn, HandOver], HandOver | Ask], ...] = (partial(_certain, "lead"), partial(_certain, "heir"))


def _two(turn: Turn, slots: HandOver) -> Two:
    (leaver,), (heir,) = meant_by(turn, slots.lead), meant_by(turn, slots.heir)
    if leaver.id == heir.id:
        raise UserError("supervision.handover_same", name=leaver.name)
    return Two(leaver, heir)


def _must_start(turn: Turn, two: Two) -> None:
    """By one of the two or someone in charge; and both can be asked, unless an administrator decides alone."""
    if not (turn.actor.is_in_charge or turn.actor.id in two.ids):
        raise NotAllowed("supervision.handover_not_yours", **two.named)
    if turn.actor.is_admin:
        return
    for one in (two.leaver, two.heir):
        if one.id != turn.actor.id and turn.account(one.id) is None:
            admins = [person.name for person in turn.directory.people if person.is_admin][:MOST_NAMED]
            key = "supervision.handover_unreached" if admins else "supervision.handover_no_admin"
            raise UserError(key, name=one.name, admins=admins)


def _open(turn: Turn, handover_id: int) -> tuple[Handover, Two]:
    """For one of the two who has not answered yet."""
    handover = turn.uow.handovers.get(handover_id)
    if handover is None:
        raise UserError("house.card_gone")
    two = Two(turn.uow.people.get(handover.from_id), turn.uow.people.get(handover.heir_id))
    if turn.actor.id not in two.ids:
        raise NotAllowed("supervision.handover_of_two", **two.named)
    if handover.state != "open" or turn.actor.id in handover.agreed:
        key = "agreed" if handover.state == "open" else handover.state
        raise UserError(f"supervision.handover_is_{key}", **two.named)
    return handover, two


def _body(turn: Turn, held: Holdings, two: Two, reader: Person) -> str:
    """What it is, for the leaver and those in charge and for whom they ask; how much of it, for an heir who asks."""
    counts = (f"{label} {count}" for label, count in held.counts(turn.say))
    what = listed(turn, held) if reader.is_in_charge or reader.id == two.leaver.id else "\n".join(counts)
    return "\n".join((what, turn.say("supervision.handover_note", **two.named)))


def _asking(turn: Turn, handover: Handover, two: Two, person_id: int) -> tuple[Outgoing, ...]:
    held, reader = holdings(turn, two.leaver.id), two.leaver if person_id == two.leaver.id else turn.actor

    def write(say: Say) -> Card:
        buttons = (
            Button(say("supervision.handover_agree"), Action("supervision.agree", handover.id), "primary"),
            Button(say("supervision.handover_disagree"), Action("supervision.disagree", handover.id)),
        )
        title = say("supervision.handover_asked", by=turn.actor.name, **two.named)
        return Card(title, (), _body(replace(turn, say=say), held, two, reader), buttons, "ask")

    return to_person(turn, person_id, f"handover:{handover.id}:ask:{person_id}", write)


def _chat_key(handover: Handover) -> str:
    return f"handover:{handover.id}:card"


def _settled(turn: Turn, card: Card) -> Reply:
    """In the place of the card that asked."""
    return Reply((turn.to(turn.chat.ref, card, "settled", replaces=turn.pressed()),))


def _done(turn: Turn, handover: Handover, two: Two) -> Reply:
    """Everything moves, what has come since it was begun as well; in one transaction."""
    held = holdings(turn, two.leaver.id)
    turn.uow.handovers.save(replace(handover, state="done", ended_at=turn.now))
    refreshed = [card for item in held.items for card in _item_moved(turn, item, two)]
    _beside_moved(turn, held, two)

    def summary(person_id: int) -> Write:
        return lambda say: _summary(say, two, held, for_heir=person_id == two.heir.id)

    told = (*_tell_others(turn, handover, two, summary), *_supervisors_told(turn, held, two, handover))
    here = summary(turn.actor.id)(turn.say)
    if turn.uow.outbox.find(_chat_key(handover)) is None:
        return Reply((*turn.reply(here).out, *told, *refreshed))
    return Reply((*_settled(turn, here).out, *told, *refreshed))


def _item_moved(turn: Turn, before: SupervisionItem, two: Two) -> tuple[Outgoing, ...]:
    """The item as it is now, in its chat, too; the leaver's own card has no buttons any more."""
    item = turn.uow.items.get(before.id)
    if item is None or item.state.is_over or two.leaver.id not in tell.concerned(item):
        return ()
    after = item_handed_over(item, two.leaver, two.heir, turn.now)
    turn.uow.items.save(after)
    noted(turn, after, "handed_over", **two.named)
    plan(turn.house, turn.uow, after, turn.now)
    own = tell.parted(turn, item, after) if after.lead_id != item.lead_id else ()
    return (*tell.refreshed(turn, tell.shown(turn, after)), *own)


def _beside_moved(turn: Turn, held: Holdings, two: Two) -> None:
    audit = turn.uow.audit
    for known in held.duties:
        duty = turn.uow.duties.get(known.id)
        if duty is not None and duty.state is not State.OVER and two.leaver.id in {duty.lead_id, duty.supervisor_id}:
            turn.uow.duties.save(duty_handed_over(duty, two.leaver, two.heir))
            audit.note(turn.actor.id, "duty.handed_over", f"duty:{duty.id}", turn.now, **two.named)
    for one in held.meetings:
        meeting = turn.uow.meetings.get(one.id)
        if meeting is not None and not meeting.cancelled_at:
            turn.uow.meetings.save(meeting_handed_over(meeting, two.leaver, two.heir))
            audit.note(turn.actor.id, "meetings.handed_over", f"meeting:{one.id}", turn.now, **two.named)


def _summary(say: Say, two: Two, held: Holdings, *, for_heir: bool) -> Card:
    mine = page_action(Filters(people=(two.heir.id,), mine=True), 0)
    button = (Button(say("supervision.list_mine"), mine, "primary"),) if for_heir and held.items and mine else ()
    body = say("supervision.handover_sign") if for_heir and held.led else ""
    title = say("supervision.handover_done", count=held.total, **two.named)
    return Card(title, held.counts(say), body, button, "done")


def _tell_others(turn: Turn, handover: Handover, two: Two, write: Callable[[int], Write]) -> tuple[Outgoing, ...]:
    """The two but the actor; and where it was begun, in the place of the line that it waits."""
    chat, key = turn.uow.chats.get(handover.chat_id).ref, _chat_key(handover)
    others = [one for one in two.ids if one != turn.actor.id]
    told = [card for one in others for card in to_person(turn, one, f"handover:{handover.id}:told:{one}", write(one))]
    if turn.uow.outbox.find(key) is None:
        return tuple(told)
    say = say_to(turn, handover.asked_by, chat)
    end = Outgoing(f"{key}:end", chat, write(handover.asked_by)(say), replaces=key, language=say.language)
    return (*(card for card in told if card.to != chat), end)


def _supervisors_told(turn: Turn, held: Holdings, two: Two, handover: Handover) -> Iterable[Outgoing]:
    """Whoever watches over what the leaver led: one card each."""
    by_supervisor: dict[int, list[str]] = defaultdict(list)
    for item in held.led:
        by_supervisor[item.supervisor_id].append(item.short)
    for one in set(by_supervisor) - {*two.ids, turn.actor.id, handover.asked_by}:
        yield from to_person(turn, one, f"handover:{handover.id}:news:{one}", _news(by_supervisor[one], two))


def _news(items: list[str], two: Two) -> Write:
    return lambda say: Card(say("supervision.handover_news", items=items, **two.named))
