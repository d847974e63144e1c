"""A day of the office on Slack; the process is killed again and again, and nothing is lost and nothing is doubled."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest_asyncio

from tests.flow.slack_process import House, house_on_slack

BOOK = "@xiaoban 订301明天下午3点到5点开校务会，请 @王伟 参加"
CLASH = "@xiaoban 订301明天下午4点到5点开教研会"
MOVE = "@xiaoban 把校务会改到后天下午4点"
ASSIGN = "@xiaoban 督办 年度总结，主办 @王伟，周五前"
SURVEY = "@xiaoban 做个问卷：食堂满意度，很满意/一般/不满意，周五下班前截止，发给全体"
NOTICE = "@xiaoban 通知全体：明天下午两点消防演练，请大家回复确认"


@pytest_asyncio.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house_on_slack(database_url, tmp_path) as made:
        yield made


async def test_nothing_is_lost_or_doubled_whenever_it_is_killed(house: House) -> None:
    await _books(house)
    await _clashes(house)
    await _moves(house)
    await _supervises(house)
    await _circulates(house)
    await _collects(house)
    await house.settles()
    assert sorted(house.keys()) == sorted(set(house.keys()))
    assert all(house.member(who).troubles == [] for who in ("赵敏", "王伟", "王芳", "李主任"))


async def _books(house: House) -> None:
    """Slack has taken the card; the process dies before it hears so, and finds it again by its key."""
    await house.member("赵敏").says(BOOK, house.channel)
    await house.sees("赵敏", "预订会议：校务会", house.channel)
    async with house.killed_in("chat.postMessage", "hang"):
        await house.presses("赵敏", "确认", "预订会议：校务会", house.channel)
    assert _calls(house, "conversations.history") == 0
    await house.start()
    await house.sees("赵敏", "✅ 已预订：校务会", house.channel)
    await house.presses("王伟", "参加", "请参会：校务会")
    assert _calls(house, "conversations.history") > 0


async def _clashes(house: House) -> None:
    """Slack has not taken it yet."""
    async with house.killed_in("chat.postMessage", "slow"):
        await house.member("王芳").says(CLASH, house.channel)
    await house.start()
    await house.presses("王芳", "改用302", "已被赵敏的「校务会」占用", house.channel)
    await house.presses("王芳", "确认", "预订会议：教研会", house.channel)
    await house.sees("王芳", "✅ 已预订：教研会", house.channel)


async def _moves(house: House) -> None:
    """Nobody is there when it is said; Slack tells it again a minute later."""
    await house.end()
    told = await house.member("赵敏").says(MOVE, house.channel)
    assert told is not None
    before = len(told.answers)
    await house.start()
    await house.slack.pass_by(minutes=1)
    assert [answer.taken for answer in told.answers] == [False] * before + [True]
    await house.slack.events.again(told)
    await house.presses("赵敏", "确认", "改期：校务会", house.channel)
    await house.sees("王伟", "会议改期，请重新答复：校务会")


async def _supervises(house: House) -> None:
    """A card is being changed in its place."""
    await house.member("赵敏").says(ASSIGN, house.channel)
    await house.sees("赵敏", "交办：年度总结", house.channel)
    async with house.killed_in("chat.update", "hang"):
        await house.presses("赵敏", "确认", "交办：年度总结", house.channel)
    await house.start()
    await house.presses("王伟", "签收", "交办给你：督〔2026〕1号 年度总结")
    await house.sees("王伟", "已签收")


async def _circulates(house: House) -> None:
    """The press was acknowledged: everything must be in the database, whatever comes then."""
    await house.member("赵敏").says(NOTICE, house.channel)
    await house.presses("赵敏", "发送", "发通知：明天下午两点消防演练", house.channel)
    await house.end()
    await house.start()
    for who in ("王伟", "王芳", "李主任"):
        await house.presses(who, "收到", "通知1 明天下午两点消防演练")
        await house.until(partial(_has_answered, house, who))


async def _collects(house: House) -> None:
    """An answer was pressed and its card is being changed; the answer is in the database, once, and may be changed."""
    await house.member("赵敏").says(SURVEY, house.channel)
    await house.presses("赵敏", "发送", "发问卷：食堂满意度", house.channel)
    await house.sees("王伟", "问卷1 食堂满意度")
    async with house.killed_in("chat.update", "hang"):
        await house.presses("王伟", "一般", "问卷1 食堂满意度")
    await house.start()
    await house.sees("王伟", "*你的答复*\n一般")
    await house.presses("王伟", "很满意", "问卷1 食堂满意度")
    await house.presses("王芳", "不满意", "问卷1 食堂满意度")
    await house.sees("王伟", "*你的答复*\n很满意")
    await house.sees("王芳", "*你的答复*\n不满意")
    await house.member("赵敏").says("@xiaoban 结束问卷1", house.channel)
    await house.end()
    await house.start()
    await house.presses("赵敏", "公布结果", "结果：问卷1 食堂满意度")
    for who in ("王芳", "李主任"):
        await house.sees(who, "很满意 1（50%）")


def _has_answered(house: House, who: str) -> bool:
    return "收到" not in house.member(who).sees()[-1].labels


def _calls(house: House, method: str) -> int:
    return sum(name == method for name, _ in house.slack.calls)
