"""Digests by themselves and on demand, and what is going to be posted."""

from datetime import datetime, timedelta

from tests.flow.conversation import GROUP, SHANGHAI, Office, Shown
from tests.flow.test_booking import book
from tests.flow.test_reminding import on, sets


async def subscribes(office: Office, who: str, text: str, chat: str = GROUP) -> Shown:
    read_back = (await office.says(who, text, chat))[-1]
    assert read_back.title.startswith("订"), read_back.text
    assert (await office.says(who, "确认", chat))[-1].title.startswith("好，")
    return read_back


def digests(lines: list[Shown]) -> list[Shown]:
    return [line for line in lines if line.title.startswith(("早报 ·", "周报 ·", "这一周"))]


async def test_a_groups_digest_comes_on_working_days_with_what_it_holds(office: Office) -> None:
    read_back = await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    assert read_back.fact("时间") == "每个工作日 08:30"
    assert read_back.fact("发给") == "本群"
    await book(office)
    await office.goes_to(on(24, 8, 30))
    (card,) = digests(await office.lines(GROUP))
    assert card.title == "早报 · 11月24日（周二）"
    assert "【会议】15:00–17:00 校务会 · 301" in card.text
    assert "【会议变动】新订 校务会" in card.text


async def test_nothing_to_say_is_not_sent_but_once_a_week(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    await office.goes_to(on(27, 12))
    assert digests(await office.lines(GROUP)) == []
    await office.goes_to(on(7, 9, month=12))
    assert [line.title for line in digests(await office.lines(GROUP))] == ["这一周都平静，没有要报的事。"]


async def test_ones_own_digest_tells_of_ones_own_meetings(office: Office) -> None:
    await subscribes(office, "王芳", "订阅早报", "direct")
    await subscribes(office, "孙丽", "订阅早报", "direct")
    await book(office)
    await office.goes_to(on(24, 8, 31))
    assert "校务会" in digests(await office.direct("王芳"))[0].text
    assert digests(await office.direct("孙丽")) == []


async def test_a_member_cannot_order_for_a_group(office: Office) -> None:
    (refused,) = await office.says("孙丽", "@小办 每个工作日8:30发早报到本群")
    assert "只有文秘、领导和管理员" in refused.text


async def test_a_digest_is_paused_and_resumed(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    await book(office)
    await office.says("赵敏", "@小办 暂停早报")
    await office.goes_to(on(24, 9))
    assert digests(await office.lines(GROUP)) == []
    await office.says("赵敏", "@小办 恢复早报")
    await book(office, "赵敏", "@小办 后天下午3点到5点在302开办公会，请王芳参加")
    await office.goes_to(on(25, 9))
    assert len(digests(await office.lines(GROUP))) == 1


async def test_a_digest_rests_for_the_days_that_were_said(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    (told,) = await office.says("赵敏", "@小办 下周别发早报")
    assert "11月30日（周一）" in told.text
    await book(office, "赵敏", "@小办 12月2日下午3点到5点在302开办公会，请王芳参加")
    await office.goes_to(on(24, 9))
    assert len(digests(await office.lines(GROUP))) == 1
    await office.goes_to(on(4, 9, month=12))
    assert len(digests(await office.lines(GROUP))) == 1


async def test_ordering_again_changes_the_time(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    read_back = await subscribes(office, "赵敏", "@小办 每个工作日9:00发早报到本群")
    assert read_back.fact("原来") == "每个工作日 08:30"
    await book(office)
    await office.goes_to(on(24, 8, 45))
    assert digests(await office.lines(GROUP)) == []
    await office.goes_to(on(24, 9))
    assert len(digests(await office.lines(GROUP))) == 1


async def test_today_on_demand(office: Office) -> None:
    (nothing,) = await office.says("赵敏", "今日", "direct")
    assert "没有安排" in nothing.text
    await book(office, "赵敏", "@小办 今天下午3点到5点在301开校务会，请王芳参加")
    *_, card = await office.says("王芳", "今日", "direct")
    assert "校务会" in card.text
    (english,) = await office.says("Amy", "today", "direct")
    assert english.title.startswith("Nothing is on")


async def test_today_answers_a_question_about_the_day(office: Office) -> None:
    await office.says("赵敏", "@小办 订302开办公会")
    (asked,) = await office.says("赵敏", "@小办 今天")
    assert "几点" in asked.title


async def test_six_lines_and_the_rest_behind_a_button(office: Office) -> None:
    for hour in range(8):
        await sets(office, "赵敏", f"今天下午{hour % 6 + 1}点{hour * 7:02}分提醒我交表{hour}号", "direct")
    (card,) = await office.says("赵敏", "今日", "direct")
    assert len(card.card["body"].splitlines()) == 6
    assert card.labels == ["更多 2 条"]
    (everything,) = await office.presses("赵敏", "更多", "direct")
    assert len(everything.card["body"].splitlines()) == 8


async def test_the_weekly_one_is_for_those_in_charge(office: Office) -> None:
    (refused,) = await office.says("孙丽", "每周一9点给我发周报", "direct")
    assert "周报是全单位的" in refused.text
    read_back = await subscribes(office, "李敏", "每周一9点给我发周报", "direct")
    assert read_back.fact("时间").startswith("每周一 09:00")
    await book(office, "赵敏", "@小办 12月2日下午3点到5点在302开办公会，请王芳参加")
    await office.goes_to(on(30, 9))
    (card,) = digests(await office.lines("dm:limin"))
    assert "办公会" in card.text
    assert card.title.startswith("周报 · 11月30日（周一） 至 12月6日")


async def test_what_is_coming_is_listed_held_and_sent(office: Office) -> None:
    await book(office)
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    (listed,) = await office.says("赵敏", "@小办 未来七天要发什么")
    lines = listed.card["body"].splitlines()
    assert lines[0] == "1. 11月24日（周二）08:30 早报"
    assert lines[1] == "2. 11月24日（周二）14:45 开会提醒：校务会"
    assert lines[2] == "· 11月25日（周三）08:30 早报"
    assert len([line for line in lines if "早报" in line]) == 5
    (shown,) = await office.says("赵敏", "@小办 2")
    assert shown.title == "开会提醒：校务会"
    await office.presses("赵敏", "现在就发")
    await office.parts.fire_due()
    await office.news(GROUP)
    assert any("后开会：校务会" in line.title for line in await office.lines(GROUP))
    await office.says("赵敏", "@小办 未来七天要发什么")
    await office.presses("赵敏", "1 早报")
    await office.presses("赵敏", "暂停")
    await office.goes_to(on(24, 9))
    assert digests(await office.lines(GROUP)) == []


async def test_everything_is_held_and_let_go(office: Office) -> None:
    await book(office)
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    await office.says("赵敏", "@小办 未来七天要发什么")
    await office.presses("赵敏", "全部暂停")
    await office.goes_to(on(24, 12))
    assert digests(await office.lines(GROUP)) == []
    await office.says("赵敏", "@小办 未来七天要发什么")
    await office.presses("赵敏", "全部恢复")
    await office.goes_to(on(24, 14, 45))
    assert any("后开会：校务会" in line.title for line in await office.lines(GROUP))


async def test_a_member_may_look_and_not_touch(office: Office) -> None:
    await book(office)
    (listed,) = await office.says("孙丽", "@小办 未来七天要发什么")
    assert "开会提醒：校务会" in listed.text
    (refused,) = await office.presses("孙丽", "全部暂停")
    assert "只有文秘、领导和管理员" in refused.text


async def test_an_admin_hears_of_missing_holidays_from_december_on(office: Office) -> None:
    await subscribes(office, "刘洋", "订阅早报", "direct")
    await office.goes_to(on(30, 12))
    assert not any("节假日" in line.text for line in await office.direct("刘洋"))
    await office.goes_to(datetime(2026, 12, 1, 9, tzinfo=SHANGHAI))
    assert any("2027年的节假日安排还没有" in line.text for line in await office.direct("刘洋"))


async def test_a_late_digest_says_so_and_an_old_one_is_not_sent(office: Office) -> None:
    await subscribes(office, "赵敏", "@小办 每个工作日8:30发早报到本群")
    await book(office, "赵敏", "@小办 后天下午3点到5点在302开办公会，请王芳参加")
    await office.goes_to(on(24, 8))
    await office.restarts(down=timedelta(days=1, hours=2))
    await office.news(GROUP)
    (card,) = digests(await office.lines(GROUP))
    assert "迟发 1 小时 30 分钟" in card.text
    assert "11月25日" in card.title


async def test_a_time_in_the_quiet_hours_is_pointed_out_for_a_group(office: Office) -> None:
    (read_back,) = await office.says("赵敏", "@小办 每天早上7点发早报到本群")
    assert read_back.fact("时间") == "每天 07:00"
    assert "会改到 08:00 发" in read_back.text
    *_, done = await office.says("赵敏", "@小办 确认")
    assert "08:00" in done.title


async def test_ones_own_comes_at_the_time_that_was_said(office: Office) -> None:
    await subscribes(office, "王芳", "给我订早报，每天早上7点", "direct")
    await book(office, "赵敏")
    await office.goes_to(on(24, 7))
    assert digests(await office.direct("王芳"))
