"""What should be thought of before a notice goes out; the sender decides."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

PHONE_LENGTH = 300
"""Characters that a phone shows without scrolling."""

STOCK = (
    "高度重视", "切实", "扎实推进", "不折不扣", "进一步加强", "认真贯彻", "狠抓落实", "务必高度", "as you are aware",
    "please be advised", "it has come to our attention", "at your earliest convenience",
)  # fmt: skip
"""Phrases that say nothing, and cost a reader the line that does."""

CONTACT = re.compile(
    r"联系|咨询|电话|有事找|请找|请问|\bask\b|\d{3,4}-?\d{7,8}|1\d{10}|contact|call|ext\.? ?\d+|@", re.IGNORECASE
)


class Remark(NamedTuple):
    """`key` is a text of the notices desk's, `what` what it is about."""

    key: str
    what: str = ""


def remarks(
    text: str, past: Sequence[datetime], conflicts: Sequence[str], due_at: datetime | None, now: datetime
) -> list[Remark]:
    """`past` are times in the text that are over, `conflicts` dates whose weekday is another."""
    return list(_remarks(text, past, conflicts, due_at, now))


def _remarks(
    text: str, past: Sequence[datetime], conflicts: Sequence[str], due_at: datetime | None, now: datetime
) -> Iterator[Remark]:
    yield from (Remark("weekday", words) for words in conflicts)
    if past:
        yield Remark("past")
    if due_at is not None and due_at <= now:
        yield Remark("due_past")
    if len(text) > PHONE_LENGTH:
        yield Remark("long", str(len(text)))
    if found := [phrase for phrase in STOCK if phrase in text.lower()]:
        yield Remark("stock", "、".join(found[:3]))
    if not CONTACT.search(text):
        yield Remark("contact")
