"""What to do about a message after each attempt: pure decisions, tested as tables."""

from datetime import datetime
from typing import Literal

from bot.delivery import OnUnknown
from bot.engine.tempo import TEMPO, Tempo
from bot.errors import SendFailed

MAX_ATTEMPTS = 16
"""Spread over about six hours, so that a platform may be down for a morning and nothing is given up."""


def next_try(attempts: int, fault: SendFailed, now: datetime, tempo: Tempo = TEMPO) -> datetime | None:
    """When to send again; None means give up. The pause doubles from 5 s to an hour, unless the platform named one."""
    if fault.permanent or attempts >= MAX_ATTEMPTS:
        return None
    if fault.retry_after is not None:
        return now + fault.retry_after
    return now + min(tempo.first_pause * (1 << attempts - 1), tempo.longest_pause)


First = Literal["send", "look_up", "ask"]


def before_sending(policy: OnUnknown, unknown: int, *, is_taken_over: bool) -> First:
    """What comes before an attempt, when earlier ones may have arrived.

    A person is asked about an attempt once: what they answered holds until another one is lost.
    """
    if policy == "look_up" and unknown:
        return "look_up"
    return "ask" if policy == "ask" and is_taken_over else "send"


def is_for_a_person(policy: OnUnknown, fault: SendFailed) -> bool:
    """Whether this attempt ends in a question to a person, instead of another attempt.

    A platform that gives no id would give none to the next copy either.
    """
    return fault.why == "no_id" or (policy == "ask" and fault.unknown)
