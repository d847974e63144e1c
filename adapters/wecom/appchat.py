"""Groups that the app itself made: they can be written to and people in them called, and nothing is heard from them."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.wecom import markup
from adapters.wecom.api import Api
from adapters.wecom.lists import remember
from adapters.wecom.pace import Pace
from adapters.wecom.ways import APPCHAT
from adapters.wecom.words import word
from bot.cards import Limits
from bot.errors import SendFailed
from bot.messages import Outgoing, Sent
from bot.ports import Clock

MOST_BYTES = 2048
A_MEMBERS = {timedelta(minutes=1): 200, timedelta(days=1): 10_000}
"""What one member gets in all groups of an app; as they may be in every group, it is kept for all groups together."""

EVERYBODY = "all groups"


class Appchat:
    name = APPCHAT
    limits = Limits(buttons=0, text=3000, title=128, editable=False, files=True)

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._pace = Pace(A_MEMBERS, clock)
        self._done: OrderedDict[str, int] = OrderedDict()

    def refuses(self, message: Outgoing) -> str:
        if message.to.kind != "group":
            return "a group of the app's is no person"
        return "nothing that was said in a group of the app's can be changed" if message.replaces else ""

    async def send(self, message: Outgoing) -> Sent:
        """Buttons are left out, since nobody could press or answer them there."""
        if words := self.refuses(message):
            raise SendFailed(words, permanent=True, why="refused" if message.replaces else "no_chat")
        bodies = bodies_of(message, MOST_BYTES)
        wait = self._pace.take(EVERYBODY, len(bodies) + (message.file is not None))
        if wait:
            raise SendFailed("as much as WeCom shows the members in a while", retry_after=wait, why="limited")
        if message.file is not None and message.key not in self._done:
            media_id = await self._api.upload(message.file.name, message.file.content)
            await self._post(message.to.id, {"msgtype": "file", "file": {"media_id": media_id}})
            remember(self._done, message.key, 0)
        for place, body in list(enumerate(bodies, start=1))[self._done.get(message.key, 0) :]:
            await self._post(message.to.id, body)
            remember(self._done, message.key, place)
        return Sent(message.key)

    async def create(self, name: str, users: Sequence[str], owner: str = "", chat_id: str = "") -> str:
        """The new group's id; two people at least, of whom the owner is one."""
        given = {"name": name[:50], "owner": owner, "userlist": list(users), "chatid": chat_id}
        answer = await self._api.post("appchat/create", {key: value for key, value in given.items() if value})
        return str(answer.get("chatid") or "")

    async def close(self) -> None:
        """Nothing of it stays open."""

    async def _post(self, chat_id: str, body: Mapping[str, Any]) -> None:
        await self._api.post("appchat/send", {"chatid": chat_id, **body})


def bodies_of(message: Outgoing, most: int) -> Sequence[dict[str, Any]]:
    """As markdown, or as text where it is no more than a line; who is called is called by the first."""
    card, language = message.card, message.language
    remark = f"（{word('elsewhere', language)}）" if card.buttons and language != "en" else ""
    remark = remark or (f"({word('elsewhere', language)})" if card.buttons else "")
    card = replace(card, buttons=())
    if markup.is_a_line(card) and not (remark or message.mentions):
        return [{"msgtype": "text", "text": {"content": markup.plain(card)}}]
    written = markup.markdown(card, language, message.mentions, remark)
    return [{"msgtype": "markdown", "markdown": {"content": part}} for part in markup.parts(written, most)]
