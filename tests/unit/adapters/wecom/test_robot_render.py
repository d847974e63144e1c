"""Cards for WeCom's robot: nothing that it would refuse, nothing lost, and nothing made of what people write."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.robot import render
from adapters.wecom.robot.markdown import MOST_BYTES, cut, linked, paragraphs
from bot.cards import Action, Button, Card, FitWords, fit
from bot.messages import UserRef
from tests.platforms.wecom import cards
from tests.platforms.wecom.texts import ROBOT_BYTES, words
from tests.platforms.wecom.unknowns import Unknowns

WORDS = FitWords("{numbers}", "…")
STRICT = Unknowns(over_advice="refuse")
WILD = st.text(
    alphabet=st.one_of(st.sampled_from("&<>!@#|*_~`[]()😀国𠮷\n\u202e /:.h-"), st.characters(exclude_categories=["Cs"]))
)
LABEL = st.text(min_size=1, max_size=120).filter(lambda text: bool(text.strip()))
TONES: Any = st.sampled_from(["plain", "primary", "danger"])
BUTTONS = st.builds(
    Button, LABEL, st.builds(Action, st.sampled_from(["a.b", "dialog.choose"]), st.integers(0, 9**15)), TONES
)
CARDS = st.builds(
    Card,
    WILD,
    st.lists(st.tuples(WILD, WILD.map(lambda text: text * 7)), max_size=12).map(tuple),
    WILD.map(lambda text: text * 60),
    st.lists(BUTTONS, max_size=30).map(tuple),
    st.sampled_from(["info", "ask", "done", "warn", "error"]),
    st.sampled_from(["", "https://office.example.com/items/5?a=1&b=(2)"]),
    st.booleans(),
)


def parts(card: Card, mentions: tuple[UserRef, ...] = ()) -> render.Parts:
    return render.parts(fit(card, render.LIMITS, WORDS), mentions, "zh", "x-1")


@given(CARDS, st.sampled_from(["zh", "en"]))
def test_wecom_takes_every_card(card: Card, language: str) -> None:
    """Even where it refused whatever it advises against."""
    fitted = fit(card, render.LIMITS, WORDS)
    new, changed = render.parts(fitted, (), language, "x-1"), render.changed(fitted, language, "x-1")
    assert changed.card
    for made in (new, changed):
        if made.markdown:
            words({"content": made.markdown}, ROBOT_BYTES)
        if made.card:
            cards.check(made.card, STRICT)
    words({"content": render.in_words(fitted, language, is_told=False)}, ROBOT_BYTES)


@given(CARDS)
def test_every_button_can_be_pressed(card: Card) -> None:
    """All that fit: the others are numbers in the text."""
    fitted = fit(card, render.LIMITS, WORDS)
    meant = {one.action.pack() for one in fitted.buttons}
    made = render.parts(fitted, (), "zh", "x-1").card or {}
    keys = {one["key"] for one in made.get("button_list", ())}
    chosen = {each["id"] for one, _most in cards.questions(made) for each in one["option_list"]}
    assert (keys | chosen) - {"pick"} == meant


@given(WILD)
def test_what_people_write_makes_nothing(text: str) -> None:
    shown = linked(text)
    assert not re.search(r"^\s*[#>|]", shown, re.MULTILINE)
    assert not re.search(r"<[a-zA-Z@/!]", shown)
    links = re.findall(r"\]\(([^)]*)\)", shown)
    assert all(re.match(r"https?://", one) for one in links)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("# 标题", "\u200b# 标题"),
        ("  > 引用", "\u200b> 引用"),
        ("- 一条", "\u200b- 一条"),
        ("2*3*4 与 a_b_c", r"2\*3\*4 与 a_b_c"),
        ("_重点_ `代码` ~~删~~", r"\_重点\_ \`代码\` \~~删\~~"),
        ("[看这里](http://evil.example/x)", "[看这里]\u200b([http://evil.example/x](http://evil.example/x))"),
        ("<font color=red>", "<\u200bfont color=red>"),
        ("<@lizhuren>", "<\u200b@lizhuren>"),
        ("见 https://a.example/x_y?z=1，谢谢", "见 [https://a.example/x_y?z=1](https://a.example/x_y?z=1)，谢谢"),
        ("[注]: 见附件", "\u200b[注]: 见附件"),
        ("    缩进", "缩进"),
    ],
)
def test_signs_are_shown_as_they_were_written(said: str, shown: str) -> None:
    assert linked(said) == shown


def test_lines_are_paragraphs() -> None:
    assert paragraphs(["一\n二", "", "三"]) == "一\n\n二\n\n三"


def test_a_text_is_cut_by_bytes_between_lines() -> None:
    text = "\n".join(["督办事项" * 20] * 200)
    shown = cut(text)
    assert len(shown.encode()) <= MOST_BYTES
    assert set(shown.removesuffix("…").split("\n")) == {"督办事项" * 20}
    assert len(cut("督" * 9000).encode()) <= MOST_BYTES


def button(number: int, tone: Any = "plain", verb: str = "") -> Button:
    return Button(f"第{number}个", Action(verb or f"desk.verb{number}", number), tone)


@pytest.mark.parametrize(("count", "kind", "buttons"), [(1, "button", 1), (6, "button", 6), (7, "button", 6)])
def test_a_row_of_buttons_and_a_list_beside_it(count: int, kind: str, buttons: int) -> None:
    card = parts(Card("题", buttons=tuple(button(number) for number in range(count)))).card
    assert card
    assert card["card_type"] == f"{kind}_interaction"
    assert len(card["button_list"]) == buttons
    assert ("button_selection" in card) == (count > 6)


def test_what_is_important_stays_a_button() -> None:
    card = parts(Card("题", buttons=(*(button(number) for number in range(8)), button(8, "danger")))).card
    assert card
    labels = [one["text"] for one in card["button_list"]]
    assert labels == ["第0个", "第1个", "第2个", "第3个", "第8个", "执行所选"]
    assert [one["style"] for one in card["button_list"]] == [2, 2, 2, 2, 3, 2]


def test_many_answers_of_one_kind_are_a_list_to_choose_from() -> None:
    card = parts(Card("题", buttons=tuple(button(number, verb="dialog.choose") for number in range(12)))).card
    assert card
    assert card["card_type"] == "vote_interaction"
    assert [one["id"] for one in card["checkbox"]["option_list"]] == [f"dialog.choose:{n}" for n in range(12)]


def test_what_only_tells_is_text() -> None:
    made = parts(Card("校务会", (("时间", "15:00"), ("Room", "301")), "请准时。", tone="done"))
    assert made.card is None
    assert made.markdown == "### ✅ 校务会\n\n- **时间**：15:00\n- **Room**: 301\n\n请准时。"
    assert parts(Card("好，不办了。")).markdown == "好，不办了。"


def test_people_are_named_and_a_card_that_names_them_comes_below() -> None:
    made = parts(Card("校务会", buttons=(button(1),)), (UserRef("wecom", "wangwei", "王伟"), UserRef("wecom", "x")))
    assert made.markdown == "@王伟 @x\n\n校务会"
    assert made.card


def test_a_long_title_goes_on_below_itself() -> None:
    title = "301 在11月24日（周二）15:00–17:00已被占用，可以改成："
    card = parts(Card(title, buttons=(button(1),))).card
    assert card
    assert card["main_title"] == {"title": "301 在11月24日（周二）", "desc": "15:00–17:00已被占用，可以改成："}


def test_a_link_is_a_jump_on_a_card_and_a_link_in_text() -> None:
    link = "https://office.example.com/a_(1)"
    told = parts(Card("题", body="文", link=link)).markdown
    assert told.endswith("\n\n[打开](https://office.example.com/a_%281%29)")
    card = parts(Card("题", buttons=(button(1),), link=link)).card
    assert card
    assert card["jump_list"] == [{"type": 1, "title": "打开", "url": link}]
