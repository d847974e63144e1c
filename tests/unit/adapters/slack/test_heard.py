"""What Slack brings, told apart."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.heard import (
    TROUBLES,
    EmptyForm,
    Heard,
    HomeTab,
    Message,
    Person,
    Place,
    Press,
    Unreadable,
    WantsForm,
    hear,
    read_form,
    read_json,
)

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
AT = datetime(2026, 11, 23, 3, 59, 59, 500000, tzinfo=UTC)
TS = f"{AT.timestamp():.6f}"
ME = [{"user_id": "U0BOT", "is_bot": True, "team_id": "T1"}]
DIRECT, CHANNEL = Place("D1", direct=True), Place("C1")


def event(**what: Any) -> Heard:
    inner = {"type": "message", "user": "U1", "channel": "D1", "channel_type": "im", "ts": TS, "text": "今天", **what}
    return hear("events_api", {"type": "event_callback", "event_id": "Ev1", "event": inner, "authorizations": ME}, NOW)


def test_a_message_in_a_direct_chat() -> None:
    assert event() == Message("Ev1", DIRECT, "U1", "今天", AT, "U0BOT", addressed=True)


def test_a_mention_in_a_channel_and_in_a_thread_of_it() -> None:
    mention = {"type": "app_mention", "channel": "C1", "channel_type": None}
    assert event(**mention) == Message("Ev1", CHANNEL, "U1", "今天", AT, "U0BOT", addressed=True)
    assert event(**mention, thread_ts="1.2") == Message(
        "Ev1", Place("C1", "1.2"), "U1", "今天", AT, "U0BOT", addressed=True
    )


def test_what_is_said_in_a_channel_to_nobody_in_particular() -> None:
    heard = event(channel="C1", channel_type="channel")
    assert isinstance(heard, Message)
    assert not heard.addressed


def test_a_file_comes_with_its_message() -> None:
    heard = event(subtype="file_share", text="", files=[{"id": "F1", "name": "台账.xlsx"}])
    assert isinstance(heard, Message)
    assert [one["id"] for one in heard.files] == ["F1"]


@pytest.mark.parametrize(
    "what",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "message_changed", "message": {"text": "x"}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"type": "app_mention"},
        {"type": "reaction_added", "item": {}},
        {"type": "app_home_opened", "tab": "messages"},
    ],
)
def test_what_is_nothing_to_the_house(what: dict[str, Any]) -> None:
    assert event(**what) is None


def test_the_home_tab_is_opened() -> None:
    assert event(type="app_home_opened", tab="home", event_ts=TS) == HomeTab("Ev1", "U1", AT)


@pytest.mark.parametrize("kind", ["team_join", "user_change", "user_profile_changed"])
def test_people_come_and_change(kind: str) -> None:
    assert event(type=kind, user={"id": "U9", "deleted": True}, event_ts=TS) == Person(
        "Ev1", {"id": "U9", "deleted": True}, AT
    )


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
def test_trouble_in_an_event(kind: str) -> None:
    assert event(type=kind) == TROUBLES[kind]


def test_trouble_without_an_event_and_kinds_of_tomorrow() -> None:
    assert (
        hear("events_api", {"type": "app_rate_limited", "minute_rate_limited": 1}, NOW) == TROUBLES["app_rate_limited"]
    )
    assert hear("events_api", {"type": "something_new"}, NOW) is None
    assert hear("interactive", {"type": "view_closed"}, NOW) is None
    assert hear("interactive", {"type": "view_submission", "view": {"callback_id": "other"}}, NOW) is None


COMMAND = {
    "command": "/xiaoban",
    "text": "订301 payload=x & a+b%20 😀",
    "user_id": "U1",
    "channel_id": "C1",
    "channel_name": "office",
    "trigger_id": "1.2.abc",
}


def test_a_command_whatever_words_are_in_it() -> None:
    heard = hear("slash_commands", read_form(urlencode(COMMAND).encode()), NOW)
    assert heard == Message("command:1.2.abc", Place("C1", name="office"), "U1", COMMAND["text"], NOW, addressed=True)


@pytest.mark.parametrize(("name", "known"), [("privategroup", ""), ("directmessage", ""), ("office", "office")])
def test_placeholders_are_no_names(name: str, known: str) -> None:
    heard = hear("slash_commands", {**COMMAND, "channel_name": name}, NOW)
    assert isinstance(heard, Message)
    assert heard.place.name == known


def test_a_command_without_a_trigger_is_known_by_all_of_it() -> None:
    ids = {
        heard.event_id
        for text in ("a", "a", "b")
        if isinstance(heard := hear("slash_commands", {**COMMAND, "trigger_id": "", "text": text}, NOW), Message)
    }
    assert len(ids) == 2


def press(*actions: dict[str, Any], **more: Any) -> Heard:
    told = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "trigger_id": "t1",
        "container": {"type": "message", "message_ts": "5.6", "channel_id": "C1"},
        "channel": {"id": "C1", "name": "office"},
        "actions": list(actions),
        **more,
    }
    return hear("interactive", told, NOW)


BUTTON = {"type": "button", "action_id": "b0", "value": "meetings.rsvp:1:accepted"}
CHOSEN = {"type": "static_select", "action_id": "more", "selected_option": {"value": "meetings.rsvp:1:accepted"}}


@pytest.mark.parametrize("action", [BUTTON, CHOSEN, {**CHOSEN, "type": "overflow"}])
def test_a_button_a_list_and_a_menu(action: dict[str, Any]) -> None:
    where = Place("C1", name="office")
    assert press(action) == Press("press:t1", where, "U1", "meetings.rsvp:1:accepted", "5.6", NOW)


def test_nothing_chosen_or_an_address_opened_is_no_press() -> None:
    assert press({**CHOSEN, "selected_option": None}) is None
    assert press({"type": "button", "action_id": "link"}) is None
    assert press() is None


def test_a_press_in_a_thread_in_a_direct_chat_and_on_the_home_tab() -> None:
    threaded = {"type": "message", "message_ts": "5.6", "channel_id": "C1", "thread_ts": "1.2"}
    heard = press(BUTTON, container=threaded)
    assert isinstance(heard, Press)
    assert heard.place.thread == "1.2"
    heard = press(BUTTON, container={"type": "message", "message_ts": "5.6", "channel_id": "D1"}, channel={"id": "D1"})
    assert isinstance(heard, Press)
    assert heard.place == DIRECT
    heard = press(BUTTON, container={"type": "view"}, channel=None, view={"type": "home"})
    assert isinstance(heard, Press)
    assert (heard.place, heard.message_id, heard.on_home) == (Place("", direct=True), "", True)


def test_the_button_for_words_wants_a_form() -> None:
    heard = press({"type": "button", "action_id": "words", "value": "en"})
    assert heard == WantsForm(Place("C1", name="office"), "U1", "t1", "en")


def submitted(value: str | None) -> Heard:
    place = {"channel": "C1", "thread": "1.2", "direct": False, "language": "zh", "form": "f1"}
    view = {
        "callback_id": "words",
        "private_metadata": json.dumps(place),
        "state": {"values": {"words": {"words": {"value": value}}}},
    }
    return hear("interactive", {"type": "view_submission", "user": {"id": "U1"}, "view": view}, NOW)


def test_a_form_brings_plain_words_to_its_chat() -> None:
    assert submitted(" a<b & <!here> ") == Message(
        "form:f1", Place("C1", "1.2"), "U1", "a&lt;b &amp; &lt;!here&gt;", NOW, addressed=True
    )


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_an_empty_form(value: str | None) -> None:
    assert submitted(value) == EmptyForm("zh")


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "event_callback"},
        {"type": "event_callback", "event_id": "e", "event": 5},
        {"type": "event_callback", "event_id": 7, "event": {"type": "message"}},
        {
            "type": "event_callback",
            "event_id": "e",
            "event": {"type": "message", "user": "U1", "channel": "C", "ts": "x"},
        },
        {
            "type": "event_callback",
            "event_id": "e",
            "event": {"type": "message", "user": {}, "channel": "C", "ts": "1"},
        },
        {
            "type": "event_callback",
            "event_id": "e\ud800",
            "event": {"type": "app_home_opened", "user": "U", "event_ts": "1"},
        },
    ],
)
def test_what_no_slack_sends_is_unreadable(payload: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        hear("events_api", payload, NOW)


@pytest.mark.parametrize(
    "payload", [{}, {"type": "block_actions"}, {"type": "view_submission"}, {"type": 5, "view": 1}]
)
def test_interactions_of_no_shape(payload: dict[str, Any]) -> None:
    try:
        assert hear("interactive", payload, NOW) is None
    except Unreadable:
        return


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b"\xff", b"[" * 100_000, b'"x"'])
def test_bodies_that_are_no_json_object(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_json(body)


@pytest.mark.parametrize("body", [b"\xff=1", b"a=%ff", b"&".join(b"a=1" for _ in range(1000))])
def test_bodies_that_are_no_form(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_form(body)
