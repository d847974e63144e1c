"""The codes of the robot's gateway as the house knows failures: whether trying again can help, why, and the cure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from bot.errors import SendFailed, Why

MINUTE, MOMENT = timedelta(seconds=60), timedelta(seconds=2)

NOT_SUBSCRIBED = 846609
NEEDS_HELLO = frozenset({93001, 93006, 93008})
"""Nobody wrote to the robot there, or there is no such chat: until somebody does, nothing can be sent."""

NOT_ADMITTED = frozenset({40001, 40013, 93019, 853000})


class RobotFault(SendFailed):
    """`code` is WeCom's own."""

    def __init__(self, reason: str, code: int, **how: Any) -> None:
        super().__init__(reason, **how)
        self.code = code

    @property
    def needs_hello(self) -> bool:
        return self.code in NEEDS_HELLO

    @property
    def is_about_content(self) -> bool:
        """Another form of the same message may be taken."""
        return self.why == "refused"


class Code(NamedTuple):
    why: Why
    permanent: bool = False
    cure: str = ""
    pause: timedelta | None = None


_HELLO = "somebody has to write to the robot in that chat"
_CONTENT = Code("refused", True)
_KEYS = Code(
    "not_allowed", False, "check adapters.wecom.bot_id and bot_secret; the robot must be in long-connection mode"
)

CODES: Mapping[int, Code] = {
    -1: Code("failed"),
    6000: Code("failed"),
    45009: Code("limited", pause=MINUTE),
    45033: Code("limited", pause=MOMENT),
    93001: Code("no_chat", True, _HELLO),
    93006: Code("no_chat", True, f"there is no such chat, or {_HELLO}"),
    93008: Code("no_chat", True, "the robot is not in that group: add it, and write to it there"),
    **dict.fromkeys(NOT_ADMITTED, _KEYS),
    **dict.fromkeys((40007, 40008, 40033, 40035, 40058, 40063, 44004, 45002, 85002), _CONTENT),
    846605: Code("refused", True),
    846608: Code("refused", True),
    NOT_SUBSCRIBED: Code("unreachable"),
    853006: Code("not_allowed", True),
}
"""A code that is not here is tried again like any failure."""


def fault_of(what: str, code: int) -> RobotFault:
    """The failure that an acknowledgement with this code stands for; WeCom's own words change and say nothing."""
    known = CODES.get(code) or Code("failed")
    reason = f"{what}: {code}" + (f" ({known.cure})" if known.cure else "")
    return RobotFault(reason, code, permanent=known.permanent, retry_after=known.pause, why=known.why)
