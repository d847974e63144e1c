"""Lists of items: who, whose, in which state, due when; what the asker may not see is not in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.asking.steps import settled
from bot.asking.when import Timed, believable, local_day
from bot.asking.who import certain_in, meant_by
from bot.cards import Action, Button, Card
from bot.domain.lamps import Lamp, green_from, lamp
from bot.domain.procedure import State
from bot.domain.supervision import Source, SupervisionItem
from bot.messages import Reply
from bot.supervising import Wanted
from bot.turn import Answer, Ask, Turn
from handlers.supervision.desk import names, router, seen_by
from handlers.supervision.filters import (
    ONE_DAY,
    STATES,
    TICKING,
    Filters,
    in_words,
    page_action,
    unpacked,
    wanted,
)
from handlers.supervision.show import Show, show
from handlers.supervision.time_words import MARKS, standing

A_PAGE = 10
MOST_OPENED = 4
TITLE = 30
CLOSED = "✅"


@dataclass(frozen=True, slots=True)
class Listing(Timed):
    """`state`, `lamp` and `source` as `filters` names them; `mine` is 1 where the asker's own are meant, `given` where
    those are that the asker watches."""

    title: str = ""
    people: tuple[str, ...] = ()
    unit: str = ""
    due: date | None = None
    number: int = 0
    numbers: tuple[str, ...] = ()
    state: str = ""
    lamp: str = ""
    source: str = ""
    mine: int = 0
    given: int = 0


@router.intent("list", Listing)
def list_items(turn: Turn, slots: Listing) -> Answer:
    if slots.number or slots.numbers:
        return show(turn, Show(number=slots.number, numbers=slots.numbers))
    known = settled(turn, slots, (believable, _whose))
    if isinstance(known, Ask):
        return known
    return turn.reply(page(turn, _filters(turn, known), 0))


@router.action("page")
def press_page(turn: Turn, offset: int, token: str) -> Reply:
    """In the place of the page whose button was pressed; what may be seen is asked anew."""
    card = page(turn, unpacked(turn, token), offset)
    return Reply((turn.to(turn.chat.ref, card, "page", replaces=turn.pressed()),))


def _whose(turn: Turn, slots: Listing) -> Listing | Ask:
    """Certain people; a unit among them is the unit."""
    units = [name for name in slots.people if name in turn.directory.units]
    people = tuple(name for name in slots.people if name not in units)
    slots = replace(slots, people=people, unit=slots.unit or next(iter(units), ""))
    found = certain_in(turn, slots, "people", people)
    return found if isinstance(found, Ask) else replace(slots, people=found)


def _filters(turn: Turn, slots: Listing) -> Filters:
    people = tuple(person.id for name in slots.people for person in meant_by(turn, name))
    mine = bool(slots.mine) and not (people or slots.given)
    since, until = _days(turn, slots)
    return Filters(
        people=(turn.actor.id,) if mine else people,
        mine=mine or people == (turn.actor.id,),
        giver=turn.actor.id if slots.given else 0,
        unit=slots.unit,
        state=slots.state if slots.state in STATES else "",
        lamp=slots.lamp if slots.lamp in set(Lamp) else "",
        source=slots.source if slots.source in set(Source) else "",
        since=since,
        until=until,
        title=slots.title.strip(),
    )


def _days(turn: Turn, slots: Listing) -> tuple[date | None, date | None]:
    """The first day and the day after the last."""
    if slots.start or slots.end:
        since = local_day(turn, slots.start) if slots.start else None
        until = _day_after(turn, slots.end) if slots.end else None
        return since, until or (since + ONE_DAY if since else None)
    return None, (local_day(turn, slots.due) + ONE_DAY if slots.due else None)


def _day_after(turn: Turn, end: date) -> date:
    """The end itself is not part of it: an hour of a day means that day, too."""
    day = local_day(turn, end)
    is_day = not isinstance(end, datetime) or end.astimezone(turn.house.zone).time() == time()
    return day if is_day else day + ONE_DAY


def page(turn: Turn, filters: Filters, offset: int) -> Card:
    """At most ten lines from there on, or the last page where the list has become shorter."""
    asked = wanted(turn, filters)
    total = turn.uow.items.counted(asked, turn.now, turn.now).total
    given = _given(turn, filters)
    if not total:
        return _empty(turn, filters, given)
    first = min(offset, total - 1) // A_PAGE * A_PAGE
    found = turn.uow.items.found(asked, A_PAGE, first)
    who = names(turn, (one.lead_id for one in found))
    lines = [_counted(turn, filters, asked, total), *_page_line(turn, first, total)]
    lines += [line_of(turn, one, who.get(one.lead_id, "?")) for one in found]
    pages = _pages(turn, filters, first, total)
    if total > A_PAGE and not pages:
        lines.append(turn.say("supervision.list_narrow", count=total - len(found)))
    return Card(
        in_words(turn, filters),
        body="\n".join((*lines, *_note(turn, filters))),
        buttons=(*opening(found), *pages, *given),
    )


def opening(items: Sequence[SupervisionItem]) -> tuple[Button, ...]:
    """A button for each of the first few."""
    return tuple(Button(one.short, Action("supervision.show", one.id)) for one in items[:MOST_OPENED])


def _empty(turn: Turn, filters: Filters, given: tuple[Button, ...]) -> Card:
    key = "supervision.list_none"
    if filters == Filters():
        key = "supervision.list_empty"
    elif filters == Filters(people=(turn.actor.id,), mine=True):
        key = "supervision.list_none_mine"
    words = turn.say(key, filters=in_words(turn, filters))
    return Card(words, body="\n".join(_note(turn, filters)), buttons=given)


def _counted(turn: Turn, filters: Filters, asked: Wanted, total: int) -> str:
    """`共 23 件：🔴 4 · 🟡 6 · 🟢 13`; what is over or is asked for by its lamp is only counted."""
    say = turn.say
    ticking = tuple(sorted(TICKING & set(asked.states) if asked.states else TICKING))
    if filters.is_over or filters.lamp or not ticking:
        return say("supervision.list_total", count=total)
    edge = green_from(turn.now, turn.house.terms)
    found = turn.uow.items.counted(replace(asked, states=ticking), turn.now, edge)
    counts = {
        Lamp.RED: found.before,
        Lamp.YELLOW: found.between,
        Lamp.GREEN: found.total - found.before - found.between,
        Lamp.NONE: total - found.total,
    }
    marks = " · ".join(f"{MARKS[one]} {count}" for one, count in counts.items() if count)
    return say("supervision.list_counted", count=total, marks=marks)


def _page_line(turn: Turn, first: int, total: int) -> tuple[str, ...]:
    if total <= A_PAGE:
        return ()
    pages = (total + A_PAGE - 1) // A_PAGE
    return (turn.say("supervision.list_page", number=first // A_PAGE + 1, pages=pages),)


def _pages(turn: Turn, filters: Filters, first: int, total: int) -> tuple[Button, ...]:
    steps = {"list_before": first - A_PAGE, "list_next": first + A_PAGE}
    actions = {key: page_action(filters, to) for key, to in steps.items() if 0 <= to < total}
    return tuple(Button(turn.say(f"supervision.{key}"), action) for key, action in actions.items() if action)


def _given(turn: Turn, filters: Filters) -> tuple[Button, ...]:
    """Beside one's own: what one has handed over and watches."""
    if not filters.mine or filters.giver:
        return ()
    watched = Filters(giver=turn.actor.id)
    count = turn.uow.items.counted(wanted(turn, watched), turn.now, turn.now).total
    action = page_action(watched, 0)
    return (Button(turn.say("supervision.list_watched", count=count), action),) if count and action else ()


