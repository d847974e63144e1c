"""A command as a platform signs it: Slack's scheme over the raw body, an event of its Events API inside."""

import hashlib
import hmac
import json
from dataclasses import dataclass

PATH = "/hooks/bench"
SECRET = b"the benchmark's own"
STAMP = "1790000000"
SPEAKERS = tuple(f"U{number:02d}" for number in range(12))
ID_WIDTH = 24
BODY_BYTES = 512
"""A platform's signed command is about so long."""

HEADERS = (
    f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nContent-Type: application/json\r\n"
    f"X-Signature: {{signature}}\r\nX-Request-Timestamp: {STAMP}\r\nContent-Length: {{length}}\r\n\r\n"
)


class NotGenuine(Exception):
    """Signed by somebody else, or not at all."""


def signature(stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(SECRET, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def verified(stamp: str, given: str, body: bytes) -> dict[str, str]:
    """The event of a body whose signature is right."""
    if not hmac.compare_digest(signature(stamp, body), given):
        raise NotGenuine
    event: dict[str, str] = json.loads(body)
    return event


@dataclass(frozen=True, slots=True)
class Template:
    """One speaker's sentence, ready but for the event's id."""

    port: int
    before: bytes
    after: bytes

    def request(self, event_id: str) -> bytes:
        body = self.before + event_id.encode() + self.after
        return HEADERS.format(port=self.port, signature=signature(STAMP, body), length=len(body)).encode() + body


def template(port: int, speaker: str, text: str) -> Template:
    said = {"user": speaker, "text": text, "padding": "", "event_id": "0" * ID_WIDTH}
    missing = BODY_BYTES - len(json.dumps(said, ensure_ascii=False).encode())
    said["padding"] = "0" * max(missing, 0)
    body = json.dumps(said, ensure_ascii=False).encode()
    return Template(port, body[: -ID_WIDTH - 2], body[-2:])
