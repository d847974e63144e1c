"""Notices that go out later: the preview's ways, a time in the sentence, moving, cancelling, approval, an outage."""

from datetime import datetime, timedelta

import pytest

from tests.flow.conversation import SHANGHAI, Office, Shown

TEXT = "本周六全校停电，请关闭设备，有事联系后勤处，周五下班前回执"


def on(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


async def says(office: Office, text: str, who: str = "赵敏") -> Shown:
    return (await office.says(who, text, "direct"))[-1]


async def plans(office: Office, text: str = TEXT, when: str = "明天上午9点发", head: str = "通知") -> Shown:
    """The preview of one for 教务处, and the yes to it."""
    preview = await says(office, f"{head}：{text} 发给 教务处，{when}")
    await says(office, "确认")
    return preview


async def test_the_preview_has_four_ways(office: Office) -> None:
    preview = await says(office, f"通知：{TEXT} 发给 教务处")
    assert preview.labels == ["发送", "修改", "定时", "取消"]
    asked = (await office.presses("赵敏", "修改", "direct"))[-1]
    assert "内容改成" in asked.text
    assert (await says(office, "加上后勤处")).fact("发给").startswith("8 人")
    changed = await says(office, "内容改成周日停电，联系后勤处")
    assert changed.title == "发通知：周日停电"
    assert (await says(office, "重要")).fact("级别") == "重要"
    assert (await says(office, "周四前回执")).fact("请在此前回执") == "11月26日（周四）18:00"
    assert (await says(office, "回执改为人数")).fact("回执") == "回复一个数"
    assert (await says(office, "不发给李强")).fact("不发") == "李强"
    sent = (await office.presses("赵敏", "发送", "direct"))[-1]
    assert sent.title == "通知1已发给 7 人。"
    assert (await office.direct("王伟"))[-1].title == "【重要】通知1 周日停电"


async def test_later_is_asked_for_and_the_words_do_what_the_buttons_do(office: Office) -> None:
    await says(office, f"通知：{TEXT} 发给 教务处")
    asked = await says(office, "定时")
    assert asked.labels == ["11月23日（周一）14:30", "11月24日（周二）09:00", "11月30日（周一）09:00"]
    preview = await says(office, "明天上午10点")
    assert preview.fact("发送时间") == "11月24日（周二）10:00"
    assert "名单到时再算一次" in preview.text
    assert preview.labels[0] == "定时发送"
    assert (await says(office, "改到下周一8:30")).fact("发送时间") == "11月30日（周一）08:30"
    assert (await says(office, "3")).title == "什么时候发？例如「明天上午9点」「下周一8:30」。"
    await office.presses("赵敏", "11月24日", "direct")
    assert (await says(office, "发送")).title == "通知1定在11月24日（周二）09:00发。说「定时通知」看还有哪些。"
    assert not await office.direct("李强")


@pytest.mark.parametrize("said", ["马上发", "4"])
async def test_a_time_is_taken_back_and_the_last_way_drops_it(office: Office, said: str) -> None:
    await says(office, f"通知：{TEXT} 发给 教务处，明天上午9点发")
    answer = await says(office, said)
    if said == "4":
        assert answer.text == "好，这件事不办了。"
    else:
        assert answer.labels[0] == "发送"
        assert "发送时间" not in answer.text


async def test_it_goes_out_at_its_time_to_those_who_are_meant_by_then(office: Office) -> None:
    preview = await plans(office)
    assert preview.fact("发送时间") == "11月24日（周二）09:00"
    coming = await says(office, "未来七天要发什么")
    assert "定时通知：通知1 本周六全校停电" in coming.text
    await office.goes_to(on(24, 8, 59))
    assert not await office.direct("李强")
    await office.goes_to(on(24, 9, 1))
    card = (await office.direct("李强"))[-1]
    assert card.title == "通知1 本周六全校停电"
    assert "原定" not in card.text
    assert (await office.direct("赵敏"))[-1].title == "通知1已发给 5 人。"
    assert (await says(office, "回执 通知1")).fact("已发送") == "5 / 5"


async def test_it_is_listed_moved_changed_and_cancelled(office: Office) -> None:
    await plans(office)
    assert "通知1 本周六全校停电 · 11月24日（周二）09:00" in (await says(office, "定时通知")).text
    assert (await says(office, "通知1")).labels == ["立即发送", "修改", "取消发送"]
    moved = await says(office, "通知1改到下周一8:30")
    assert moved.fact("发送时间") == "11月30日（周一）08:30"
    await says(office, "确认")
    await office.goes_to(on(24, 9, 30))
    assert not await office.direct("李强")
    edited = await says(office, "修改通知1")
    assert edited.fact("发送时间") == "11月30日（周一）08:30"
    await says(office, "内容改成周日停电，联系后勤处")
    await says(office, "确认")
    await office.goes_to(on(30, 8, 31))
    assert (await office.direct("李强"))[-1].title == "通知1 周日停电"
    assert "更正通知1" in (await says(office, "修改通知1")).text


async def test_a_cancelled_one_is_not_sent_and_one_may_be_sent_now(office: Office) -> None:
    await plans(office)
    await plans(office, "周日停水，联系后勤处")
    await says(office, "取消通知1")
    assert (await says(office, "确认")).title == "通知1不发了。"
    await says(office, "通知2立即发送")
    assert (await says(office, "确认")).title == "通知2已发给 5 人。"
    await office.goes_to(on(24, 9, 30))
    assert [line.title for line in await office.direct("李强")] == ["通知2 周日停水"]
    assert (await says(office, "定时通知")).text.startswith("没有定时通知。")


async def test_in_the_quiet_hours_it_waits_for_the_morning_and_says_so(office: Office) -> None:
    preview = await plans(office, when="今晚23点发")
    assert "免打扰时段，改在11月24日（周二）" in preview.text
    await office.goes_to(on(23, 23, 30))
    assert not await office.direct("李强")
    await office.goes_to(on(24, 9, 0))
    assert (await office.direct("李强"))[-1].title == "通知1 本周六全校停电"


async def test_after_an_outage_it_says_that_it_is_late_and_after_a_day_it_asks(office: Office) -> None:
    await plans(office)
    await plans(office, "周日停水，联系后勤处", "后天上午9点发")
    await office.goes_to(on(24, 8, 30))
    await office.restarts(timedelta(hours=2))
    await office.waits(seconds=1)
    card = (await office.direct("李强"))[-1]
    assert card.fact("原定发送") == "11月24日（周二）09:00"
    assert "迟发 1 小时 30 分钟" in (await office.direct("赵敏"))[-1].text
    await office.goes_to(on(25, 8, 30))
    await office.direct("李强")
    await office.restarts(timedelta(hours=30))
    assert not [line for line in await office.direct("李强") if "停水" in line.title]
    assert "已过一天，没有自动补发" in (await office.direct("赵敏"))[-1].text
    await says(office, "通知2立即发送")
    await says(office, "确认")
    assert (await office.direct("李强"))[-1].title == "通知2 周日停水"


async def test_an_urgent_one_is_agreed_to_before_its_time(office: Office) -> None:
    await plans(office, "今晚停水，联系后勤处", head="紧急通知")
    asked = await office.direct("陈国华")
    assert asked[-1].fact("发送时间") == "11月24日（周二）09:00"
    await office.presses("陈国华", "同意发送", "direct")
    assert (await office.direct("赵敏"))[-1].title == "通知1已有人同意，11月24日（周二）09:00发送。"
    assert not await office.direct("李强")
    await office.goes_to(on(24, 9, 1))
    assert (await office.direct("李强"))[-1].title == "【紧急】通知1 今晚停水"


async def test_without_a_yes_by_its_time_the_sender_is_told_and_a_later_one_sends_it(office: Office) -> None:
    await plans(office, "今晚停水，联系后勤处", head="紧急通知")
    await office.goes_to(on(24, 9, 1))
    assert "还没有人同意，所以没有发" in (await office.direct("赵敏"))[-1].text
    assert not await office.direct("李强")
    await office.presses("陈国华", "同意发送", "direct")
    assert (await office.direct("李强"))[-1].title == "【紧急】通知1 今晚停水"


async def test_a_yes_to_an_older_text_is_none(office: Office) -> None:
    """Who agreed to what stands on the card."""
    await plans(office, "今晚停水，联系后勤处", head="紧急通知")
    old = (await office.direct("陈国华"))[-1]
    await office.waits(minutes=1)
    await says(office, "修改通知1")
    await says(office, "内容改成明晚停水，联系后勤处")
    await says(office, "确认")
    action = old.card["buttons"][0]["action"]
    answer = (await office.presses_action("陈国华", action, old.message_id, old.chat))[-1]
    assert answer.text.startswith("这张卡片已过时")
    await office.presses("陈国华", "同意发送", "direct")
    await office.goes_to(on(24, 9, 1))
    assert (await office.direct("李强"))[-1].title == "【紧急】通知1 明晚停水"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("通知1", "没有通知1"),
        ("取消通知1", "只有赵敏和文秘能办"),
        ("通知1立即发送", "只有赵敏和文秘能办"),
        ("复制通知1", "只有赵敏和文秘能办"),
        ("定时通知", "没有定时通知"),
    ],
)
async def test_others_neither_see_nor_touch_what_is_planned(office: Office, said: str, answer: str) -> None:
    await plans(office)
    assert answer in (await says(office, said, "何军")).text


