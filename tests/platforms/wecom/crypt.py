"""WeCom's envelope: cipher and signature of every callback, right and in every way wrong that must be refused."""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32


def padded(text: bytes) -> bytes:
    size = BLOCK - len(text) % BLOCK
    return text + bytes([size]) * size


def unpadded(text: bytes) -> bytes:
    size = text[-1] if text else 0
    if not 1 <= size <= BLOCK or text[-size:] != bytes([size]) * size:
        raise ValueError("wrong padding")
    return text[:-size]


def aes(key: bytes) -> Aes[CBC]:
    return Aes(AES(key), CBC(key[:16]))


def encrypted(key: bytes, plain: bytes) -> bytes:
    """What is given must fill whole blocks."""
    worker = aes(key).encryptor()
    return worker.update(plain) + worker.finalize()


def decrypted(key: bytes, secret: bytes) -> bytes:
    worker = aes(key).decryptor()
    return worker.update(secret) + worker.finalize()


@dataclass(frozen=True, slots=True)
class Signed:
    """A ciphertext and what goes into the query beside it."""

    encrypt: str
    signature: str
    timestamp: str
    nonce: str

    @property
    def query(self) -> dict[str, str]:
        return {"msg_signature": self.signature, "timestamp": self.timestamp, "nonce": self.nonce}


@dataclass(frozen=True, slots=True)
class Envelope:
    """`receiver` is the company's id for an app and empty for a robot of the company's own."""

    token: str
    aes_key: str
    receiver: str = ""

    @property
    def key(self) -> bytes:
        return b64decode(self.aes_key + "=")

    def layout(self, text: str) -> bytes:
        body = text.encode()
        return os.urandom(16) + len(body).to_bytes(4, "big") + body + self.receiver.encode()

    def seal(self, text: str) -> str:
        return b64encode(encrypted(self.key, padded(self.layout(text)))).decode()

    def open(self, secret: str) -> str:
        """Raises ValueError for everything that is not a whole envelope for this receiver."""
        plain = unpadded(decrypted(self.key, b64decode(secret, validate=True)))
        end = 20 + int.from_bytes(plain[16:20], "big")
        if len(plain) < end or plain[end:] != self.receiver.encode():
            raise ValueError("wrong receiver")
        return plain[20:end].decode()

    def sign(self, timestamp: str, nonce: str, encrypt: str) -> str:
        return sha1("".join(sorted((self.token, timestamp, nonce, encrypt))).encode()).hexdigest()

    def signed(self, encrypt: str, at: datetime, nonce: str = "") -> Signed:
        timestamp, nonce = str(int(at.timestamp())), nonce or os.urandom(6).hex()
        return Signed(encrypt, self.sign(timestamp, nonce, encrypt), timestamp, nonce)

    def sealed(self, text: str, at: datetime, nonce: str = "") -> Signed:
        return self.signed(self.seal(text), at, nonce)

    def forgeries(self, text: str, at: datetime) -> dict[str, Signed]:
        """Callbacks that no receiver may accept, by what is wrong; a nonce used twice is a right one sent again."""
        right = self.sealed(text, at)
        return {
            "signature of nothing": replace(right, signature=""),
            "another signature": replace(right, signature="0" * 40),
            "not ASCII": replace(right, signature="é" * 40),
            "upper case": replace(right, signature=right.signature.upper()),
            "another token": replace(self, token=f"{self.token}x").signed(right.encrypt, at),
            "another key": self.signed(replace(self, aes_key=self.aes_key[::-1]).seal(text), at),
            "another receiver": self.signed(replace(self, receiver="wwstranger").seal(text), at),
            "timestamp moved": replace(right, timestamp=str(int(right.timestamp) + 1)),
            "timestamp in words": replace(right, timestamp="now"),
            "stale": self.signed(right.encrypt, at - timedelta(hours=3)),
            **dict(self._malformed(text, right.encrypt, at)),
        }

    def _malformed(self, text: str, right: str, at: datetime) -> Iterator[tuple[str, Signed]]:
        """Signed as it should be, so that only looking inside tells."""
        plain = padded(self.layout(text))
        cut, long = plain[:-BLOCK] + b"\x00" * BLOCK, plain[:16] + b"\xff" * 4 + plain[20:]
        wrong = {
            "padding of nothing": b64encode(encrypted(self.key, cut)).decode(),
            "padding too long": b64encode(encrypted(self.key, plain[:-1] + b"\x2d")).decode(),
            "length beyond the end": b64encode(encrypted(self.key, long)).decode(),
            "cut short": right[: len(right) // 2],
            "empty": "",
            "not base64": "§" * 44,
            "no whole block": b64encode(b"x" * 17).decode(),
        }
        return ((name, self.signed(secret, at)) for name, secret in wrong.items())
