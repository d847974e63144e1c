"""What the house relies on, whatever the platform."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from adapters import PLATFORMS, load
from bot.cards import Action, Button, Card
from bot.errors import SendFailed, TryAgain
from bot.messages import ButtonPressed, CardSeen, InboundEvent, Known, Outgoing, Said, TextReceived
from bot.ports import HttpRequest
from config.settings import PLATFORMS as IN_SETTINGS
from tests.contract.platform.other_slack_rig import other_slack_rig
from tests.contract.platform.rigs import OTHER_WAYS, RIGS, Rig
from tests.platforms.slack.others import OtherSlack, other_slack

SLACK_BY_OTHERS = "slack by others"
ACTION = Action("meetings.rsvp", 42, "accepted")
CARD = Card("校务会", (("时间", "15:00"),), "请准时。", (Button("参加", ACTION, "primary"),), "ask")


class House:
    """Hears events; may be busy, or take its time."""

    def __init__(self) -> None:
        self.heard: list[Said] = []
        self.open = asyncio.Event()
        self.open.set()
        self.busy = False

    async def __call__(self, event: InboundEvent) -> None:
        await self.open.wait()
        if self.busy:
            raise TryAgain
        if not isinstance(event, Known | CardSeen):
            self.heard.append(event)


def own_id(event: Said) -> str:
    """The platform's own, without the way by which it came."""
    return event.envelope.event_id.rpartition(":")[2]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture(scope="session")
def other() -> Iterator[OtherSlack]:
    with other_slack() as served:
        yield served


@pytest.fixture(params=[*sorted(PLATFORMS), *OTHER_WAYS, SLACK_BY_OTHERS])
async def rig(request: pytest.FixtureRequest, house: House) -> AsyncIterator[Rig]:
    made: Rig
    if request.param == SLACK_BY_OTHERS:
        made = await other_slack_rig(request.getfixturevalue("other"))
    else:
        made = await (RIGS | OTHER_WAYS)[request.param]()
    await made.adapter.start(house)
    assert made.adapter.name == request.param.split()[0]
    yield made
    await made.close()


def test_every_platform_has_a_rig_here_and_settings() -> None:
    assert set(RIGS) == set(PLATFORMS)
    assert set(PLATFORMS) <= set(IN_SETTINGS)


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_the_register_names_a_class(platform: str) -> None:
    assert isinstance(load(platform), type)


def test_a_platform_is_not_imported_before_it_is_wanted() -> None:
    look = "import sys, adapters; sys.exit(any(name.startswith('adapters.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0


async def test_its_cards_hold_what_the_desks_need(rig: Rig) -> None:
    limits = rig.adapter.limits
    assert limits.buttons >= 3
    assert limits.text >= 1000
    assert limits.title >= 30


async def test_a_message_arrives_in_neutral_words(rig: Rig, house: House) -> None:
    assert (await rig.delivers_text("e1", "明天开会")).status == 200
    (event,) = house.heard
    assert isinstance(event, TextReceived)
    where = event.envelope
    assert (event.text, own_id(event), where.chat) == ("明天开会", "e1", rig.chat)
    assert where.sender.platform == where.chat.platform == rig.adapter.name
    assert where.at.utcoffset() == timedelta(0)


async def test_a_redelivered_event_keeps_its_id(rig: Rig, house: House) -> None:
    for _ in range(2):
        await rig.delivers_text("e1", "明天开会")
    assert {own_id(event) for event in house.heard} <= {"e1"}


async def test_it_is_acknowledged_after_the_commit_and_not_before(rig: Rig, house: House) -> None:
    house.open.clear()
    answer = asyncio.create_task(rig.delivers_text("e1", "明天开会"))
    done, _ = await asyncio.wait({answer}, timeout=0.05)
    assert not done
    house.open.set()
    assert (await answer).status == 200


async def test_what_a_busy_house_could_not_take_is_not_acknowledged(rig: Rig, house: House) -> None:
    house.busy = True
    with pytest.raises(TryAgain):
        await rig.delivers_text("e1", "明天开会")
    house.busy = False
    assert (await rig.delivers_text("e1", "明天开会")).status == 200
    assert len(house.heard) == 1


async def test_a_press_brings_back_the_buttons_value(rig: Rig, house: House) -> None:
    sent = await rig.adapter.send(Outgoing("k1", rig.chat, CARD))
    assert (await rig.delivers_press("p1", sent.message_id, ACTION.pack())).status == 200
    (event,) = house.heard
    assert isinstance(event, ButtonPressed)
    assert (event.packed, event.message_id, event.envelope.chat) == (ACTION.pack(), sent.message_id, rig.chat)


async def test_a_card_can_be_replaced_more_than_once(rig: Rig) -> None:
    sent = await rig.adapter.send(Outgoing("k1", rig.chat, CARD))
    for number in (2, 3):
        again = await rig.adapter.send(Outgoing(f"k{number}", rig.chat, CARD, replaces=sent.message_id))
        assert again.message_id


async def test_the_longest_action_fits_into_a_button(rig: Rig) -> None:
    longest = Action("supervision.send_back", 10**18, "x" * 22)
    card = Card("校务会", buttons=(Button("退回", longest),))
    assert (await rig.adapter.send(Outgoing("k1", rig.chat, card))).message_id


async def test_a_chat_that_is_not_there_is_a_failure_for_good(rig: Rig) -> None:
    with pytest.raises(SendFailed) as failed:
        await rig.adapter.send(Outgoing("k1", rig.nowhere, CARD))
    assert failed.value.permanent
    assert failed.value.reason


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"\xff", b"<xml/>", b"[" * 100_000])
async def test_what_a_stranger_posts_is_refused_and_goes_no_further(rig: Rig, house: House, body: bytes) -> None:
    assert 400 <= (await rig.delivers(body)).status < 500
    assert house.heard == []


async def test_an_address_without_a_hook(rig: Rig) -> None:
    assert (await rig.adapter.receive(HttpRequest("GET", "/hooks/nothing/here", {}, {}, b""))).status == 404


async def test_closing_twice_is_closing_once(rig: Rig) -> None:
    await rig.adapter.close()


async def test_everybody_whom_the_platform_lists_has_one_account_there(rig: Rig) -> None:
    listed = [account.ref async for page in rig.adapter.accounts() for account in page]
    assert {ref.platform for ref in listed} <= {rig.adapter.name}
    assert len({ref.id for ref in listed}) == len(listed)
