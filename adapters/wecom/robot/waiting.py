"""Robot by URL: what WeCom waits for an answer to, and the one address at which each can be answered later."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.wecom.robot.heard import Origin
from bot.messages import ChatRef

Json = Mapping[str, Any]

ADDRESS_LIFE = timedelta(minutes=59)
"""WeCom gives an hour."""

MOST = 5000
_THREAD = re.compile(r"(\S+) ([0-9]{1,11}) (https?://\S+)")


@dataclass(eq=False, slots=True)
class Callback:
    """Something that was said or pressed. `offer` is what is to be said to it in place, `reply` what was.

    `stream` is the id of its stream, once it has one. `is_over`: nothing more is said in place; `is_spent`: nor at its
    address. `doubtful` is the key of a message that may have used that up.
    """

    chat: ChatRef
    address: str
    at: datetime
    task_id: str = ""
    stream: str = ""
    is_streaming: bool = False
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

    def take(self) -> Json | None:
        """What is offered, which is then handed to WeCom; what was handed over before stays the answer."""
        if self.reply is None and self.offer is not None:
            self.reply, self.is_over = self.offer, True
            self.taken.set()
        return self.reply

    def take_back(self) -> None:
        self.offer, self.is_over = None, True
        self.offered.clear()

    def has_address(self, now: datetime) -> bool:
        return bool(self.address) and not self.is_spent and now - self.at < ADDRESS_LIFE


class Callbacks:
    """The newest ones by their event's id, which is the same however often WeCom brings it."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Callback] = OrderedDict()

    def begin(self, origin: Origin, now: datetime, task_id: str = "") -> Callback:
        while self._known and (len(self._known) > MOST or now - next(iter(self._known.values())).at > ADDRESS_LIFE):
            self._known.popitem(last=False)
        return self._known.setdefault(
            origin.event_id,
            Callback(origin.chat, origin.response_url, now, task_id, origin.event_id.rpartition(":")[2]),
        )

    def of(self, thread: str, chat: ChatRef) -> Callback | None:
        """What is answered: known here, or brought to another process, which waits for it in place."""
        told = _THREAD.fullmatch(thread)
        if told is None:
            return self._known.get(thread)
        name, at, address = told[1], datetime.fromtimestamp(int(told[2]), UTC), told[3]
        return self._known.setdefault(name, Callback(chat, address, at, is_over=True))

    def streaming(self, stream: str) -> Callback | None:
        return next((one for one in reversed(self._known.values()) if one.stream == stream), None)

    def pressed(self, task_id: str) -> Callback | None:
        """The newest press on that card that WeCom still waits to hear of."""
        return next((one for one in reversed(self._known.values()) if one.task_id == task_id and one.is_open), None)

    def free(self, chat: ChatRef, now: datetime) -> Callback | None:
        """One of that chat whose address nobody needs any more."""
        here = (one for one in reversed(self._known.values()) if one.chat == chat)
        return next((one for one in here if one.has_address(now) and one.is_over), None)
