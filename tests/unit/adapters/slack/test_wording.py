"""Slack's markup, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.wording import escape, linked, mention, named_users, plainly, unescape
from bot.messages import UserRef

NAMES = {"U1": "王伟", "U2": "李 强"}


@pytest.mark.parametrize(
    ("text", "plain", "named"),
    [
        ("<@U0BOT> 订301", "订301", True),
        ("<@U0BOT>: 订301", "订301", True),
        ("<@U0BOT|xiaoban>，订301", "订301", True),
        ("请 <@U0BOT> 订301", "请 订301", True),
        ("督办 年报，主办 <@U1>", "督办 年报，主办 @王伟", False),
        ("请<@U1|wang>和<@U9|lee>", "请@王伟和@lee", False),
        ("<@U9>", "@U9", False),
        ("<#C1|general> <#C2>", "#general #C2", False),
        ("<!here> <!channel> <!subteam^S1|@sales> <!subteam^S1>", "@here @channel #sales #S1", False),
        ("见<https://a.example/x?y=1&amp;z=2>", "见https://a.example/x?y=1&z=2", False),
        ("<http://a.example|a.example> <mailto:a@b.c|a@b.c> <mailto:a@b.c>", "a.example a@b.c a@b.c", False),
        ("<!date^1392734382^{date}|2014-02-18>", "2014-02-18", False),
        ("3 &lt; 5 &amp;amp; &gt;", "3 < 5 &amp; >", False),
        ("a\u200bb\ufeff", "ab", False),
        ("第一行\n<@U0BOT> 第二行", "第一行\n第二行", True),
    ],
)
def test_what_people_wrote(text: str, plain: str, named: bool) -> None:
    words = plainly(text, "U0BOT", NAMES)
    assert (words.text, words.is_named) == (plain, named)


def test_who_is_mentioned_stands_there_once_by_the_name_in_the_text() -> None:
    words = plainly("<@U2> <@U1> <@U2>", "U0BOT", NAMES)
    assert [(one.id, one.name) for one in words.mentions] == [("U2", "李 强"), ("U1", "王伟")]
    assert named_users("<@U2> <@W1|x> @U3") == {"U2", "W1"}


@given(st.text())
def test_escaping_is_undone_by_reading(text: str) -> None:
    assert unescape(escape(text)) == text
    assert not set("<>") & set(escape(text))


@given(st.text(alphabet="<>&!@#|^ahttps:/.例U1"))
def test_only_addresses_become_markup(text: str) -> None:
    left = linked(text)
    for piece in left.split("<")[1:]:
        assert piece.startswith(("http://", "https://"))
        assert ">" in piece


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("见https://a.example/x。", "见<https://a.example/x>。"),
        ("(https://a.example/x).", "(<https://a.example/x>)."),
        ("https://a.example/?a=1&b=2", "<https://a.example/?a=1&amp;b=2>"),
        ("<https://a.example|click>", "&lt;<https://a.example>|click&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
    ],
)
def test_addresses_in_what_goes_out(text: str, out: str) -> None:
    assert linked(text) == out


def test_a_mention_is_made_of_an_account_of_slacks_only() -> None:
    assert mention(UserRef("slack", "U1", "王伟")) == "<@U1>"
    assert mention(UserRef("slack", "!channel", "<x>")) == "@&lt;x&gt;"
    assert mention(UserRef("wecom", "U1", "王伟")) == "@王伟"
