"""The neutral card: what is shown, without a word about how a platform shows it."""

import re
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from bot.errors import UserError

Tone = Literal["info", "ask", "done", "warn", "error"]
ButtonTone = Literal["plain", "primary", "danger"]

ACTION_BYTES = 64
"""The shortest room any platform gives a button's value (WeCom's template card keys are the tightest that we serve)."""


ID_DIGITS = 18
"""More digits are no id of ours, and more than a database's integer holds."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a press means: `desk.verb`, the subject's id, and a choice where one verb offers several."""

    verb: str
    subject: int
    choice: str = ""

    def pack(self) -> str:
        """`meetings.rsvp:42:accepted`; ValueError when it would not fit into a platform's button."""
        packed = f"{self.verb}:{self.subject}" + (f":{self.choice}" if self.choice else "")
        if len(packed.encode()) > ACTION_BYTES:
            raise ValueError(f"action longer than {ACTION_BYTES} bytes: {packed}")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> Self:
        """The action that `pack` wrote; anything else is a button of no card of ours."""
        verb, _, rest = packed.partition(":")
        subject, _, choice = rest.partition(":")
        is_id = subject.isascii() and subject.isdigit() and len(subject) <= ID_DIGITS
        if not ("." in verb and is_id and len(packed.encode()) <= ACTION_BYTES):
            raise UserError("house.card_gone")
        return cls(verb, int(subject), choice)


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: Action
    tone: ButtonTone = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    """`words`: the reader is to answer in their own words; a platform that has a form for that offers it.

    `forgets` is the event of the message that it answers, where nobody is to find again what that said: a platform
    whose history is ours takes the words out of it.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    body: str = ""
    buttons: tuple[Button, ...] = ()
    tone: Tone = "info"
    link: str = ""
    words: bool = False
    forgets: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform's card can hold: `buttons` in number, `title` and `text` in characters.

    `per_minute` is how many messages one chat may get in any minute; None where the platform sets no such limit.
    `files`: a card may bring a file. `tells_seen`: it tells who has seen a message.
    """

    buttons: int
    text: int
    title: int = 128
    markdown: bool = False
    editable: bool = True
    per_minute: int | None = None
    files: bool = False
    tells_seen: bool = False


@dataclass(frozen=True, slots=True)
class FitWords:
    """The few words that `fit` may add, in the chat's language; `{numbers}` stands in `answer_with`."""

    answer_with: str
    more: str


_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def tame(text: str) -> str:
    """Without what is not seen and yet changes how the rest is shown: controls, and orders to write from the right."""
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) else text


def tamed(card: Card) -> Card:
    """The same card where there is nothing to take out of it."""
    everything = (card.title, card.body, *(part for fact in card.facts for part in fact))
    if not any(map(_UNSEEN.search, (*everything, *(one.label for one in card.buttons)))):
        return card
    facts = tuple((tame(label), tame(value)) for label, value in card.facts)
    buttons = tuple(replace(one, label=tame(one.label)) for one in card.buttons)
    return replace(card, title=tame(card.title), facts=facts, body=tame(card.body), buttons=buttons)


def fit(card: Card, limits: Limits, words: FitWords, remark: str = "") -> Card:
    """The card within the limits: buttons that do not fit become numbered answers, long text is cut at a line.

    A number stands for the button's place on the original card, so `6` means the sixth button everywhere. `remark` is
    written below the text, and never cut.
    """
    card = tamed(card)
    is_within = len(card.buttons) <= limits.buttons and len(card.title) <= limits.title and _length(card) < limits.text
    if is_within and not remark:
        return card
    kept, left = card.buttons[: limits.buttons], card.buttons[limits.buttons :]
    numbered = [f"{number} {button.label}" for number, button in enumerate(left, start=len(kept) + 1)]
    answers = words.answer_with.format(numbers="，".join(numbered)) if numbered else ""
    tail = "\n".join(part for part in (remark, answers) if part)
    room = limits.text - _length(replace(card, body="")) - len(tail) - 1
    body = "\n".join(part for part in (_cut(card.body, max(room, 0), words.more), tail) if part)
    return replace(card, title=_cut(card.title, limits.title, "…"), body=body, buttons=kept)


def _length(card: Card) -> int:
    """Of body and facts."""
    return sum(len(label) + len(value) + 2 for label, value in card.facts) + len(card.body)


def _cut(text: str, room: int, more: str) -> str:
    if len(text) <= room:
        return text
    head = text[: max(room - len(more), 0)]
    line_end = head.rfind("\n")
    return (head[:line_end] if line_end > len(head) // 2 else head) + more


def plain(card: Card) -> str:
    """The card as text, for platforms and readers without cards: buttons become numbered answers."""
    facts = [f"{label}：{value}" if _is_wide(label) else f"{label}: {value}" for label, value in card.facts]
    buttons = "  ".join(f"[{number} {button.label}]" for number, button in enumerate(card.buttons, start=1))
    return "\n".join(part for part in (card.title, *facts, card.body, card.link, buttons) if part)


def _is_wide(label: str) -> bool:
    return any(char > "\u2e7f" for char in label)


def to_json(card: Card) -> dict[str, Any]:
    """The card as the HTTP surface and the outbox write it; actions are packed."""
    return {
        "title": card.title,
        "facts": [list(fact) for fact in card.facts],
        "body": card.body,
        "buttons": [{"label": b.label, "action": b.action.pack(), "tone": b.tone} for b in card.buttons],
        "tone": card.tone,
        "link": card.link,
        **({"words": True} if card.words else {}),
        **({"forgets": card.forgets} if card.forgets else {}),
    }


def from_json(written: dict[str, Any]) -> Card:
    """The card that `to_json` wrote."""
    buttons = tuple(Button(b["label"], Action.unpack(b["action"]), b["tone"]) for b in written["buttons"])
    facts = tuple((label, value) for label, value in written["facts"])
    told = (written["title"], facts, written["body"], buttons, written["tone"], written["link"])
    return Card(*told, "words" in written, written.get("forgets", ""))
