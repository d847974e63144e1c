"""What a network does to a call of the Web API, on demand."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["drop", "error", "lose", "hang", "truncate", "slow", "limit", "refuse"]
"""`drop`, `error`, `limit` and `refuse` come before the effect: the connection is reset, a status that says so, a 429,
an `ok: false`. `lose`, `hang` and `truncate` come after it: reset, never answered, half a body.
`slow` waits for `go`, and serves nobody who has left meanwhile."""


@dataclass(slots=True)
class Fault:
    kind: Kind
    status: int = 500
    seconds: int = 1
    error: str = ""
    times: int = 1
    go: asyncio.Event = field(default_factory=asyncio.Event)
    """`slow`: go on. `hang` holds until then too, and closes."""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Some call has met it."""


class Faults:
    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = {}
        self._met: list[Fault] = []

    def plan(self, method: str, fault: Fault) -> Fault:
        """The next call of that method meets it; `*` is every method."""
        self._planned.setdefault(method, deque()).append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        queue = self._planned.get(method) or self._planned.get("*")
        if not queue:
            return None
        fault = queue[0]
        fault.times -= 1
        if fault.times <= 0:
            queue.popleft()
        fault.reached.set()
        self._met.append(fault)
        return fault

    def release(self) -> None:
        """Nothing is held any longer."""
        for fault in self._met:
            fault.go.set()
