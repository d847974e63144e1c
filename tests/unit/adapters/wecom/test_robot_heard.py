"""What the smart robot is told, told apart."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.robot.heard import (
    Entered,
    Heard,
    Kicked,
    Media,
    Origin,
    Press,
    Refresh,
    Unreadable,
    Words,
    hear,
    without_me,
)
from bot.messages import ChatRef, UserRef

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LI = UserRef("wecom", "lizhuren")
GROUP = ChatRef("wecom", "group", "wrAbC")
IN_GROUP = Origin("robot:M1", GROUP, LI, NOW)
ALONE = Origin("robot:M1", LI.direct(), LI, NOW)


def body(msgtype: str, group: bool = True, **more: Any) -> dict[str, Any]:
    where = {"chatid": "wrAbC", "chattype": "group"} if group else {"chattype": "single"}
    return {"msgid": "M1", "aibotid": "aib", **where, "from": {"userid": "lizhuren"}, "msgtype": msgtype, **more}


def text(content: str, group: bool = True, **more: Any) -> dict[str, Any]:
    return body("text", group, text={"content": content}, **more)


def event(eventtype: str, **fields: Any) -> dict[str, Any]:
    return body("event", create_time=int(NOW.timestamp()) - 60, event={"eventtype": eventtype, **fields})


def told(raw: dict[str, Any]) -> Heard:
    return hear(raw, NOW)


def test_words_in_a_group_and_alone() -> None:
    assert told(text("@小办 我的督办")) == Words(IN_GROUP, "我的督办")
    assert told(text("我的督办", group=False)) == Words(ALONE, "我的督办")


def test_what_a_message_answers_to_and_where_it_can_be_answered() -> None:
    quote = {"msgtype": "text", "text": {"content": "年度总结谁来写"}}
    heard = told(text("@小办 督办", quote=quote, response_url="https://wecom.example/r?response_code=1"))
    assert isinstance(heard, Words)
    assert (heard.text, heard.quoted) == ("督办", "年度总结谁来写")
    assert heard.origin.response_url == "https://wecom.example/r?response_code=1"


@pytest.mark.parametrize("quote", [{"msgtype": "image", "image": {"url": "https://x"}}, None, "x", {}])
def test_a_quoted_picture_holds_no_words(quote: Any) -> None:
    heard = told(text("@小办 督办", quote=quote))
    assert isinstance(heard, Words)
    assert heard.quoted == ""


def test_words_beside_pictures_and_words_that_were_spoken() -> None:
    items = [
        {"msgtype": "text", "text": {"content": "@小办 记下"}},
        {"msgtype": "image", "image": {"url": "https://x"}},
        {"msgtype": "text", "text": {"content": "这件事"}},
    ]
    assert told(body("mixed", mixed={"msg_item": items})) == Words(IN_GROUP, "记下\n这件事")
    assert told(body("voice", group=False, voice={"content": "明天有什么会"})) == Words(ALONE, "明天有什么会")


@pytest.mark.parametrize("kind", ["file", "image", "video"])
def test_a_file(kind: str) -> None:
    part = {"url": "https://x/1", "aeskey": "k"}
    assert told(body(kind, group=False, **{kind: part})) == Media(ALONE, kind, "https://x/1", "k")


@pytest.mark.parametrize("is_flat", [True, False])
@pytest.mark.parametrize(
    ("key", "items", "packed"),
    [
        ("supervision.close:4", None, "supervision.close:4"),
        ("pick", [{"question_key": "q", "option_ids": {"option_id": ["dialog.choose:1:7"]}}], "dialog.choose:1:7"),
        ("pick", {"question_key": "q", "option_ids": {"option_id": "dialog.choose:1:7"}}, "dialog.choose:1:7"),
        ("pick", [{"question_key": "q", "option_ids": {}}], "pick"),
        ("pick", None, "pick"),
        ("a.b:1", [{"question_key": "q", "option_ids": {"option_id": ["c.d:2"]}}], "a.b:1"),
    ],
)
def test_a_press(is_flat: bool, key: str, items: Any, packed: str) -> None:
    """The documents have it nested, the types of the official client flat; one chosen may come without a list."""
    part: dict[str, Any] = {"card_type": "vote_interaction", "event_key": key, "task_id": "x-1"}
    part |= {"selected_items": {"selected_item": items}} if items else {}
    fields = part if is_flat else {"template_card_event": part}
    heard = told(event("template_card_event", **fields))
    assert isinstance(heard, Press)
    assert (heard.task_id, heard.packed) == ("x-1", packed)
    assert heard.origin.at < NOW


def test_a_press_where_there_is_nothing_left_to_press() -> None:
    part = {"event_key": "shown", "task_id": "x-1"}
    assert told(event("template_card_event", template_card_event=part)) is None


def test_other_events() -> None:
    assert isinstance(told(event("enter_chat")), Entered)
    assert told(event("feedback_event", feedback_event={"id": "1", "type": 2})) is None
    assert told(event("enter_check_update")) is None
    assert told(body("stream", stream={"id": "s1"})) == Refresh("s1")
    assert told({"msgtype": "event", "event": {"eventtype": "disconnected_event"}}) == Kicked()


@pytest.mark.parametrize(
    "raw",
    [
        body("text", text={"content": "x"}) | {"from": {"userid": "sys"}},
        body("text", text={"content": "x"}) | {"from": {"userid": ""}},
        {**body("text", text={"content": "x"}), "chatid": ""},
        body("hologram", hologram={}),
    ],
)
def test_what_is_nothing_to_the_house(raw: dict[str, Any]) -> None:
    assert told(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"msgtype": 7},
        text("x") | {"from": None},
        text("x") | {"from": {"userid": 5}},
        text("x") | {"msgid": ""},
        text("x") | {"msgid": ["a"]},
        body("text"),
        body("text", text="x"),
        body("text", text={"content": ["x"]}),
        body("text", text={"content": "\ud800"}),
        body("mixed", mixed={"msg_item": ["x"]}),
        body("file", file={}),
        body("event", event="enter_chat"),
        event("enter_chat") | {"create_time": 10**30},
        event("template_card_event", template_card_event={}),
        event("template_card_event", template_card_event={"event_key": "pick", "selected_items": "x"}),
    ],
)
def test_what_wecom_would_never_send(raw: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        told(raw)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(JSON, st.sampled_from(["text", "event", "mixed", "lizhuren", "group"]))
        for name in ("msgtype", "msgid", "from", "text", "event", "mixed", "quote", "create_time", "chatid", "chattype")
    },
)


@given(PARTS, st.sampled_from(["text", "event", "mixed", "file", "stream", "voice"]))
def test_nothing_that_is_told_breaks_the_reader(raw: dict[str, Any], kind: str) -> None:
    for given_body in (raw, text("x") | raw, body(kind) | raw):
        try:
            hear(given_body, NOW)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("@小办 今天", "今天"),
        ("@小办\u2005今天", "今天"),
        ("@小办", ""),
        ("@小办，今天", "今天"),
        ("请 @小办 看看", "请 看看"),
        ("今天 @小办", "今天 "),
        ("@小办事处 今天", "今天"),
        ("@小办今天有什么会", "今天有什么会"),
        ("@别名 今天", "今天"),
        ("@别名", ""),
        ("给 @王伟 督办", "给 @王伟 督办"),
        ("@小办 给 @王伟 督办", "给 @王伟 督办"),
        ("一行\n@小办 二行", "一行\n 二行"),
        ("今天", "今天"),
    ],
)
def test_the_mention_goes_and_the_rest_stays(said: str, left: str) -> None:
    assert without_me(said) == left


def test_a_name_with_a_blank_and_the_longer_of_two_names() -> None:
    assert without_me("@Office Bot hello", ("Office Bot",)) == "hello"
    assert without_me("@小办 二号 今天", ("小办", "小办 二号")) == "今天"
