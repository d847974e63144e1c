"""Conversations through the whole house: the real store, the local chat, and a clock that stands still."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Parts, assemble, close, furnish
from bot.engine.clock import MovableClock
from bot.ports import HttpRequest
from bot.router import Router
from bot.store import upgrade
from config.settings import DEMO_OFFICE, Settings, load_settings
from handlers import ROUTERS

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""When every conversation begins: a Monday morning."""

GROUP = "office"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that the bot wrote into a chat."""

    chat: str
    seq: int
    message_id: str
    text: str
    card: dict[str, Any]
    replaces: str | None

    @property
    def title(self) -> str:
        return str(self.card["title"])

    @property
    def labels(self) -> list[str]:
        return [button["label"] for button in self.card["buttons"]]

    def fact(self, label: str) -> str:
        """The value beside a label; KeyError when the card has no such line."""
        return {name: str(value) for name, value in self.card["facts"]}[label]


@dataclass(slots=True)
class Office:
    """The demonstration office in one process; people are called by their names or ids."""

    settings: Settings
    clock: MovableClock
    parts: Parts
    seen: dict[str, int] = field(default_factory=dict)
    messenger: int = 0

    def on_second(self) -> "Office":
        """The same office, seen and spoken to on the second messenger."""
        return replace(self, messenger=1, seen={})

    async def says(self, who: str, text: str, chat: str = GROUP, **more: Any) -> list[Shown]:
        """What the bot then writes into that chat."""
        chat = await self._chat(who, chat)
        await self.post("messages", {"as": who, "chat": chat, "text": text, **more})
        return await self.news(chat)

    async def sends_file(self, who: str, name: str, content: bytes, chat: str = GROUP, **more: Any) -> list[Shown]:
        """What the bot then writes into that chat."""
        chat = await self._chat(who, chat)
        held = b64encode(content).decode()
        await self.post("files", {"as": who, "chat": chat, "name": name, "content": held, **more})
        return await self.news(chat)

    async def presses(self, who: str, label: str, chat: str = GROUP) -> list[Shown]:
        """Press the newest visible button that begins so; what the bot then writes into that chat."""
        chat = await self._chat(who, chat)
        shown, action = next(
            (line, button["action"])
            for line in reversed(await self.visible(chat))
            for button in line.card["buttons"]
            if button["label"].startswith(label)
        )
        return await self.presses_action(who, action, shown.message_id, chat)

    async def presses_action(self, who: str, action: str, message_id: str, chat: str = GROUP) -> list[Shown]:
        """Press what may or may not stand on a card, as a forger would."""
        await self.post("presses", {"as": who, "chat": chat, "message_id": message_id, "action": action})
        return await self.news(chat)

    async def news(self, chat: str) -> list[Shown]:
        """What the bot wrote into a chat since it was last looked at."""
        await self.parts.relay.run_until_idle()
        lines = await self.lines(chat)
        before, self.seen[chat] = self.seen.get(chat, 0), max((line.seq for line in lines), default=0)
        return [line for line in lines if line.seq > before]

    async def history(self, chat: str) -> list[dict[str, Any]]:
        """Everything that was ever written into a chat, as the page gets it."""
        raw: list[dict[str, Any]] = await self._call("GET", f"chats/{chat}/messages", None)
        return raw

    async def lines(self, chat: str) -> list[Shown]:
        """Everything that the bot ever wrote into a chat."""
        return [
            Shown(chat, line["seq"], line["message_id"], line["text"], line["card"], line["replaces"])
            for line in await self.history(chat)
            if line["sender"] == "bot"
        ]

    async def visible(self, chat: str) -> list[Shown]:
        """The bot's lines as a reader sees them now: a card that was replaced stands as its replacement."""
        current: dict[str, Shown] = {}
        for line in await self.lines(chat):
            current[line.replaces or line.message_id] = line
        return list(current.values())

    async def direct(self, who: str) -> list[Shown]:
        """What is new in the person's direct chat with the bot."""
        return await self.news(await self._chat(who, "direct"))

    async def goes_to(self, at: datetime) -> None:
        """The page's clock is moved; all that falls due on the way is sent."""
        await self.post("clock", {"to": at.isoformat()})

    async def waits(self, **length: int) -> None:
        await self.goes_to(self.clock.now() + timedelta(**length))

    async def restarts(self, down: timedelta = timedelta(0)) -> None:
        """The process ends and another begins on the same database; the clock ran on meanwhile."""
        await close(self.parts)
        at = self.clock.now() + down
        self.clock = MovableClock(base=self.clock.base)
        self.parts = assemble(self.settings, self.clock)
        await furnish(self.parts)
        self.clock.set(at)
        await self.parts.fire_due()

    async def people(self) -> list[dict[str, str]]:
        """Everyone in the local chat: id, name, unit, role."""
        found: list[dict[str, str]] = (await self._call("GET", "office", None))["people"]
        return found

    async def post(self, what: str, body: object) -> Any:
        return await self._call("POST", what, body)

    async def refused(self, what: str, body: object) -> tuple[int, str]:
        """The status and sentence with which the local chat itself turns a request away."""
        answer = await self._receive("POST", what, body)
        return answer.status, json.loads(answer.body)["error"]

    async def _chat(self, who: str, chat: str) -> str:
        if chat != "direct":
            return chat
        people = await self.people()
        return next(f"dm:{person['id']}" for person in people if who in {person["id"], person["name"]})

    async def _call(self, method: str, what: str, body: object) -> Any:
        answer = await self._receive(method, what, body)
        assert answer.status == 200, answer.body.decode()
        return json.loads(answer.body)

    async def _receive(self, method: str, what: str, body: object) -> Any:
        sim = self.parts.sims[self.messenger]
        headers = {"content-type": "application/json"}
        return await sim.receive(HttpRequest(method, f"/{sim.name}/api/{what}", {}, headers, json.dumps(body).encode()))


def settings_for(url: str, **more: Any) -> Settings:
    demo = {"database_url": url, "office": str(DEMO_OFFICE), "adapters": {"sim": {"enabled": True}}}
    return load_settings(None, {}, {**demo, **more})


@asynccontextmanager
async def open_office(url: str, routers: Sequence[Router] = ROUTERS, **more: Any) -> AsyncIterator[Office]:
    """The demonstration office on an empty database, with these settings besides; the clock stands at `MONDAY`."""
    upgrade(url)
    settings, clock = settings_for(url, **more), MovableClock(base=lambda: MONDAY)
    parts = assemble(settings, clock, routers)
    await furnish(parts)
    office = Office(settings, clock, parts)
    try:
        yield office
    finally:
        await close(office.parts)
