"""Reminders on request: set, read back, said, put off, moved, paused, cancelled."""

from datetime import datetime, timedelta

import pytest

from tests.flow.conversation import GROUP, MONDAY, SHANGHAI, Office, Shown
from tests.flow.test_booking import book


def on(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def sets(office: Office, who: str, text: str, chat: str = GROUP) -> Shown:
    """The read-back, which is then confirmed."""
    read_back = (await office.says(who, text, chat))[-1]
    assert read_back.title.startswith("设提醒"), read_back.text
    assert (await office.says(who, "确认", chat))[-1].title.startswith("好，")
    return read_back


def said(lines: list[Shown], text: str) -> list[Shown]:
    return [line for line in lines if line.title == f"提醒：{text}"]


async def test_a_group_is_reminded_once_at_its_time(office: Office) -> None:
    read_back = await sets(office, "赵敏", "@小办 明天下午3点提醒大家交表")
    assert read_back.fact("时间") == "11月24日（周二）15:00"
    assert read_back.fact("提醒谁") == "本群"
    await office.goes_to(on(24, 14, 59))
    assert not said(await office.lines(GROUP), "交表")
    await office.goes_to(on(24, 15))
    (card,) = said(await office.lines(GROUP), "交表")
    assert "迟发" not in card.text
    assert card.labels == ["10 分钟后", "1 小时后", "下个工作日"]
    await office.goes_to(on(27, 15))
    assert len(said(await office.lines(GROUP), "交表")) == 1


async def test_a_weekly_one_steps_before_a_holiday(office: Office) -> None:
    read_back = await sets(office, "赵敏", "@小办 每周五16点提醒本群交周报")
    assert "每周五 16:00（遇节假日提前）" in read_back.fact("时间")
    await office.goes_to(on(11, 9, month=12))
    at = [line.seq for line in said(await office.lines(GROUP), "交周报")]
    assert len(at) == 2


async def test_working_days_are_the_offices_own(office: Office) -> None:
    """The 8th of October 2026 is the first day after the holiday week, the 10th a Saturday on which everyone works."""
    office.clock.set(datetime(2026, 9, 30, 12, tzinfo=SHANGHAI))
    read_back = await sets(office, "赵敏", "每个工作日早上8点半提醒我打卡", "direct")
    assert read_back.fact("时间") == "每个工作日 08:30，第一次 10月8日（周四）08:30"
    await office.goes_to(datetime(2026, 10, 11, 12, tzinfo=SHANGHAI))
    assert len(said(await office.lines("dm:zhaomin"), "打卡")) == 3


async def test_one_asked_for_in_hours_comes_to_the_asker_alone(office: Office) -> None:
    await sets(office, "赵敏", "2小时后提醒我给李处打电话", "direct")
    await office.goes_to(MONDAY + timedelta(hours=2))
    assert said(await office.direct("赵敏"), "给李处打电话")
    assert not said(await office.lines(GROUP), "给李处打电话")


async def test_another_person_hears_who_asked(office: Office) -> None:
    read_back = await sets(office, "赵敏", "@小办 明天上午10点提醒王芳交表")
    assert read_back.fact("提醒谁") == "王芳"
    await office.goes_to(on(24, 10))
    (card,) = said(await office.direct("王芳"), "交表")
    assert "赵敏请我提醒你" in card.text


async def test_before_a_meeting_it_moves_with_the_meeting(office: Office) -> None:
    await book(office)
    await sets(office, "赵敏", "@小办 会前30分钟提醒王芳")
    await office.says("赵敏", "@小办 把校务会改到后天上午9点")
    await office.says("赵敏", "确认")
    await office.goes_to(on(24, 16))
    assert not said(await office.direct("王芳"), "校务会")
    await office.goes_to(on(25, 8, 30))
    (card,) = said(await office.direct("王芳"), "校务会")
    assert "11月25日（周三）09:00" in card.text


async def test_before_a_meeting_it_goes_with_the_meeting(office: Office) -> None:
    await book(office)
    await sets(office, "赵敏", "@小办 会前30分钟提醒王芳")
    await office.says("赵敏", "@小办 取消校务会")
    await office.says("赵敏", "确认")
    await office.direct("王芳")
    await office.goes_to(on(24, 16))
    assert not said(await office.lines("dm:wangfang"), "校务会")


async def test_it_can_be_put_off_and_comes_again(office: Office) -> None:
    await sets(office, "赵敏", "10分钟后提醒我交表", "direct")
    await office.waits(minutes=10)
    await office.presses("赵敏", "1 小时后", "direct")
    (shown,) = [line for line in await office.visible("dm:zhaomin") if "再提醒" in line.text]
    assert shown.labels == []
    await office.waits(minutes=59)
    assert len(said(await office.visible("dm:zhaomin"), "交表")) == 1
    await office.waits(minutes=1)
    assert len(said(await office.visible("dm:zhaomin"), "交表")) == 2


async def test_a_groups_reminder_is_not_put_off_by_anybody(office: Office) -> None:
    await sets(office, "赵敏", "@小办 明天下午3点提醒大家交表")
    await office.goes_to(on(24, 15))
    await office.news(GROUP)
    (refused,) = await office.presses("孙丽", "1 小时后")
    assert "只有设的人和文秘能推迟" in refused.text


async def test_three_within_ten_minutes_come_as_one_card(office: Office) -> None:
    for minute, what in ((0, "交表"), (5, "打电话"), (9, "取快递")):
        await sets(office, "赵敏", f"明天下午3点{minute:02}分提醒我{what}", "direct")
    await office.direct("赵敏")
    await office.goes_to(on(24, 15))
    (card,) = await office.direct("赵敏")
    assert card.title == "3 条提醒"
    assert [line.split()[0] for line in card.card["body"].splitlines()] == ["15:00", "15:05", "15:09"]
    await office.presses("赵敏", "10 分钟后", "direct")
    await office.goes_to(on(24, 15, 9))
    assert not await office.direct("赵敏")
    await office.goes_to(on(24, 15, 10))
    (again,) = await office.direct("赵敏")
    assert again.title == "3 条提醒"


async def test_a_groups_late_evening_waits_for_the_morning(office: Office) -> None:
    read_back = (await office.says("赵敏", "@小办 今晚10点提醒大家打卡"))[-1]
    assert "免打扰" in read_back.text
    await office.says("赵敏", "确认")
    await office.goes_to(on(23, 23))
    assert not said(await office.lines(GROUP), "打卡")
    await office.goes_to(on(24, 8))
    (card,) = said(await office.lines(GROUP), "打卡")
    assert "迟发" not in card.text


async def test_ones_own_late_evening_rings(office: Office) -> None:
    await sets(office, "赵敏", "今晚10点提醒我吃药", "direct")
    await office.goes_to(on(23, 22))
    assert said(await office.direct("赵敏"), "吃药")


async def test_an_outage_brings_one_catch_up_that_says_it_is_late(office: Office) -> None:
    await sets(office, "赵敏", "@小办 每天上午11点提醒大家喝水")
    await office.restarts(down=timedelta(days=3, hours=2))
    await office.news(GROUP)
    (card,) = said(await office.lines(GROUP), "喝水")
    assert "迟发" in card.text
    await office.goes_to(on(27, 11))
    assert len(said(await office.lines(GROUP), "喝水")) == 2


@pytest.mark.parametrize(("verb", "left"), [("取消", 0), ("暂停", 0)])
async def test_a_listed_one_is_stopped_by_its_button(office: Office, verb: str, left: int) -> None:
    await sets(office, "赵敏", "@小办 明天下午3点提醒大家交表")
    (listed,) = await office.says("赵敏", "@小办 我的提醒")
    assert "1. 交表 · 11月24日（周二）15:00" in listed.text
    await office.presses("赵敏", "1 交表")
    await office.presses("赵敏", verb)
    await office.goes_to(on(24, 16))
    assert len(said(await office.lines(GROUP), "交表")) == left


async def test_a_paused_one_goes_on(office: Office) -> None:
    await sets(office, "赵敏", "@小办 每天下午3点提醒大家交表")
    await office.says("赵敏", "@小办 我的提醒")
    await office.presses("赵敏", "1 交表")
    await office.presses("赵敏", "暂停")
    await office.goes_to(on(24, 16))
    assert not said(await office.lines(GROUP), "交表")
    await office.says("赵敏", "@小办 我的提醒")
    await office.presses("赵敏", "1 交表")
    await office.presses("赵敏", "恢复")
    await office.goes_to(on(25, 16))
    assert len(said(await office.lines(GROUP), "交表")) == 1


async def test_one_is_cancelled_in_words(office: Office) -> None:
    await sets(office, "赵敏", "@小办 明天下午3点提醒大家交表")
    (asked,) = await office.says("赵敏", "@小办 取消交表的提醒")
    assert asked.title.startswith("取消提醒：交表")
    await office.says("赵敏", "确认")
    await office.goes_to(on(24, 16))
    assert not said(await office.lines(GROUP), "交表")


async def test_what_is_due_by_a_day_asks_when(office: Office) -> None:
    (asked,) = await office.says("赵敏", "@小办 周五前提醒大家填表")
    assert "什么时候提醒" in asked.title
    await office.presses("赵敏", "11月26日（周四）16:00")
    await office.says("赵敏", "确认")
    await office.goes_to(on(26, 16))
    assert said(await office.lines(GROUP), "填表")


async def test_a_time_that_is_over_is_asked_again(office: Office) -> None:
    (asked,) = await office.says("赵敏", "今天上午9点提醒我交表", "direct")
    assert "已经过去" in asked.text


async def test_everybody_means_a_group(office: Office) -> None:
    """Said to the bot alone, nobody knows which."""
    (answer,) = await office.says("赵敏", "明天下午3点提醒大家交表", "direct")
    assert "哪个群" in answer.text or answer.title.startswith("设提醒")


async def test_english_too(office: Office) -> None:
    await office.says("Amy", "remind me in 2 hours to check the projector", "direct")
    (done, *_) = reversed(await office.says("Amy", "yes", "direct"))
    assert "All right" in done.title
    await office.waits(hours=2)
    assert any("Reminder:" in line.title for line in await office.direct("Amy"))


async def test_once_more_means_what_was_said_just_now(office: Office) -> None:
    await sets(office, "赵敏", "10分钟后提醒我交表", "direct")
    await office.waits(minutes=10)
    await office.direct("赵敏")
    (read_back,) = await office.says("赵敏", "10分钟后再提醒我", "direct")
    assert read_back.title == "设提醒：交表"
    await office.says("赵敏", "确认", "direct")
    await office.waits(minutes=10)
    assert len(said(await office.lines("dm:zhaomin"), "交表")) == 2


async def test_an_alarm_without_a_matter_rings_all_the_same(office: Office) -> None:
    (read_back,) = await office.says("赵敏", "半小时后叫我", "direct")
    assert read_back.title == "设提醒：时间到了"


async def test_what_recurs_goes_on_after_it_was_sent_early(office: Office) -> None:
    await sets(office, "赵敏", "@小办 每天下午3点提醒大家交表")
    await office.says("赵敏", "@小办 未来七天要发什么")
    await office.presses("赵敏", "1 ")
    await office.presses("赵敏", "现在就发")
    await office.goes_to(on(23, 16))
    assert len(said(await office.visible(GROUP), "交表")) == 1
    await office.goes_to(on(25, 16))
    assert len(said(await office.visible(GROUP), "交表")) == 3


async def test_what_recurs_goes_on_after_it_was_taken_along(office: Office) -> None:
    for minute, what in ((0, "交表"), (4, "打电话"), (8, "取快递")):
        await sets(office, "赵敏", f"每天下午3点{minute:02}分提醒我{what}", "direct")
    await office.direct("赵敏")
    await office.goes_to(on(25, 16))
    cards = [line for line in await office.direct("赵敏") if line.title == "3 条提醒"]
    assert len(cards) == 3
