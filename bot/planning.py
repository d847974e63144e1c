"""What the store promises about things to come: reminders, schedules, leave; and how a rule finds its next time."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from bot.domain.leave import Leave
from bot.domain.reminder import Reminder
from bot.domain.schedule import Rule, Schedule


class Reminders(Protocol):
    def plan(self, reminders: Iterable[Reminder]) -> None: ...
    def cancel(self, desk: str, subject: int) -> None:
        """All of that subject that are still to come, paused ones too."""
        ...

    def claim_due(self, now: datetime, limit: int) -> list[Reminder]:
        """Due ones, oldest first, marked as fired in this unit; another replica's are skipped."""
        ...

    def also_due(self, claimed: Collection[Reminder], now: datetime) -> list[Reminder]:
        """Further due ones of the same subjects, marked as fired, too."""
        ...

    def ahead(self, chat_ids: Collection[int], until: datetime) -> list[Reminder]:
        """What will be due in these chats until then; kept from others while the unit lasts."""
        ...

    def fire(self, ids: Collection[int], now: datetime) -> None:
        """Mark these as fired before their time."""
        ...

    def bundle(self, ids: Collection[int]) -> int:
        """Note that these were said on one card; the id by which `bundled` finds them all."""
        ...

    def bundled(self, first: int) -> list[Reminder]:
        """The reminder of this id, and those that were said with it."""
        ...

    def said_at(self, chat_ids: Collection[int], since: datetime, until: datetime) -> dict[int, list[datetime]]:
        """When reminders were said in each chat between these times, a card of several counting once."""
        ...

    def last_said(self, chat_id: int, since: datetime) -> Reminder | None:
        """The newest that was said there after that."""
        ...

    def hold(self, reminder_id: int, until: datetime) -> None:
        """A claimed one waits until then; its planned time stays what it was."""
        ...

    def give_up(self, reminder: Reminder, reason: str) -> None:
        """Note a claimed one that was not said: expired, overtaken, or its composer is broken."""
        ...

    def next_due(self) -> datetime | None: ...
    def in_chat(self, chat_id: int, until: datetime) -> list[tuple[Reminder, str, datetime]]:
        """What is to be said there until then, with its state (pending, paused) and when it will fire, in order."""
        ...

    def in_chats(
        self, chat_ids: Collection[int], until: datetime
    ) -> dict[int, list[tuple[Reminder, str, datetime]]]: ...

    def of(self, kind: str, subject: int) -> list[Reminder]:
        """Those that are still to come, paused ones too."""
        ...

    def get(self, reminder_id: int) -> tuple[Reminder, str, datetime] | None: ...
    def pause(self, reminder_id: int) -> None: ...
    def resume(self, reminder_id: int) -> None: ...
    def bring_forward(self, reminder_id: int, now: datetime) -> None:
        """Let it fire now."""
        ...


class Schedules(Protocol):
    """Those that are over are left out unless asked for by id."""

    def add(self, schedule: Schedule) -> Schedule: ...
    def save(self, schedule: Schedule) -> None: ...
    def was_said(self, schedule_id: int, now: datetime) -> None: ...
    def get(self, schedule_id: int) -> Schedule | None:
        """In a write nobody else changes it until the unit ends."""
        ...

    def named(self, ids: Collection[int]) -> dict[int, Schedule]: ...
    def in_chat(self, chat_id: int) -> list[Schedule]: ...
    def of(self, person_id: int) -> list[Schedule]:
        """Those that a person made, wherever they are said."""
        ...

    def of_meeting(self, meeting_id: int) -> list[Schedule]: ...
    def active(self) -> list[Schedule]: ...


class Leaves(Protocol):
    def add(self, leave: Leave) -> Leave: ...
    def end(self, leave_id: int, now: datetime) -> bool:
        """Take it back, or end it early; False when there is none."""
        ...

    def get(self, leave_id: int) -> Leave | None: ...
    def between(self, since: datetime, until: datetime) -> list[Leave]:
        """All that touch that time, by their start."""
        ...


class Recurrence(Protocol):
    def after(self, rule: Rule, at: datetime) -> datetime | None:
        """The first instant of the rule after that one, aware UTC; None when there is none left."""
        ...

    def between(self, rule: Rule, after: datetime, until: datetime, most: int = 50) -> list[datetime]:
        """The instants after the first and not after the second, in order."""
        ...
