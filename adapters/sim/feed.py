"""New lines to whoever listens; a listener that does not keep up is let go rather than waited for."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

BACKLOG = 256
HEARTBEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One new line as it goes over the wire, encoded once for all listeners."""

    seq: int
    chat: str
    data: bytes


class Feed:
    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @property
    def is_heard(self) -> bool:
        """Whether encoding a frame is worth it."""
        return bool(self._listeners)

    def publish(self, frame: Frame) -> None:
        for listener in tuple(self._listeners):
            listener.put(frame)

    @contextmanager
    def listening(self) -> Iterator["Listener"]:
        """Everything published from here on reaches the listener."""
        listener = Listener()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        for listener in tuple(self._listeners):
            listener.let_go()


class Listener:
    def __init__(self) -> None:
        self._queue: asyncio.Queue[Frame | None] = asyncio.Queue(BACKLOG)
        self._gone = False

    def put(self, frame: Frame) -> None:
        if self._queue.full():
            self.let_go()
        if not self._gone:
            self._queue.put_nowait(frame)

    def let_go(self) -> None:
        """Whoever listens comes back and asks for what came after the last line that they saw."""
        self._gone = True
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def frames(self) -> AsyncGenerator[Frame | None]:
        """None is a sign of life when there is nothing to say; ends when the listener is let go."""
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    frame = await self._queue.get()
            except TimeoutError:
                yield None
                continue
            if frame is None:
                return
            yield frame
