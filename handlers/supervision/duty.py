"""Setting a recurring duty, and seeing, pausing, resuming or ending those that stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from bot.asking.steps import ask, settled
from bot.asking.when import Timed, believable, instant, today
from bot.asking.who import ask_who, certainly, meant_by, with_unit
from bot.cards import Action, Button, Card
from bot.domain.duty import Duty
from bot.domain.people import Person
from bot.domain.procedure import must_be_allowed_to_assign
from bot.domain.schedule import Rule, State
from bot.domain.supervision import STANDARD_LENGTH
from bot.errors import NotAllowed, UserError
from bot.messages import Reply
from bot.ports import Option
from bot.scheduling import rule_in_words, rule_of
from bot.turn import Answer, Ask, ReadBack, Turn, person_mark
from handlers.supervision.desk import hand, names, router
from handlers.supervision.duties import duty_router, occasions, passed, plan_duty

MOST_CHOICES, MOST_LINES, MOST_BUTTONS = 4, 10, 6
TITLE_LENGTH = 100
LEAD_DAYS = {"YEARLY": 10, "MONTHLY": 5, "WEEKLY": 2}
"""How many working days before it is due an item is handed over, where nobody says; a daily one on the day itself."""

OFTEN = (("weekly", "FREQ=WEEKLY;BYDAY=FR"), ("monthly", "FREQ=MONTHLY;BYMONTHDAY=25"),
         ("quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetDuty(Timed):
    """`rrule` and `start` say when each item is due, `lead_days` how long before it is handed over."""

    title: str = ""
    lead: str = ""
    unit: str = ""
    people: tuple[str, ...] = ()
    standard: str = ""
    lead_days: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ListDuties(Timed):
    title: str = ""
    lead: str = ""
    unit: str = ""
    people: tuple[str, ...] = ()


@router.intent("duty", SetDuty)
def set_duty(turn: Turn, slots: SetDuty) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    return ReadBack(known, _read_back(turn, _draft(turn, known)))


@router.confirmed("duty")
def confirm_duty(turn: Turn, slots: SetDuty) -> Answer:
    known = settled(turn, slots, STEPS)
    if isinstance(known, Ask):
        return known
    duty = turn.uow.duties.add(_draft(turn, known))
    first = next(occasions(turn.house, duty, turn.now)).made_at
    plan_duty(turn.house, turn.uow, duty, turn.now)
    turn.uow.audit.note(turn.actor.id, "duty.set", f"duty:{duty.id}", turn.now, title=duty.title)
    said = turn.say("supervision.duty_set", title=duty.title, first=max(first, turn.now))
    return turn.reply(Card(said, tone="done"))


def _titled(turn: Turn, slots: SetDuty) -> SetDuty | Ask:
    if not slots.title:
        return ask(turn, slots, "title", "supervision.duty_what")
    if len(slots.title) > TITLE_LENGTH:
        raise UserError("supervision.title_too_long", most=TITLE_LENGTH, length=len(slots.title))
    if len(slots.standard) > STANDARD_LENGTH:
        raise UserError("supervision.standard_too_long", most=STANDARD_LENGTH, length=len(slots.standard))
    return slots


def _often(turn: Turn, slots: SetDuty) -> SetDuty | Ask:
    if slots.rrule and not slots.rrule.startswith("FREQ=HOURLY"):
        return replace(slots, start=slots.start or slots.due, due=None)
    options = [Option(turn.say(f"supervision.duty_{name}"), {"rrule": rrule}) for name, rrule in OFTEN]
    return ask(turn, replace(slots, rrule=""), "rrule", "supervision.duty_when", options, title=slots.title)


def _led(turn: Turn, slots: SetDuty) -> SetDuty | Ask:
    said = slots.lead or next(iter(slots.people), "")
    if not said or said in turn.directory.units:
        unit = said or slots.unit
        offered = sorted((one for one in turn.directory.people if unit and one.unit == unit), key=_is_in_charge)
        options = [Option(with_unit(turn, one), {"lead": person_mark(one)}) for one in offered[:MOST_CHOICES]]
        asked = replace(slots, lead="", people=(), unit=unit)
        return ask(turn, asked, "lead", "supervision.duty_who", options, title=slots.title)
    found = meant_by(turn, said)
    if len(found) != 1:
        return ask_who(turn, slots, "lead", said, lambda person: {"lead": person_mark(person)})
    must_be_allowed_to_assign(hand(turn), found[0])
    return replace(slots, lead=certainly(turn, found[0]), people=())


def _is_in_charge(person: Person) -> bool:
    return not person.is_in_charge


def _to_come(turn: Turn, slots: SetDuty) -> SetDuty:
    """A rule of which nothing is to come is refused."""
    if next(occasions(turn.house, _draft(turn, slots), turn.now), None) is None:
        raise UserError("supervision.duty_never", title=slots.title)
    return slots


STEPS = (believable, _titled, _often, _led, _to_come)


def _draft(turn: Turn, slots: SetDuty) -> Duty:
    lead = meant_by(turn, slots.lead)[0]
    days = LEAD_DAYS.get(slots.rrule.partition(";")[0].removeprefix("FREQ="), 0)
    return Duty(
        id=0,
        title=slots.title,
        lead_id=lead.id,
        supervisor_id=turn.actor.id,
        unit=lead.unit or slots.unit,
        chat_id=turn.chat.id,
        language=turn.say.language,
        rule=_rule(turn, slots),
        standard=slots.standard,
        lead_days=days if slots.lead_days is None else slots.lead_days,
    )


def _rule(turn: Turn, slots: SetDuty) -> Rule:
    """Due when the office closes, where no hour was said."""
    said = slots.start or today(turn)
    start = instant(said) or turn.house.calendar.closing(said, turn.house.zone)
    return rule_of(start, slots.rrule, turn.house, literal=False)


def _read_back(turn: Turn, duty: Duty) -> Card:
    """With the first three dates, as they come by the office's calendar."""
    say = turn.say
    card = Card(say("supervision.duty_read_back", title=duty.title), _facts(turn, duty))
    first = list(islice(occasions(turn.house, duty, turn.now), 3))
    lines = [
        say("supervision.duty_line", period=one.period, made=_day(turn, one.made_at), due=one.due_at) for one in first
    ]
    return replace(card, body="\n".join((say("supervision.duty_first"), *lines)))


