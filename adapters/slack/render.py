"""A neutral card as Block Kit, within Slack's limits; what people wrote is escaped and pings nobody."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.slack.heard import WORDS
from adapters.slack.wording import escape, linked, mention
from adapters.slack.words import word
from bot.cards import Button, Card, Limits, plain
from bot.messages import UserRef

Block = dict[str, Any]

LIMITS = Limits(buttons=40, text=3000, title=128, per_minute=60, files=True)
"""Text and title leave room for signs that count twice and for escapes."""

HEADER, SECTION, FIELD, FIELDS = 150, 3000, 2000, 10
LABEL, URL, TEXT = 75, 3000, 4000
SHORT_VALUE = 120
"""A longer value, or one of several lines, stands below its label over the whole width."""

ROW, OVERFLOW, OPTIONS = 5, 5, 100
NOTHING = "—"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
MARKS = {"done": "✅ ", "warn": "⚠️ ", "error": "⛔ "}


def message(card: Card, mentions: Sequence[UserRef], language: str) -> dict[str, Any]:
    """`text` is what a notification shows and a screen reader reads, so it says all that the blocks say."""
    named = " ".join(mention(one) for one in mentions)
    text = f"{named}\n{escape(plain(card))}".strip()
    return {"text": _visible(_cut(text, TEXT)), "blocks": [*_named(named), *blocks(card, language)]}


def blocks(card: Card, language: str) -> list[Block]:
    is_line = not (card.facts or card.body or card.buttons)
    title = MARKS.get(card.tone, "") + card.title
    rows = [
        *([] if not card.title else [_section(title)] if is_line or length(title) > HEADER else [_header(title)]),
        *_facts(card.facts),
        *(_section(part) for part in _parts(card.body)),
        *_actions(card, language),
    ]
    return rows or [_section("…")]


def length(text: str) -> int:
    """In UTF-16 units, which is never less than what Slack counts."""
    return len(text.encode("utf-16-le")) // 2


def _named(named: str) -> list[Block]:
    return [{"type": "section", "text": _mrkdwn(named)}] if named else []


def _header(title: str) -> Block:
    return {"type": "header", "text": _plain(" ".join(title.split()))}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(linked(text))}


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Short ones side by side, long ones on their own, in the card's order."""
    fields: list[dict[str, Any]] = []
    for label, value in facts:
        if not value.strip() or (len(value) <= SHORT_VALUE and "\n" not in value):
            fields.append(_mrkdwn(f"*{_bare(label)}*\n{linked(value.strip()) or NOTHING}"))
            continue
        yield from _rows(fields)
        fields = []
        parts = list(_parts(value))
        yield {"type": "section", "text": _mrkdwn(f"*{_bare(label)}*\n{linked(parts[0])}")}
        yield from (_section(part) for part in parts[1:])
    yield from _rows(fields)


def _bare(label: str) -> str:
    return escape(label.replace("*", "")).strip()


def _rows(fields: Sequence[dict[str, Any]]) -> Iterator[Block]:
    for start in range(0, len(fields), FIELDS):
        yield {"type": "section", "fields": list(fields[start : start + FIELDS])}


def _parts(text: str) -> Iterator[str]:
    """Pieces that each fit into a section once they are escaped, cut between lines where there are lines."""
    room, piece = SECTION - 2 * LABEL - 10, ""
    for line in text.splitlines(keepends=True):
        if length(linked(piece + line)) > room and piece.strip():
            yield piece.rstrip("\n")
            piece = ""
        while length(linked(piece + line)) > room:
            head = (piece + line)[: room // 6]
            yield head
            piece, line = "", (piece + line)[len(head) :]  # noqa: PLW2901 - the rest of the same line
        piece += line
    if piece.strip():
        yield piece.rstrip("\n")


def _actions(card: Card, language: str) -> list[Block]:
    """A row of buttons; what is more stands in a menu, and many equal answers in a list to choose from."""
    shown, more = _split(card.buttons)
    elements: list[dict[str, Any]] = [_button(one, f"b{place}") for place, one in enumerate(shown)]
    if more and len(more) <= OVERFLOW and shown:
        elements.append({"type": "overflow", "action_id": "more", "options": [_option(one) for one in more]})
    elif more:
        elements.append(
            {
                "type": "static_select",
                "action_id": "more",
                "placeholder": _plain(word("more" if shown else "choose", language)),
                "options": [_option(one) for one in more[:OPTIONS]],
            }
        )
    if card.words:
        write = {"type": "button", "text": _plain(word("write", language)), "action_id": WORDS, "value": language}
        elements.append(write)
    if card.link and length(card.link) <= URL:
        opened = {"type": "button", "text": _plain(word("open", language)), "action_id": "link", "url": card.link}
        elements.append(opened)
    return [{"type": "actions", "elements": elements}] if elements else []


def _split(buttons: Sequence[Button]) -> tuple[Sequence[Button], Sequence[Button]]:
    if len(buttons) <= ROW:
        return buttons, ()
    toned = [one for one in buttons if one.tone != "plain"][:ROW]
    plainly = [one for one in buttons if one not in toned]
    if not toned and len({one.action.verb for one in buttons}) == 1:
        return (), buttons  # answers of one kind
    first = plainly[: max(ROW - 1 - len(toned), 0)]
    kept = [one for one in buttons if one in toned or one in first]
    return kept, [one for one in buttons if one not in kept]


def _button(button: Button, action_id: str) -> dict[str, Any]:
    style = {} if button.tone == "plain" else {"style": button.tone}
    label = _plain(_cut(button.label, LABEL))
    return {"type": "button", "text": label, "action_id": action_id, "value": button.action.pack(), **style}


def _option(button: Button) -> dict[str, Any]:
    return {"text": _plain(_cut(button.label, LABEL)), "value": button.action.pack()}


def _cut(text: str, most: int) -> str:
    """Never in the middle of an escape."""
    if length(text) <= most:
        return text
    head = text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore")
    return re.sub(r"&[a-z]{0,4}$", "", head) + "…"


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": _visible(text), "emoji": True}


def _mrkdwn(text: str) -> dict[str, Any]:
    """`verbatim`, or Slack would make mentions of names such as @here by itself."""
    return {"type": "mrkdwn", "text": _visible(text), "verbatim": True}


def _visible(text: str) -> str:
    """Without control characters; Slack takes no text in which there is nothing to see."""
    shown = _CONTROL.sub("", text)
    return shown if shown.strip() else NOTHING


def form(place: str, language: str) -> dict[str, Any]:
    """The modal that takes a person's own words; `place` says to which chat they belong."""
    answer = {"type": "plain_text_input", "action_id": WORDS, "multiline": True, "max_length": 2000}
    label = _plain(word("form_label", language))
    return {
        "type": "modal",
        "callback_id": WORDS,
        "private_metadata": place,
        "title": _plain(word("form_title", language)),
        "submit": _plain(word("form_send", language)),
        "close": _plain(word("form_close", language)),
        "blocks": [{"type": "input", "block_id": WORDS, "label": label, "element": answer}],
    }


def home(card: Card, language: str) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks(card, language)}
