"""Group webhooks: the one group in which each lives, its people called by id or number; nothing is heard from it."""

import json
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.http import Http, raise_for_status
from adapters.wecom import markup
from adapters.wecom.api import multipart
from adapters.wecom.appchat import bodies_of
from adapters.wecom.faults import OK, errcode, fault_of
from adapters.wecom.lists import remember
from adapters.wecom.pace import Pace
from adapters.wecom.ways import WEBHOOK
from bot.cards import Limits
from bot.errors import SendFailed
from bot.messages import Outgoing, Sent, UserRef
from bot.ports import Clock

MOST_BYTES = 4096
A_MINUTES = 20
EVERYBODY = "@all"
MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
SECONDS = 60.0

Body = dict[str, Any]


class Webhook:
    """`urls` by the names that the groups have in the settings; each is a secret."""

    name = WEBHOOK
    limits = Limits(buttons=0, text=3000, title=128, editable=False, per_minute=A_MINUTES, files=True)

    def __init__(self, http: Http, urls: Mapping[str, str], clock: Clock) -> None:
        self._http = http
        self._urls = urls
        self._pace = Pace({timedelta(minutes=1): A_MINUTES}, clock)
        self._done: OrderedDict[str, int] = OrderedDict()

    def refuses(self, message: Outgoing) -> str:
        if message.to.kind != "group" or message.to.id not in self._urls:
            return "no webhook is set for this chat"
        return "nothing that a webhook said can be changed" if message.replaces else ""

    async def send(self, message: Outgoing) -> Sent:
        """Buttons are left out, since nobody could press or answer them there."""
        if words := self.refuses(message):
            raise SendFailed(words, permanent=True, why="refused" if message.replaces else "no_chat")
        url, bodies = self._urls[message.to.id], _bodies(message)
        wait = self._pace.take(message.to.id, len(bodies) + (message.file is not None))
        if wait:
            raise SendFailed("as much as a webhook takes in a minute", retry_after=wait, why="limited")
        if message.file is not None and message.key not in self._done:
            media_id = await self._upload(url, message.file.name, message.file.content)
            await self._post(url, {"msgtype": "file", "file": {"media_id": media_id}})
            remember(self._done, message.key, 0)
        for place, body in list(enumerate(bodies, start=1))[self._done.get(message.key, 0) :]:
            await self._post(url, body)
            remember(self._done, message.key, place)
        return Sent(message.key)

    async def close(self) -> None:
        """Nothing of it stays open."""

    async def _upload(self, url: str, name: str, content: bytes) -> str:
        place = url.replace("/webhook/send?", "/webhook/upload_media?") + "&type=file"
        told = await self._call("webhook/upload_media", place, seconds=SECONDS, **multipart(name, content))
        return str(told.get("media_id") or "")

    async def _post(self, url: str, body: Body) -> None:
        raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        await self._call("webhook/send", url, data=raw, headers={"Content-Type": "application/json"})

    async def _call(self, what: str, url: str, **more: Any) -> Mapping[str, Any]:
        """No reason and no log holds the address."""
        answer = await self._http.call("POST", url, **more)
        raise_for_status(answer)
        told = answer.json()
        if not isinstance(told, dict):
            raise SendFailed(f"{what}: the answer is no object", unknown=True, why="failed")
        if errcode(told) != OK:
            raise fault_of(what, told)
        return told


def _bodies(message: Outgoing) -> Sequence[Body]:
    """A call to everybody or to a number goes before the card as a text: markdown calls members by id only."""
    by_text = [one for one in message.mentions if one.id == EVERYBODY or MOBILE.fullmatch(one.id)]
    others = tuple(one for one in message.mentions if one not in by_text)
    bodies = bodies_of(replace(message, mentions=others), MOST_BYTES)
    return [_call(by_text), *bodies] if by_text else bodies


def _call(mentions: Sequence[UserRef]) -> Body:
    """Whoever is in the group by neither is called by nobody, so a number goes as an id as well."""
    ids = [one.id for one in mentions]
    numbers = [found[1] for one in ids if (found := MOBILE.fullmatch(one))]
    names = " ".join(f"@{markup.bare(one.name or one.id)}" for one in mentions)
    return {"msgtype": "text", "text": {"content": names, "mentioned_list": ids, "mentioned_mobile_list": numbers}}
