"""What is owed, carried to Slack; and looked for there when nobody knows whether it arrived."""

from collections import OrderedDict
from datetime import timedelta
from typing import Any

from adapters.slack import render
from adapters.slack.api import Api
from adapters.slack.faults import SlackFault
from adapters.slack.files import Files
from bot.messages import ChatRef, Outgoing, Sent
from bot.ports import Clock

EVENT_TYPE = "xiaoban_message"
LOOK_BACK = timedelta(days=1)
"""Longer than any message is tried."""

MOST_PAGES = 50
MOST_REMEMBERED = 1000
NO_SUCH_THREAD = frozenset({"invalid_thread_ts", "thread_not_found"})


class Sender:
    def __init__(self, api: Api, files: Files, clock: Clock) -> None:
        self._api = api
        self._files = files
        self._clock = clock
        self._direct: dict[str, str] = {}
        self._shared: OrderedDict[str, None] = OrderedDict()

    def met(self, user: str, channel: str) -> None:
        """The channel of the direct chat with this person, as an event told it."""
        self._direct[user] = channel

    async def send(self, message: Outgoing) -> Sent:
        if message.to.kind == "home":
            return await self._publish(message)
        channel = await self._channel(message.to)
        body = render.message(message.card, message.mentions, message.language)
        if message.replaces:
            await self._api.call("chat.update", channel=channel, ts=message.replaces, **body)
            return Sent(message.replaces)
        await self._share(message, channel)
        return await self._post(message, channel, body)

    async def look_up(self, message: Outgoing) -> Sent | None:
        """By the key in its metadata. An update, or a page of somebody's own, may be made twice without harm."""
        if message.replaces or message.to.kind == "home":
            return None
        channel = await self._channel(message.to)
        try:
            found = await self._find(message.key, channel, message.thread)
        except SlackFault as fault:
            if fault.code not in NO_SUCH_THREAD:
                raise
            return await self._find(message.key, channel)
        return found or (await self._find(message.key, channel) if message.thread else None)

    async def _find(self, key: str, channel: str, thread: str = "") -> Sent | None:
        """In the thread, or at the channel's top, where a message lands whose thread is gone."""
        method = "conversations.replies" if thread else "conversations.history"
        asked = {"channel": channel, "ts": thread, "oldest": f"{(self._clock.now() - LOOK_BACK).timestamp():.6f}"}
        async for page in self._api.pages(method, most=MOST_PAGES, include_all_metadata=True, **asked):
            for found in page.get("messages") or ():
                if _key_of(found) == key:
                    return Sent(str(found["ts"]))
        return None

    async def _post(self, message: Outgoing, channel: str, body: dict[str, Any]) -> Sent:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": message.key}}
        what = {**body, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}
        try:
            posted = await self._api.call("chat.postMessage", channel=channel, thread_ts=message.thread, **what)
        except SlackFault as fault:
            if not (message.thread and fault.code in NO_SUCH_THREAD):
                raise
            posted = await self._api.call("chat.postMessage", channel=channel, **what)
        return Sent(str(posted.get("ts") or ""))

    async def _publish(self, message: Outgoing) -> Sent:
        view = render.home(message.card, message.language)
        published = await self._api.call("views.publish", user_id=message.to.id, view=view)
        return Sent(str((published.get("view") or {}).get("id") or "home"))

    async def _share(self, message: Outgoing, channel: str) -> None:
        """Before its card, and not again when only the card failed: a file has no key to be found by."""
        if message.file is None or message.key in self._shared:
            return
        await self._files.share(message.file, channel, message.thread)
        self._shared[message.key] = None
        if len(self._shared) > MOST_REMEMBERED:
            self._shared.popitem(last=False)

    async def _channel(self, chat: ChatRef) -> str:
        if chat.kind == "group":
            return chat.id
        if chat.id not in self._direct:
            opened = await self._api.call("conversations.open", users=chat.id)
            self._direct[chat.id] = str((opened.get("channel") or {})["id"])
        return self._direct[chat.id]


def _key_of(found: dict[str, Any]) -> str:
    metadata = found.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key") or "")
