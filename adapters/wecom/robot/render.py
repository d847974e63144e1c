"""A neutral card as what the robot can send: a template card where it asks, markdown where it tells, or both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.wecom.robot.heard import PICK, QUESTION, SHOWS_ONLY
from adapters.wecom.robot.markdown import cut, line, link, linked, paragraphs
from adapters.wecom.robot.words import word
from bot.cards import Button, Card, Limits
from bot.messages import UserRef

Json = dict[str, Any]

LIMITS = Limits(buttons=15, text=6000, title=128, markdown=True, per_minute=28, files=True)
"""Text in characters, of which a Chinese one is three bytes of the 20 480."""

BUTTONS, CHOICES, SELECTION = 6, 20, 10
TITLE, DESCRIPTION, SUBTITLE = 26, 30, 112
KEY_WIDTH, VALUE_WIDTH, ROWS = 5, 26, 6
"""More is advised against, and nobody has said whether it is cut or refused; widths are in Chinese characters."""

STYLES = {"primary": 1, "plain": 2, "danger": 3}
MARKS = {"done": "✅ ", "warn": "⚠️ ", "error": "⛔ "}
BREAKS = " ，。：；、）》」,;)"
WIDE = "\u2e7f"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is sent, in this order: no `markdown` where the card holds everything, no `card` where nothing is asked."""

    markdown: str
    card: Json | None


def parts(card: Card, mentions: Sequence[UserRef], language: str, task_id: str) -> Parts:
    """A new message."""
    if not card.buttons:
        return Parts(markdown(card, mentions, language), None)
    alone = None if mentions else _whole(card, language, task_id)
    return Parts("", alone) if alone else Parts(markdown(card, mentions, language), _brief(card, language, task_id))


def changed(card: Card, language: str, task_id: str) -> Parts:
    """What stands in a card's place after a press; it stays a card, whatever is on it."""
    whole = _whole(card, language, task_id)
    return Parts("", whole) if whole else Parts(markdown(card, (), language), _brief(card, language, task_id, "below"))


def in_words(card: Card, language: str, *, is_told: bool) -> str:
    """Where a card is refused: its buttons as numbers to be answered with; the rest where it was not told before."""
    numbers = "，".join(f"{number} {one.label}" for number, one in enumerate(card.buttons, start=1))
    answers = word("answer_with", language).format(numbers=numbers)
    return linked(answers) if is_told else markdown(replace(card, body=f"{card.body}\n{answers}".strip()), (), language)


def markdown(card: Card, mentions: Sequence[UserRef], language: str) -> str:
    """Nobody is pinged by the names at its head: the robot has no way to."""
    named = " ".join(f"@{linked(one.name or one.id)}" for one in mentions)
    title = MARKS.get(card.tone, "") + line(card.title)
    is_line = not (card.facts or card.body)
    heading = title if is_line or not card.title.strip() else f"### {title}"
    facts = "\n".join(_fact(label, value) for label, value in card.facts)
    above = paragraphs([named, heading])
    below = paragraphs([linked(card.body), link(word("open", language), card.link) if card.link else ""])
    return cut("\n\n".join(filter(None, (above, facts, below))) or "…")


def _fact(label: str, value: str) -> str:
    """A list's line, since those are lines wherever they are shown."""
    sign = "：" if any(char > WIDE for char in label) else ": "
    return f"- **{line(label)}**{sign}{'；'.join(filter(None, map(line, value.splitlines()))) or '—'}"


def _whole(card: Card, language: str, task_id: str) -> Json | None:
    """The card with everything that is on it, or None where that is too much."""
    title, description, more = _headed(MARKS.get(card.tone, "") + card.title)
    rows, lines = _split(card.facts)
    text = "\n".join(filter(None, (more, *lines, card.body.strip())))
    if len(text) > SUBTITLE:
        return None
    shown: Json = {"main_title": {"title": title, **({"desc": description} if description else {})}}
    if text:
        shown["sub_title_text"] = text
    if rows:
        shown["horizontal_content_list"] = rows
    return {**_asking(card, language), **shown, **_jump(card, language), "task_id": task_id}


