"""What other servers of Slack's requests stumble over, each tried at the door."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from adapters.slack import SlackAdapter
from bot.errors import TryAgain
from bot.messages import InboundEvent, Known, TextReceived
from bot.ports import HttpRequest
from tests.contract.platform.slack_rig import FORM, JSON, SlackRig, interactive, request, slack_rig, slack_settings
from tests.platforms.slack import payloads
from tests.platforms.slack.faults import Fault
from tests.platforms.slack.signing import forgeries


class House:
    def __init__(self) -> None:
        self.heard: list[InboundEvent] = []
        self.fault: Exception | None = None

    async def __call__(self, event: InboundEvent) -> None:
        if self.fault:
            raise self.fault
        if not isinstance(event, Known):
            self.heard.append(event)


@pytest_asyncio.fixture
async def rig() -> AsyncIterator[SlackRig]:
    made = await slack_rig()
    yield made
    await made.close()


@pytest_asyncio.fixture
async def house(rig: SlackRig) -> House:
    made = House()
    await rig.adapter.start(made)
    return made


def mention(rig: SlackRig, text: str, event_id: str = "Ev1") -> bytes:
    event = {"type": "app_mention", "user": "U1", "channel": rig.channel.id, "ts": "1795399240.000001", "text": text}
    return json.dumps({"type": "event_callback", "event_id": event_id, "event": event}).encode()


BODIES = {
    "an event": b'{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}',
    "an open brace": b"{",
    "a payload that is none": b"payload=x",
    "an array": b"[1]",
    "no UTF-8": b"\xff\xfe",
    "very deep": b"[" * 200_000,
    "nothing": b"",
    "a challenge": b'{"type":"url_verification","challenge":"c"}',
}


@pytest.mark.parametrize("kind", [JSON, FORM, ""])
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
async def test_what_is_not_signed_gets_one_and_the_same_answer(
    rig: SlackRig, house: House, body: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing in it is read: neither JSON nor a form."""
    monkeypatch.setattr("adapters.slack.heard.read_json", None)
    monkeypatch.setattr("adapters.slack.heard.read_form", None)
    secret, now = rig.slack.world.app.signing_secret, rig.slack.clock.now()
    answers = set()
    for headers in forgeries(secret, body, now).values():
        low = {name.lower(): value for name, value in headers.items()}
        answer = await rig.adapter.receive(HttpRequest("POST", "/hooks/slack", {}, {"content-type": kind, **low}, body))
        answers.add((answer.status, answer.body))
    assert answers == {(401, b'{"error":"not signed by Slack"}')}
    assert house.heard == []


@pytest.mark.parametrize("body", [BODIES[name] for name in BODIES if name not in {"a challenge", "an event"}])
@pytest.mark.parametrize("kind", [JSON, FORM])
async def test_what_is_signed_and_unreadable_is_refused_in_order(
    rig: SlackRig, house: House, body: bytes, kind: str
) -> None:
    answer = await rig.adapter.receive(request(rig.slack, body, kind))
    assert answer.status == 400
    assert house.heard == []


async def test_a_request_that_was_caught_and_sent_again_later_is_too_old(rig: SlackRig, house: House) -> None:
    caught = request(rig.slack, mention(rig, "今天"))
    assert (await rig.adapter.receive(caught)).status == 200
    rig.slack.clock.offset += timedelta(seconds=301)
    assert (await rig.adapter.receive(caught)).status == 401
    assert len(house.heard) == 1


async def test_a_cut_or_a_stretched_body(rig: SlackRig, house: House) -> None:
    whole = request(rig.slack, mention(rig, "今天"))
    for body in (whole.body[:-1], whole.body + b" ", b"x" * (2 * 1024 * 1024)):
        answer = await rig.adapter.receive(HttpRequest("POST", "/hooks/slack", {}, whole.headers, body))
        assert answer.status == 401
    assert house.heard == []


async def test_the_address_is_verified(rig: SlackRig, house: House) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "挑战 abc", "token": "old"}).encode()
    answer = await rig.adapter.receive(request(rig.slack, body))
    assert (answer.status, answer.body.decode(), answer.content_type) == (200, "挑战 abc", "text/plain")


async def test_slacks_look_at_the_certificate_is_answered_unsigned(rig: SlackRig, house: House) -> None:
    request = HttpRequest("POST", "/hooks/slack", {}, {"content-type": FORM}, b"ssl_check=1&token=old")
    assert (await rig.adapter.receive(request)).status == 200
    long = HttpRequest("POST", "/hooks/slack", {}, {"content-type": FORM}, b"ssl_check=1&" + b"x" * 1000)
    assert (await rig.adapter.receive(long)).status == 401


