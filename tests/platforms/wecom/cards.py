"""Which template cards WeCom takes: shapes and numbers for the app, the robot and the webhook."""

import re
from collections.abc import Iterator
from typing import Any

from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Json

PLAIN = frozenset({"text_notice", "news_notice"})
ASKING = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
LISTS = {
    "horizontal_content_list": (1, 6),
    "jump_list": (1, 3),
    "vertical_content_list": (1, 4),
    "button_list": (1, 6),
    "select_list": (1, 3),
}
ADVISED = (("main_title", "title", 26), ("main_title", "desc", 30))
WANTED = {
    "button_interaction": ("main_title", "button_list"),
    "vote_interaction": ("main_title", "checkbox", "submit_button"),
    "multiple_interaction": ("main_title", "select_list", "submit_button"),
    "news_notice": ("main_title",),
    "text_notice": (),
}


def asks(card: Json) -> bool:
    """Whether pressing something on it calls back; an action menu does."""
    return card.get("card_type") in ASKING or bool(card.get("action_menu"))


def check(card: Any, unknowns: Unknowns) -> Json:
    """The card as it is shown, or Refused with everything that is wrong with it."""
    faults = list(_faults(card))
    if not faults and unknowns.notice_wants_action and card["card_type"] in PLAIN and not card.get("card_action"):
        faults = ["card_action missing"]
    if not faults and unknowns.over_advice == "refuse":
        faults = list(_over_advice(card))
    if faults:
        raise Refused(unknowns.card_code, "; ".join(faults))
    return _cut(card) if unknowns.over_advice == "cut" else dict(card)


def _faults(card: Any) -> Iterator[str]:
    if not isinstance(card, dict) or card.get("card_type") not in PLAIN | ASKING:
        yield "card_type"
        return
    yield from (f"{name} missing" for name in WANTED[card["card_type"]] if not card.get(name))
    for name, (least, most) in LISTS.items():
        if name in card and not (isinstance(card[name], list) and least <= len(card[name]) <= most):
            yield f"{name} must have {least} to {most}"
    if not _has_words(card):
        yield "main_title.title or sub_title_text missing"
    yield from _task_id(card)
    yield from _keys(card)
    yield from _rows(card)


def _has_words(card: Json) -> bool:
    return bool((card.get("main_title") or {}).get("title") or card.get("sub_title_text"))


def _task_id(card: Json) -> Iterator[str]:
    task_id = card.get("task_id")
    if task_id is None and asks(card):
        yield "task_id missing"
    if task_id is not None and not (isinstance(task_id, str) and TASK_ID.fullmatch(task_id)):
        yield "task_id out of its alphabet or longer than 128"


def _keys(card: Json) -> Iterator[str]:
    """Buttons, submit buttons, menus and everything that is chosen from."""
    buttons = [*_dicts(card, "button_list"), *([card["submit_button"]] if card.get("submit_button") else [])]
    yield from (f"button {each.get('text')!r}" for each in buttons if not _keyed(each) or not each.get("text"))
    yield from (f"style of {each.get('text')!r}" for each in buttons if each.get("style", 1) not in (1, 2, 3, 4))
    keys = [each.get("key") for each in buttons]
    if len(set(keys)) < len(keys):
        yield "button keys must differ"
    menu = card.get("action_menu")
    if menu and not (1 <= len(menu.get("action_list", ())) <= 3 and all(_keyed(each) for each in menu["action_list"])):
        yield "action_menu must have 1 to 3 actions with keys"
    for question, most in questions(card):
        yield from _question(question, most)


def questions(card: Json) -> list[tuple[Json, int]]:
    """What is chosen from on the card, each with its greatest number of options."""
    found = [(each, 10) for each in _dicts(card, "select_list")]
    if card.get("button_selection"):
        found.append((card["button_selection"], 10))
    if card.get("checkbox"):
        found.append((card["checkbox"], 20))
    return found


def _question(question: Json, most: int) -> Iterator[str]:
    if not 0 < len(str(question.get("question_key") or "").encode()) <= 1024:
        yield "question_key"
    options = question.get("option_list") or []
    if not 1 <= len(options) <= most:
        yield f"option_list must have 1 to {most}"
    ids = [str(each.get("id") or "") for each in options]
    if not all(0 < len(each.encode()) <= 128 for each in ids) or len(set(ids)) < len(ids):
        yield "option ids"
    if not all(each.get("text") for each in options):
        yield "option texts"
    if question.get("mode", 0) not in (0, 1):
        yield "mode"


def _rows(card: Json) -> Iterator[str]:
    for row in _dicts(card, "horizontal_content_list"):
        if not row.get("keyname"):
            yield "keyname missing"
        if row.get("type") == 3 and not row.get("userid"):
            yield "userid missing"
        if row.get("type") == 1 and not row.get("url"):
            yield "url missing"
    for jump in _dicts(card, "jump_list"):
        if not jump.get("title"):
            yield "jump title missing"
        if jump.get("type") == 3 and not 0 < len(str(jump.get("question") or "").encode()) <= 200:
            yield "question missing or longer than 200 bytes"
    if card["card_type"] in PLAIN and (card.get("card_action") or {}).get("type") not in (None, 1, 2):
        yield "card_action type"


def _keyed(each: Json) -> bool:
    return 0 < len(str(each.get("key") or "").encode()) <= 1024


def _dicts(card: Json, name: str) -> list[Json]:
    held = card.get(name)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def _over_advice(card: Json) -> Iterator[str]:
    for part, name, most in ADVISED:
        if len(str((card.get(part) or {}).get(name) or "")) > most:
            yield f"{part}.{name} longer than {most}"
    if len(str(card.get("sub_title_text") or "")) > 112:
        yield "sub_title_text longer than 112"


def _cut(card: Json) -> Json:
    shown = dict(card)
    for part, name, most in ADVISED:
        if (shown.get(part) or {}).get(name):
            shown[part] = {**shown[part], name: shown[part][name][:most]}
    if shown.get("sub_title_text"):
        shown["sub_title_text"] = shown["sub_title_text"][:112]
    return shown
