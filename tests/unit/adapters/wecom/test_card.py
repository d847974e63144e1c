"""Template cards: nothing that WeCom would refuse at its strictest, whatever is written on them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.app import App, composed, task_of
from adapters.wecom.card import ROOMY, template, width
from bot.cards import Action, Button, Card, FitWords, fit
from bot.messages import Outgoing, UserRef
from tests.platforms.wecom import cards
from tests.platforms.wecom.unknowns import Unknowns

WORDS = FitWords("{numbers}", "…")
STRICT = Unknowns(over_advice="refuse")
WILD = st.text(alphabet=st.one_of(st.sampled_from("<>@ 国𠮷😀\n-."), st.characters(exclude_categories=["Cs", "Cc"])))
LABEL = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
TONES: Any = st.sampled_from(["plain", "primary", "danger"])
BUTTONS = st.lists(
    st.builds(Button, LABEL, st.builds(Action, st.just("dialog.choose"), st.integers(0, 9**15)), TONES),
    max_size=30,
    unique_by=lambda button: button.action,
)
CARDS = st.builds(
    Card,
    WILD,
    st.lists(st.tuples(LABEL, WILD), max_size=12).map(tuple),
    WILD.map(lambda text: text * 20),
    BUTTONS.map(tuple),
    st.sampled_from(["info", "ask", "done", "warn", "error"]),
    st.sampled_from(["", "https://office.example.com/items/5?a=1&b=2"]),
)


@given(CARDS, st.booleans())
def test_wecom_takes_every_card(card: Card, roomy: bool) -> None:
    shown = template(fit(card, App.limits, WORDS), task_of("k"), "zh", roomy=roomy).card
    cards.check(shown, Unknowns() if roomy else STRICT)
    assert all(
        width(row["keyname"]) <= 5 and width(row["value"]) <= 26 for row in shown.get("horizontal_content_list", ())
    )
    assert all(width(one["text"]) <= 10 for one in shown.get("button_list", ()))
    assert len(shown.get("sub_title_text", "").encode()) <= (ROOMY + 3 if roomy else 112 * 4)


@given(CARDS, st.booleans())
def test_all_is_said_before_or_on_it(card: Card, asks: bool) -> None:
    card = fit(card, App.limits, WORDS)
    words, shown = composed(Outgoing("k", UserRef("wecom", "wangwei").direct(), card), asks=asks)
    assert words or shown
    assert all(0 < len(body[body["msgtype"]]["content"].encode()) <= 2048 - 24 for body in words)
    keys = [one["key"] for one in (shown or {}).get("button_list", ())]
    keys += [one["id"] for one in (shown or {}).get("checkbox", {}).get("option_list", ())]
    assert keys == ([button.action.pack() for button in card.buttons] if shown else [])


def button(label: str, number: int = 1) -> Button:
    return Button(label, Action("desk.verb", number))


def shown(card: Card, **more: Any) -> dict[str, Any]:
    return template(card, "t", "zh", **more).card


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("题" * 26, ["题" * 26]),
        ("题" * 27, ["题" * 26, "题"]),
        ("Supervision item 1: annual report", ["Supervision item 1: annual", "report"]),
        ("题" * 60, ["题" * 26, "题" * 29 + "…"]),
        ("", ["—"]),
        ("a\nb", ["a b"]),
    ],
)
def test_a_long_title_goes_on_below(title: str, parts: list[str]) -> None:
    assert list(shown(Card(title, buttons=(button("好"),)))["main_title"].values()) == parts


def test_long_facts_are_lines_of_the_text() -> None:
    card = Card(
        "题", (("时限", "周五"), ("规则", "字" * 27), ("Supervisor", "Li"), ("Responsible", "Li"), ("主办", ""))
    )
    told = shown(card)
    assert [(row["keyname"], row["value"]) for row in told["horizontal_content_list"]] == [
        ("时限", "周五"), ("Supervisor", "Li"), ("主办", "—")
    ]  # fmt: skip
    assert told["sub_title_text"] == f"规则：{'字' * 27}\nResponsible: Li"


def test_a_seventh_fact_is_a_line_and_equal_ones_stay_two() -> None:
    told = shown(Card("题", tuple(("项", "一") for _ in range(8))))
    assert len(told["horizontal_content_list"]) == 6
    assert told["sub_title_text"] == "项：一\n项：一"


def test_labels_that_do_not_fit_have_numbers_and_are_said_in_full() -> None:
    told = shown(Card("题", buttons=(button("好"), button("11月25日（周三）16:00–17:00", 2))))
    assert [one["text"] for one in told["button_list"]] == ["1 好", "2 11月25日（周三）…"]
    assert told["sub_title_text"] == "[1 好]  [2 11月25日（周三）16:00–17:00]"


def test_tones_are_styles() -> None:
    tones: tuple[Any, ...] = ("primary", "plain", "danger")
    buttons = tuple(Button("好", Action("a.b", number), tone) for number, tone in enumerate(tones))
    assert [one["style"] for one in shown(Card("题", buttons=buttons))["button_list"]] == [1, 2, 3]


def test_six_are_buttons_and_seven_a_list() -> None:
    for count, kind in ((6, "button_interaction"), (7, "vote_interaction"), (20, "vote_interaction")):
        card = Card("题", buttons=tuple(button(f"{number}", number) for number in range(count)))
        assert shown(card)["card_type"] == kind
        assert template(card, "t", "zh").is_whole
    told = template(Card("题", body="字", buttons=card.buttons), "t", "zh")
    assert not told.is_whole


def test_without_buttons_it_says_that_it_is_done() -> None:
    assert shown(Card("题"))["replace_text"] == "已处理"
    assert template(Card("题"), "t", "en").card["replace_text"] == "Done"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", ""])
def test_only_web_addresses_are_links(link: str) -> None:
    assert "jump_list" not in shown(Card("题", link=link))
    assert shown(Card("题", link="https://a.example"))["jump_list"][0]["url"] == "https://a.example"


def test_a_roomy_one_says_more() -> None:
    card = Card("题", body="字" * 300)
    assert len(shown(card)["sub_title_text"]) == 112
    assert shown(card, roomy=True)["sub_title_text"] == "字" * 300
    assert len(shown(Card("题", body="字" * 900), roomy=True)["sub_title_text"]) == 501


@pytest.mark.parametrize(("text", "wide"), [("督办", 2), ("ab", 1), ("a督", 1.5), ("（一）", 3), ("", 0)])
def test_width_is_in_chinese_characters(text: str, wide: float) -> None:
    assert width(text) == wide


@given(st.text(max_size=300))
def test_a_task_id_is_what_wecom_takes(key: str) -> None:
    assert cards.TASK_ID.fullmatch(task_of(key.encode("utf-8", "replace").decode()))
