"""Cards as Block Kit: nothing that Slack would refuse, and nobody pinged, whatever is written on them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import render
from bot.cards import Action, Button, Card, FitWords, fit
from bot.messages import UserRef
from tests.platforms.slack.blocks import faults_in

WORDS = FitWords("{numbers}", "…")
WILD = st.text(
    alphabet=st.one_of(st.sampled_from("&<>!@#|*_~`😀国𠮷\n\u202e /:.h"), st.characters(exclude_categories=["Cs"]))
)
LABEL = st.text(min_size=1, max_size=120).filter(lambda text: bool(text.strip()))
TONES: Any = st.sampled_from(["plain", "primary", "danger"])
BUTTONS = st.builds(
    Button, LABEL, st.builds(Action, st.sampled_from(["a.b", "dialog.choose"]), st.integers(0, 9**15)), TONES
)
CARDS = st.builds(
    Card,
    WILD,
    st.lists(st.tuples(WILD, WILD.map(lambda text: text * 7)), max_size=25).map(tuple),
    WILD.map(lambda text: text * 60),
    st.lists(BUTTONS, max_size=60).map(tuple),
    st.sampled_from(["info", "ask", "done", "warn", "error"]),
    st.sampled_from(["", "https://office.example.com/items/5?a=1&b=2"]),
    st.booleans(),
)


def shown(card: Card) -> dict[str, Any]:
    return render.message(fit(card, render.LIMITS, WORDS), (), "zh")


@given(CARDS)
def test_slack_takes_every_card(card: Card) -> None:
    message = shown(card)
    assert faults_in(message["blocks"], "message") == []
    assert 0 < render.length(message["text"]) <= 4000


@given(CARDS)
def test_nobody_is_pinged_by_a_card(card: Card) -> None:
    message = shown(card)
    for text in (message["text"], *_mrkdwn(message["blocks"])):
        assert not re.search(r"<[@!#]", text)
        assert not re.search(r"&(?!amp;|lt;|gt;)", text)
    assert all(one["verbatim"] for one in _objects(message["blocks"], "mrkdwn"))


@given(CARDS)
def test_the_home_tab_takes_every_card(card: Card) -> None:
    view = render.home(fit(card, render.LIMITS, WORDS), "en")
    assert faults_in(view["blocks"], "home") == []


def _objects(node: Any, kind: str) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for one in node for found in _objects(one, kind)]
    if not isinstance(node, dict):
        return []
    return ([node] if node.get("type") == kind else []) + [f for one in node.values() for f in _objects(one, kind)]


def _mrkdwn(blocks: Any) -> list[str]:
    return [one["text"] for one in _objects(blocks, "mrkdwn")]


def button(number: int, tone: Any = "plain", verb: str = "") -> Button:
    return Button(f"第{number}个", Action(verb or f"desk.verb{number}", number), tone)


def elements(*buttons: Button, **more: Any) -> list[dict[str, Any]]:
    (actions,) = [b for b in shown(Card("题", buttons=buttons, **more))["blocks"] if b["type"] == "actions"]
    found: list[dict[str, Any]] = actions["elements"]
    return found


@pytest.mark.parametrize(
    ("count", "kinds"),
    [
        (1, ["button"]),
        (5, ["button"] * 5),
        (6, ["button"] * 4 + ["overflow"]),
        (12, ["button"] * 4 + ["static_select"]),
    ],
)
def test_a_row_then_a_menu_then_a_list(count: int, kinds: list[str]) -> None:
    found = elements(*(button(number) for number in range(count)))
    assert [one["type"] for one in found] == kinds
    values = [one["value"] for one in found if "value" in one]
    values += [option["value"] for one in found for option in one.get("options", [])]
    assert values == [f"desk.verb{number}:{number}" for number in range(count)]


def test_many_answers_of_one_kind_are_a_list_to_choose_from() -> None:
    (only,) = elements(*(button(number, verb="dialog.choose") for number in range(9)))
    assert only["type"] == "static_select"
    assert only["placeholder"]["text"] == "请选择……"


def test_styles_and_what_is_important_stays_a_button() -> None:
    found = elements(*(button(number) for number in range(7)), button(7, "danger"), button(8, "primary"))
    assert [one.get("style") for one in found] == [None, None, "danger", "primary", None]


def test_a_question_in_words_offers_a_form_and_a_link_opens() -> None:
    write, opened = elements(words=True, link="https://office.example.com/")
    assert (write["action_id"], write["value"]) == ("words", "zh")
    assert opened["url"] == "https://office.example.com/"


def test_a_sentence_is_no_heading() -> None:
    assert [one["type"] for one in shown(Card("好，这件事不办了。"))["blocks"]] == ["section"]
    assert [one["type"] for one in shown(Card("校务会", body="请准时。"))["blocks"]] == ["header", "section"]


def test_the_notification_says_it_all() -> None:
    card = Card("校务会 <1>", (("时间", "15:00"),), "请准时。", (button(1),), "ask")
    text = shown(card)["text"]
    assert text == "校务会 &lt;1&gt;\n时间：15:00\n请准时。\n[1 第1个]"


def test_mentions_are_by_id_and_stand_first() -> None:
    mentions = (UserRef("slack", "U1", "王伟"), UserRef("slack", "!here", "x"))
    message = render.message(Card("校务会", body="b"), mentions, "zh")
    assert message["blocks"][0]["text"]["text"] == "<@U1> @x"
    assert message["text"].startswith("<@U1> @x\n")


def test_a_long_text_is_all_there() -> None:
    lines = "\n".join(f"{number} & <更多>" for number in range(200))
    sections = [b["text"]["text"] for b in shown(Card("t", body=lines))["blocks"] if b["type"] == "section"]
    assert "\n".join(sections).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == lines
    assert len(sections) > 1
