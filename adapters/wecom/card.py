"""A neutral card as the app's template card, within what WeCom takes and what it advises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from adapters.wecom.markup import MARKS, NOTHING, cut, fact, numbered, size
from adapters.wecom.told import CHOOSE
from adapters.wecom.words import word
from bot.cards import Button, Card

Template = dict[str, Any]

TITLE, DESC, SUB = 26, 30, 112
ROWS, KEYNAME, VALUE = 6, 5, 26
BUTTONS, OPTIONS, LABEL = 6, 20, 10
ROOMY = 1500
"""Bytes of text on a card that cannot have a message before it."""

STYLES = {"primary": 1, "plain": 2, "danger": 3}
MORE = "…"


@dataclass(frozen=True, slots=True)
class Shown:
    """`is_whole`: the card says all that is to be said."""

    card: Template
    is_whole: bool


def template(card: Card, task_id: str, language: str, *, roomy: bool = False) -> Shown:
    """Texts no longer than WeCom advises; a `roomy` one is longer, at the risk that WeCom cuts or refuses it."""
    title, desc, is_titled = _title(MARKS.get(card.tone, "") + " ".join(card.title.split()))
    rows, lines = _sorted(card.facts)
    labels = _labels(card.buttons)
    is_short = labels == [button.label for button in card.buttons]
    text = "\n".join(part for part in (*lines, card.body.strip(), "" if is_short else numbered(card)) if part)
    sub, is_said = _fitted(text, roomy=roomy)
    shown: Template = {"card_type": "button_interaction", "main_title": {"title": title or NOTHING}, "task_id": task_id}
    if desc:
        shown["main_title"]["desc"] = desc
    if len(card.buttons) > BUTTONS:
        return Shown({**shown, **_choice(card, labels, language)}, is_titled and not (text or rows))
    if sub:
        shown["sub_title_text"] = sub
    if rows:
        shown["horizontal_content_list"] = [{"keyname": label, "value": value} for label, value in rows]
    if card.link.startswith(("https://", "http://")):
        shown["jump_list"] = [{"type": 1, "title": word("open", language), "url": card.link}]
    return Shown({**shown, **_buttons(card, labels, language)}, is_titled and is_said)


def _title(text: str) -> tuple[str, str, bool]:
    """What is too long for the first line goes on in the second, between two words where there are words."""
    if len(text) <= TITLE:
        return text, "", True
    space = text.rfind(" ", 0, TITLE + 1)
    end = space if space > TITLE // 2 else TITLE
    title, desc = text[:end], text[end:].strip()
    return (title, desc, True) if len(desc) <= DESC else (title, desc[: DESC - 1] + MORE, False)


def _sorted(facts: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """Short ones stand side by side, as many as there is room for; the others are lines of the text."""
    rows = [(label, value or NOTHING) for label, value in facts if _is_short(label, value)][:ROWS]
    left = list(rows)
    lines = []
    for label, value in facts:
        if (label, value or NOTHING) in left:
            left.remove((label, value or NOTHING))
        else:
            lines.append(fact(label, value or NOTHING))
    return rows, lines


def _is_short(label: str, value: str) -> bool:
    return bool(label.strip()) and width(label) <= KEYNAME and width(value) <= VALUE and "\n" not in value


def _fitted(text: str, *, roomy: bool) -> tuple[str, bool]:
    if len(text) <= SUB or (roomy and size(text) <= ROOMY):
        return text, True
    return (cut(text, ROOMY) if roomy else text[: SUB - 1]) + MORE, False


def _buttons(card: Card, labels: Sequence[str], language: str) -> Template:
    """Without any, one that says that it is done and cannot be pressed: a card of this kind must have a button."""
    if not card.buttons:
        done = word("done", language)
        return {"button_list": [{"text": done, "style": STYLES["plain"], "key": "done"}], "replace_text": done}
    return {"button_list": [_button(one, label) for one, label in zip(card.buttons, labels, strict=True)]}


def _button(button: Button, label: str) -> Template:
    return {"text": label, "style": STYLES[button.tone], "key": button.action.pack()}


def _choice(card: Card, labels: Sequence[str], language: str) -> Template:
    """More than there are buttons for: one of a list."""
    pairs = list(zip(card.buttons, labels, strict=True))[:OPTIONS]
    options = [{"id": button.action.pack(), "text": label} for button, label in pairs]
    return {
        "card_type": "vote_interaction",
        "checkbox": {"question_key": CHOOSE, "mode": 0, "option_list": options},
        "submit_button": {"text": word("submit", language), "key": CHOOSE},
    }


def _labels(buttons: Sequence[Button]) -> list[str]:
    """As they are, or with their numbers where one of them does not fit and the whole is said in the text."""
    texts = [button.label if button.label.strip() else NOTHING for button in buttons]
    if all(width(text) <= LABEL for text in texts):
        return texts
    return list(_numbered(texts))


def _numbered(texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts, start=1):
        shown = f"{number} {text}"
        while width(shown) > LABEL:
            shown = shown[:-2].rstrip() + MORE
        yield shown


def width(text: str) -> float:
    """In Chinese characters; two Latin letters take the room of one."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
