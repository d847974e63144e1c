"""What somebody sees in a conversation of the local WeCom, in words, and what can be pressed there."""

from collections.abc import Iterator

from tests.platforms.wecom.people import Choices, Person
from tests.platforms.wecom.world import Json, Shown, Talk


def words(line: Shown, reader: str = "") -> str:
    """Every word on it as that person sees it."""
    card = line.seen_by(reader)
    return line.text if line.msgtype != "template_card" else "\n".join(_words(card))


def _words(card: Json) -> Iterator[str]:
    title = card.get("main_title") or {}
    yield from filter(None, (title.get("title"), title.get("desc"), card.get("sub_title_text")))
    for row in card.get("horizontal_content_list") or ():
        yield f"{row['keyname']}：{row.get('value', '')}"
    yield from labels(card)


def labels(card: Json) -> list[str]:
    """Of the buttons that can be pressed, and of the entries that can be chosen."""
    if card.get("replaced"):
        return []
    return [*(one["text"] for one in card.get("button_list") or ()), *(text for text, _ in _options(card))]


def _options(card: Json) -> list[tuple[str, tuple[str, str]]]:
    """Each entry's text, its question and its id."""
    found = [card[name] for name in ("checkbox", "button_selection") if card.get(name)] + card.get("select_list", [])
    return [(each["text"], (one["question_key"], each["id"])) for one in found for each in one["option_list"]]


def news(person: Person, talk: Talk) -> list[Shown]:
    """What others than people wrote there."""
    return [line for line in person.screen(talk) if line.sort != "member"]


def stands(person: Person, talk: Talk, said: str) -> list[Shown]:
    return [line for line in news(person, talk) if said in words(line, person.id)]


async def press(person: Person, line: Shown, label: str) -> None:
    """A button, or an entry that is chosen and sent."""
    card = line.seen_by(person.id)
    for button in card.get("button_list") or ():
        if button["text"].endswith(label):
            return await person.presses(line, button["key"])
    chosen: Choices = {question: [id] for text, (question, id) in _options(card) if text.endswith(label)}
    assert chosen, f"no {label} on: {words(line, person.id)}"
    send = (card.get("submit_button") or card["button_list"][0])["key"]
    return await person.presses(line, send, chosen)
