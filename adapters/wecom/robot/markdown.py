"""The robot's markdown: what comes from people is shown as they wrote it and makes no heading, link or mention."""

import re
from collections.abc import Sequence

MOST_BYTES = 20_480
_HIDDEN = "\u200b"
"""Not seen, and enough for two signs to mean nothing together."""

_URL = re.compile(r"https?://[A-Za-z0-9\-._~/?#\[\]@!$&'*+,;=:%()]+")
_NOT_AT_END = ".,;:!?)'"
_SIGNS = re.compile(r"[\\*`]|~(?=~)|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^[^\S\n]*(?=[#>\-+=|]|\[[^\]\n]*\]:)", re.MULTILINE)
_INDENT = re.compile(r"^[^\S\n]+", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def linked(text: str) -> str:
    """Its signs get a backslash, what would begin a heading, a list, a quote, a link or a tag is kept apart from
    itself, and addresses become links that say where they lead."""
    parts, last = [], 0
    tame = _INDENT.sub("", _CONTROL.sub("", text))
    for found in _URL.finditer(tame):
        url = found[0].rstrip(_NOT_AT_END)
        parts += [_inline(tame[last : found.start()]), link(url, url)]
        last = found.start() + len(url)
    return _LINE_START.sub(_HIDDEN, "".join(parts) + _inline(tame[last:]))


def link(label: str, url: str) -> str:
    shown = _inline(label).replace("[", "\\[").replace("]", "\\]")
    return f"[{shown}]({url.replace('(', '%28').replace(')', '%29')})"


def line(text: str) -> str:
    """The same in one line, as a heading or a label holds it."""
    return linked(" ".join(text.split()))


def paragraphs(parts: Sequence[str]) -> str:
    """With an empty line between any two lines: how a single line break is shown nobody has said."""
    lines = [one.strip() for part in parts for one in part.split("\n")]
    return "\n\n".join(one for one in lines if one)


def cut(text: str, most: int = MOST_BYTES) -> str:
    """By bytes, between lines where that costs little."""
    if len(text.encode()) <= most:
        return text
    head = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    line_end = head.rfind("\n")
    return (head[:line_end].rstrip() if line_end > len(head) // 2 else head) + "…"


def _inline(text: str) -> str:
    tame = _SIGNS.sub(lambda found: "\\" + found[0], text)
    return tame.replace("](", f"]{_HIDDEN}(").replace("<", f"<{_HIDDEN}")