@pytest.mark.parametrize("text", ["payload", "payload=1", 'payload={"type":"x"}', "查 payload&command=/x&user_id=U9"])
async def test_a_command_may_hold_any_word(rig: SlackRig, house: House, text: str) -> None:
    world = rig.slack.world
    told = payloads.command(world, rig.channel, world.named("zhaomin"), ("/xiaoban", text), ("t1", ""))
    answer = await rig.adapter.receive(request(rig.slack, urlencode(told).encode(), FORM))
    assert (answer.status, answer.body) == (200, b"")
    (event,) = house.heard
    assert isinstance(event, TextReceived)
    assert event.text == text


@pytest.mark.parametrize(
    "told",
    [
        {"type": "event_callback", "event_id": "Ev1", "event": {"type": "emoji_changed"}},
        {
            "type": "event_callback",
            "event_id": "Ev1",
            "event": {"type": "message", "subtype": "message_changed", "channel": "C1"},
        },
        {"type": "event_callback", "event_id": "Ev1", "event": {"type": "tokens_revoked", "tokens": {}}},
        {"type": "app_rate_limited", "minute_rate_limited": 1, "team_id": "T1"},
        {"type": "a kind of tomorrow"},
    ],
)
async def test_events_that_are_nothing_to_us_are_taken(rig: SlackRig, house: House, told: object) -> None:
    assert (await rig.adapter.receive(request(rig.slack, json.dumps(told).encode()))).status == 200
    assert house.heard == []


@pytest.mark.parametrize("kind", ["view_closed", "shortcut", "message_action", "block_suggestion"])
async def test_interactions_that_are_nothing_to_us_are_taken(rig: SlackRig, house: House, kind: str) -> None:
    answer = await rig.adapter.receive(request(rig.slack, interactive({"type": kind}), FORM))
    assert (answer.status, answer.body) == (200, b"")


async def test_a_fault_before_the_commit_is_no_acknowledgement(rig: SlackRig, house: House) -> None:
    house.fault = RuntimeError("a bug")
    with pytest.raises(RuntimeError):
        await rig.adapter.receive(request(rig.slack, mention(rig, "今天")))
    house.fault = TryAgain()
    with pytest.raises(TryAgain):
        await rig.adapter.receive(request(rig.slack, mention(rig, "今天")))


async def test_a_command_that_cannot_be_taken_is_answered_in_words(rig: SlackRig, house: House) -> None:
    """Slack brings no command twice, so a 503 would only be a riddle."""
    house.fault = TryAgain()
    world = rig.slack.world
    told = payloads.command(world, rig.channel, world.named("zhaomin"), ("/xiaoban", "今天"), ("t1", ""))
    answer = await rig.adapter.receive(request(rig.slack, urlencode(told).encode(), FORM))
    said = json.loads(answer.body)
    assert (answer.status, said["response_type"]) == (200, "ephemeral")
    assert "再发一次" in said["text"]


async def test_a_retry_has_the_same_id(rig: SlackRig, house: House) -> None:
    for number in ("", "1", "2"):
        retry = {"x-slack-retry-num": number, "x-slack-retry-reason": "http_timeout"} if number else {}
        assert (await rig.adapter.receive(request(rig.slack, mention(rig, "今天"), **retry))).status == 200
    assert {event.envelope.event_id for event in house.heard if isinstance(event, TextReceived)} == {"Ev1"}


async def test_a_slack_that_does_not_greet_keeps_nobody_from_being_heard(rig: SlackRig) -> None:
    """auth.test may fail at the start: events name the bot as well."""
    rig.slack.faults.plan("auth.test", Fault("refuse", error="invalid_auth"))
    adapter, house = SlackAdapter(slack_settings(rig.slack), rig.slack.clock), House()
    await adapter.start(house)
    try:
        mine = json.loads(mention(rig, "<@U0XIAOBAN> 今天")) | {
            "authorizations": [{"user_id": "U0XIAOBAN", "is_bot": True}]
        }
        assert (await adapter.receive(request(rig.slack, json.dumps(mine).encode()))).status == 200
        (event,) = house.heard
        assert isinstance(event, TextReceived)
        assert (event.text, event.addressed) == ("今天", True)
    finally:
        await adapter.close()


async def test_before_the_start_nothing_is_acknowledged(rig: SlackRig) -> None:
    with pytest.raises(TryAgain):
        await rig.adapter.receive(request(rig.slack, mention(rig, "今天")))


async def test_names_that_slack_does_not_tell_in_time_are_done_without(rig: SlackRig, house: House) -> None:
    for method in ("users.info", "conversations.info", "conversations.members"):
        rig.slack.faults.plan(method, Fault("refuse", error="missing_scope", times=5))
    answer = await rig.adapter.receive(request(rig.slack, mention(rig, "督办 年报，主办 <@U77>")))
    assert answer.status == 200
    (event,) = house.heard
    assert isinstance(event, TextReceived)
    assert event.text == "督办 年报，主办 @U77"
