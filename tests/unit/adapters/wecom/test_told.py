"""What WeCom tells the app, told apart."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wecom.told import Mute, Person, Pressed, Said, Told, Trouble, tell
from adapters.wecom.xml import Unreadable, read
from tests.platforms.wecom.xml import written

AT = datetime.fromtimestamp(1772413200, UTC)


def told(**fields: Any) -> Told:
    common = {"ToUserName": "ww1", "FromUserName": "wangwei", "CreateTime": 1772413200, "AgentID": 1000002}
    return tell(read(written(common | fields).encode()))


def event(name: str, **fields: Any) -> Told:
    return told(MsgType="event", Event=name, **fields)


def items(*options: str) -> dict[str, Any]:
    return {"SelectedItem": {"QuestionKey": "choose", "OptionIds": {"OptionId": list(options)}}}


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (told(MsgType="text", Content=" 今日 ", MsgId=7203), Said("app:7203", "wangwei", "今日", AT)),
        (told(MsgType="image", MediaId="m", MsgId=7203), Mute("image")),
        (told(MsgType="file", MediaId="m", MsgId=7203), None),
        (event("enter_agent", EventKey=""), None),
        (event("something_new"), None),
        (event("template_card_event", EventKey="choose", TaskId="t", ResponseCode="r"), Mute("nothing chosen")),
        (event("change_contact", ChangeType="create_party", Id=3), None),
        (event("change_contact", ChangeType="update_tag", TagId=3), None),
    ],
)
def test_each_is_what_it_is(heard: Told, expected: Told) -> None:
    assert heard == expected


def test_a_press() -> None:
    heard = event(
        "template_card_event", EventKey="dialog.yes:1", TaskId="xb-1", CardType="button_interaction", ResponseCode="r1"
    )
    assert isinstance(heard, Pressed)
    assert (heard.user, heard.packed, heard.task_id, heard.response_code) == ("wangwei", "dialog.yes:1", "xb-1", "r1")


@pytest.mark.parametrize("options", [("dialog.choose:1:a",), ("dialog.choose:1:a", "dialog.choose:1:b")])
def test_a_choice_is_a_press_of_what_was_chosen(options: tuple[str, ...]) -> None:
    heard = event("template_card_event", EventKey="choose", TaskId="t", ResponseCode="r", SelectedItems=items(*options))
    assert isinstance(heard, Pressed)
    assert heard.packed == "dialog.choose:1:a"


def test_two_presses_in_one_second_are_two_and_one_brought_twice_is_one() -> None:
    ids = [
        getattr(event("template_card_event", EventKey=key, TaskId=task, ResponseCode=code), "event_id", "")
        for key, task, code in (
            ("a.b:1", "t1", "r"),
            ("a.b:2", "t1", "r"),
            ("a.b:1", "t2", "r"),
            ("a.b:1", "t1", "other"),
        )
    ]
    assert len(set(ids)) == 3
    assert ids[0] == ids[3]


@pytest.mark.parametrize(
    ("change", "fields", "is_active", "was"),
    [
        ("create_user", {}, True, ""),
        ("update_user", {"Status": "1"}, True, ""),
        ("update_user", {"Status": "4"}, True, ""),
        ("update_user", {"Status": "5"}, False, ""),
        ("update_user", {"NewUserID": "wang.wei"}, True, "wangwei"),
        ("update_user", {"NewUserID": "wangwei"}, True, ""),
        ("delete_user", {}, False, ""),
    ],
)
def test_people_come_change_and_go(change: str, fields: dict[str, str], is_active: bool, was: str) -> None:
    heard = event("change_contact", ChangeType=change, UserID="wangwei", Name="王伟", Mobile="138", **fields)
    assert isinstance(heard, Person)
    assert (heard.name, heard.mobile, heard.is_active, heard.was) == ("王伟", "138", is_active, was)
    assert heard.user == (fields.get("NewUserID") or "wangwei")


NAMES = st.sampled_from(
    ["FromUserName", "CreateTime", "EventKey", "TaskId", "Content", "MsgId", "UserID", "SelectedItems"]
)
SORTS = st.sampled_from(["text", "event", "image", "", "new"])
EVENTS = st.sampled_from(["template_card_event", "change_contact", "click", "subscribe", "low_active", "new", ""])
ANY = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20)


@given(SORTS, EVENTS, st.dictionaries(NAMES, ANY), st.sampled_from(["create_user", "delete_user", "x"]))
def test_whatever_stands_in_it_is_told_apart_or_unreadable(
    sort: str, name: str, fields: dict[str, str], change: str
) -> None:
    with suppress(Unreadable):
        told(MsgType=sort, Event=name, ChangeType=change, **fields)


@pytest.mark.parametrize("name", ["inactive_alert", "close_inactive_agent", "low_active"])
def test_troubles_have_a_cure(name: str) -> None:
    heard = event(name)
    assert isinstance(heard, Trouble)
    assert heard.cure


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgType": "text", "Content": "x"},
        {"MsgType": "text", "Content": "x", "MsgId": 1, "FromUserName": ""},
        {"MsgType": "text", "Content": "x", "MsgId": 1, "CreateTime": "9" * 30},
        {"MsgType": "text", "Content": "x", "MsgId": 1, "CreateTime": "soon"},
        {"MsgType": "event", "Event": "change_contact", "ChangeType": "delete_user", "UserID": ""},
    ],
)
def test_what_lacks_something_is_unreadable(fields: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        told(**fields)
