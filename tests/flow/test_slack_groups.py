"""The workspace's user groups are names for several people here, as tags given by hand are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.flow.slack_office import SlackOffice, open_slack_office
from tests.platforms.slack.world import UserGroup

GROUP = "财务组"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[SlackOffice]:
    async with open_slack_office(f"sqlite:///{tmp_path}/house.db", tmp_path) as made:
        yield made


async def with_group(office: SlackOffice) -> UserGroup:
    """Two of them, one of whom the house has never met."""
    world = office.slack.world
    stranger = world.add_human("ghost", "没来过", is_bot=True)
    group = world.add_group("finance", GROUP, world.named("王伟").id, world.named("王芳").id, stranger.id)
    await office.parts.joining.read(office.adapter)
    return group


async def who_is_in(office: SlackOffice) -> str:
    return (await office.says("赵敏", f"标签 {GROUP}"))[-1].words


async def test_a_notice_goes_to_a_group(office: SlackOffice) -> None:
    await with_group(office)
    (preview,) = await office.says("赵敏", f"通知：明天下午停电，请确认 发给 #{GROUP}")
    assert "2 人" in preview.words
    await office.presses("赵敏", "发送")
    for name in ("王伟", "王芳"):
        assert "停电" in office.member(name).sees()[-1].words
    assert office.member("李主任").sees() == []


async def test_a_group_that_is_mentioned_is_meant(office: SlackOffice) -> None:
    await with_group(office)
    (preview,) = await office.says("赵敏", "通知：明天下午停电，请确认 发给 @finance")
    assert "2 人" in preview.words
    *_, again = await office.commands("赵敏", "通知：后天停水，请确认 发给 @finance", office.channel)
    assert "2 人" in again.words


async def test_who_comes_and_goes_is_known_at_once(office: SlackOffice) -> None:
    group = await with_group(office)
    li = office.slack.world.named("李主任").id
    await office.slack.happenings.regroups(group, li)
    words = await who_is_in(office)
    assert "李主任" in words
    assert "王伟" not in words


async def test_what_was_tagged_by_hand_stays(office: SlackOffice) -> None:
    group = await with_group(office)
    await office.says("赵敏", f"标签 {GROUP}：赵敏")
    await office.slack.happenings.regroups(group)
    assert "赵敏" in await who_is_in(office)
    assert "王伟" not in await who_is_in(office)


async def test_a_plan_without_groups_has_none(office: SlackOffice) -> None:
    await with_group(office)
    office.slack.world.paid = False
    await office.parts.joining.read(office.adapter)
    assert GROUP not in await who_is_in(office)


async def test_an_app_that_may_not_see_groups_keeps_what_it_knew(office: SlackOffice) -> None:
    await with_group(office)
    office.slack.world.app.scopes -= {"usergroups:read"}
    await office.parts.joining.read(office.adapter)
    assert "王伟" in await who_is_in(office)
