"""A day of the office on WeCom: the robot in the group and alone, and the app, on one house."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.flow.wecom_office import WeComOffice, open_wecom_office


@pytest_asyncio.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[WeComOffice]:
    async with open_wecom_office(database_url, tmp_path) as made:
        yield made


async def test_a_meeting_is_booked_in_the_group_and_answered_in_the_app(office: WeComOffice) -> None:
    await office.asks("赵敏", "订301明天下午3点到5点开校务会，请王伟参加")
    await office.presses("赵敏", "确认", "预订会议：校务会")
    await office.sees("赵敏", "已预订：校务会")
    wei = office.person("王伟").with_app
    await office.presses("王伟", "参加", "请参会：校务会", wei)
    await office.sees("王伟", "已答复", wei)
