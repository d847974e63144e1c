"""Two processes on one PostgreSQL: one holds the robot's connection and sends, either takes requests."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.flow.wecom_process import house_on_wecom

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", ["postgres"], indirect=True)]


async def test_the_connection_is_one_processs_until_it_dies(database_url: str, tmp_path: Path) -> None:
    async with house_on_wecom(database_url, tmp_path) as first:
        second = replace(first, process=None, log=tmp_path / "second.log")
        try:
            await second.start(holds=False)
            li = first.person("李主任")
            assert (await li.tells_app("今天有什么会")).received
            await first.sees("李主任", "没有会", li.with_app)
            await li.asks(first.group, "今天有什么会")
            await first.sees("李主任", "没有会")
            assert first.wecom.gateway.subscriptions == 1
            await first.end()
            await second.until(lambda: second.wecom.gateway.subscriptions == 2)
            await li.asks(second.group, "明天有什么会")
            await second.sees("李主任", "11月24日（周二）没有会")
            assert (await li.tells_app("明天有什么会")).received
            await second.sees("李主任", "11月24日（周二）没有会", li.with_app)
            assert "wecom.robot_kicked" not in first.log.read_text() + second.log.read_text()
        finally:
            await second.end()