async def test_a_long_text_is_read_in_full_from_the_preview_and_from_its_card(office: Office) -> None:
    text = "关于停电的安排。" + "请各单位提前关闭设备并检查门窗。" * 30 + "有事联系后勤处"
    preview = await says(office, f"通知：{text} 发给 教务处")
    assert preview.labels == ["发送", "修改", "定时", "全文", "取消"]
    assert "有事联系后勤处" not in preview.text
    assert "有事联系后勤处" in (await says(office, "全文")).text
    await says(office, "确认")
    await office.direct("李强")
    whole = (await office.presses("李强", "全文", "direct"))[-1]
    assert "有事联系后勤处" in whole.text


async def test_in_english_the_time_stands_in_the_sentence(office: Office) -> None:
    preview = (
        await office.says("Amy", "notice: the office closes at 4, ask 李强 to: 教务处, send tomorrow at 9", "direct")
    )[-1]
    assert preview.fact("Goes out") == "Tue 24 Nov 09:00"
    assert preview.labels == ["Schedule it", "Change", "Later", "Cancel"]
    await office.says("Amy", "send tomorrow at 10", "direct")
    await office.says("Amy", "yes", "direct")
    assert "Tue 24 Nov 10:00" in (await office.says("Amy", "scheduled notices", "direct"))[-1].text


async def test_an_english_notice_in_a_group_is_read_back_in_english(office: Office) -> None:
    """The names of units are written the same in both languages."""
    preview = (await office.says("赵敏", "@小办 notice: no water on Sunday, ask 李强 to: 教务处"))[-1]
    assert preview.labels == ["Send", "Change", "Later", "Cancel"]
