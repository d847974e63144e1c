"""WeCom's envelope: what comes in is opened only when it is whole, fresh, for us and not said before."""

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.ports import Clock

KEY_BYTES, AES_BLOCK, BLOCK, HEAD, LENGTH = 32, 16, 32, 16, 4
LARGEST = 1024 * 1024
STAMP_DIGITS = 12
MAX_AGE = timedelta(minutes=5)

ATTEMPTS, RETRIES_WITHIN = 3, timedelta(seconds=60)
"""WeCom waits five seconds and delivers three times in all; whether with the same nonce is written nowhere."""

REMEMBERED = 2 * MAX_AGE
"""As long as a time on an envelope can be taken for the present, from either side."""


class NotGenuine(Exception):
    """Not WeCom's, not for us, too old, or said before: what exactly is nobody's business."""


@dataclass(slots=True)
class _Seen:
    signature: str
    since: datetime
    times: int = 1


class Crypt:
    """`receiver_id` is the company's id for an app and empty for a smart robot of the company's own.

    ValueError for a key that is none.
    """

    def __init__(self, token: str, aes_key: str, receiver_id: str, clock: Clock) -> None:
        self._token = token
        self._key = _key(aes_key)
        self._receiver = receiver_id.encode()
        self._clock = clock
        self._seen: dict[str, _Seen] = {}

    def opened(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        """What was said; NotGenuine for everything wrong.

        The very same envelope opens as often as WeCom itself delivers one; events have ids against the rest.
        """
        right = self.sign(timestamp, nonce, encrypted[:LARGEST]).encode()
        is_signed = hmac.compare_digest(right, signature.encode("utf-8", "replace"))
        now = self._clock.now()
        if not (is_signed and self._token and len(encrypted) <= LARGEST and _is_fresh(timestamp, now)):
            raise NotGenuine
        plain = self._plain(encrypted)
        if not self._is_new(nonce, signature, now):
            raise NotGenuine
        return plain

    def sealed(self, plain: bytes, nonce: str = "") -> Mapping[str, Any]:
        """The answer's envelope as the robot's JSON has it; a robot's answer bears the nonce of what it answers."""
        encrypt = b64encode(self._encrypted(plain)).decode()
        at, nonce = int(self._clock.now().timestamp()), nonce or os.urandom(8).hex()
        signature = self.sign(str(at), nonce, encrypt)
        return {"encrypt": encrypt, "msgsignature": signature, "timestamp": at, "nonce": nonce}

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The signature that WeCom would send."""
        joined = "".join(sorted((self._token, timestamp, nonce, encrypted)))
        return sha1(joined.encode("utf-8", "replace")).hexdigest()

    def _encrypted(self, plain: bytes) -> bytes:
        text = os.urandom(HEAD) + len(plain).to_bytes(LENGTH, "big") + plain + self._receiver
        size = BLOCK - len(text) % BLOCK
        worker = self._cipher().encryptor()
        return worker.update(text + bytes([size]) * size) + worker.finalize()

    def _plain(self, encrypted: str) -> bytes:
        """Everything is looked at before anything is refused, so that a refusal tells nothing."""
        raw = _decoded(encrypted)
        if not raw or len(raw) % AES_BLOCK:
            raise NotGenuine
        worker = self._cipher().decryptor()
        text = worker.update(raw) + worker.finalize()
        size = text[-1]
        is_padded = 1 <= size <= BLOCK and hmac.compare_digest(text[-size:], bytes([size]) * size)
        end = HEAD + LENGTH + int.from_bytes(text[HEAD : HEAD + LENGTH], "big")
        is_ours = hmac.compare_digest(text[end : max(len(text) - size, 0)], self._receiver)
        if not (is_padded and end <= len(text) - size and is_ours):
            raise NotGenuine
        return text[HEAD + LENGTH : end]

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self._key), CBC(self._key[:AES_BLOCK]))

    def _is_new(self, nonce: str, signature: str, now: datetime) -> bool:
        """Or brought again by WeCom, which had no answer from us."""
        self._forget(now)
        seen = self._seen.setdefault(nonce, _Seen(signature, now, 0))
        seen.times += 1
        is_retry = seen.times <= ATTEMPTS and now - seen.since <= RETRIES_WITHIN
        return seen.signature == signature and is_retry

    def _forget(self, now: datetime) -> None:
        """The oldest stand first."""
        while self._seen:
            nonce, seen = next(iter(self._seen.items()))
            if now - seen.since <= REMEMBERED:
                return
            del self._seen[nonce]


def _key(aes_key: str) -> bytes:
    key = _decoded(f"{aes_key}=")
    if len(key) != KEY_BYTES:
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return key


def _decoded(encrypted: str) -> bytes:
    try:
        return b64decode(encrypted, validate=True)
    except ValueError:
        return b""


def _is_fresh(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= STAMP_DIGITS):
        return False
    return abs(now.timestamp() - int(timestamp)) <= MAX_AGE.total_seconds()
