"""A platform's server that does as little as can be: it reads a POST and answers with an id.

`python -m benchmarks.endpoint PORT`. The path says how: `/fast`, `/slow` after 50 ms, `/limited` with 429, `/hang` not
at all; anything but a POST is answered with 200, so that one can see that it is there.
"""

import asyncio
import re
import sys
from itertools import count

SLOW_SECONDS = 0.05
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
HEAD = "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {length}\r\n\r\n"


class Line(asyncio.Protocol):
    numbers = count()

    def __init__(self) -> None:
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not found or len(body) < (int(length[1]) if length else 0):
            return
        self._buffer = b""
        path = head.split(b" ", 2)[1]
        if path == b"/limited":
            self._answer("429 Too Many Requests", b"{}", "Retry-After: 1\r\n")
        elif path == b"/slow":
            self._loop.call_later(SLOW_SECONDS, self._accept)
        elif path != b"/hang":
            self._accept()

    def _accept(self) -> None:
        self._answer("200 OK", b'{"ok": true, "id": "%d"}' % next(self.numbers))

    def _answer(self, status: str, body: bytes, more: str = "") -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(HEAD.format(status=status, more=more, length=len(body)).encode() + body)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[-1])))