def _day(turn: Turn, at: datetime) -> date:
    return turn.house.terms.day(max(at, turn.now))


def _facts(turn: Turn, duty: Duty) -> tuple[tuple[str, str], ...]:
    say, who = turn.say, names(turn, (duty.lead_id, duty.supervisor_id))
    lead = say("house.person_of", name=who[duty.lead_id], unit=duty.unit) if duty.unit else who[duty.lead_id]
    found = (
        (say("supervision.duty_rule"), rule_in_words(duty.rule, say)),
        (say("supervision.lead"), lead),
        (say("supervision.supervisor"), who[duty.supervisor_id]),
        (say("supervision.duty_lead"), say("supervision.duty_lead_days", count=duty.lead_days)),
        (say("supervision.standard"), duty.standard),
    )
    return tuple((label, value) for label, value in found if value)


@router.intent("duties", ListDuties)
def duties(turn: Turn, slots: ListDuties) -> Answer:
    """All of them for those in charge; for others their own, and those that they set."""
    found = [one for one in turn.uow.duties.all() if _concerns(turn, one) and _is_meant(turn, one, slots)]
    if not found:
        return turn.reply(Card(turn.say("supervision.duty_none")))
    shown = found[:MOST_LINES]
    lines = [f"{place}. {_line(turn, one)}" for place, one in enumerate(shown, start=1)]
    if len(found) > MOST_LINES:
        lines.append(turn.say("supervision.duty_more", count=len(found) - MOST_LINES))
    buttons = tuple(
        Button(f"{place} {one.title[:12]}", Action("duty.show", one.id))
        for place, one in enumerate(shown[:MOST_BUTTONS], start=1)
    )
    return turn.reply(Card(turn.say("supervision.duty_list", count=len(found)), body="\n".join(lines), buttons=buttons))


