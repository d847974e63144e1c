"""The addresses that come with a command or a press: five messages in thirty minutes, without any token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.slack.blocks import faults_in, with_ids
from tests.platforms.slack.world import Channel, Json, Message

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

LIFE = timedelta(minutes=30)
USES = 5


@dataclass(slots=True)
class Address:
    """`original` is the message that was pressed on, where there is one."""

    channel: Channel
    user: str
    made: datetime
    original: str = ""
    used: int = 0


@dataclass(slots=True)
class Responses:
    slack: "LocalSlack"
    known: dict[str, Address] = field(default_factory=dict)

    def make(self, channel: Channel, user: str, original: str = "") -> str:
        name = self.slack.world.number("r")
        self.known[name] = Address(channel, user, self.slack.clock.now(), original)
        return f"{self.slack.address}/response/{self.slack.world.id}/{name}"

    async def serve(self, request: web.Request) -> web.Response:
        address = self.known.get(request.match_info["name"])
        if address is None:
            return web.Response(status=404, text="no_service")
        if self.slack.clock.now() - address.made > LIFE:
            return _no("expired_url")
        if address.used >= USES:
            return _no("used_url")
        address.used += 1
        return self.apply(address, await request.json())

    def apply(self, address: Address, told: Json) -> web.Response:
        if true(told.get("delete_original")):
            address.channel.messages = [each for each in address.channel.messages if each.ts != address.original]
            return web.Response(text="ok")
        blocks = told.get("blocks") or []
        if faults_in(blocks, "message") or not (told.get("text") or blocks or told.get("attachments")):
            return web.json_response(
                {"ok": False, "error": "invalid_blocks" if blocks else "no_text"}, status=HTTPStatus.BAD_REQUEST
            )
        self._write(address, told, blocks)
        return web.Response(text="ok")

    def show(self, address: Address, told: Json) -> None:
        """An answer that came in the acknowledgement itself."""
        self._write(address, told, told.get("blocks") or [])

    def _write(self, address: Address, told: Json, blocks: list[Json]) -> None:
        world, original = self.slack.world, address.channel.find(address.original)
        named = with_ids(blocks, world.number("k"))
        if original is not None and true(told.get("replace_original")):
            original.text, original.blocks = str(told.get("text") or ""), named
            return
        public = told.get("response_type") == "in_channel"
        thread = str(told.get("thread_ts") or "") if public else ""
        app, text, reader = world.app, str(told.get("text") or ""), "" if public else address.user
        ts = world.next_ts(address.channel.id)
        line = Message(ts, app.bot_user, text, named, thread, None, app.bot_id, only_for=reader)
        address.channel.messages.append(line)


def true(given: Any) -> bool:
    return given is True or given == "true"


def _no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=HTTPStatus.NOT_FOUND)
