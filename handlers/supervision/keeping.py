"""How the desk keeps an item after a deed, and asks for the words that a deed needs."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.asking.steps import ask
from bot.domain.procedure import Deed
from bot.domain.supervision import SupervisionItem
from bot.turn import Ask, Turn
from handlers.supervision.desk import Which, noted, until_closing
from handlers.supervision.planning import plan

W = TypeVar("W", bound=Which)


def saved(turn: Turn, item: SupervisionItem, deed: str, **details: object) -> SupervisionItem:
    """The item kept as it is now, a line in its trail, its reminders planned anew."""
    turn.uow.items.save(item)
    noted(turn, item, deed, **details)
    plan(turn.house, turn.uow, item, turn.now)
    return item


def settled_on(slots: W, item: SupervisionItem) -> W:
    return replace(slots, item=item.id)


def later(turn: Turn, item: SupervisionItem, slots: Which) -> datetime | None:
    """The new due date: the day said, or so much after the old one."""
    due = getattr(slots, "due", None) or slots.start
    if due is not None:
        return until_closing(turn, due)
    return item.due_at + slots.duration if slots.duration else None


def why(turn: Turn, slots: Which, item: SupervisionItem, deed: Deed) -> Ask:
    """For what reason: asked of every deed that somebody else must be told of."""
    return ask(turn, slots, "reason", f"supervision.why_{deed}", item=item.short, title=item.title)
