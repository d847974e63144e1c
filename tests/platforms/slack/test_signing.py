"""What the local Slack signs, the official verifier accepts; what it forges, the verifier refuses."""

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from tests.platforms.slack.conftest import NOON
from tests.platforms.slack.receiver import Receiver
from tests.platforms.slack.server import LocalSlack
from tests.platforms.slack.signing import forgeries, signature

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PUBLISHED = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
    "803a0bc887a14d10d2c447fce8b6703c"
)


class At(Clock):
    def now(self) -> float:
        return NOON.timestamp()


VERIFIER = SignatureVerifier(SECRET, clock=At())
BODY = "text=办公室 & payload".encode()


def test_the_vector_that_slack_publishes() -> None:
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(SECRET, "1531420618", PUBLISHED.encode()) == expected


async def test_everything_delivered_passes_the_official_verifier(slack: LocalSlack, app: Receiver) -> None:
    zhaomin = slack.member("zhaomin")
    await zhaomin.says("你好 & <b>+%")
    await zhaomin.commands("预订 301 payload & + % 🚪")
    await zhaomin.opens_home()
    assert len(app.got) == 3
    for got in app.got:
        assert VERIFIER.is_valid_request(got.body, got.headers)
        assert not VERIFIER.is_valid_request(got.body + b" ", got.headers)


@pytest.mark.parametrize("wrong", sorted(forgeries(SECRET, BODY, NOON)))
def test_no_forgery_passes_it(wrong: str) -> None:
    headers = forgeries(SECRET, BODY, NOON)[wrong]
    try:
        passed = VERIFIER.is_valid_request(BODY, headers)
    except (ValueError, TypeError):  # the official verifier falls over these two
        assert wrong in {"timestamp in words", "not ASCII"}
    else:
        assert not passed
