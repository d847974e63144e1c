"""Slack's methods: called with the token in the header, paced, their errors as SendFailed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from adapters.http import Http, pause_of, raise_for_status
from adapters.slack.faults import fault_of
from bot.errors import SendFailed
from bot.ports import Clock

POSTS_A_SECOND, BURST = 4.5, 30
"""Several hundred posts a minute are allowed in a workspace; the house's own pace keeps one chat to one a second."""

PATIENCE = timedelta(seconds=15)
PAGE = 200
AS_JSON = frozenset({"chat.postMessage", "chat.update", "views.open", "views.publish", "files.completeUploadExternal"})
"""Methods that take JSON; the others are read as forms."""

Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """Who asks gets the time to wait for; a place that was given is used."""

    def __init__(self, a_second: float, burst: int) -> None:
        self._pause = timedelta(seconds=1 / a_second)
        self._burst = burst
        self._full_at: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        full_at = max(self._full_at or now, now)
        wait = max(full_at - self._pause * (self._burst - 1) - now, timedelta(0))
        if wait <= PATIENCE:
            self._full_at = full_at + self._pause
        return wait


class Api:
    def __init__(self, http: Http, base: str, token: str, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._clock = clock
        self._sleep = sleep
        self._posts = Pace(POSTS_A_SECOND, BURST)
        self._closed_until: dict[str, datetime] = {}
        self.scopes: frozenset[str] = frozenset()

    async def call(self, method: str, *, seconds: float = 15.0, **params: Any) -> Mapping[str, Any]:
        """The answer of a call that went well; SendFailed otherwise. Empty parameters are left out."""
        self._raise_if_closed(method)
        if method == "chat.postMessage":
            await self._wait_for_a_place()
        given = {name: value for name, value in params.items() if value not in (None, "")}
        how = {"json": given} if method in AS_JSON else {"data": _form(given)}
        answer = await self._http.call("POST", f"{self._base}/{method}", seconds=seconds, headers=self._headers, **how)
        try:
            raise_for_status(answer)
        except SendFailed as fault:
            if fault.retry_after is not None:
                self._closed_until[method] = self._clock.now() + pause_of(answer)
            raise
        self.scopes = frozenset(answer.headers.get("x-oauth-scopes", "").replace(" ", "").split(",")) - {""}
        return _judged(method, answer.json())

    async def pages(self, method: str, *, most: int = 1000, **params: Any) -> AsyncIterator[Mapping[str, Any]]:
        """Every page; only an empty cursor is the end, a short page is not."""
        cursor = ""
        for _ in range(most):
            page = await self._patiently(method, limit=PAGE, cursor=cursor, **params)
            yield page
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
        raise SendFailed(f"{method}: more than {most} pages")

    async def _patiently(self, method: str, **params: Any) -> Mapping[str, Any]:
        """A reading that is asked to wait does so, a few times: nothing is done twice by it."""
        for _ in range(5):
            try:
                return await self.call(method, **params)
            except SendFailed as fault:
                if fault.retry_after is None:
                    raise
                await self._sleep(fault.retry_after.total_seconds())
        return await self.call(method, **params)

    async def _wait_for_a_place(self) -> None:
        wait = self._posts.wait(self._clock.now())
        if wait > PATIENCE:
            raise SendFailed("the workspace's own pace", retry_after=wait, why="limited")
        if wait:
            await self._sleep(wait.total_seconds())

    def _raise_if_closed(self, method: str) -> None:
        """What Slack closed for a while is not knocked at."""
        until, now = self._closed_until.get(method), self._clock.now()
        if until is None:
            return
        if until > now:
            raise SendFailed(f"{method}: still closed by HTTP 429", retry_after=until - now, why="limited")
        del self._closed_until[method]


def _form(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}


def _judged(method: str, answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, dict):
        raise SendFailed(f"{method}: the answer is no object", unknown=True, why="failed")
    if answer.get("ok") is not True:
        raise fault_of(method, answer)
    return answer
