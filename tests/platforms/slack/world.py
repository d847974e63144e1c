"""A workspace: its people, channels, messages, groups and views, and the app that is installed in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from bot.engine.clock import MovableClock

Json = dict[str, Any]
Kind = Literal["channel", "group", "im", "mpim"]

SCOPES = frozenset({
    "app_mentions:read", "bookmarks:write", "channels:history", "channels:read", "chat:write", "chat:write.public",
    "commands", "files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
    "mpim:read", "reactions:read", "usergroups:read", "users:read", "users:read.email",
})  # fmt: skip
EVENTS = frozenset({
    "app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "member_left_channel",
    "message.im", "subteam_created", "subteam_members_changed", "subteam_updated", "team_join", "tokens_revoked",
    "user_change",
})  # fmt: skip


@dataclass(slots=True)
class Human:
    id: str
    name: str
    real_name: str
    email: str = ""
    deleted: bool = False
    is_bot: bool = False
    guest: bool = False
    tz: str = "Asia/Shanghai"


@dataclass(slots=True)
class Message:
    """`only_for` is whom an ephemeral one is shown to; a tombstone stands where the root of a thread was deleted."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    bot_id: str = ""
    edited: bool = False
    only_for: str = ""
    tombstone: bool = False
    broadcast: bool = False
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    kind: Kind
    members: list[str] = field(default_factory=list)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def talk(self) -> str:
        """`channel_type` of the events from here."""
        return self.kind

    def find(self, ts: str) -> Message | None:
        return next((line for line in self.messages if line.ts == ts), None)


@dataclass(slots=True)
class UserGroup:
    id: str
    handle: str
    name: str
    users: list[str]


@dataclass(slots=True)
class View:
    """One that somebody has before them; `above` is the view it was pushed on."""

    id: str
    owner: str
    body: Json
    hash: str
    root: str
    above: str = ""


@dataclass(slots=True)
class App:
    """`url` is where requests go to; `escapes` is the command's `should_escape`."""

    url: str = ""
    id: str = "A0XIAOBAN"
    bot_id: str = "B0XIAOBAN"
    bot_user: str = "U0XIAOBAN"
    name: str = "xiaoban"
    token: str = "xoxb-local-1"
    app_token: str = "xapp-1-local"
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"
    scopes: frozenset[str] = SCOPES
    events: frozenset[str] = EVENTS
    escapes: bool = True
    socket_mode: bool = False
    delayed_events: bool = True
    revoked: str = ""


class Workspace:
    def __init__(self, clock: MovableClock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.id = "T0OFFICE"
        self.domain = "office"
        self.paid = True
        self.people: dict[str, Human] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self._numbers = count(1)
        self._last_ts: dict[str, int] = {}
        self.add_human(app.name, app.name, id=app.bot_user, is_bot=True)
        self.add_human("slackbot", "Slackbot", id="USLACKBOT")

    def number(self, prefix: str) -> str:
        """Opaque, unique, and in the alphabet of Slack's ids."""
        return f"{prefix}0L{next(self._numbers):07d}"

    def next_ts(self, channel: str) -> str:
        """Unique and rising in its channel."""
        wanted = int(self.clock.now().timestamp() * 1_000_000)
        ts = self._last_ts[channel] = max(wanted, self._last_ts.get(channel, 0) + 1)
        return f"{ts // 1_000_000}.{ts % 1_000_000:06d}"

    def add_human(self, name: str, real_name: str, **more: Any) -> Human:
        human = Human(more.pop("id", None) or self.number("U"), name, real_name, **more)
        self.people[human.id] = human
        return human

    def add_channel(self, name: str, *members: str, kind: Kind = "channel", bot: bool = True) -> Channel:
        """The bot has been invited unless it is said otherwise."""
        inside = [*members, *([self.app.bot_user] if bot else [])]
        channel = Channel(self.number("D" if kind == "im" else "C"), name, kind, inside)
        self.channels[channel.id] = channel
        return channel

    def add_group(self, handle: str, name: str, *users: str) -> UserGroup:
        group = UserGroup(self.number("S"), handle, name, list(users))
        self.groups[group.id] = group
        return group

    def named(self, name: str) -> Human:
        """By id, handle or full name."""
        return next(each for each in self.people.values() if name in {each.id, each.name, each.real_name})

    def im_with(self, user: str) -> Channel:
        """The bot's own direct channel with that person, opened when it was not there."""
        found = next((each for each in self.channels.values() if each.kind == "im" and user in each.members), None)
        return found or self.add_channel("", user, kind="im")

    def group_talk(self, users: list[str]) -> Channel:
        wanted = {*users, self.app.bot_user}
        found = next(
            (each for each in self.channels.values() if each.kind == "mpim" and set(each.members) == wanted), None
        )
        return found or self.add_channel(f"mpdm-{'--'.join(users)}-1", *users, kind="mpim")

    def lines(self) -> Iterator[tuple[Channel, Message]]:
        for channel in self.channels.values():
            for line in channel.messages:
                yield channel, line
