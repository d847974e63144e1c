"""How much one conversation may get, kept by ourselves: 30 messages in any minute and 1000 in any hour."""

from collections import deque
from datetime import datetime, timedelta

from bot.errors import SendFailed

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATITUDE = timedelta(seconds=1)
"""WeCom counts by its own clock, and when a frame arrives."""

MOST = {MINUTE: 30, HOUR: 1000}
KEPT_BACK = 2
"""Of every span, for what cannot wait: a card that is changed under somebody's finger, an answer that is closed."""

MOST_CHATS = 5000


class Budget:
    def __init__(self) -> None:
        self._taken: dict[str, deque[datetime]] = {}
        self._shut_until: dict[str, datetime] = {}

    def take(self, chat: str, now: datetime, *, urgent: bool = False) -> None:
        """SendFailed, with the time when there is room again, where it would be too much."""
        free_at = self._free_at(chat, now, 0 if urgent else KEPT_BACK)
        if free_at > now:
            raise SendFailed("too many messages to one chat (30 a minute, 1000 an hour)", retry_after=free_at - now)
        if len(self._taken) > MOST_CHATS:
            self._forget(now)
        self._taken.setdefault(chat, deque()).append(now)

    def shut(self, chat: str, until: datetime) -> None:
        """WeCom says that it was too much."""
        self._shut_until[chat] = until

    def _free_at(self, chat: str, now: datetime, kept_back: int) -> datetime:
        taken = self._taken.get(chat) or deque()
        while taken and taken[0] <= now - HOUR - LATITUDE:
            taken.popleft()
        free_at = self._shut_until.get(chat, now)
        for span, most in MOST.items():
            room = most - kept_back
            if len(taken) >= room:
                free_at = max(free_at, taken[-room] + span + LATITUDE)
        return free_at

    def _forget(self, now: datetime) -> None:
        self._taken = {chat: taken for chat, taken in self._taken.items() if taken and taken[-1] > now - HOUR}
        self._shut_until = {chat: until for chat, until in self._shut_until.items() if until > now}
