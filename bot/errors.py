"""The faults that rooms may raise to each other; only `UserError` and its kinds are ever put into words for a chat."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

Why = Literal[
    "no_chat", "not_allowed", "refused", "limited", "unreachable", "failed", "no_answer", "lost", "no_id", "disabled",
    "busy", "incident",
]  # fmt: skip
"""Why a message did not arrive, as people are told: each has its sentence, `house.why_no_chat` and so on."""


class Word(NamedTuple):
    """A parameter of a text that is itself a text, by its key: written in the reader's language."""

    key: str


class UserError(Exception):
    """The user can mend this: `key` names the text that says how, `params` fill it."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class NotAllowed(UserError):
    """This person may not do this; the text says who may."""


class Unclear(UserError):
    """The words have no reading that can be acted on; the text says what to write instead."""


class SendFailed(Exception):
    """A platform did not take a message.

    `reason` is one line for whoever runs the house, without secrets; `why` is what a clerk reads, found from the rest
    where an adapter knows no better. `retry_after` is the platform's own wish; `permanent` says that trying again
    cannot help; `unknown` that the request went out and no answer came back.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: timedelta | None = None,
        permanent: bool = False,
        unknown: bool = False,
        why: Why | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.permanent = permanent
        self.unknown = unknown
        self.why: Why = why or self._likely()

    def _likely(self) -> Why:
        if self.unknown:
            return "no_answer"
        if self.retry_after is not None:
            return "limited"
        return "refused" if self.permanent else "failed"


class TryAgain(Exception):
    """The store could not take the work now (locked, serialization); nothing was written, redelivery will do."""


class NoRoom(TryAgain):
    """Nor will it for a while: the disk takes no more, and somebody must see to it."""


class StartFailed(Exception):
    """The house cannot open; every fault is listed, each with its cure."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class BackupFault(Exception):
    """A backup cannot be written, read or taken in; one sentence with the cure."""
