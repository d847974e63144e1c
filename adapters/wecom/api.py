"""The app's calls: one token for all of them, fetched once however many ask, and no knocking at a closed door."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.http import Http, raise_for_status
from adapters.wecom.faults import BUSY, NO_TOKEN, OK, UNTIL_SOMEBODY_ACTS, WeComFault, errcode, fault_of
from bot.errors import SendFailed
from bot.log import get_log
from bot.ports import Clock

log = get_log("wecom")

EARLY = timedelta(minutes=5)
SHORTEST_LIFE = timedelta(minutes=1)
LONGEST_LIFE = 86_400
MINUTE = 60.0
LIMITED = 45009

Sleep = Callable[[float], Awaitable[None]]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Token:
    value: str
    until: datetime


class Tokens:
    """A refusal is remembered, so that a wrong secret is not tried again and again: WeCom blocks the address for it."""

    def __init__(self, http: Http, base: str, corp_id: str, secret: str, clock: Clock) -> None:
        self._http = http
        self._url = f"{base.rstrip('/')}/cgi-bin/gettoken"
        self._asked = {"corpid": corp_id, "corpsecret": secret}
        self._clock = clock
        self._held: Token | None = None
        self._fetching: asyncio.Task[Token] | None = None
        self._refused: tuple[WeComFault, datetime] | None = None

    async def get(self) -> str:
        if self._held is None or self._held.until <= self._clock.now():
            self._held = await self._fetched()
        return self._held.value

    def drop(self, value: str) -> None:
        """WeCom does not take it any more; somebody may have fetched a new one meanwhile."""
        if self._held is not None and self._held.value == value:
            self._held = None

    async def _fetched(self) -> Token:
        """One call for all who wait; whoever gives up waiting does not end it for the others."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(self._landed)
        return await asyncio.shield(self._fetching)

    def _landed(self, task: asyncio.Task[Token]) -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # everybody who waited has got it

    async def _fetch(self) -> Token:
        self._raise_if_refused()
        answer = await self._http.call("GET", self._url, params=self._asked)
        raise_for_status(answer)
        told = _object("gettoken", answer.json())
        if errcode(told) != OK:
            raise self._refusal(told)
        value, seconds = told.get("access_token"), told.get("expires_in")
        if not (isinstance(value, str) and value and isinstance(seconds, int)):
            raise SendFailed("gettoken: there is no token in the answer", why="failed")
        life = max(timedelta(seconds=min(seconds, LONGEST_LIFE)) - EARLY, SHORTEST_LIFE)
        return Token(value, self._clock.now() + life)

    def _refusal(self, told: Json) -> WeComFault:
        fault = fault_of("gettoken", told)
        if fault.code not in BUSY:
            wait = fault.again or UNTIL_SOMEBODY_ACTS
            self._refused = (fault, self._clock.now() + wait)
            log.error("wecom.no_token", reason=fault.reason, hint="nothing is sent by the app until this is mended")
        return fault

    def _raise_if_refused(self) -> None:
        if self._refused is None:
            return
        (fault, until), now = self._refused, self._clock.now()
        if until > now:
            raise fault.later(until - now)
        self._refused = None


class Api:
    def __init__(self, http: Http, base: str, tokens: Tokens, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._tokens = tokens
        self._clock = clock
        self._sleep = sleep
        self._closed_until: dict[str, tuple[WeComFault, datetime]] = {}

    async def get(self, path: str, *, seconds: float = 15.0, **query: Any) -> Json:
        """A look: it is tried again when WeCom is busy, since nothing is done twice by it."""
        for pause in (0.5, 1.0):
            try:
                return await self._call("GET", path, query, seconds=seconds)
            except WeComFault as fault:
                if fault.code not in BUSY:
                    raise
            await self._sleep(pause)
        return await self._call("GET", path, query, seconds=seconds)

    async def post(self, path: str, body: Json, **query: Any) -> Json:
        """SendFailed for every answer but a good one. The body goes out as it is, since WeCom refuses \\u escapes."""
        raw = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        return await self._call("POST", path, query, data=raw, headers={"Content-Type": "application/json"})

    async def upload(self, name: str, content: bytes) -> str:
        """The id of a file that members can be sent for three days."""
        form = multipart(name, content)
        told = await self._call("POST", "media/upload", {"type": "file"}, seconds=MINUTE, **form)
        return str(told.get("media_id") or "")

    async def _call(self, method: str, path: str, query: Json, **what: Any) -> Json:
        """A token that has ended is fetched anew once, and the call is made once more."""
        self._raise_if_closed(path)
        token = await self._tokens.get()
        try:
            return await self._once(method, path, {**query, "access_token": token}, what)
        except WeComFault as fault:
            if fault.code not in NO_TOKEN:
                raise
        self._tokens.drop(token)
        return await self._once(method, path, {**query, "access_token": await self._tokens.get()}, what)

    async def _once(self, method: str, path: str, query: Json, what: Json) -> Json:
        answer = await self._http.call(method, f"{self._base}/cgi-bin/{path}", params=query, **what)
        raise_for_status(answer)
        told = _object(path, answer.json())
        if errcode(told) == OK:
            return told
        fault = fault_of(path, told)
        if fault.again is not None:
            self._closed_until[path] = (fault, self._clock.now() + fault.again)
        raise fault

    def _raise_if_closed(self, path: str) -> None:
        """What WeCom closed for a while is not knocked at."""
        closed, now = self._closed_until.get(path), self._clock.now()
        if closed is None:
            return
        fault, until = closed
        if until > now:
            raise fault.later(until - now)
        del self._closed_until[path]


def multipart(name: str, content: bytes) -> dict[str, Any]:
    """A file as WeCom wants it: one part `media`, its name in UTF-8 as it is."""
    boundary = "xiaoban-7f3a9c51e2d84b06"
    while boundary.encode() in content:
        boundary += "x"
    shown = name.replace("\\", "").replace('"', "").replace("\r", "").replace("\n", "") or "file"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{shown}"; '
        f"filelength={len(content)}\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    raw = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return {"data": raw, "headers": {"Content-Type": f"multipart/form-data; boundary={boundary}"}}


def _object(what: str, answer: Any) -> Json:
    if not isinstance(answer, dict):
        raise SendFailed(f"{what}: the answer is no object", unknown=True, why="failed")
    return answer
