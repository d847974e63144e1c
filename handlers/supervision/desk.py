"""The supervision desk's register, its slots, and how it finds the item that is meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.asking.steps import ask
from bot.asking.when import Timed
from bot.domain.likeness import titled
from bot.domain.procedure import Deed, Hand
from bot.domain.supervision import SupervisionItem
from bot.errors import UserError
from bot.ports import Option
from bot.router import Router
from bot.supervising import Wanted
from bot.turn import Ask, Turn

router = Router("supervision")

MOST_CHOICES = 6
MOST_SEARCHED = 500
REFERENCE = re.compile(r"(?:(\d{4})/)?(\d{1,9})(?:-(\d{1,4}))?")
REFERENCED = re.compile(r"(?:督|item |#)\s?((?:\d{4}/)?\d{1,9}(?:-\d{1,4})?)号?", re.IGNORECASE)
SPOKEN_OF = frozenset({Deed.REPORT, Deed.SUBMIT, Deed.EXTEND})
"""Deeds that people tell of in free words, of which none need be the item's title."""


@dataclass(frozen=True, slots=True)
class Which(Timed):
    """An item as it was named: `numbers` as `15`, `2026/15` or `15-2`; `item` is the id once it is settled."""

    title: str = ""
    numbers: tuple[str, ...] = ()
    number: int = 0
    item: int = 0
    reason: str = ""
    words: str = ""
    people: tuple[str, ...] = ()


W = TypeVar("W", bound=Which)


def hand(turn: Turn) -> Hand:
    """Whose hand this is: the actor's, also in place of those on leave who named the actor their deputy."""
    away = turn.uow.leaves.between(turn.now, turn.now + timedelta(seconds=1))
    absent = (one.person_id for one in away if one.deputy_id == turn.actor.id and one.covers(turn.now))
    return Hand(turn.actor, frozenset(absent))


def the_item(turn: Turn, slots: W, deed: Deed) -> SupervisionItem | Ask:
    """The item that is meant, which the actor may see; a picker among those with which the deed can be done."""
    if slots.item:
        return standing(turn, slots.item)
    if slots.numbers or slots.number:
        return numbered(turn, slots.numbers[0] if slots.numbers else str(slots.number))
    named = REFERENCED.fullmatch(slots.title)
    if named:  # 督15, as the answer to which one
        return numbered(turn, named[1])
    mine = candidates(turn, deed)
    found = titled(slots.title, mine) if slots.title else tuple(mine)
    if len(found) == 1 and (slots.title or turn.is_direct):
        return standing(turn, found[0].id)
    offered = found or tuple(mine)
    if not offered:
        raise UserError("supervision.none_for_you")
    lost = slots.title and not found and deed not in SPOKEN_OF
    key = "supervision.no_such_title" if lost else "supervision.which"
    return ask(turn, slots, "title", key, choices(turn, offered), title=slots.title)


def standing(turn: Turn, item_id: int) -> SupervisionItem:
    """The item of a card or an open question, if the actor may see it."""
    item = turn.uow.items.get(item_id)
    if item is None:
        raise UserError("house.card_gone")
    item.must(Deed.SEE, hand(turn))
    return item


def numbered(turn: Turn, said: str) -> SupervisionItem:
    """The item of a reference; UserError when there is none, or the actor may not see it."""
    match = REFERENCE.fullmatch(said)
    if match is None:
        raise UserError("supervision.no_such_number", item=said)
    year, number, part = (int(group) if group else None for group in match.groups())
    found = turn.uow.items.numbered(number or 0, part or 0, year)
    if found is None:
        raise UserError("supervision.no_such_number", item=f"督{said.partition('/')[2] or said}")
    return standing(turn, found.id)


def candidates(turn: Turn, deed: Deed) -> list[SupervisionItem]:
    """Open items with which the actor can do this, the nearest due date first."""
    mine = hand(turn)
    wanted = Wanted(seen_by=seen_by(turn))
    return [one for one in turn.uow.items.found(wanted, MOST_SEARCHED) if one.can(deed, mine)]


def seen_by(turn: Turn) -> tuple[int, str] | None:
    """None for those who may see all of the office's items."""
    return None if turn.actor.is_in_charge else (turn.actor.id, turn.actor.unit)


def choices(turn: Turn, items: Sequence[SupervisionItem]) -> list[Option]:
    return [Option(line(turn, one), {"item": one.id}) for one in items[:MOST_CHOICES]]


def line(turn: Turn, item: SupervisionItem) -> str:
    """`督15 年度总结 · 11月27日（周五）`."""
    return f"{item.short} {item.title} · {turn.say.day(item.due_at.astimezone(turn.house.zone).date())}"


def names(turn: Turn, people: Iterable[int]) -> dict[int, str]:
    return {person_id: person.name for person_id, person in turn.uow.people.named(set(people)).items()}


def until_closing(turn: Turn, said: date) -> datetime:
    """The instant said, or when the office closes on the day said."""
    if isinstance(said, datetime):
        return said
    return turn.house.calendar.closing(said, turn.house.zone)


def noted(turn: Turn, item: SupervisionItem, deed: str, **details: object) -> None:
    """A line of the item's trail."""
    turn.uow.audit.note(turn.actor.id, f"supervision.{deed}", trail_of(item), turn.now, **details)


def trail_of(item: SupervisionItem) -> str:
    return f"item:{item.id}"