def _concerns(turn: Turn, duty: Duty) -> bool:
    return turn.actor.is_in_charge or turn.actor.id in {duty.lead_id, duty.supervisor_id}


def _is_meant(turn: Turn, duty: Duty, slots: ListDuties) -> bool:
    wanted = {one.id for name in (*slots.people, slots.lead) if name for one in meant_by(turn, name)}
    by_name = not wanted or duty.lead_id in wanted
    return by_name and (not slots.unit or duty.unit == slots.unit) and slots.title in duty.title


def _line(turn: Turn, duty: Duty) -> str:
    """`月报 · 每月25日 18:00 · 王芳 · 已暂停`."""
    parts = [duty.title, rule_in_words(duty.rule, turn.say), names(turn, (duty.lead_id,))[duty.lead_id]]
    if duty.state is State.PAUSED:
        parts.append(turn.say("supervision.duty_is_paused"))
    return " · ".join(parts)


@duty_router.action("show")
def show(turn: Turn, duty_id: int, _choice: str) -> Reply:
    return turn.reply(_card(turn, _standing(turn, duty_id)))


@duty_router.action("pause")
def pause(turn: Turn, duty_id: int, _choice: str) -> Reply:
    return _changed(turn, duty_id, Duty.paused, "paused")


@duty_router.action("resume")
def resume(turn: Turn, duty_id: int, _choice: str) -> Reply:
    return _changed(turn, duty_id, lambda one: _resumed(turn, one), "resumed")


@duty_router.action("end")
def end(turn: Turn, duty_id: int, _choice: str) -> Reply:
    return _changed(turn, duty_id, Duty.over, "ended")


def _changed(turn: Turn, duty_id: int, change: Callable[[Duty], Duty], deed: str) -> Reply:
    """By who set it, or someone in charge; in place of the card that was pressed."""
    duty = _standing(turn, duty_id)
    if not duty.is_led_by(turn.actor):
        name = names(turn, (duty.supervisor_id,))[duty.supervisor_id]
        raise NotAllowed("supervision.duty_not_yours", title=duty.title, name=name)
    after = change(duty)
    turn.uow.duties.save(after)
    after = plan_duty(turn.house, turn.uow, after, turn.now)
    turn.uow.audit.note(turn.actor.id, f"duty.{deed}", f"duty:{duty.id}", turn.now, title=duty.title)
    card = replace(_card(turn, after), tone="done", body=turn.say(f"supervision.duty_{deed}", title=duty.title))
    return Reply((turn.to(turn.chat.ref, card, "duty", replaces=turn.pressed()),))


def _resumed(turn: Turn, duty: Duty) -> Duty:
    """From the next period on: those that passed meanwhile were not wanted."""
    skipped = passed(turn.house, duty, turn.uow.items.last_of_duty(duty.id), turn.now)
    return (duty.made(skipped[-1]) if skipped else duty).resumed()


def _standing(turn: Turn, duty_id: int) -> Duty:
    duty = turn.uow.duties.get(duty_id)
    if duty is None or duty.state is State.OVER or not _concerns(turn, duty):
        raise UserError("supervision.duty_gone")
    return duty


def _card(turn: Turn, duty: Duty) -> Card:
    """One duty, when its next item comes, and the buttons that fit its state."""
    say, facts = turn.say, list(_facts(turn, duty))
    following = next(occasions(turn.house, duty, turn.now), None) if duty.state is State.ACTIVE else None
    if following:
        made = _day(turn, following.made_at)
        line = say("supervision.duty_line", period=following.period, made=made, due=following.due_at)
        facts.append((say("supervision.duty_next"), line))
    verbs = {State.ACTIVE: ("pause", "end"), State.PAUSED: ("resume", "end"), State.OVER: ()}[duty.state]
    buttons = tuple(Button(say(f"supervision.duty_{verb}"), Action(f"duty.{verb}", duty.id)) for verb in verbs)
    return Card(say("supervision.duty_card", title=duty.title), tuple(facts), buttons=buttons)
