"""One attempt to deliver one message; it ends in the platform's own id, or in SendFailed."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.cards import FitWords, fit
from bot.delivery import Claimed, OnUnknown
from bot.engine.core import Core
from bot.engine.retry import before_sending
from bot.errors import SendFailed, TryAgain
from bot.log import get_log, incident
from bot.messages import Outgoing, Sent
from bot.ports import Adapter

log = get_log("relay")


class Sending:
    def __init__(self, core: Core, adapters: Mapping[str, Adapter], timeout: timedelta) -> None:
        self._house = core.house
        self._clock = core.clock
        self._adapters = adapters
        self._timeout = timeout.total_seconds()
        self._words: dict[str, FitWords] = {}

    def on_unknown(self, platform: str) -> OnUnknown:
        adapter = self._adapters.get(platform)
        return adapter.on_unknown if adapter else "retry"

    async def attempt(self, row: Claimed) -> Sent:
        """Raises SendFailed and nothing else; a message without the platform's own id is not sent."""
        adapter = self._adapters.get(row.message.to.platform)
        if adapter is None:
            raise SendFailed(f"{row.message.to.platform} is not enabled", permanent=True, why="disabled")
        try:
            async with asyncio.timeout(self._timeout):
                sent = await self._send(adapter, row)
        except SendFailed:
            raise
        except TimeoutError as fault:
            raise SendFailed(f"no answer within {self._timeout:g} s", unknown=True) from fault
        except TryAgain as fault:
            raise SendFailed("the store was busy", why="busy") from fault
        except Exception as fault:
            number = incident(log, "relay.incident", fault, outbox_id=row.id, platform=adapter.name)
            raise SendFailed(f"incident {number}", why="incident") from fault
        if not sent.message_id:
            raise SendFailed("the platform gave no id", unknown=True, why="no_id")
        return sent

    async def _send(self, adapter: Adapter, row: Claimed) -> Sent:
        message = self._fitted(row, adapter)
        first = before_sending(adapter.on_unknown, row.unknown, is_taken_over=row.is_taken_over)
        found = await adapter.look_up(message) if first == "look_up" else None
        return found or await adapter.send(message)

    def _fitted(self, row: Claimed, adapter: Adapter) -> Outgoing:
        message = row.message
        words = self._words.get(message.language) or self._learn(message.language)
        file = message.file if adapter.limits.files else None
        card = fit(message.card, adapter.limits, words, "" if file is message.file else self._without_file(message))
        if card is message.card and row.replaces_id == message.replaces:
            return message
        return replace(message, card=card, replaces=row.replaces_id, file=file)

    def _without_file(self, message: Outgoing) -> str:
        say = self._house.speak(message.language, self._clock.now())
        return say("house.file_elsewhere", name=message.file.name if message.file else "")

    def _learn(self, language: str) -> FitWords:
        say = self._house.speak(language, self._clock.now())
        words = FitWords(say.texts.get("house.answer_with", say.language), say("house.more"))
        return self._words.setdefault(language, words)
