"""Sizes of messages, counted in bytes of UTF-8."""

from typing import Any

from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Json

SIZES = {"text": 2048, "markdown": 2048, "markdown_v2": 4096}
MEDIA = frozenset({"image", "voice", "video", "file"})
ROBOT_BYTES = 20_480


def content_of(body: Json, kind: str) -> Json:
    """The part of the body that its msgtype names."""
    part = body.get(kind)
    if not isinstance(part, dict) or not part:
        raise Refused(44004 if kind in SIZES else 40058, f"{kind} missing")
    return part


def words(part: Json, most: int, unknowns: Unknowns | None = None) -> str:
    text: Any = part.get("content")
    if not isinstance(text, str) or not text.strip():
        raise Refused(44004)
    if len(text.encode()) > most:
        if unknowns is None or unknowns.long_text == "refuse":
            raise Refused(45002, f"{len(text.encode())} bytes, {most} allowed")
        return text.encode()[:most].decode(errors="ignore")
    return text


def short(part: Json, name: str, most: int, required: bool = True) -> None:
    value = part.get(name)
    if required and not value:
        raise Refused(40058, f"{name} missing")
    if value and len(str(value).encode()) > most:
        raise Refused(45002, f"{name} longer than {most} bytes")
