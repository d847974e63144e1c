"""Whether a request is Slack's own, by its raw bytes."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.signing import LARGEST, NotGenuine, sign, verify
from bot.ports import HttpRequest
from tests.platforms.slack.signing import forgeries, signed

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PUBLISHED = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack."
    b"com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc8"
    b"87a14d10d2c447fce8b6703c"
)
STAMP = "1531420618"
NOW = datetime.fromtimestamp(int(STAMP), UTC)


def request(body: bytes, headers: dict[str, str]) -> HttpRequest:
    return HttpRequest("POST", "/hooks/slack", {}, {name.lower(): value for name, value in headers.items()}, body)


def test_the_published_example() -> None:
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign(STAMP, PUBLISHED, SECRET) == expected
    verify(request(PUBLISHED, signed(SECRET, PUBLISHED, NOW)), SECRET, NOW)


@pytest.mark.parametrize("away", [-300, -1, 0, 299, 300])
def test_five_minutes_either_way(away: int) -> None:
    verify(request(b"x", signed(SECRET, b"x", NOW)), SECRET, NOW + timedelta(seconds=away))


@pytest.mark.parametrize("away", [-301, 301, 10**6])
def test_older_or_newer_is_refused(away: int) -> None:
    with pytest.raises(NotGenuine):
        verify(request(b"x", signed(SECRET, b"x", NOW)), SECRET, NOW + timedelta(seconds=away))


@pytest.mark.parametrize("which", sorted(forgeries(SECRET, b"x", NOW)))
def test_forgeries(which: str) -> None:
    with pytest.raises(NotGenuine):
        verify(request(b"x", forgeries(SECRET, b"x", NOW)[which]), SECRET, NOW)


@pytest.mark.parametrize("stamp", ["٣٢١", "1e9", "-1531420618", " 1531420618", "1531420618.0", "9" * 400, "\ud800"])
def test_a_timestamp_is_plain_digits(stamp: str) -> None:
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + "0" * 64}
    with pytest.raises(NotGenuine):
        verify(request(b"x", headers), SECRET, NOW)


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nothing_is_genuine(secret: str | None) -> None:
    for known in ("", "nobody knows this secret", SECRET):
        with pytest.raises(NotGenuine):
            verify(request(b"x", signed(known, b"x", NOW)), secret, NOW)


def test_too_much_is_refused_however_well_it_is_signed() -> None:
    body = b"x" * (LARGEST + 1)
    with pytest.raises(NotGenuine):
        verify(request(body, signed(SECRET, body, NOW)), SECRET, NOW)
