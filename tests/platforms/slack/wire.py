"""Bringing something to the app: one signed POST, or one envelope through a socket; and what came of it."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

import aiohttp

from tests.platforms.slack.signing import signed
from tests.platforms.slack.world import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import LocalSlack

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
REDIRECTS = 2
CHANGED_ADDRESS = range(300, 400)


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is empty when it was taken, else Slack's word for what went wrong."""

    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def taken(self) -> bool:
        return not self.reason

    @property
    def told(self) -> Json | None:
        """The body as JSON; None where it is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return None
        return read if isinstance(read, dict) else None


@dataclass(frozen=True, slots=True)
class Parcel:
    """`kind` as in an envelope of Socket Mode; `form` is a command's fields, which HTTP brings as a form."""

    kind: str
    payload: Json
    answers: bool = False
    attempt: int = 0
    why: str = ""

    def body(self) -> bytes:
        if self.kind == "slash_commands":
            return urlencode(self.payload).encode()
        whole = json.dumps(self.payload, ensure_ascii=False)
        return whole.encode() if self.kind == "events_api" else urlencode({"payload": whole}).encode()

    def headers(self) -> dict[str, str]:
        kind = {"Content-Type": JSON if self.kind == "events_api" else FORM}
        retry = {"X-Slack-Retry-Num": str(self.attempt), "X-Slack-Retry-Reason": self.why}
        return {**kind, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **(retry if self.attempt else {})}


class Wire:
    def __init__(self, slack: "LocalSlack") -> None:
        self._slack = slack
        self._http: aiohttp.ClientSession | None = None
        self.ack_seconds = 3.0

    async def carry(self, parcel: Parcel) -> Answer:
        """By socket when Socket Mode is on: HTTP is not tried then at all."""
        if self._slack.world.app.socket_mode:
            return await self._slack.sockets.carry(parcel, self.ack_seconds)
        return await self.post(parcel.body(), parcel.headers())

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Signed as Slack signs."""
        app = self._slack.world.app
        return await self.post_as_it_is(body, {**headers, **signed(app.signing_secret, body, self._slack.signs_at())})

    async def post_as_it_is(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Whatever the headers say: for strangers."""
        try:
            async with asyncio.timeout(self.ack_seconds):
                return await self._follow(self._slack.world.app.url, body, headers)
        except TimeoutError:
            return Answer(reason="http_timeout")
        except aiohttp.ClientSSLError:
            return Answer(reason="ssl_error")
        except aiohttp.ClientError:
            return Answer(reason="connection_failed")

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def _follow(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        for _ in range(REDIRECTS + 1):
            answer = await self._once(url, body, headers)
            if answer.status not in CHANGED_ADDRESS or "Location" not in answer.headers:
                good = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
                return Answer(answer.status, answer.body, answer.headers, "" if good else "http_error")
            url = urljoin(url, answer.headers["Location"])
        return Answer(answer.status, answer.body, answer.headers, "too_many_redirects")

    async def _once(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self._http is None:
            self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        async with self._http.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return Answer(answer.status, await answer.read(), answer.headers)
