"""Which way a message goes, as a table: what it needs, what is set up, and the ways in order with the reason."""

import pytest

from adapters.wecom.routing import Because, Choice, Need, choices, need_of
from adapters.wecom.ways import APP, APPCHAT, ROBOT, ROBOT_URL, WEBHOOK
from bot.cards import Action, Button, Card
from bot.messages import ChatRef, OutFile, Outgoing, UserRef

EVERY = frozenset({APP, APPCHAT, ROBOT, ROBOT_URL, WEBHOOK})
WITHOUT_WEBHOOK = EVERY - {WEBHOOK}
PERSON, GROUP = Need("direct"), Need("group")

TABLE: tuple[tuple[str, Need, frozenset[str], list[tuple[str, Because]]], ...] = (
    ("a person", PERSON, EVERY, [(APP, "person"), (ROBOT, "person"), (ROBOT_URL, "person")]),
    ("a person, no app", PERSON, frozenset({ROBOT}), [(ROBOT, "person")]),
    ("a person, no way", PERSON, frozenset({WEBHOOK, APPCHAT}), []),
    (
        "a person presses",
        Need("direct", buttons=True),
        EVERY,
        [(APP, "buttons"), (ROBOT, "buttons"), (ROBOT_URL, "buttons")],
    ),
    ("a person's file", Need("direct", file=True), frozenset({APP, ROBOT}), [(APP, "file"), (ROBOT, "file")]),
    (
        "a person who asked the robot",
        Need("direct", buttons=True, asked_in=ROBOT),
        EVERY,
        [(ROBOT, "asked_there"), (APP, "buttons"), (ROBOT_URL, "buttons")],
    ),
    (
        "a group",
        GROUP,
        EVERY,
        [(ROBOT, "group"), (ROBOT_URL, "group"), (WEBHOOK, "group"), (APPCHAT, "group")],
    ),
    ("a group without a webhook", GROUP, WITHOUT_WEBHOOK - {ROBOT_URL}, [(ROBOT, "group"), (APPCHAT, "group")]),
    ("a group, app only", GROUP, frozenset({APP, APPCHAT}), [(APPCHAT, "group")]),
    (
        "names that ring",
        Need("group", calls=True),
        EVERY,
        [(WEBHOOK, "calls"), (APPCHAT, "calls"), (ROBOT, "else"), (ROBOT_URL, "else")],
    ),
    ("names that ring nowhere", Need("group", calls=True), frozenset({ROBOT}), [(ROBOT, "else")]),
    (
        "buttons before names",
        Need("group", calls=True, buttons=True),
        EVERY,
        [(ROBOT, "buttons"), (ROBOT_URL, "buttons"), (WEBHOOK, "else"), (APPCHAT, "else")],
    ),
    ("a group's file", Need("group", file=True), frozenset({ROBOT, WEBHOOK}), [(ROBOT, "file"), (WEBHOOK, "file")]),
    ("a card that changes", Need("direct", buttons=True, stands_in=APP), EVERY, [(APP, "stands_there")]),
    (
        "a card that changes for an answer",
        Need("group", stands_in=ROBOT, asked_in=ROBOT),
        WITHOUT_WEBHOOK,
        [(ROBOT, "stands_there"), (ROBOT, "asked_there"), (ROBOT_URL, "group"), (APPCHAT, "group")],
    ),
    (
        "answered elsewhere than it stands",
        Need("direct", stands_in=APP, asked_in=ROBOT),
        EVERY,
        [(APP, "stands_there"), (ROBOT, "asked_there"), (APP, "person"), (ROBOT_URL, "person")],
    ),
    ("a card of a way that is gone", Need("direct", stands_in=APP), frozenset({ROBOT}), []),
    ("a page of one's own", Need("home"), EVERY, []),
)


@pytest.mark.parametrize(("need", "ways", "wanted"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_best_way_comes_first(need: Need, ways: frozenset[str], wanted: list[tuple[str, Because]]) -> None:
    assert choices(need, ways) == tuple(Choice(*one) for one in wanted)


def test_what_a_message_needs() -> None:
    person = UserRef("wecom", "zhaomin", "赵敏")
    button = Button("收到", Action("notices.acknowledge", 1))
    card = Card("通知", buttons=(button,))
    message = Outgoing("k", ChatRef("wecom", "group", "wrA"), card, (person,), file=OutFile("a.xlsx", b"x"))
    assert need_of(message, "", ROBOT) == Need("group", buttons=True, calls=True, file=True, asked_in=ROBOT)
    assert need_of(Outgoing("k", person.direct(), Card("通知")), APP, "") == Need("direct", stands_in=APP)
    assert need_of(Outgoing("k", person.direct(), Card("为什么？", words=True)), "", "").buttons
