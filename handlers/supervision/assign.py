"""Handing an item over (交办): from a sentence to a read-back, and from a yes to a numbered item."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.asking.context import read_as
from bot.asking.steps import ask, ask_again, settled
from bot.asking.when import believable, instant, local_day
from bot.asking.who import ask_who, certain_in, certainly, meant_by, with_unit
from bot.cards import Card
from bot.domain.ladder import clock_due
from bot.domain.people import Person
from bot.domain.procedure import State, must_be_allowed_to_assign
from bot.domain.supervision import (
    FARTHEST,
    MOST_YEARS,
    STANDARD_LENGTH,
    TITLE_LENGTH,
    Origin,
    Slip,
    Source,
    SupervisionItem,
    Urgency,
)
from bot.errors import NotAllowed, UserError
from bot.messages import Quoted, Reply, TextReceived
from bot.ports import Option
from bot.router import fill, values_of
from bot.turn import Answer, Ask, ReadBack, Turn, person_mark
from handlers.supervision import tell
from handlers.supervision.cards import Fact, Shown, due_words, optional_facts
from handlers.supervision.desk import Which, hand, noted, router, until_closing
from handlers.supervision.planning import plan
from handlers.supervision.promoting import promoted

JUST_NOW = timedelta(minutes=1)
MOST_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Assign(Which):
    """`people` are all who were named, `lead` the one who is to do it, `leads` several who were named so; `unit` is
    what was asked where no person was.

    `said…` keep the exact sentence that it came from. `kept` says that a due date on a rest day is meant, `twice` that
    the same sentence is another item.
    """

    lead: str = ""
    leads: tuple[str, ...] = ()
    co_owners: tuple[str, ...] = ()
    unit: str = ""
    due: date | None = None
    level: str = ""
    source: str = ""
    source_words: str = ""
    standard: str = ""
    report: str = ""
    preset: str = ""
    said: str = ""
    said_by: str = ""
    said_where: str = ""
    said_at: datetime | None = None
    meeting_id: int = 0
    signal_id: int = 0
    parent_id: int = 0
    kept: int = 0
    twice: int = 0


@router.intent("assign", Assign)
def assign(turn: Turn, slots: Assign) -> Answer:
    known = settled(turn, _with_origin(turn, slots), STEPS)
    if isinstance(known, Ask):
        return known
    return ReadBack(known, read_back(turn, known))


@router.forwarded
def forwarded(turn: Turn, quoted: Quoted) -> Answer:
    """An odd job caught from what somebody said: their words are read as if they handed it over."""
    return assign(turn, fill(Assign, read_as(turn, "supervision.assign", quoted.text)))


@router.action("decide")
def press_decide(turn: Turn, meeting_id: int, _choice: str) -> Answer:
    """A meeting's decision becomes an item, at the word of whoever led it or is in charge."""
    meeting = turn.uow.meetings.get(meeting_id)
    if meeting is None or meeting.cancelled_at:
        raise UserError("house.card_gone")
    if not (meeting.is_led_by(turn.actor) or turn.actor.is_in_charge):
        raise NotAllowed("supervision.only_who_led")
    known = Assign(meeting_id=meeting.id, source="meeting", source_words=meeting.title)
    return ask(turn, known, "title", "supervision.what_decided", meeting=meeting.title)


@router.confirmed("assign")
def confirm(turn: Turn, slots: Assign) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    item = register(turn, draft(turn, known))
    from_signal = promoted(turn, known.signal_id, item) if known.signal_id else ()
    seen = tell.shown(turn, item)
    return Reply((tell.chat_card(turn, seen), *tell.assigned(turn, seen), *from_signal))


def register(turn: Turn, item: SupervisionItem) -> SupervisionItem:
    """Number it, keep it, plan its reminders."""
    stored = turn.uow.items.add(item)
    lead = turn.uow.people.get(stored.lead_id).name
    noted(turn, stored, "assigned", name=lead, words=stored.origin.text)
    plan(turn.house, turn.uow, stored, turn.now)
    return stored


def _with_origin(turn: Turn, slots: Assign) -> Assign:
    """The sentence as it was said: of the message that was replied to or forwarded, where there is one."""
    event = turn.event
    if slots.said or not isinstance(event, TextReceived):
        return slots
    where = turn.chat.name or turn.say("supervision.direct_chat" if turn.is_direct else "supervision.a_group")
    if event.quoted is not None:
        return _of_quote(turn, slots, event.quoted, where)
    return replace(slots, said=event.text, said_by=turn.actor.name, said_where=where, said_at=event.envelope.at)


