"""A small office in the local chat, with a history in memory and a clock that stands still."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.sim import SimAdapter, SimChat, SimOffice, SimPerson
from bot.messages import CardSeen, ChatRef, InboundEvent, Known, OutFile, Said
from bot.ports import HttpRequest, HttpResponse, Line

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
GROUP = ChatRef("sim", "group", "office")
OFFICE = SimOffice(
    people=(
        SimPerson("zhaomin", "赵敏", "学院办公室", "secretary"),
        SimPerson("zhangwei", "张伟", "学院办公室", "leader"),
        SimPerson("wangwei", "王伟", "教务处"),
        SimPerson("wangwei2", "王伟", "学生处"),
        SimPerson("amy", "Amy Chen", "教务处"),
    ),
    chats=(
        SimChat("office", "学院工作群", ("zhaomin", "zhangwei", "wangwei", "wangwei2", "amy")),
        SimChat("teaching", "教务工作群", ("wangwei", "amy")),
    ),
)


class KeptInMemory:
    """A transcript as the store's, for tests that are not about the store."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}

    async def append(self, key: str, line: Line) -> tuple[Line, bool]:
        if key in self.lines:
            return self.lines[key], False
        self.lines[key] = replace(line, seq=len(self.lines) + 1)
        return self.lines[key], True

    async def forget(self, key: str, instead: Line) -> None:
        stored, _ = await self.append(key, instead)
        self.lines[key] = replace(stored, text=instead.text, quoted=None)

    async def after(self, chat: ChatRef, seq: int, limit: int) -> Sequence[Line]:
        return [line for line in self.lines.values() if line.chat == chat and line.seq > seq][:limit]

    async def find(self, chat: ChatRef, message_id: str) -> Line | None:
        held = [line for line in self.lines.values() if line.chat == chat and line.message_id == message_id]
        return held[-1] if held else None

    async def file(self, seq: int) -> tuple[Line, OutFile] | None:
        return next(((line, line.file) for line in self.lines.values() if line.seq == seq and line.file), None)

    async def holds(self, chat: ChatRef, message_id: str) -> bool:
        return any(line.chat == chat and line.message_id == message_id for line in self.lines.values())


@dataclass
class HandClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def move(self, to: datetime) -> datetime:
        self.at = to
        return to


@dataclass
class LocalChat:
    """The adapter with what it was given; `heard` is what it handed to the house but for what was `seen`."""

    transcript: KeptInMemory = field(default_factory=KeptInMemory)
    clock: HandClock = field(default_factory=HandClock)
    office: SimOffice = OFFICE
    heard: list[Said] = field(default_factory=list)
    seen: list[CardSeen] = field(default_factory=list)
    movable: bool = True

    def __post_init__(self) -> None:
        move = self.clock.move if self.movable else None
        self.adapter = SimAdapter(self.transcript, self._office, self.clock, ZONE, move)

    async def _office(self) -> SimOffice:
        return self.office

    async def hear(self, event: InboundEvent) -> None:
        assert not isinstance(event, Known)
        if isinstance(event, CardSeen):
            self.seen.append(event)
        else:
            self.heard.append(event)

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"content-type": "application/json", **headers}
        return read(await self.adapter.receive(HttpRequest("POST", f"/sim/api/{path}", {}, given, raw)))

    async def get(self, path: str, **query: str) -> tuple[int, Any]:
        return read(await self.adapter.receive(HttpRequest("GET", f"/sim/api/{path}", query, {}, b"")))


def read(response: HttpResponse) -> tuple[int, Any]:
    return response.status, json.loads(response.body)


async def local_chat(**made_with: Any) -> LocalChat:
    """A local chat that is connected to nothing but a list."""
    chat = LocalChat(**made_with)
    await chat.adapter.start(chat.hear)
    return chat


LATER = NOW + timedelta(hours=1)