def _brief(card: Card, language: str, task_id: str, where: str = "above") -> Json:
    """The title and the buttons, beside a message that says the rest."""
    title = MARKS.get(card.tone, "") + " ".join(card.title.split())
    head = title if len(title) <= TITLE else title[: TITLE - 1] + "…"
    shown = {"main_title": {"title": head or "…", "desc": word(where, language)}}
    return {**_asking(card, language), **shown, **_jump(card, language), "task_id": task_id}


def _headed(title: str) -> tuple[str, str, str]:
    """Title, description below it, and what has no room in either."""
    whole = " ".join(title.split()) or "…"
    if len(whole) <= TITLE:
        return whole, "", ""
    end = max((place for place in range(TITLE // 2, TITLE) if whole[place] in BREAKS), default=TITLE - 1) + 1
    head, rest = whole[:end].rstrip(), whole[end:].lstrip()
    return (head, rest, "") if len(rest) <= DESCRIPTION else (head, "", rest)


def _split(facts: Sequence[tuple[str, str]]) -> tuple[list[Json], list[str]]:
    """Facts that make rows, and those that are lines of text."""
    rows: list[Json] = []
    lines: list[str] = []
    for label, value in facts:
        is_row = len(rows) < ROWS and "\n" not in value and _width(label) <= KEY_WIDTH and _width(value) <= VALUE_WIDTH
        if is_row and label.strip():
            rows.append({"keyname": label, "value": value or "—"})
        else:
            lines.append(f"{label}：{value}" if any(char > WIDE for char in label) else f"{label}: {value}")
    return rows, lines


def _width(text: str) -> float:
    return sum(1 if char > WIDE else 0.5 for char in text)


def _asking(card: Card, language: str) -> Json:
    """Buttons; a list to choose one of where there are many of a kind; or buttons and a list beside them."""
    buttons = _different(card.buttons)
    if not buttons:
        handled = {"text": word("handled", language), "style": STYLES["plain"], "key": SHOWS_ONLY}
        return {"card_type": "button_interaction", "button_list": [handled]}
    if len(buttons) <= BUTTONS:
        return {"card_type": "button_interaction", "button_list": [_button(one) for one in buttons]}
    if len({one.action.verb for one in buttons}) == 1:
        options = [_option(one) for one in buttons[:CHOICES]]
        chosen: Json = {"question_key": QUESTION, "mode": 0, "option_list": options}
        submit = {"text": word("submit", language), "key": PICK}
        return {"card_type": "vote_interaction", "checkbox": chosen, "submit_button": submit}
    return _with_selection(buttons, language)


def _with_selection(buttons: Sequence[Button], language: str) -> Json:
    shown = _foremost(buttons)
    rest = [_option(one) for one in buttons if one not in shown][:SELECTION]
    pick = {"text": word("pick", language), "style": STYLES["plain"], "key": PICK}
    selection = {"question_key": QUESTION, "title": word("more", language), "option_list": rest}
    return {
        "card_type": "button_interaction",
        "button_selection": selection,
        "button_list": [*(_button(one) for one in shown), pick],
    }


def _foremost(buttons: Sequence[Button]) -> list[Button]:
    """Those that matter most, in the card's order."""
    toned = [one for one in buttons if one.tone != "plain"][: BUTTONS - 1]
    plain = [one for one in buttons if one not in toned][: BUTTONS - 1 - len(toned)]
    return [one for one in buttons if one in toned or one in plain]


def _different(buttons: Sequence[Button]) -> list[Button]:
    """Each action once: two buttons of one key are refused."""
    return list({one.action.pack(): one for one in reversed(buttons)}.values())[::-1]


def _button(button: Button) -> Json:
    return {"text": button.label.strip() or "…", "style": STYLES[button.tone], "key": button.action.pack()}


def _option(button: Button) -> Json:
    return {"id": button.action.pack(), "text": button.label.strip() or "…"}


def _jump(card: Card, language: str) -> Json:
    return {"jump_list": [{"type": 1, "title": word("open", language), "url": card.link}]} if card.link else {}
