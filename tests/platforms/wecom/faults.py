"""What goes wrong on the way, planned by a test for the next calls of one kind."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Kind = Literal["refuse", "status", "reset", "lost", "cut", "slow", "hang"]

HTML = "<html><head><title>502 Bad Gateway</title></head><body><center>stgw</center></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """
    Not done: "refuse" is answered with `code`, "status" with an HTTP status and a page (on the WebSocket a close with
    that code), "reset" cuts the line, "hang" never answers. Done: "lost" gives no acknowledgement, "cut" cuts the
    line, "slow" answers when `wait` has passed on the clock.
    """

    kind: Kind
    code: int = 0
    wait: timedelta = timedelta(seconds=30)


class Faults:
    """`what` is a path below /cgi-bin/ or a command of the gateway; "*" is every one."""

    def __init__(self) -> None:
        self._next: dict[str, deque[Fault]] = defaultdict(deque)
        self._standing: dict[str, Fault] = {}

    def plan(self, what: str, fault: Fault, times: int = 1) -> None:
        self._next[what].extend([fault] * times)

    def always(self, what: str, fault: Fault) -> None:
        self._standing[what] = fault

    def lift(self, what: str) -> None:
        self._standing.pop(what, None)
        self._next.pop(what, None)

    def is_planned(self, what: str) -> bool:
        """Whether it is still to come."""
        return bool(self._next.get(what))

    def strike(self, what: str) -> Fault | None:
        for name in (what, "*"):
            if self._next.get(name):
                return self._next[name].popleft()
            if name in self._standing:
                return self._standing[name]
        return None
