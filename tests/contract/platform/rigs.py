"""How the contract suite plays each platform's part: a new platform adds its rig here."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.messages import ChatRef
from bot.ports import Adapter, HttpRequest, HttpResponse
from tests.contract.platform.slack_rig import slack_rig
from tests.contract.platform.wecom_rig import wecom_app_rig, wecom_robot_rig
from tests.local_chat import GROUP, LocalChat

NOWHERE = ChatRef("sim", "group", "nowhere")


class Rig(Protocol):
    """One adapter, connected to a platform that the test plays."""

    @property
    def adapter(self) -> Adapter: ...
    @property
    def chat(self) -> ChatRef:
        """A chat that exists."""
        ...

    @property
    def nowhere(self) -> ChatRef:
        """One that does not."""
        ...

    async def delivers_text(self, event_id: str, text: str) -> HttpResponse:
        """The platform brings somebody's message, as often as it is asked to."""
        ...

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse: ...
    async def delivers(self, body: bytes) -> HttpResponse:
        """Whatever a stranger may post at the same address."""
        ...

    async def close(self) -> None:
        """The adapter, and the platform that was played."""
        ...


@dataclass
class SimRig:
    local: LocalChat
    chat: ChatRef = GROUP
    nowhere: ChatRef = NOWHERE

    @property
    def adapter(self) -> Adapter:
        return self.local.adapter

    async def delivers_text(self, event_id: str, text: str) -> HttpResponse:
        return await self._post("messages", {"event_id": event_id, "text": text})

    async def delivers_press(self, event_id: str, message_id: str, packed: str) -> HttpResponse:
        return await self._post("presses", {"event_id": event_id, "message_id": message_id, "action": packed})

    async def delivers(self, body: bytes) -> HttpResponse:
        headers = {"content-type": "application/json"}
        return await self.adapter.receive(HttpRequest("POST", "/sim/api/messages", {}, headers, body))

    async def close(self) -> None:
        await self.adapter.close()

    async def _post(self, what: str, body: dict[str, Any]) -> HttpResponse:
        said = json.dumps({"as": "zhaomin", "chat": GROUP.id, **body}).encode()
        headers = {"content-type": "application/json"}
        return await self.adapter.receive(HttpRequest("POST", f"/sim/api/{what}", {}, headers, said))


async def sim_rig() -> Rig:
    return SimRig(LocalChat())


RIGS: dict[str, Callable[[], Awaitable[Rig]]] = {"sim": sim_rig, "slack": slack_rig, "wecom": wecom_app_rig}
OTHER_WAYS: dict[str, Callable[[], Awaitable[Rig]]] = {"wecom by robot": wecom_robot_rig}
