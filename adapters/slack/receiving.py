"""One way in for all that Slack brings, over HTTP or a socket: heard, dispatched, and only then acknowledged."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.slack import heard, render
from adapters.slack.api import Api
from adapters.slack.files import Files
from adapters.slack.heard import (
    EmptyForm,
    HomeTab,
    Kind,
    Membership,
    Message,
    Payload,
    Person,
    Place,
    Press,
    Regrouped,
    Trouble,
    WantsForm,
)
from adapters.slack.people import People
from adapters.slack.sending import Sender
from adapters.slack.wording import PLATFORM, named_groups, named_users, plainly
from adapters.slack.words import WORDS, word
from bot.errors import SendFailed, TryAgain
from bot.log import get_log
from bot.messages import (
    AccountChanged,
    ButtonPressed,
    ChatMembers,
    ChatRef,
    Envelope,
    FileReceived,
    HomeOpened,
    InboundEvent,
    TagChanged,
    TextReceived,
    UserRef,
)
from bot.ports import Clock, Dispatch

log = get_log("slack")

Answer = Mapping[str, Any] | None
"""What Slack is to do with its own surface; nothing, mostly."""

FORM_PATIENCE = 2.0
"""Seconds: the trigger of a form lives for three."""


async def nobody(_event: InboundEvent) -> None:
    """Until the adapter is started nothing can be taken."""
    raise TryAgain


class Receiver:
    """`me` is the bot's own user; events name it too, so it may be empty."""

    def __init__(self, api: Api, people: People, files: Files, sender: Sender, clock: Clock) -> None:
        self._api = api
        self._people = people
        self._files = files
        self._sender = sender
        self._clock = clock
        self.dispatch: Dispatch = nobody
        self.me = ""
        self._met: set[str] = set()

    async def take(self, kind: Kind, payload: Payload) -> Answer:
        """Returns after the commit. Unreadable for no payload of Slack's; TryAgain when Slack is to bring it again."""
        what = heard.hear(kind, payload, self._clock.now())
        if isinstance(what, Trouble):
            log.error(what.what, hint=what.cure)
            return None
        if isinstance(what, EmptyForm):
            return {"response_action": "errors", "errors": {heard.WORDS: word("form_empty", what.language)}}
        if isinstance(what, WantsForm):
            return await self._open_form(what)
        try:
            for event in await self._events(what):
                await self.dispatch(event)
        except TryAgain:
            if kind != "slash_commands":
                raise
            return {"response_type": "ephemeral", "text": " · ".join(WORDS["busy"])}  # Slack brings no command twice
        return None

    async def _events(
        self, what: Message | Press | HomeTab | Person | Membership | Regrouped | None
    ) -> Sequence[InboundEvent]:
        if isinstance(what, Message):
            return await self._said(what)
        if isinstance(what, Press):
            where = await self._envelope(what.event_id, what.place, what.user, what.at)
            anew = (HomeOpened(_numbered(where, f"{where.event_id}:home")),) if what.on_home else ()
            return (ButtonPressed(where, what.packed, what.message_id), *anew)
        if isinstance(what, HomeTab):
            return (HomeOpened(await self._envelope(what.event_id, Place("", direct=True), what.user, what.at)),)
        if isinstance(what, Membership):
            return await self._members(what)
        if isinstance(what, Regrouped):
            return await self._regrouped(what)
        account = self._people.learn(what.user) if what else None
        return (AccountChanged(what.event_id, account, what.at),) if what and account else ()

    async def _said(self, what: Message) -> Sequence[InboundEvent]:
        """Each file is an event of its own, and so are the words beside them."""
        me = what.me or self.me
        if what.user == me or (not what.addressed and me in named_users(what.text)):
            return ()  # our own; or one that comes as a mention, too
        names = await self._people.names(named_users(what.text) - {me})
        words = plainly(what.text, me, {**names, **self._people.group_names(named_groups(what.text))})
        where = await self._envelope(what.event_id, what.place, what.user, what.at)
        files = [await self._file(where, number, one, what) for number, one in enumerate(what.files)]
        brought = [one for one in files if one is not None]
        is_said = bool(words.text) or not brought
        text = (TextReceived(where, words.text, words.mentions, what.addressed or words.is_named),) if is_said else ()
        return (*await self._first_met(what), *brought, *text)

    async def _first_met(self, what: Message) -> Sequence[InboundEvent]:
        """Once in the life of a process it is read who is in a channel where the bot is spoken to; events tell more."""
        channel = what.place.channel
        if what.place.direct or channel in self._met:
            return ()
        self._met.add(channel)
        return await self._members(Membership(f"{what.event_id}:members", channel, what.at))

    async def _members(self, what: Membership) -> Sequence[InboundEvent]:
        try:
            members = await self._people.members(what.channel)
        except SendFailed as fault:
            log.warning("slack.members_not_read", reason=fault.reason, hint="the next time somebody comes or goes")
            return ()
        chat, name = ChatRef(PLATFORM, "group", what.channel), await self._people.channel(what.channel)
        return (ChatMembers(what.event_id, chat, members, what.at, name),)

    async def _regrouped(self, what: Regrouped) -> Sequence[InboundEvent]:
        """Slack tells who came and went; all of them are asked for, since an event may have been lost before."""
        try:
            tag = await self._people.tag(what.group)
        except SendFailed as fault:
            log.warning("slack.groups_not_read", reason=fault.reason, hint="the next list has it")
            return ()
        return (TagChanged(what.event_id, PLATFORM, tag, what.at),) if tag else ()

    async def _file(self, where: Envelope, number: int, file: Payload, what: Message) -> FileReceived | None:
        try:
            found = await self._files.fetch(file)
        except SendFailed as fault:
            log.warning("slack.file_not_fetched", reason=fault.reason, hint="Slack brings the event again")
            raise TryAgain from fault
        if found is None:
            return None
        envelope = _numbered(where, f"{where.event_id}:file{number}")
        return FileReceived(envelope, found.name, found.content, what.addressed)

    async def _envelope(self, event_id: str, place: Place, user: str, at: datetime) -> Envelope:
        named = await self._people.names({user})
        sender = UserRef(PLATFORM, user, named.get(user, ""))
        if place.direct:
            return Envelope(event_id, sender.direct(), sender, at, thread=place.thread)
        name = await self._people.channel(place.channel, place.name)
        return Envelope(event_id, ChatRef(PLATFORM, "group", place.channel), sender, at, name, place.thread)

    async def _open_form(self, wanted: WantsForm) -> Answer:
        """Before anything else, since its trigger is soon over; the question in the chat can be answered as well."""
        place = {
            "channel": wanted.place.channel,
            "thread": wanted.place.thread,
            "direct": wanted.place.direct,
            "language": wanted.language,
            "form": secrets.token_hex(8),
        }
        view = render.form(json.dumps(place), wanted.language)
        try:
            await self._api.call("views.open", seconds=FORM_PATIENCE, trigger_id=wanted.trigger_id, view=view)
        except SendFailed as fault:
            log.warning("slack.form_not_opened", reason=fault.reason, hint="the question in the chat stays open")
        return None


def _numbered(where: Envelope, event_id: str) -> Envelope:
    return Envelope(event_id, where.chat, where.sender, where.at, where.chat_name, where.thread)
