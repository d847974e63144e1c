"""Duties that come again (常办事项): one duty, one lead, one period, one item."""

from dataclasses import dataclass

from bot.domain.schedule import Rule, State


@dataclass(frozen=True, slots=True)
class Duty:
    """`rule` says when each period's item is due; it is handed over `lead_days` working days before.

    `last_period` is the newest that has an item; `chat_id` the chat that it was set in.
    """

    id: int
    title: str
    lead_id: int
    supervisor_id: int
    unit: str
    chat_id: int
    language: str
    rule: Rule
    standard: str = ""
    lead_days: int = 0
    state: State = State.ACTIVE
    last_period: str = ""
