"""Files that people hand to the robot: fetched from their short-lived address and deciphered."""

import re
from base64 import b64decode
from binascii import Error
from urllib.parse import unquote

from adapters.http import Answered, Http, raise_for_status
from adapters.wecom.robot.heard import Media
from bot.errors import SendFailed
from bot.messages import LARGEST_FILE, OutFile

SECONDS = 60.0
BLOCK, CIPHER_BLOCK, KEY = 32, 16, 32
NAMES = {"image": "image.jpg", "video": "video.mp4", "file": "file"}
_NAMED = re.compile(r"filename\*=(?:UTF-8|utf-8)''([^;\s]+)|filename=\"?([^\";]+)\"?", re.IGNORECASE)


async def fetch(http: Http, media: Media, robots_key: str = "") -> OutFile:
    """At most one byte more than is ever read. SendFailed when it cannot be had."""
    most = LARGEST_FILE + 1 + BLOCK
    answer = await http.call("GET", media.url, seconds=SECONDS, most=most + BLOCK)
    raise_for_status(answer)
    is_whole = len(answer.body) <= most
    content = deciphered(answer.body, _key(media.key or robots_key), is_whole=is_whole)
    return OutFile(_name(answer) or NAMES[media.kind], content[: LARGEST_FILE + 1])


def deciphered(secret: bytes, key: bytes, *, is_whole: bool) -> bytes:
    """AES-256-CBC; of a file that was not read to its end there is no padding to take away."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    if len(key) != KEY or len(secret) < CIPHER_BLOCK or (is_whole and len(secret) % CIPHER_BLOCK):
        raise SendFailed("a file that cannot be deciphered", why="failed")
    worker = Cipher(AES(key), CBC(key[:16])).decryptor()
    plain = worker.update(secret[: len(secret) // CIPHER_BLOCK * CIPHER_BLOCK]) + worker.finalize()
    size = plain[-1]
    if not is_whole:
        return plain
    if not 1 <= size <= BLOCK or plain[-size:] != bytes([size]) * size:
        raise SendFailed("a file that cannot be deciphered", why="failed")
    return plain[:-size]


def _key(given: str) -> bytes:
    try:
        return b64decode(given + "=" * (-len(given) % 4))
    except (Error, ValueError) as fault:
        raise SendFailed("a file without a key", why="failed") from fault


def _name(answer: Answered) -> str:
    found = _NAMED.search(answer.headers.get("content-disposition", ""))
    if not found:
        return ""
    name = unquote(found[1]) if found[1] else found[2]
    return name.replace("\\", "/").rpartition("/")[2].strip()