def _note(turn: Turn, filters: Filters) -> tuple[str, ...]:
    """Whoever asked for others' items and may not see all of them is told so."""
    others = set(filters.people) - {turn.actor.id}
    elsewhere = filters.unit and filters.unit != turn.actor.unit
    if seen_by(turn) is None or not (others or elsewhere):
        return ()
    return (turn.say("supervision.list_seen"),)


def line_of(turn: Turn, item: SupervisionItem, lead: str) -> str:
    """`🔴 督15 年度总结 · 王芳 · 11月27日（周五）· 逾期 2 个工作日`; nobody's name where none is given."""
    title = item.title if len(item.title) <= TITLE else item.title[: TITLE - 1] + "…"
    parts = (f"{mark_of(turn, item)} {item.short} {title}", lead, *_standing(turn, item))
    return " · ".join(part for part in parts if part)


def mark_of(turn: Turn, item: SupervisionItem) -> str:
    if item.state is State.CLOSED:
        return CLOSED
    return MARKS[lamp(item, turn.now, turn.house.terms) if item.state in TICKING else Lamp.NONE]


def _standing(turn: Turn, item: SupervisionItem) -> tuple[str, ...]:
    say, zone = turn.say, turn.house.zone
    state = say(f"supervision.state_{item.state}")
    if item.ended_at is not None:
        return (say("supervision.list_ended", day=item.ended_at.astimezone(zone).date(), state=state),)
    day = say.day(item.due_at.astimezone(zone).date())
    if item.state not in TICKING:
        return day, state
    left = left_words(turn, item)
    return (day, left, state) if item.state in {State.ASSIGNED, State.REFUSED} else (day, left)


def left_words(turn: Turn, item: SupervisionItem) -> str:
    """`逾期 2 个工作日`, `还有 3 个工作日`."""
    return standing(item, turn.now, turn.house.terms, turn.say)
