"""The adapter: Slack on one side, the house on the other; what it does is done by its parts."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapters.http import Http
from adapters.slack import heard, render
from adapters.slack.api import Api, Sleep
from adapters.slack.files import Files
from adapters.slack.heard import Kind, Payload, Unreadable
from adapters.slack.people import People
from adapters.slack.receiving import Receiver
from adapters.slack.sending import Sender
from adapters.slack.signing import NotGenuine, verify
from adapters.slack.socket import SocketMode
from adapters.slack.wording import PLATFORM
from bot.delivery import OnUnknown
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import Account, Outgoing, PlatformTag, Sent
from bot.ports import Clock, Dispatch, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from pydantic import SecretStr

    from config.platforms import SlackSettings

log = get_log("slack")

PATH = "/hooks/slack"
JSON, TEXT = "application/json", "text/plain"
NO_HOOK = HttpResponse(404)
REFUSED = HttpResponse(401, b'{"error":"not signed by Slack"}')
UNREADABLE = HttpResponse(400, b'{"error":"nothing that Slack sends"}')
TAKEN = HttpResponse(200, b"", TEXT)
SSL_CHECK = b"ssl_check=1"


class SlackAdapter:
    """With an app token it opens a socket; with a signing secret it answers requests; it may do both."""

    name = PLATFORM
    limits = render.LIMITS
    exclusive = False
    sends_from_anywhere = True
    on_unknown: OnUnknown = "look_up"

    def __init__(self, settings: "SlackSettings", clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        token, app_token = _secret(settings.bot_token), _secret(settings.app_token)
        self._secret = _secret(settings.signing_secret)
        self._clock = clock
        self._http = Http()
        self._api = Api(self._http, settings.api_base, token, clock, sleep)
        self._people = People(self._api, clock)
        files = Files(self._http, self._api, settings.api_base, token)
        self._sender = Sender(self._api, files, clock)
        self._receiver = Receiver(self._api, self._people, files, self._sender, clock)
        apps = Api(self._http, settings.api_base, app_token, clock, sleep)
        self.socket = SocketMode(self._http, apps, self._receiver.take, sleep) if app_token else None

    async def start(self, dispatch: Dispatch) -> None:
        """A Slack that does not answer now does not keep the house from opening."""
        self._receiver.dispatch = dispatch
        try:
            self._receiver.me = str((await self._api.call("auth.test")).get("user_id") or "")
        except SendFailed as fault:
            log.error("slack.not_greeted", reason=fault.reason, hint="`xiaoban check` tries each setting")
        if self.socket:
            self.socket.start()

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()
        await self._http.close()

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """Nothing in a request is read before its signature is known to be right."""
        if request.path != PATH or request.method != "POST":
            return NO_HOOK
        if _is_ssl_check(request.body):
            return TAKEN
        try:
            verify(request, self._secret, self._clock.now())
        except NotGenuine:
            return REFUSED
        try:
            return await self._answer(request)
        except Unreadable:
            log.warning("slack.unreadable", length=len(request.body))
            return UNREADABLE

    async def send(self, message: Outgoing) -> Sent:
        return await self._sender.send(message)

    async def look_up(self, message: Outgoing) -> Sent | None:
        return await self._sender.look_up(message)

    def accounts(self) -> AsyncIterator[Sequence[Account]]:
        return self._people.accounts()

    async def tags(self) -> Sequence[PlatformTag] | None:
        return await self._people.tags()

    async def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("content-type", "").startswith(JSON):
            payload = heard.read_json(request.body)
            if payload.get("type") == "url_verification":
                return HttpResponse(200, str(payload.get("challenge", "")).encode(), TEXT)
            return await self._take("events_api", payload)
        form = heard.read_form(request.body)
        if "payload" in form and "command" not in form:
            return await self._take("interactive", heard.read_json(form["payload"].encode()))
        return await self._take("slash_commands", form)

    async def _take(self, kind: Kind, payload: Payload) -> HttpResponse:
        answer: Mapping[str, Any] | None = await self._receiver.take(kind, payload)
        return TAKEN if answer is None else HttpResponse(200, json.dumps(answer, ensure_ascii=False).encode())


def _is_ssl_check(body: bytes) -> bool:
    """Slack's look at our certificate; it may come unsigned, and nothing is done for it."""
    return len(body) < len(SSL_CHECK) + 256 and SSL_CHECK in body.split(b"&")


def _secret(given: "SecretStr | None") -> str:
    return given.get_secret_value() if given else ""