def _of_quote(turn: Turn, slots: Assign, quoted: Quoted, where: str) -> Assign:
    """What the words themselves leave open stands in the message that they reply to."""
    told = values_of(fill(Assign, read_as(turn, "supervision.assign", quoted.text)))
    known = replace(slots, **{**told, **values_of(slots)})
    title = known.title or quoted.text
    is_long = len(title) > TITLE_LENGTH
    return replace(
        known,
        title="" if is_long else title,
        standard=known.standard or (quoted.text if is_long else ""),
        said=quoted.text,
        said_by=quoted.sender.name,
        said_where=quoted.chat_name or where,
        said_at=quoted.at,
    )


def _titled(turn: Turn, slots: Assign) -> Assign | Ask:
    if not slots.title:
        return ask(turn, slots, "title", "supervision.what")
    if len(slots.standard) > STANDARD_LENGTH:
        fault = UserError("supervision.standard_too_long", most=STANDARD_LENGTH, length=len(slots.standard))
        return ask_again(turn, replace(slots, standard=""), "standard", fault)
    return slots


def _led(turn: Turn, slots: Assign) -> Assign | Ask:
    """One certain person; two leads are a question, and so is a unit without a person."""
    if len(slots.leads) > 1:
        options = [Option(one, {"lead": one, "leads": (), "co_owners": _others(slots, one)}) for one in slots.leads]
        return ask(turn, slots, "lead", "supervision.which_lead", options, names=slots.leads)
    said = slots.lead or next(iter(slots.leads), "")
    if not said:
        return _ask_lead(turn, slots)
    found = meant_by(turn, said)
    if len(found) == 1:
        return replace(slots, lead=certainly(turn, found[0]), leads=(), unit=found[0].unit or slots.unit)
    if found or said in turn.directory.units:
        return _ask_lead(turn, replace(slots, lead="", unit=said if said in turn.directory.units else slots.unit))
    return ask_who(turn, replace(slots, lead=said), "lead", said, lambda person: {"lead": person_mark(person)})


def _others(slots: Assign, lead: str) -> tuple[str, ...]:
    return (*slots.co_owners, *(one for one in slots.leads if one != lead))


def _ask_lead(turn: Turn, slots: Assign) -> Ask:
    """Whoever the unit's contact is: its leaders first; where no unit was named, whoever is asked."""
    unit = [one for one in turn.directory.people if one.unit == slots.unit] if slots.unit else []
    offered = sorted(unit, key=lambda one: not one.is_in_charge)[:MOST_CHOICES]
    options = [Option(with_unit(turn, one), {"lead": person_mark(one)}) for one in offered]
    if slots.unit:
        return ask(turn, slots, "lead", "supervision.who_of_unit", options, unit=slots.unit)
    return ask(turn, slots, "lead", "supervision.who", options)


def _helped(turn: Turn, slots: Assign) -> Assign | Ask:
    found = certain_in(turn, slots, "co_owners", slots.co_owners)
    if isinstance(found, Ask):
        return found
    lead = _lead(turn, slots)
    beside = tuple(one for one in found if meant_by(turn, one) != (lead,))
    return replace(slots, co_owners=beside)


def _due(turn: Turn, slots: Assign) -> Assign | Ask:
    """An instant to come; the end of the working day where only the day was said."""
    due = slots.due or slots.start
    if due is None and slots.preset == "clock":
        return replace(slots, due=clock_due(turn.now, turn.house.terms))
    if due is None:
        return ask(turn, slots, "due", "supervision.when_due", _suggested(turn))
    at = until_closing(turn, due)
    if at <= turn.now:
        return _ask_due_again(turn, slots, UserError("supervision.due_past", due=due))
    if at - turn.now > FARTHEST:
        return _ask_due_again(turn, slots, UserError("supervision.due_too_far", years=MOST_YEARS))
    day = local_day(turn, at)
    if not slots.kept and not turn.house.calendar.is_working(day):
        return _ask_rest_day(turn, slots, at)
    return replace(slots, due=at, start=None)


def _ask_due_again(turn: Turn, slots: Assign, fault: UserError) -> Ask:
    return ask_again(turn, replace(slots, due=None, start=None), "due", fault, _suggested(turn))


