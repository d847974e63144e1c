"""A neutral card as WeCom's small markdown or as plain text; what people wrote makes no markup and calls nobody."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from adapters.wecom.ways import PLATFORM
from adapters.wecom.words import word
from bot.cards import Card
from bot.messages import UserRef

MARKS = {"done": "✅ ", "warn": "⚠️ ", "error": "⛔ "}
NOTHING = "—"

_TAG = re.compile(r"<(?=[A-Za-z/@!])")
_LINK = re.compile(r"\](?=\()")
_LINE_START = re.compile(r"^([^\S\n]*)([#>])", re.MULTILINE)
_FULL_WIDTH = {"#": "＃", ">": "＞"}
_URL = re.compile(r"https?://[A-Za-z0-9\-._~/?#@!$&'*+,;=:%]+")
_NOT_AT_END = ".,;:!?'*"
_USER_ID = re.compile(r"[A-Za-z0-9_\-@.]{1,64}")
_SIGNS = "\u200b\u200c\u200d\u2060"
MARK_SIGNS = 8
MARK_BYTES = MARK_SIGNS * 3


def escape(text: str) -> str:
    """WeCom has no escapes, so the few signs that would start something are put in full width."""
    text = _LINK.sub("] ", _TAG.sub("＜", text)).replace("**", "＊＊").replace("`", "ˋ")
    return _LINE_START.sub(lambda found: found[1] + _FULL_WIDTH[found[2]], text)


def linked(text: str) -> str:
    """Escaped, with its addresses as links."""
    parts, last = [], 0
    for found in _URL.finditer(text):
        url = found[0].rstrip(_NOT_AT_END)
        parts += [escape(text[last : found.start()]), f"[{url}]({url})"]
        last = found.start() + len(url)
    return "".join(parts) + escape(text[last:])


def bare(text: str) -> str:
    """For plain text, in which WeCom reads nothing but tags."""
    return _TAG.sub("＜", text)


def mention(user: UserRef) -> str:
    """By id; an account that WeCom cannot have is only named."""
    if can_be_called(user):
        return f"<@{user.id}>"
    return escape(f"@{user.name or user.id}")


def can_be_called(user: UserRef) -> bool:
    return user.platform == PLATFORM and bool(_USER_ID.fullmatch(user.id))


def is_a_line(card: Card) -> bool:
    return not (card.facts or card.body or card.link or card.buttons)


def markdown(card: Card, language: str, mentions: Sequence[UserRef] = (), remark: str = "") -> str:
    """No markup runs over the end of a line, so it may be cut between any two; buttons are answers with a number."""
    calls = " ".join(mention(one) for one in mentions)
    title = f"**{MARKS.get(card.tone, '')}{_one_line(card.title)}**" if card.title.strip() else ""
    facts = (f"> {line}" for label, value in card.facts for line in _fact(label, value))
    link = f"[{word('open', language)}]({card.link})" if _URL.match(card.link) else ""
    numbers = escape(numbered(card))
    return "\n".join(part for part in (calls, title, *facts, linked(card.body), link, numbers, remark) if part)


def plain(card: Card) -> str:
    """Of a card that is no more than a line."""
    return bare(f"{MARKS.get(card.tone, '')}{card.title}") or NOTHING


def numbered(card: Card) -> str:
    return "  ".join(f"[{number} {button.label}]" for number, button in enumerate(card.buttons, start=1))


def fact(label: str, value: str) -> str:
    return f"{label}：{value}" if any(sign > "\u2e7f" for sign in label) else f"{label}: {value}"


def parts(text: str, most: int) -> Sequence[str]:
    """Pieces of at most so many bytes, cut between lines where there are lines, and never within a sign."""
    return list(_pieces(text, most)) or [NOTHING]


def _pieces(text: str, most: int) -> Iterator[str]:
    piece = ""
    for line in text.splitlines(keepends=True):
        if size(piece + line) > most and piece.strip():
            yield piece.rstrip("\n")
            piece = ""
        while size(piece + line) > most:
            head = cut(piece + line, most)
            yield head
            piece, line = "", (piece + line)[len(head) :]  # noqa: PLW2901 - the rest of the same line
        piece += line
    if piece.strip():
        yield piece.rstrip("\n")


def size(text: str) -> int:
    return len(text.encode())


def cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def mark(key: str) -> str:
    """Signs that nobody sees and that only this message ends with: what is said twice is not a message sent twice."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=MARK_SIGNS).digest(), "big")
    return "".join(_SIGNS[number >> 2 * place & 3] for place in range(MARK_SIGNS))


def _one_line(text: str) -> str:
    return " ".join(escape(text).split())


def _fact(label: str, value: str) -> Sequence[str]:
    return linked(fact(label, value or NOTHING)).splitlines() or [NOTHING]
