"""Who is in the company, as far as the app may see."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.errors import SendFailed
from bot.messages import Account, UserRef
from tests.contract.platform.wecom_house import House, open_company, open_house
from tests.platforms.wecom.faults import Fault
from tests.platforms.wecom.local import LocalWeCom


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with open_company() as made:
        yield made


@pytest_asyncio.fixture
async def house(wecom: LocalWeCom) -> AsyncIterator[House]:
    async with open_house(wecom) as made:
        yield made


async def listed(house: House) -> dict[str, Account]:
    return {one.ref.id: one async for page in house.people.accounts() for one in page}


async def test_everybody_with_number_and_address(wecom: LocalWeCom, house: House) -> None:
    wecom.company.members["wangwei"].email = "wang@office.example.com"
    found = await listed(house)
    assert list(found) == ["lizhuren", "wangwei", "ZhaoMin"]
    assert found["lizhuren"] == Account(UserRef("wecom", "lizhuren", "李主任"), "", "13800000001")
    assert found["wangwei"].email == "wang@office.example.com"


async def test_an_app_that_is_told_little_asks_for_no_more(wecom: LocalWeCom, house: House) -> None:
    wecom.unknowns.few_contact_fields = True
    found = await listed(house)
    assert [one.ref.name for one in found.values()] == ["李主任", "王伟", "赵敏"]
    assert [path for path, _ in wecom.door.seen].count("user/get") == 1


async def test_whoever_is_not_seen_or_has_left_is_not_listed(wecom: LocalWeCom, house: House) -> None:
    wecom.company.members["wangwei"].active = False
    wecom.company.members["ZhaoMin"].visible = False
    assert list(await listed(house)) == ["lizhuren"]


async def test_each_is_listed_once(wecom: LocalWeCom, house: House) -> None:
    wecom.company.add_department(3, "人事科", parent=0)
    wecom.person("both", "两处", 2, 3)
    wecom.app.sees_all = False
    pages = [[one.ref.id for one in page] async for page in house.people.accounts()]
    assert sorted(user for page in pages for user in page) == ["ZhaoMin", "both", "lizhuren", "wangwei"]


async def test_a_member_who_cannot_be_looked_at_is_listed_all_the_same(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.plan("user/get", Fault("refuse", 60011))
    assert list(await listed(house)) == ["lizhuren", "wangwei", "ZhaoMin"]


async def test_a_right_that_is_missing_is_told_of(wecom: LocalWeCom, house: House) -> None:
    wecom.faults.always("department/list", Fault("refuse", 48002))
    with pytest.raises(SendFailed, match="权限"):
        await listed(house)


async def test_names_are_looked_up_once(wecom: LocalWeCom, house: House) -> None:
    assert [await house.people.name("wangwei") for _ in range(3)] == ["王伟"] * 3
    assert [await house.people.name("nobody") for _ in range(3)] == [""] * 3
    assert [path for path, _ in wecom.door.seen].count("user/get") == 2
