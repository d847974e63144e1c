"""Whether a request comes from Slack: judged by its raw bytes, before anything in them is read."""

import hashlib
import hmac
from datetime import datetime

from bot.ports import HttpRequest

STAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
MAX_AGE = 300
LARGEST = 1024 * 1024
STAMP_DIGITS = 12
_NO_SECRET = b"nobody knows this secret"


class NotGenuine(Exception):
    """Signed by somebody else, too old, or not at all."""


def sign(stamp: str, body: bytes, secret: str) -> str:
    """The signature that Slack would send."""
    return "v0=" + _mac(stamp.encode(), body, secret.encode()).hexdigest()


def verify(request: HttpRequest, secret: str | None, now: datetime) -> None:
    """NotGenuine unless Slack signed these bytes in the last five minutes.

    The signature is worked out whatever the headers hold, so that the answer's time tells a forger nothing.
    """
    stamp = request.headers.get(STAMP, "").encode("utf-8", "replace")
    given = request.headers.get(SIGNATURE, "").encode("utf-8", "replace")
    right = (
        b"v0=" + _mac(stamp[:STAMP_DIGITS], request.body, (secret or "").encode() or _NO_SECRET).hexdigest().encode()
    )
    is_right = hmac.compare_digest(right, given)
    if not (is_right and secret and _is_fresh(stamp, now) and len(request.body) <= LARGEST):
        raise NotGenuine


def _mac(stamp: bytes, body: bytes, secret: bytes) -> "hmac.HMAC":
    mac = hmac.new(secret, b"v0:" + stamp + b":", hashlib.sha256)
    mac.update(body)
    return mac


def _is_fresh(stamp: bytes, now: datetime) -> bool:
    if not (stamp.isdigit() and len(stamp) <= STAMP_DIGITS):
        return False
    return abs(now.timestamp() - int(stamp)) <= MAX_AGE
