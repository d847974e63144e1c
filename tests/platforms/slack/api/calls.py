"""One call of the Web API: who asks, what for, and how Slack refuses."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tests.platforms.slack.world import Channel, Human, Json, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

T = TypeVar("T")
PAGE = 100
MOST = 1000


class Refused(Exception):
    """`ok: false`; `more` stands beside the error."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True, slots=True)
class Call:
    slack: "LocalSlack"
    args: Json
    scopes: frozenset[str]

    @property
    def world(self) -> Workspace:
        return self.slack.world

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return "" if value is None else str(value)

    def needs(self, name: str) -> str:
        if name not in self.args:
            raise Refused(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]}
            )
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"1", "true"}

    def data(self, name: str, wrong: str) -> Any:
        """A field that holds JSON: as a text in a form, as itself in a JSON body; None where there is none."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(wrong) from None

    def scope(self, *wanted: str) -> None:
        """Any one of them is enough."""
        if not self.scopes & set(wanted):
            raise Refused("missing_scope", needed=",".join(wanted), provided=",".join(sorted(self.scopes)))

    def human(self, name: str = "user") -> Human:
        found = self.world.people.get(self.text(name))
        if found is None:
            raise Refused("user_not_found")
        return found

    def channel(self, name: str = "channel") -> Channel:
        """One that the bot can see."""
        found = self.world.channels.get(self.needs(name))
        if found is None or (found.kind != "channel" and self.world.app.bot_user not in found.members):
            raise Refused("channel_not_found")
        return found

    def page(self, items: Sequence[T], most: int = MOST) -> tuple[list[T], str]:
        """Items from the cursor on, and the next cursor; pages are shorter than asked for where the server says so."""
        limit, start = self._limit(most), self._start()
        if start > len(items):
            raise Refused("invalid_cursor")
        end = start + min(limit, self.slack.page or limit)
        return list(items[start:end]), encode_cursor(end) if end < len(items) else ""

    def _limit(self, most: int) -> int:
        given = self.text("limit")
        if not given:
            if self.slack.limit_required:
                raise Refused("limit_required")
            return PAGE
        if not given.isdecimal() or not 1 <= int(given) <= most:
            raise Refused("invalid_limit")
        return int(given)

    def _start(self) -> int:
        cursor = self.text("cursor")
        try:
            return int(urlsafe_b64decode(cursor.encode()).decode().removeprefix("next:")) if cursor else 0
        except (ValueError, NotBase64):
            raise Refused("invalid_cursor") from None


def encode_cursor(at: int) -> str:
    return urlsafe_b64encode(f"next:{at}".encode()).decode()


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """`scopes`: one of them is needed; `tier` None is not limited by it; `json`: a JSON body is read;
    `app_token`: the app-level token is wanted; `open`: it is served without any."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    tier: int | None = 3
    json: bool = False
    app_token: bool = False
    open: bool = False


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, tier: int | None = 3, **more: bool) -> Callable[[Handler], Handler]:
    def add(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scopes, tier, **more)
        return handler

    return add
