"""WeCom's codes as failures; each cure is said in both languages and tells no secret."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.wecom.faults import CODES, CONTENT, errcode, fault_of
from tests.platforms.wecom.errors import WORDS, answer


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence_in_both_languages(code: int) -> None:
    fault = fault_of("message/send", answer(code))
    assert f"message/send: {code} (" in fault.reason
    assert " · " in fault.reason
    assert "{" not in fault.reason
    assert fault.code == code
    assert not (fault.permanent and fault.retry_after)


def test_every_code_of_the_app_that_the_local_wecom_knows_is_known() -> None:
    """But for those of the robot, of calls that are not made, and of what only a mistake of ours would bring."""
    not_ours = {0, 40009, 40029, 60123, 93019, 846605, 846608, 846609, 853000}
    assert set(WORDS) - not_ours <= set(CODES)


@pytest.mark.parametrize(
    ("code", "permanent", "why", "again"),
    [
        (40001, False, "not_allowed", 600),
        (40013, False, "not_allowed", 600),
        (60020, False, "not_allowed", 180),
        (45009, False, "limited", 60),
        (45033, False, "limited", 2),
        (42001, False, "failed", None),
        (-1, False, "failed", None),
        (81013, True, "no_chat", None),
        (93000, True, "no_chat", None),
        (93006, True, "no_chat", None),
        (48002, True, "not_allowed", None),
        (45002, True, "refused", None),
        (1, False, "failed", None),
    ],
)
def test_whether_trying_again_helps(code: int, permanent: bool, why: str, again: int | None) -> None:
    fault = fault_of("x", {"errcode": code})
    wait = fault.again.total_seconds() if fault.again else None
    assert fault.retry_after == (fault.again if why == "limited" else None)
    assert not fault.again or fault.later(timedelta(1)).retry_after == (timedelta(1) if why == "limited" else None)
    assert (fault.permanent, fault.why, wait, fault.unknown) == (permanent, why, again, False)


@pytest.mark.parametrize(
    ("errmsg", "shown"),
    [
        ("not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at https://x", "203.0.113.7"),
        ("from ip: 2001:db8::7, more", "2001:db8::7"),
        ("not allow to access", ""),
        (None, ""),
    ],
)
def test_the_address_that_is_not_trusted_is_named(errmsg: Any, shown: str) -> None:
    reason = fault_of("x", {"errcode": 60020, "errmsg": errmsg}).reason
    assert shown in reason
    assert "more info" not in reason


def test_wecoms_own_words_are_not_repeated() -> None:
    told = fault_of("x", {"errcode": 40058, "errmsg": "invalid access_token=SECRET"})
    assert "SECRET" not in told.reason


@pytest.mark.parametrize(
    ("given", "code"), [({}, 0), ({"errcode": 5}, 5), ({"errcode": "5"}, -1), ({"errcode": None}, -1)]
)
def test_a_code_is_a_number(given: dict[str, Any], code: int) -> None:
    assert errcode(given) == code


def test_what_is_of_the_content_is_for_good() -> None:
    assert all(CODES[code].permanent for code in CONTENT)


def test_a_minute_is_a_minute() -> None:
    assert fault_of("x", {"errcode": 45009}).retry_after == timedelta(minutes=1)
