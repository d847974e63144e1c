"""What every platform's calls need: one connection pool, and faults put into SendFailed."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    ClientWSTimeout,
    WSMsgType,
)

from bot.errors import SendFailed

SECONDS = 15.0
FAREWELL = ClientWSTimeout(ws_close=2.0)
"""How long a peer that may be gone is waited for when a socket is closed."""

LEAST_PAUSE, LONGEST_PAUSE = 1, 3600


@dataclass(frozen=True, slots=True)
class Answered:
    """Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """SendFailed when it is none: what was asked for may have been done all the same."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise SendFailed(f"the answer is no JSON (HTTP {self.status})", unknown=True, why="failed") from fault


class Http:
    """A pool that is opened by the first call; `close` may come twice."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    async def call(self, method: str, url: str, *, seconds: float = SECONDS, most: int = 0, **what: Any) -> Answered:
        """`what` is the client's own (`json`, `data`, `headers`); of a body longer than `most` only so much is read.

        SendFailed without `unknown` means that nothing went out.
        """
        try:
            async with self._open().request(method, url, timeout=ClientTimeout(total=seconds), **what) as answer:
                body = await answer.content.read(-1) if not most else await _head(answer.content, most)
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Answered(answer.status, headers, body)
        except ClientConnectorError as fault:
            raise SendFailed(f"cannot connect ({type(fault).__name__})", why="unreachable") from fault
        except TimeoutError as fault:
            raise SendFailed(f"no answer within {seconds:g} s", unknown=True) from fault
        except (ClientError, OSError) as fault:
            raise SendFailed(f"the connection broke ({type(fault).__name__})", unknown=True) from fault

    @asynccontextmanager
    async def socket(self, url: str, heartbeat: float | None) -> AsyncIterator["Socket"]:
        """An open WebSocket; SendFailed when it cannot be had. With a heartbeat a peer that answers no ping ends it."""
        try:
            connection = await self._open().ws_connect(url, heartbeat=heartbeat, timeout=FAREWELL)
        except (ClientError, OSError, TimeoutError) as fault:
            raise SendFailed(f"no socket ({type(fault).__name__})", why="unreachable") from fault
        try:
            yield Socket(connection)
        finally:
            await connection.close()

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession()
        return self._session


class Socket:
    """Text frames, one after another."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self._connection = connection

    async def receive(self) -> str | None:
        """None when it is over."""
        while True:
            frame = await self._connection.receive()
            if frame.type is WSMsgType.TEXT:
                return str(frame.data)
            if frame.type is not WSMsgType.BINARY:
                return None

    async def send(self, text: str) -> None:
        """SendFailed when it is over."""
        try:
            await self._connection.send_str(text)
        except (ClientError, OSError) as fault:
            raise SendFailed(f"the socket broke ({type(fault).__name__})", unknown=True) from fault


async def _head(content: Any, most: int) -> bytes:
    parts, length = [], 0
    async for part in content.iter_chunked(65536):
        parts.append(part)
        length += len(part)
        if length >= most:
            break
    return b"".join(parts)[:most]


def raise_for_status(answer: Answered) -> None:
    """429 with the platform's own wish; 5xx, which may come after the effect; other refusals."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SendFailed("too many requests (HTTP 429)", retry_after=pause_of(answer), why="limited")
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SendFailed(f"HTTP {answer.status}", unknown=True, why="failed")
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise SendFailed(f"HTTP {answer.status}", why="failed")


def pause_of(answer: Answered) -> timedelta:
    """`Retry-After` in seconds, within reason; what is no number is a little."""
    given = answer.headers.get("retry-after", "")
    seconds = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else LEAST_PAUSE  # noqa: PLR2004
    return timedelta(seconds=min(max(seconds, LEAST_PAUSE), LONGEST_PAUSE))
