"""The robot's small parts: what it may send, what its codes mean, and how files are deciphered."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.wecom.robot.budget import Budget
from adapters.wecom.robot.faults import CODES, fault_of
from adapters.wecom.robot.media import deciphered
from adapters.wecom.robot.receiving import PAUSES, hand_over
from adapters.wecom.robot.words import WORDS
from bot.errors import SendFailed, TryAgain
from bot.messages import Envelope, InboundEvent, TextReceived, UserRef
from tests.platforms.wecom.crypt import encrypted, padded

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEY = bytes(range(32))


def sent(budget: Budget, at: datetime, *, urgent: bool = False) -> timedelta | None:
    """None when it may go; else how long to wait."""
    try:
        budget.take("wecom/group/a", at, urgent=urgent)
    except SendFailed as fault:
        return fault.retry_after if fault.why == "limited" else timedelta.max
    return None


def test_thirty_a_minute_of_which_two_wait_for_what_cannot_wait() -> None:
    budget = Budget()
    assert [sent(budget, NOW + number * SECOND) for number in range(28)] == [None] * 28
    assert sent(budget, NOW + 28 * SECOND) == 33 * SECOND
    assert [sent(budget, NOW + 28 * SECOND, urgent=True) for _ in range(2)] == [None] * 2
    assert sent(budget, NOW + 28 * SECOND, urgent=True) == 33 * SECOND
    assert sent(budget, NOW + 61 * SECOND, urgent=True) is None
    budget.take("wecom/group/b", NOW)


def test_a_thousand_an_hour() -> None:
    budget = Budget()
    at = [NOW + number * 3 * SECOND for number in range(998)]
    assert {sent(budget, one) for one in at} == {None}
    wait = sent(budget, NOW + timedelta(minutes=55))
    assert wait == timedelta(minutes=5, seconds=1)


def test_nowhere_in_time_are_there_more_than_wecom_allows() -> None:
    budget, gone, at = Budget(), list[datetime](), NOW
    while at < NOW + timedelta(hours=2):
        if sent(budget, at, urgent=True) is None:
            gone.append(at)
        at += SECOND
    for span, most in ((60, 30), (3600, 1000)):
        for first in gone:
            assert len([one for one in gone if first <= one <= first + span * SECOND]) <= most


def test_wecom_says_that_it_was_too_much() -> None:
    budget = Budget()
    budget.shut("wecom/group/a", NOW + 60 * SECOND)
    assert sent(budget, NOW + 10 * SECOND) == 50 * SECOND
    assert sent(budget, NOW + 60 * SECOND) is None


@pytest.mark.parametrize(
    ("code", "why", "permanent", "pause"),
    [
        (93001, "no_chat", True, None),
        (93006, "no_chat", True, None),
        (93008, "no_chat", True, None),
        (45009, "limited", False, 60 * SECOND),
        (45033, "limited", False, 2 * SECOND),
        (40058, "refused", True, None),
        (45002, "refused", True, None),
        (846609, "unreachable", False, None),
        (853000, "not_allowed", False, None),
        (-1, "failed", False, None),
        (999999, "failed", False, None),
    ],
)
def test_what_a_code_means(code: int, why: str, permanent: bool, pause: timedelta | None) -> None:
    fault = fault_of("aibot_send_msg", code)
    assert (fault.why, fault.permanent, fault.retry_after, fault.unknown) == (why, permanent, pause, False)
    assert str(code) in fault.reason


def test_whoever_can_mend_it_is_told_how() -> None:
    for code, known in CODES.items():
        if known.why in {"no_chat", "not_allowed"} and code != 853006:
            assert known.cure in fault_of("x", code).reason
            assert known.cure


async def test_what_the_house_cannot_take_is_handed_over_for_minutes(caplog: pytest.LogCaptureFixture) -> None:
    naps, attempts = list[float](), list[InboundEvent]()

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    async def busy(event: InboundEvent) -> None:
        attempts.append(event)
        raise TryAgain

    sender = UserRef("wecom", "lizhuren")
    event = TextReceived(Envelope("robot:M", sender.direct(), sender, NOW), "今天")
    assert not await hand_over(busy, event, sleep)
    assert naps == list(PAUSES)
    assert attempts == [event] * (len(PAUSES) + 1)
    assert [one.getMessage() for one in caplog.records] == ["wecom.not_taken"]


def test_a_file_is_deciphered_and_nothing_else_is() -> None:
    raw = "督办台账".encode() * 100
    secret = encrypted(KEY, padded(raw))
    assert deciphered(secret, KEY, is_whole=True) == raw
    assert deciphered(secret[:-7], KEY, is_whole=False) == padded(raw)[:-16]
    for wrong in (b"", secret[:-1], secret[:-16], encrypted(KEY, padded(raw)[:-1] + b"\x00")):
        with pytest.raises(SendFailed):
            deciphered(wrong, KEY, is_whole=True)
    with pytest.raises(SendFailed):
        deciphered(secret, KEY[:16], is_whole=True)


def test_every_word_is_there_in_both_languages() -> None:
    for chinese, english in WORDS.values():
        assert chinese
        assert english.isascii() or "…" in english or "“" in english
