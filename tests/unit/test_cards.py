"""The neutral card: packing, fitting, plain text."""

import pytest

from bot.cards import Action, Button, Card, FitWords, Limits, fit, from_json, plain, to_json
from bot.errors import UserError

WORDS = FitWords(answer_with="回复数字选择：{numbers}", more="……（未完）")


def card_with(buttons: int, body: str = "") -> Card:
    return Card(
        "校务会",
        (("时间", "11月24日（周二）15:00–17:00"),),
        body,
        tuple(Button(f"选项{number}", Action("meetings.rsvp", number)) for number in range(1, buttons + 1)),
    )


@pytest.mark.parametrize(
    ("action", "packed"),
    [
        (Action("meetings.cancel", 42), "meetings.cancel:42"),
        (Action("meetings.rsvp", 7, "accepted"), "meetings.rsvp:7:accepted"),
        (Action("dialog.choose", 1, "0"), "dialog.choose:1:0"),
        (Action("a.b", 1, "时间:15"), "a.b:1:时间:15"),
    ],
)
def test_an_action_comes_back_as_it_was_packed(action: Action, packed: str) -> None:
    assert action.pack() == packed
    assert Action.unpack(packed) == action


@pytest.mark.parametrize(
    "forged",
    ["", "close", "meetings.rsvp", "meetings.rsvp:x", "meetings.rsvp:-1", "a:1", "a.b:１", "a.b:1:" + "x" * 64],
)
def test_what_we_never_packed_is_a_card_long_gone(forged: str) -> None:
    with pytest.raises(UserError) as refused:
        Action.unpack(forged)
    assert refused.value.key == "house.card_gone"


def test_an_action_too_long_for_a_button_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        Action("meetings.rsvp", 1, "替" * 20).pack()


def test_a_remark_stands_below_the_text_and_is_never_cut() -> None:
    remark = "文件在服务器上"
    assert fit(card_with(1), Limits(buttons=5, text=1000), WORDS, remark).body == remark
    fitted = fit(card_with(2, "一" * 100), Limits(buttons=1, text=80), WORDS, remark)
    assert fitted.body.endswith(f"……（未完）\n{remark}\n回复数字选择：2 选项2")


def test_buttons_that_do_not_fit_become_numbered_answers() -> None:
    fitted = fit(card_with(7), Limits(buttons=5, text=1000), WORDS)
    assert [button.label for button in fitted.buttons] == ["选项1", "选项2", "选项3", "选项4", "选项5"]
    assert fitted.body == "回复数字选择：6 选项6，7 选项7"


@pytest.mark.parametrize(
    ("body", "room", "shown"),
    [
        ("短", 100, "短"),
        ("第一行\n" + "二" * 100, 60, "第一行\n"),
        ("一" * 100, 60, "一"),
    ],
)
def test_long_text_is_cut_and_says_so(body: str, room: int, shown: str) -> None:
    fitted = fit(card_with(0, body), Limits(buttons=5, text=room), WORDS)
    assert fitted.body.startswith(shown)
    assert len(fitted.body) <= room
    assert ("未完" in fitted.body) == (len(body) > room)


def test_a_card_that_fits_is_left_alone() -> None:
    card = card_with(3, "一段话")
    assert fit(card, Limits(buttons=5, text=1000), WORDS) == card


def test_a_card_reads_as_text_with_numbered_buttons() -> None:
    assert plain(card_with(2, "请准时")) == "校务会\n时间：11月24日（周二）15:00–17:00\n请准时\n[1 选项1]  [2 选项2]"
    assert plain(Card("Budget", (("Room", "301"),))) == "Budget\nRoom: 301"


def test_a_card_survives_being_written_down() -> None:
    card = card_with(2, "<b>x</b>")
    assert from_json(to_json(card)) == card


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("甲\u202e乙\u202c", "甲乙"),
        ("a\x00\x07\x1b[31mb\rc\x85d", "a[31mbcd"),
        ("一行\n二行\t列", "一行\n二行\t列"),
        ("عربي ok 👩‍👩‍👧", "عربي ok 👩‍👩‍👧"),
        ("<b>{x}</b>", "<b>{x}</b>"),
    ],
)
def test_what_is_not_seen_is_taken_out_of_every_part(written: str, shown: str) -> None:
    press = Button(written, Action("a.b", 1))
    card = fit(Card(written, ((written, written),), written, (press,)), Limits(buttons=5, text=1000), WORDS)
    assert card == Card(shown, ((shown, shown),), shown, (Button(shown, Action("a.b", 1)),))
