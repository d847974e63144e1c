"""Reminders: rows that say when something must be said, born and cancelled with their subject."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say at one time; (kind, subject, due_at) is unique, so planning twice is planning once.

    `kind` is `desk.what`. After `expires_at` it is not said any more, only noted: a moment reminder's subject has
    begun by then. `id` is 0 until stored.
    """

    kind: str
    subject: int
    due_at: datetime
    expires_at: datetime
    id: int = 0

    def is_late(self, now: datetime, grace_seconds: int) -> bool:
        """Is `now` so long after the planned time that the reader must be told?"""
        return (now - self.due_at).total_seconds() > grace_seconds
