"""What is carried how: where somebody asked, what a card that cannot change becomes, and what a refusal leads to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from adapters.wecom.adapter import limits_of, marked
from adapters.wecom.carrying import Asked, Carrier
from adapters.wecom.robot.faults import fault_of
from bot.cards import Card, Limits
from bot.errors import SendFailed
from bot.messages import ButtonPressed, ChatRef, Envelope, NeedsAttention, Outgoing, Route, Sent, TextReceived, UserRef

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PERSON = UserRef("wecom", "zhaomin")
GROUP = ChatRef("wecom", "group", "wrA")


class Noon:
    def now(self) -> datetime:
        return NOON


@dataclass
class Played:
    """A way that does what it is told; it notes what it was given."""

    name: str
    fault: SendFailed | None = None
    refusal: str = ""
    cannot_change: str = ""
    limits: Limits = field(default_factory=lambda: Limits(buttons=6, text=1000))
    given: list[Outgoing] = field(default_factory=list)

    def refuses(self, message: Outgoing) -> str:
        return self.cannot_change if message.replaces else self.refusal

    async def send(self, message: Outgoing) -> Sent:
        if self.fault:
            raise self.fault
        self.given.append(message)
        return Sent("m1")

    async def close(self) -> None: ...


def carrier(*ways: Played, hooks: Iterable[str] = ()) -> tuple[Carrier, list[NeedsAttention]]:
    told: list[NeedsAttention] = []
    return Carrier({way.name: way for way in ways}, frozenset(hooks), Noon(), told.append), told


def to(chat: ChatRef, **more: str) -> Outgoing:
    return Outgoing("k1", chat, Card("好"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [Asked(), Asked("robot"), Asked("app", "xb-1"), Asked("robot", "x-1", "robot:M1"), Asked("robot", "", "t/u")],
)
def test_where_it_was_asked_is_kept_as_it_was(asked: Asked) -> None:
    assert Asked.unpack(asked.pack()) == asked


def test_what_comes_bears_the_name_of_its_way() -> None:
    where = Envelope("robot:M1", GROUP, PERSON, NOON, thread="robot:M1")
    said, pressed = marked(TextReceived(where, "今日"), "robot"), marked(ButtonPressed(where, "a.b:1", "x-1"), "robot")
    assert isinstance(said, TextReceived)
    assert isinstance(pressed, ButtonPressed)
    assert said.envelope.thread == "robot/robot:M1"
    assert (pressed.envelope.thread, pressed.message_id) == ("robot:x-1/robot:M1", "robot:x-1")


async def test_the_answer_goes_back_with_the_ways_own_name_for_the_conversation() -> None:
    robot, app = Played("robot"), Played("app")
    sent = await carrier(robot, app)[0].send(to(PERSON.direct(), thread="robot/robot:M1"))
    assert sent == Sent("robot:m1", Route("robot", "asked_there"))
    assert robot.given[0].thread == "robot:M1"
    assert app.given == []


async def test_a_card_that_was_not_pressed_and_cannot_change_stays_as_it_is() -> None:
    robot = Played("robot", cannot_change="too late")
    for thread in ("", "robot:x-other/robot:M1"):
        sent = await carrier(robot)[0].send(to(GROUP, replaces="robot:x-1", thread=thread))
        assert sent == Sent("robot:x-1", Route("robot", "stays", "robot: too late"))
    assert robot.given == []


@pytest.mark.parametrize("thread", ["robot:x-1/robot:M1", "robot/robot:M1"])
async def test_for_a_press_on_it_and_for_words_it_is_written_below(thread: str) -> None:
    robot = Played("robot", cannot_change="too late")
    sent = await carrier(robot)[0].send(to(GROUP, replaces="robot:x-1", thread=thread))
    assert sent == Sent("robot:m1", Route("robot", "asked_there", "robot: too late"))
    assert robot.given[0].replaces is None


async def test_an_app_that_cannot_be_reached_changes_its_card_later() -> None:
    app = Played("app", fault=SendFailed("no route", why="unreachable"))
    with pytest.raises(SendFailed) as failed:
        await carrier(app)[0].send(to(PERSON.direct(), replaces="app:xb-1"))
    assert not failed.value.permanent


@pytest.mark.parametrize("code", [93001, 93006, 93008])
async def test_where_nobody_has_written_it_is_told_once_and_not_tried_again_until_somebody_does(code: int) -> None:
    robot, hook = Played("robot", fault=fault_of("aibot_send_msg", code)), Played("webhook")
    house, told = carrier(robot, hook, hooks=["wrA"])
    for _ in range(2):
        sent = await house.send(to(GROUP))
        assert sent.route is not None
        assert (sent.route.way, sent.route.because) == ("webhook", "group")
    assert [(one.what, one.chat) for one in told] == [("hello_group", GROUP)]
    robot.fault = None
    house.heard("robot", GROUP)
    assert (await house.send(to(GROUP))).message_id == "robot:m1"


async def test_without_another_way_it_is_lost_for_good_the_second_time_too() -> None:
    house, _ = carrier(Played("robot", fault=fault_of("aibot_send_msg", 93001)))
    for _ in range(2):
        with pytest.raises(SendFailed) as failed:
            await house.send(to(PERSON.direct()))
        assert (failed.value.permanent, failed.value.why) == (True, "no_chat")


@pytest.mark.parametrize(
    "fault",
    [
        SendFailed("slow down", retry_after=NOON - NOON, why="limited"),
        SendFailed("no answer", unknown=True),
        SendFailed("forbidden words", permanent=True, why="refused"),
    ],
)
async def test_what_another_way_would_not_mend_is_left_to_the_relay(fault: SendFailed) -> None:
    app = Played("app")
    with pytest.raises(SendFailed) as failed:
        await carrier(Played("robot", fault=fault), app)[0].send(to(PERSON.direct(), thread="robot"))
    assert failed.value is fault
    assert app.given == []


async def test_a_robot_that_is_away_is_waited_for_and_one_that_only_answers_is_not() -> None:
    for way, is_final in (("robot", False), ("robot_url", True)):
        with pytest.raises(SendFailed) as failed:
            await carrier(Played(way, refusal="not now"))[0].send(to(GROUP))
        assert failed.value.permanent == is_final
    with pytest.raises(SendFailed) as failed:
        await carrier(Played("app"))[0].send(to(GROUP))
    assert (failed.value.permanent, failed.value.why) == (True, "no_chat")


def test_the_house_keeps_to_what_every_asking_way_can_hold() -> None:
    robot = Played("robot", limits=Limits(buttons=15, text=6000, per_minute=28, files=True))
    app = Played("app", limits=Limits(buttons=20, text=3000, per_minute=30, files=True))
    hook = Played("webhook", limits=Limits(buttons=0, text=900, editable=False, per_minute=20, files=True))
    every = limits_of({"robot": robot, "app": app, "webhook": hook})
    assert every == Limits(buttons=15, text=3000, per_minute=20, files=True)
    assert limits_of({"robot": robot}) == Limits(buttons=15, text=6000, per_minute=28, files=True, editable=False)
