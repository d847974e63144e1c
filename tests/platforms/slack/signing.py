"""What Slack writes into the headers of a request: right, and in every way wrong that a stranger might try."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

STALE = timedelta(seconds=301)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, sha256).hexdigest()


def signed(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(secret, stamp, body)}


def forgeries(secret: str, body: bytes, at: datetime) -> dict[str, dict[str, str]]:
    """Headers that no receiver may accept for this body, by what is wrong with them."""
    right = signed(secret, body, at)
    stamp, sign = right["X-Slack-Request-Timestamp"], right["X-Slack-Signature"]
    return {
        "unsigned": {},
        "no signature": {"X-Slack-Request-Timestamp": stamp},
        "no timestamp": {"X-Slack-Signature": sign},
        "stale": signed(secret, body, at - STALE),
        "from the future": signed(secret, body, at + STALE),
        "another secret": signed(f"{secret}x", body, at),
        "another body": signed(secret, body + b" ", at),
        "timestamp moved": {**right, "X-Slack-Request-Timestamp": str(int(stamp) + 1)},
        "timestamp in words": {**right, "X-Slack-Request-Timestamp": "now"},
        "not ASCII": {**right, "X-Slack-Signature": "v0=é" + sign[4:]},
        "cut short": {**right, "X-Slack-Signature": sign[:-1]},
        "another version": {**right, "X-Slack-Signature": "v1=" + sign[3:]},
        "upper case": {**right, "X-Slack-Signature": "v0=" + sign[3:].upper()},
    }
