"""Commands as Slack sends and signs them: its scheme over the raw body, headers of its names."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

PATH = "/hooks/bench"
SECRET = "the benchmark's own"
SPEAKERS = tuple(f"U{number:02d}" for number in range(12))
ID_WIDTH = 24
BODY_BYTES = 512
"""A signed command is about so long."""

SIGNATURE, STAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
HEADERS = (
    f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nContent-Type: {{kind}}\r\n"
    f"{SIGNATURE}: {{signature}}\r\n{STAMP}: {{stamp}}\r\nContent-Length: {{length}}\r\n\r\n"
)

Shape = Literal["event", "slash"]
"""A message of the Events API in JSON, which the house takes; a slash command as a form, for Bolt's own commands."""

KINDS = {"event": "application/json", "slash": "application/x-www-form-urlencoded"}
COMMAND = "/desk{number}"


class NotGenuine(Exception):
    """Signed by somebody else, or not at all."""


def signature(stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def verified(stamp: str, given: str, body: bytes) -> Any:
    """The event of a body whose signature is right."""
    if not hmac.compare_digest(signature(stamp, body), given):
        raise NotGenuine
    return json.loads(body)


@dataclass(frozen=True, slots=True)
class Template:
    """One speaker's sentence, ready but for the event's id and the signature."""

    port: int
    kind: str
    stamp: str
    before: bytes
    after: bytes

    def request(self, event_id: str) -> bytes:
        body = self.before + event_id.encode() + self.after
        head = HEADERS.format(
            port=self.port, kind=self.kind, signature=signature(self.stamp, body), stamp=self.stamp, length=len(body)
        )
        return head.encode() + body


def template(port: int, speaker: str, text: str, shape: Shape) -> Template:
    body = _padded(_event if shape == "event" else _slash, speaker, text)
    before, after = body.split(b"0" * ID_WIDTH)[0], body.rpartition(b"0" * ID_WIDTH)[2]
    return Template(port, KINDS[shape], str(int(time.time())), before, after)


def _padded(write: Any, speaker: str, text: str) -> bytes:
    missing = BODY_BYTES - len(write(speaker, text, ""))
    body: bytes = write(speaker, text, "x" * max(missing, 0))
    return body


def _event(speaker: str, text: str, padding: str) -> bytes:
    message = {"type": "message", "channel": f"D{speaker}", "channel_type": "im", "user": speaker, "text": text}
    written = {"type": "event_callback", "padding": padding, "event": message, "event_id": "0" * ID_WIDTH}
    return json.dumps(written, ensure_ascii=False).encode()


def _slash(speaker: str, text: str, padding: str) -> bytes:
    said = {"team_id": "T0", "channel_id": f"D{speaker}", "user_id": speaker, "command": text, "text": padding}
    return urlencode({**said, "trigger_id": "0" * ID_WIDTH}).encode()
