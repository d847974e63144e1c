"""Notices that come again: one of its own number each time, never twice, due by the day on which it goes out."""

from datetime import datetime, timedelta

import pytest

from bot.app import assemble, close, furnish
from bot.engine.clock import MovableClock
from tests.flow.conversation import SHANGHAI, Office, Shown

MONTHLY = "每月最后一个工作日通知各处室交考勤表，次日下班前回执 发给各处室"
WEEKLY = "每周五下午4点通知：交周报，次日下班前回执 发给 教务处"


def on(month: int, day: int, hour: int, minute: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def says(office: Office, text: str, who: str = "赵敏") -> Shown:
    return (await office.says(who, text, "direct"))[-1]


async def sets(office: Office, said: str = WEEKLY) -> Shown:
    """The read-back, and the yes to it."""
    preview = await says(office, said)
    await says(office, "确认")
    return preview


async def titles(office: Office, who: str = "李强") -> list[str]:
    return [line.title for line in await office.direct(who) if line.title.startswith("通知")]


async def test_each_time_is_a_notice_of_its_own_number(office: Office) -> None:
    preview = await sets(office, MONTHLY)
    assert preview.fact("发送规律") == "每月最后一个工作日 09:00（遇节假日提前）"
    assert preview.fact("第一次") == "11月30日（周一）09:00"
    assert preview.fact("请在此前回执") == "次日下班前"
    await office.goes_to(on(11, 30, 9))
    (card,) = await office.direct("李强")
    assert card.title == "通知1 各处室交考勤表"
    assert card.fact("请在此前回执") == "12月1日（周二）18:00"
    await office.goes_to(on(12, 31, 9))
    card = [line for line in await office.direct("李强") if line.title.startswith("通知")][-1]
    assert card.title == "通知2 各处室交考勤表"


async def test_a_deadline_on_a_day_off_is_the_next_working_day(office: Office) -> None:
    await sets(office)
    await office.goes_to(on(11, 27, 16))
    assert (await office.direct("李强"))[-1].fact("请在此前回执") == "11月30日（周一）18:00"


async def test_it_goes_to_those_who_are_meant_by_then(office: Office) -> None:
    await sets(office, "每周五下午4点通知：交周报 发给 各单位负责人")
    await office.goes_to(on(11, 27, 16))
    assert (await titles(office, "李强")) == ["通知1 交周报"]
    assert not await titles(office, "王伟")


async def test_it_is_paused_resumed_and_ended(office: Office) -> None:
    await sets(office)
    assert "1 交周报 · 每周五 16:00" in (await says(office, "定期通知")).text
    await says(office, "暂停定期通知1")
    await office.goes_to(on(11, 27, 17))
    assert not await titles(office)
    assert "已暂停" in (await says(office, "定期通知")).text
    await says(office, "恢复定期通知1")
    await office.goes_to(on(12, 4, 16))
    assert await titles(office) == ["通知1 交周报"]
    await office.presses("赵敏", "停止", "direct")
    await office.goes_to(on(12, 11, 16))
    assert not [title for title in await titles(office) if title.startswith("通知2")]
    assert (await says(office, "定期通知")).text.startswith("没有定期通知。")


async def test_a_restart_doubles_nothing_and_a_long_outage_leaves_out_what_passed(office: Office) -> None:
    await sets(office)
    await office.goes_to(on(11, 27, 15, 30))
    await office.restarts(timedelta(hours=1))
    await office.restarts()
    await office.waits(seconds=1)
    (card,) = [line for line in await office.direct("李强") if line.title.startswith("通知")]
    assert card.fact("原定发送") == "11月27日（周五）16:00"
    await office.restarts(timedelta(days=16))
    await office.waits(seconds=1)
    assert not [title for title in await titles(office) if title.startswith("通知2")]
    await office.goes_to(on(12, 18, 16))
    assert [title for title in await titles(office) if title.startswith("通知2")] == ["通知2 交周报"]


async def test_two_processes_make_one_notice(office: Office) -> None:
    await sets(office)
    clock = MovableClock(base=office.clock.base)
    other = assemble(office.settings, clock)
    await furnish(other)
    try:
        office.clock.set(on(11, 27, 16))
        clock.set(on(11, 27, 16))
        await other.fire_due()
        await office.parts.fire_due()
        assert await titles(office) == ["通知1 交周报"]
    finally:
        await close(other)


async def test_it_is_seen_in_what_is_coming(office: Office) -> None:
    await sets(office)
    assert "定期通知：交周报" in (await says(office, "未来七天要发什么")).text


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("何军", "暂停定期通知1", "定期通知1是赵敏设的"),
        ("赵敏", "停止定期通知9", "没有定期通知9"),
        ("赵敏", "每周五下午4点紧急通知：交周报 发给 教务处", "定期通知不能是紧急的"),
        ("何军", "每周五下午4点通知：交周报 发给 教务处", "发给本单位以外的人需要文秘或领导来发"),
    ],
)
async def test_whose_it_is_and_what_cannot_come_again(office: Office, who: str, said: str, answer: str) -> None:
    await sets(office)
    shown = await says(office, said, who)
    if "确认" in shown.labels or "定时发送" in shown.labels:
        shown = await says(office, "确认", who)
    assert answer in shown.text


async def test_in_english(office: Office) -> None:
    preview = await says(
        office, "every Friday at 4pm notice: send in your timesheet, reply by the next day to: 教务处", "Amy"
    )
    assert preview.fact("How often").startswith("every Fri 16:00")
    await says(office, "yes", "Amy")
    assert "1 send in your timesheet" in (await says(office, "recurring notices", "Amy")).text
    await office.goes_to(on(11, 27, 16))
    assert await titles(office) == ["通知1 send in your timesheet"]
    ended = await says(office, "stop notice series 1", "Amy")
    assert "has ended" in ended.text
