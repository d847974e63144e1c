"""The app's calls: one token however many call, one more try when it has ended, and no knocking at a closed door."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from adapters.http import Http
from adapters.wecom.faults import WeComFault
from bot.errors import SendFailed
from tests.contract.platform.wecom_house import House, api_of, open_company, open_house, to
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.world import Json

HOUR = timedelta(hours=1)
USERS = [f"user{number}" for number in range(20)]


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with open_company() as made:
        yield made


@pytest_asyncio.fixture
async def house(wecom: LocalWeCom) -> AsyncIterator[House]:
    async with open_house(wecom) as made:
        yield made


async def all_look(house: House) -> None:
    await asyncio.gather(*(house.api.get("department/list") for _ in USERS))


async def failing(house: House, user: str = "wangwei", key: str = "k1") -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await house.app.send(to(user, key=key))
    return failed.value


async def test_one_token_for_all_who_call_at_once(wecom: LocalWeCom, house: House) -> None:
    await all_look(house)
    await all_look(house)
    assert wecom.tokens.asked == 1


async def test_a_token_is_fetched_anew_before_it_ends(wecom: LocalWeCom, house: House) -> None:
    await all_look(house)
    await wecom.pass_by(2 * HOUR - timedelta(minutes=4))
    await all_look(house)
    assert wecom.tokens.asked == 2
    assert wecom.door.answers["department/list", 42001] == 0


async def test_a_token_that_ended_early_is_fetched_once_by_all(wecom: LocalWeCom, house: House) -> None:
    await all_look(house)
    wecom.tokens.withdraw()
    await all_look(house)
    assert wecom.tokens.asked == 2
    assert wecom.door.answers["department/list", 0] == 2 * len(USERS)


async def test_a_token_that_never_holds_is_no_loop(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.always("message/send", Fault("refuse", 42001))
    fault = await failing(house)
    assert (isinstance(fault, WeComFault), fault.permanent) == (True, False)
    assert wecom.tokens.asked <= 2
    assert wecom.door.answers["message/send", 42001] == 2


@pytest.mark.parametrize("old_lives", [True, False])
async def test_a_new_token_each_time_is_no_matter(wecom: LocalWeCom, house: House, old_lives: bool) -> None:
    wecom.unknowns.same_token, wecom.unknowns.old_token_lives = False, old_lives
    other = api_of(wecom, house.http)
    for _ in range(3):
        await house.api.get("department/list")
        await other.get("department/list")
    assert wecom.tokens.asked <= 2 if old_lives else wecom.tokens.asked <= 6


async def test_a_wrong_secret_is_asked_once_in_ten_minutes(wecom: LocalWeCom, house: House) -> None:
    api = api_of(wecom, house.http, secret="wrong")
    for minutes, asked in ((0, 1), (5, 1), (6, 2)):
        await wecom.pass_by(timedelta(minutes=minutes))
        results = await asyncio.gather(*(api.get("department/list") for _ in USERS), return_exceptions=True)
        assert all(isinstance(one, WeComFault) and one.code == 40001 for one in results)
        assert wecom.tokens.asked == asked
    fault = results[0]
    assert isinstance(fault, WeComFault)
    assert (fault.permanent, fault.why) == (False, "not_allowed")
    assert "adapters.wecom.secret" in fault.reason
    assert "wrong" not in fault.reason.replace("secret is wrong", "")


async def test_a_wrong_company_is_named(wecom: LocalWeCom, house: House) -> None:
    with pytest.raises(WeComFault, match=r"adapters\.wecom\.corp_id"):
        await api_of(wecom, house.http, corp_id="ww0").get("department/list")


async def test_an_address_that_is_not_trusted_is_named(wecom: LocalWeCom, house: House) -> None:
    wecom.app.trusted = False
    fault = await failing(house)
    assert "企业可信IP" in fault.reason
    assert "127.0.0.1" in fault.reason
    assert (fault.permanent, fault.retry_after, fault.why) == (False, None, "not_allowed")
    wecom.app.trusted = True
    assert (await failing(house)).reason == fault.reason
    assert wecom.door.answers["message/send", 60020] == 1
    await wecom.pass_by(timedelta(minutes=3))
    assert (await house.app.send(to("wangwei"))).message_id


async def test_gettoken_may_want_a_trusted_address_too(wecom: LocalWeCom, house: House) -> None:
    wecom.app.trusted, wecom.unknowns.untrusted_gettoken = False, True
    assert "企业可信IP" in (await failing(house)).reason
    assert "企业可信IP" in (await failing(house)).reason
    assert wecom.tokens.asked == 1


@pytest.mark.parametrize(
    ("code", "permanent", "why", "cures"),
    [
        (48002, True, "not_allowed", ("开通", "grant it")),
        (48006, True, "not_allowed", ("重新开通", "again")),
        (50003, True, "not_allowed", ("启用", "enable")),
        (60011, True, "not_allowed", ("可见范围", "visible range")),
        (301002, False, "not_allowed", ("adapters.wecom.agent_id", "agent_id")),
        (40056, False, "not_allowed", ("AgentId", "agent_id")),
        (81013, True, "no_chat", ("可见范围", "receiver")),
        (45009, False, "limited", ("太频繁", "too often")),
        (45033, False, "limited", ("并发", "at once")),
        (85002, True, "refused", ("禁止", "forbidden words")),
        (-1, False, "failed", ("繁忙", "busy")),
        (987654, False, "failed", ("错误码", "look the code up")),
    ],
)
async def test_each_refusal_says_its_cure_in_both_languages(
    house: House, code: int, permanent: bool, why: str, cures: tuple[str, str]
) -> None:
    wecom = house.wecom
    wecom.faults.always("message/send", Fault("refuse", code))
    fault = await failing(house)
    assert isinstance(fault, WeComFault)
    assert (fault.code, fault.permanent, fault.why, fault.unknown) == (code, permanent, why, False)
    assert all(cure in fault.reason for cure in cures)
    assert wecom.tokens.asked == 1
    assert "access_token" not in fault.reason


async def test_a_closed_call_is_not_knocked_at(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.always("message/send", Fault("refuse", 45009))
    assert (await failing(house)).retry_after == timedelta(minutes=1)
    wecom.faults.lift("message/send")
    await wecom.pass_by(timedelta(seconds=20))
    assert (await failing(house)).retry_after == timedelta(seconds=40)
    assert wecom.door.answers["message/send", 45009] == 1
    await house.api.get("department/list")
    await wecom.pass_by(timedelta(seconds=40))
    assert (await house.app.send(to("wangwei"))).message_id


async def test_a_look_is_tried_again_when_wecom_is_busy(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.plan("department/list", Fault("refuse", -1), times=2)
    assert (await house.api.get("department/list"))["errcode"] == 0
    wecom.faults.plan("department/list", Fault("refuse", -1), times=3)
    with pytest.raises(WeComFault):
        await house.api.get("department/list")


async def test_a_token_that_nobody_gives_is_asked_for_again(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.plan("gettoken", Fault("status", 502))
    assert (await failing(house)).why == "failed"
    assert (await house.app.send(to("wangwei"))).message_id


@pytest.mark.parametrize(
    "told", [{}, {"access_token": ""}, {"access_token": "t", "expires_in": "soon"}, {"access_token": 5}]
)
async def test_an_answer_without_a_token_is_a_failure(wecom: LocalWeCom, house: House, told: Json) -> None:
    wecom.door.add("gettoken", lambda _ask: told, method="GET", open=True)
    fault = await failing(house)
    assert (fault.why, fault.permanent, fault.unknown) == ("failed", False, False)


@pytest.mark.parametrize("seconds", [0, -5, 10, 7200, 10**12])
async def test_any_length_of_life_is_taken(wecom: LocalWeCom, house: House, seconds: int) -> None:
    give = wecom.tokens.give
    wecom.door.add(
        "gettoken",
        lambda _ask: {**give(wecom.app.corp_id, wecom.app.secret), "expires_in": seconds},
        method="GET",
        open=True,
    )
    await all_look(house)
    assert wecom.tokens.asked == 1


@pytest.mark.parametrize("kind", ["reset", "cut"])
async def test_an_answer_that_is_lost_is_unknown(wecom: LocalWeCom, house: House, kind: str) -> None:
    await house.api.get("department/list")
    wecom.faults.plan("message/send", Fault("reset" if kind == "reset" else "cut"), times=1)
    assert (await failing(house)).unknown


async def test_who_gives_up_waiting_does_not_end_it_for_others(wecom: LocalWeCom) -> None:
    http = Http()
    wecom.faults.plan("gettoken", Fault("slow", wait=timedelta(seconds=5)))
    api = api_of(wecom, http)
    first, second = (asyncio.create_task(api.get("department/list")) for _ in range(2))
    await wecom.bell.until(lambda: wecom.tokens.asked == 1)
    first.cancel()
    await wecom.pass_by(timedelta(seconds=5))
    assert (await second)["errcode"] == 0
    assert first.cancelled()
    assert wecom.tokens.asked == 1
    await http.close()


async def test_nothing_goes_out_escaped(wecom: LocalWeCom, house: House) -> None:
    """WeCom refuses \\u in a body."""
    await house.app.send(to("wangwei"))
    assert wecom.door.answers["message/send", 40033] == 0
