"""Robot by URL: what WeCom waits for an answer to, and the one address at which each can be answered later."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.wecom.robot.heard import Origin
from bot.messages import ChatRef

Json = Mapping[str, Any]

ADDRESS_LIFE = timedelta(minutes=59)
"""WeCom gives an hour."""

MOST = 5000


@dataclass(eq=False, slots=True)
class Callback:
    """Something that was said or pressed. `offer` is what is to be said to it in place, `reply` what was.

    `doubtful` is the key of a message that may have used up its address.
    """

    origin: Origin
    at: datetime
    task_id: str = ""
    stream: str = ""
    is_committed: bool = False
    is_over: bool = False
    is_spent: bool = False
    doubtful: str = ""
    offer: Json | None = None
    reply: Json | None = None
    offered: asyncio.Event = field(default_factory=asyncio.Event)
    taken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_open(self) -> bool:
        """Whether an answer in place can still be handed to WeCom."""
        return not (self.is_over or self.offer)

    def put(self, body: Json) -> None:
        self.offer = body
        self.offered.set()

    def take_back(self) -> None:
        self.offer = None
        self.offered.clear()
        self.is_over = True

    def has_address(self, now: datetime) -> bool:
        is_free = bool(self.origin.response_url) and not self.is_spent
        return is_free and now - self.at < ADDRESS_LIFE


class Callbacks:
    """The newest ones by their event's id, which is the same however often WeCom brings it."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Callback] = OrderedDict()

    def begin(self, origin: Origin, now: datetime, task_id: str = "") -> Callback:
        while self._known and (len(self._known) > MOST or now - next(iter(self._known.values())).at > ADDRESS_LIFE):
            self._known.popitem(last=False)
        return self._known.setdefault(origin.event_id, Callback(origin, now, task_id))

    def named(self, name: str) -> Callback | None:
        return self._known.get(name)

    def streaming(self, stream: str) -> Callback | None:
        return next((one for one in reversed(self._known.values()) if one.stream == stream), None)

    def pressed(self, task_id: str) -> Callback | None:
        """The newest press on that card that WeCom still waits to hear of."""
        return next((one for one in reversed(self._known.values()) if one.task_id == task_id and one.is_open), None)

    def address(self, name: str, chat: ChatRef, now: datetime) -> Callback | None:
        """Whose address is free: its own, or one of the same chat that nobody needs any more."""
        own = self._known.get(name)
        if own is not None and own.has_address(now):
            return own
        others = (one for one in reversed(self._known.values()) if one.origin.chat == chat)
        return next((one for one in others if one.has_address(now) and one.is_over), None)
