"""Cards as markdown and text: nothing people wrote becomes markup, and pieces are cut where they may be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom import markup
from bot.cards import Action, Button, Card
from bot.messages import UserRef

WILD = st.text(
    alphabet=st.one_of(st.sampled_from("&<>!@#|*_~`[]()/ 国𠮷😀\n-."), st.characters(exclude_categories=["Cs"]))
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("R&D 1 < 2 > 0", "R&D 1 < 2 > 0"),
        ('<font color="warning">红</font>', '＜font color="warning">红＜/font>'),
        ("<@wangwei> 请看", "＜@wangwei> 请看"),
        ("[点这里](http://evil.example)", "[点这里] (http://evil.example)"),
        ("**粗**", "＊＊粗＊＊"),
        ("# 大\n  > 引", "＃ 大\n  ＞ 引"),
        ("第3条 # 不变", "第3条 # 不变"),
        ("`代码`", "ˋ代码ˋ"),
    ],
)
def test_what_people_wrote_is_no_markup(said: str, shown: str) -> None:
    assert markup.escape(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("见 https://a.example/b?c=1&d=2。", "见 [https://a.example/b?c=1&d=2](https://a.example/b?c=1&d=2)。"),
        ("(https://a.example/b).", "([https://a.example/b](https://a.example/b))."),
        ("ftp://a.example", "ftp://a.example"),
    ],
)
def test_addresses_are_links(said: str, shown: str) -> None:
    assert markup.linked(said) == shown


@given(WILD, WILD, WILD, WILD)
def test_no_card_calls_anybody(title: str, label: str, value: str, body: str) -> None:
    card = Card(title, ((label, value),), body, (Button("好 <@all>", Action("a.b", 1)),))
    text = markup.markdown(card, "zh", (UserRef("wecom", "wangwei"), UserRef("slack", "<@all>", "<@all>")))
    assert re.findall(r"<[@/A-Za-z!][^>]*>", text) == ["<@wangwei>"]
    assert "<@" not in markup.plain(card)


@pytest.mark.parametrize(
    ("user", "shown"),
    [
        (UserRef("wecom", "WangWei-1@x.y", "王伟"), "<@WangWei-1@x.y>"),
        (UserRef("wecom", "a> <@all", "王伟"), "@王伟"),
        (UserRef("wecom", ""), "@"),
        (UserRef("slack", "U1", "Amy"), "@Amy"),
    ],
)
def test_only_members_are_called(user: UserRef, shown: str) -> None:
    assert markup.mention(user) == shown


@given(WILD, st.integers(12, 200))
def test_pieces_hold_everything_and_fit(text: str, most: int) -> None:
    pieces = markup.parts(text, most)
    assert all(0 < len(piece.encode()) <= most and piece.strip() for piece in pieces)
    if text.strip():
        assert "".join("".join(pieces).split()) == "".join(text.split())


def test_pieces_are_cut_between_lines() -> None:
    lines = [f"第{number}条" for number in range(50)]
    assert "\n".join(markup.parts("\n".join(lines), 100)) == "\n".join(lines)


def test_a_line_longer_than_a_piece_is_cut_between_signs() -> None:
    assert markup.parts("字" * 10, 10) == ["字字字", "字字字", "字字字", "字"]


def test_marks_differ_and_are_not_seen() -> None:
    marks = {markup.mark(f"k{number}") for number in range(1000)}
    assert len(marks) > 980
    assert all(len(mark.encode()) == markup.MARK_BYTES for mark in marks)
    assert markup.mark("k1") == markup.mark("k1")
    assert all(not mark.isprintable() or not mark.strip("\u200b\u200c\u200d\u2060") for mark in marks)


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        (Card("已办结", tone="done"), "✅ 已办结"),
        (Card("<a href='x'>点</a>"), "＜a href='x'>点＜/a>"),
        (Card(""), "—"),
    ],
)
def test_a_line(card: Card, shown: str) -> None:
    assert markup.is_a_line(card)
    assert markup.plain(card) == shown