def _suggested(turn: Turn) -> list[Option]:
    calendar, today = turn.house.calendar, local_day(turn, turn.now)
    days = [calendar.add_working_days(today, count) for count in (3, 5, 10)]
    return [Option(turn.say.day(day), {"due": day}) for day in days]


def _ask_rest_day(turn: Turn, slots: Assign, at: datetime) -> Ask:
    day = local_day(turn, at)
    before = turn.house.calendar.working_on_or_before(day)
    hour = at.astimezone(turn.house.zone).timetz() if instant(slots.due) else turn.house.calendar.closes
    options = [Option(turn.say("supervision.keep_day", day=day), {"due": at, "kept": 1, "start": None})]
    earlier = datetime.combine(before, hour.replace(tzinfo=None), turn.house.zone)
    if earlier > turn.now:
        options.insert(0, Option(turn.say.day(before), {"due": earlier, "start": None}))
    return ask(turn, slots, "due", "supervision.rest_day", options, day=day)


def _only_once(turn: Turn, slots: Assign) -> Assign | Ask:
    """The same sentence within a minute: perhaps it was sent twice."""
    if slots.twice or not slots.said:
        return slots
    before = turn.uow.items.said(slots.said, slots.said_by, turn.now - JUST_NOW)
    if before is None:
        return slots
    options = [Option(turn.say("supervision.another"), {"twice": 1})]
    return ask(turn, slots, "twice", "supervision.said_before", options, item=before.short, title=before.title)


def _allowed(turn: Turn, slots: Assign) -> Assign:
    must_be_allowed_to_assign(hand(turn), _lead(turn, slots))
    return slots


STEPS = (believable, _titled, _only_once, _led, _helped, _allowed, _due)


def _lead(turn: Turn, slots: Assign) -> Person:
    return meant_by(turn, slots.lead)[0]


def draft(turn: Turn, slots: Assign) -> SupervisionItem:
    """The item as it will be; UserError where it cannot stand."""
    lead, due_at = _lead(turn, slots), until_closing(turn, slots.due or turn.now)
    own = lead.id == turn.actor.id
    item = SupervisionItem(
        id=0,
        year=local_day(turn, turn.now).year,
        number=0,
        title=slots.title,
        due_at=due_at,
        first_due_at=due_at,
        supervisor_id=turn.actor.id,
        lead_id=lead.id,
        unit=lead.unit or slots.unit,
        chat_id=turn.chat.id,
        language=turn.say.language,
        origin=_origin(turn, slots),
        assigned_at=turn.now,
        moved_at=turn.now,
        accepted_at=turn.now if own else None,
        state=State.ACCEPTED if own else State.ASSIGNED,
        standard=slots.standard,
        source=Source(slots.source or "other"),
        source_words=slots.source_words,
        urgency=Urgency(slots.level or "normal"),
        co_owners=tuple(one.id for name in slots.co_owners for one in meant_by(turn, name)),
        report=slots.report,
        clock=slots.preset == "clock",
        slip=Slip(slots.preset if slots.preset in set(Slip) else ""),
    )
    return item.checked()


def _origin(turn: Turn, slots: Assign) -> Origin:
    return Origin(slots.said, slots.said_by, slots.said_where, slots.said_at or turn.now, slots.meeting_id or None)


def read_back(turn: Turn, slots: Assign) -> Card:
    item = draft(turn, slots)
    seen, say = tell.shown(turn, item), turn.say
    facts: list[Fact] = [
        (say("supervision.due"), due_words(seen, say)),
        (say("supervision.lead"), with_unit(turn, _lead(turn, slots))),
    ]
    if item.co_owners:
        facts.append((say("supervision.co_owners"), say.listed(seen.name(one) for one in item.co_owners)))
    facts += optional_facts(seen, say)
    if item.slip:
        facts.append((say("supervision.slip"), say(f"supervision.slip_{item.slip}")))
    notes = _notes(turn, seen)
    body = "\n".join(notes)
    return Card(say("supervision.read_back", title=item.title), tuple(facts), body, tone="info")


def _notes(turn: Turn, seen: Shown) -> list[str]:
    """What should be thought of before it is confirmed."""
    found = []
    if turn.account(seen.item.lead_id) is None:
        found.append(turn.say("supervision.unreachable", name=seen.name(seen.item.lead_id)))
    if seen.item.origin.by != turn.actor.name:
        origin = seen.item.origin
        found.append(turn.say("supervision.from_words", by=origin.by, text=origin.text))
    return found
