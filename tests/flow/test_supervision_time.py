"""Supervision items by the calendar: reminders, signing, progress, standing still, digests."""

from datetime import timedelta
from typing import Any

import pytest

from tests.flow.conversation import GROUP, Office, Shown
from tests.flow.ledger import accepts, assign, does, each_day, on, read
from tests.flow.test_digests import digests, subscribes
from tests.flow.test_leave import takes

FRIDAY = "11-27 18:00"


def titles(found: dict[str, list[Shown]]) -> dict[str, list[str]]:
    return {day: [line.title for line in lines] for day, lines in found.items()}


async def test_two_reminders_before_it_is_due_and_one_each_working_day_after(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    assert titles(await each_day(office, "12-02 08:00", "陈静")) == {
        "11-24": ["还有 3 个工作日：督1 评估报告"],
        "11-26": ["还有 1 个工作日：督1 评估报告"],
        "11-30": ["🔵 蓝色督办单：督1 评估报告"],
        "12-01": ["逾期 2 个工作日：督1 评估报告"],
    }


async def test_the_card_says_all_that_is_needed(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    people = await read(office, lambda uow: {one.name: one.id for one in uow.people.all()})
    more: dict[str, Any] = {"standard": "通过专家评审", "co_owners": (people["黄婷"],)}
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY, **more))
    await office.goes_to(on("11-24 09:00"))
    (card,) = await office.direct("陈静")
    assert card.fact("时限") == "11月27日（周五）18:00"
    assert card.fact("时效") == "🟡 临期，还有 3 个工作日"
    assert card.fact("协办") == "黄婷"
    assert card.fact("标准") == "通过专家评审"
    assert card.fact("规则") == (
        "≤3 个工作日黄灯，逾期红灯；时限前 3、1 个工作日和当天提醒，至多 2 次，逾期后每个工作日一次；8 个工作小时内签收"
    )
    assert [button["action"] for button in card.card["buttons"]] == [
        "supervision.report:1", "supervision.submit:1", "supervision.extend:1",
    ]  # fmt: skip
    assert not await office.direct("黄婷")


async def test_handed_over_late_it_is_the_day_before_and_the_day_itself(office: Office) -> None:
    office.clock.set(on("11-25 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    assert titles(await each_day(office, "11-27 17:00", "陈静")) == {
        "11-26": ["还有 1 个工作日：督1 评估报告"],
        "11-27": ["今天 18:00 到期：督1 评估报告"],
    }


async def test_the_national_holiday_is_silent(office: Office) -> None:
    office.clock.set(on("09-18 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", "09-30 18:00"))
    said = await each_day(office, "10-11 20:00", "陈静")
    assert list(said) == ["09-24", "09-29", "10-08", "10-09", "10-10"]  # all work on Saturday the 10th


@pytest.mark.parametrize(
    ("deed", "who"),
    [
        (lambda item, hand, now: item.submitted(hand, "已完成", 0, now), "陈静"),
        (lambda item, hand, now: item.suspended(hand, "等批复"), "赵敏"),
        (lambda item, hand, now: item.closed(hand, "已完成", 0, now), "赵敏"),
        (lambda item, hand, now: item.withdrawn(hand, "不办了", now), "赵敏"),
    ],
)
async def test_who_has_nothing_to_do_hears_nothing(office: Office, deed: Any, who: str) -> None:
    item = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", item)
    await does(office, who, item, deed)
    assert await each_day(office, "12-04 20:00", "陈静") == {}
    assert await each_day(office, "12-10 20:00", "李强") == {}


async def test_a_suspended_one_goes_on_where_time_has_come_to(office: Office) -> None:
    item = await assign(office, "评估报告", "12-04 18:00")
    await accepts(office, "陈静", item)
    await does(office, "赵敏", item, lambda one, hand, now: one.suspended(hand, "等批复"))
    await office.goes_to(on("12-02 10:00"))
    await does(office, "赵敏", item, lambda one, hand, now: one.resumed(hand, now))
    said = titles(await each_day(office, "12-07 17:00", "陈静"))
    assert said == {"12-03": ["还有 1 个工作日：督1 评估报告"], "12-07": ["🔵 蓝色督办单：督1 评估报告"]}


async def test_a_later_due_date_moves_the_reminders(office: Office) -> None:
    item = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", item)
    until = on("12-04 18:00")
    await does(office, "陈静", item, lambda one, hand, now: one.extension_asked(hand, until, "缺数据", now))
    await does(office, "赵敏", item, lambda one, hand, now: one.granted(hand, now))
    assert list(await each_day(office, "12-04 20:00", "陈静")) == ["12-01", "12-03"]


async def test_the_process_may_be_down_when_it_is_time(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    await office.goes_to(on("11-24 08:00"))
    await office.restarts(down=timedelta(hours=3))
    (late,) = await office.direct("陈静")
    assert "迟发" in late.text
    await office.restarts(down=timedelta(days=5, hours=22))  # over Thursday's and to Monday, 9 o'clock
    (overdue,) = await office.direct("陈静")
    assert overdue.title == "🔵 蓝色督办单：督1 评估报告"
    assert titles(await each_day(office, "12-02 08:00", "陈静")) == {"12-01": ["逾期 2 个工作日：督1 评估报告"]}


async def test_the_deputy_hears_for_the_absent(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    await office.goes_to(on("11-23 10:00"))
    await takes(office, "陈静", "我明天请假，黄婷代")
    await office.direct("黄婷")
    await office.goes_to(on("11-24 10:00"))
    (card,) = await office.direct("黄婷")
    assert card.title == "（代陈静）还有 3 个工作日：督1 评估报告"
    assert "陈静请假，由你代办" in card.text
    assert "评估报告" not in "".join(line.text for line in await office.direct("陈静"))
    await office.goes_to(on("11-26 10:00"))
    assert [line.title for line in await office.direct("陈静")] == ["还有 1 个工作日：督1 评估报告"]


async def test_many_of_an_absent_lead_come_to_the_deputy_one_by_one(office: Office) -> None:
    """What is said in one card to one person is not mixed with what goes to somebody else."""
    office.clock.set(on("11-16 10:00"))
    for title in ("甲", "乙", "丙"):
        await accepts(office, "陈静", await assign(office, title, FRIDAY))
    await takes(office, "陈静", "我11月24日请假，黄婷代")
    await office.direct("黄婷")
    await office.goes_to(on("11-24 10:00"))
    assert [line.title[:5] for line in await office.direct("黄婷")] == ["（代陈静）"] * 3
    await office.direct("陈静")
    await office.goes_to(on("11-26 10:00"))
    (together,) = await office.direct("陈静")
    assert together.title == "3 条提醒"
    assert "还有 1 个工作日：督2 乙" in together.text


async def test_a_lead_without_an_account_is_told_of_once(office: Office) -> None:
    from bot.domain.people import Person

    await office.parts.store.write(lambda uow: uow.people.save(Person(0, "新来的", "教务处")))
    office.clock.set(on("11-16 10:00"))
    await assign(office, "评估报告", FRIDAY, lead="新来的")
    said = [line.title for lines in (await each_day(office, "12-01 08:00", "赵敏")).values() for line in lines]
    assert said.count("督1 评估报告：新来的没有账号，提醒送不到") == 1


async def test_the_lead_is_asked_to_sign_and_then_the_supervisor_hears(office: Office) -> None:
    item = await assign(office, "评估报告", "12-18 18:00")
    await office.goes_to(on("11-23 17:59"))
    assert not await office.direct("陈静")
    await office.goes_to(on("11-23 18:00"))
    (asked,) = await office.direct("陈静")
    assert asked.title == "请签收：督1 评估报告"
    assert asked.labels == ["签收", "退回"]
    assert not await office.direct("赵敏")
    await office.goes_to(on("11-24 09:00"))
    assert len(await office.direct("陈静")) == 1
    (told,) = await office.direct("赵敏")
    assert told.title == "陈静还没有签收：督1 评估报告"
    await accepts(office, "陈静", item)
    assert await each_day(office, "11-27 20:00", "陈静") == {}
    assert await each_day(office, "11-30 20:00", "赵敏") == {}


async def test_progress_is_asked_on_the_rhythm_and_before_a_holiday(office: Office) -> None:
    office.clock.set(on("09-14 10:00"))
    item = await assign(office, "评估报告", "12-18 18:00", report="FREQ=WEEKLY;BYDAY=FR")
    await accepts(office, "陈静", item)
    await does(office, "陈静", item, lambda one, hand, now: one.reported(hand, "初稿完成", now))
    said = await each_day(office, "10-09 20:00", "陈静")
    asked = [day for day, lines in said.items() if any("请报进展" in line.title for line in lines)]
    assert asked == ["09-18", "09-24", "09-30", "10-09"]  # Friday the 25th and the 2nd of October are holidays
    (card,) = said["09-18"]
    assert card.title == "请报进展：督1 评估报告"
    assert "督1 进展：… 问题：… 建议：…" in card.text
    assert "上次：初稿完成" in card.text
    assert card.labels == ["报进展"]


async def test_the_clock_asks_on_its_days(office: Office) -> None:
    item = await assign(office, "评估报告", "12-07 18:00", clock=True)
    await office.goes_to(on("11-24 17:59"))
    assert not await office.direct("陈静")
    await office.goes_to(on("11-24 18:00"))
    assert [line.title for line in await office.direct("陈静")] == ["请签收：督1 评估报告"]
    await accepts(office, "陈静", item)
    said = titles(await each_day(office, "12-07 20:00", "陈静"))
    assert said == {
        "11-26": ["请报进展：督1 评估报告"],
        "12-02": ["还有 3 个工作日：督1 评估报告", "请报进展：督1 评估报告"],
        "12-04": ["还有 1 个工作日：督1 评估报告"],
    }


async def test_what_does_not_move_is_noticed(office: Office) -> None:
    item = await assign(office, "评估报告", "2027-01-29 18:00")
    await accepts(office, "陈静", item)
    await office.goes_to(on("11-25 10:00"))
    await does(office, "陈静", item, lambda one, hand, now: one.reported(hand, "初稿完成", now))
    assert list(await each_day(office, "12-22 20:00", "陈静")) == ["12-09"]
    told = [line for line in await office.lines("dm:zhaomin") if "没有动静" in line.title]
    assert [line.title for line in told] == ["已 10 个工作日没有动静：督1 评估报告"]
    await office.goes_to(on("12-23 10:00"))
    assert [line.title for line in await office.direct("陈静")] == ["已 20 个工作日没有动静：督1 评估报告"]


async def test_a_digest_shows_what_presses(office: Office) -> None:
    await office.says("赵敏", "@小办 每个工作日8:30发早报到本群")
    await office.says("赵敏", "确认")
    late = await assign(office, "课表", "11-24 18:00", lead="黄婷")
    await accepts(office, "黄婷", late)
    await assign(office, "评估报告", "12-18 18:00")
    closed = await assign(office, "通知稿", "12-18 18:00")
    await office.goes_to(on("11-25 10:00"))
    await does(office, "赵敏", closed, lambda one, hand, now: one.closed(hand, "已发", 0, now))
    await office.parts.store.write(
        lambda uow: uow.audit.note(None, "supervision.closed", f"item:{closed}", office.clock.now())
    )
    await office.news(GROUP)
    await office.goes_to(on("11-26 08:30"))
    digest = [line for line in await office.news(GROUP) if "早报" in line.title][-1]
    assert digest.card["body"].splitlines() == [
        "【督办】🔴 督1 课表 · 黄婷 · 逾期 2 个工作日",
        "· 🟢 督2 评估报告 · 陈静 · 还有 16 个工作日 · 未签收",
        "【督办变动】督3 通知稿 已办结",
    ]


async def test_english_too(office: Office) -> None:
    office.clock.set(on("11-16 10:00"))
    await assign(office, "the report", FRIDAY, lead="Amy")
    await office.goes_to(on("11-24 10:00"))
    card = (await office.direct("Amy"))[-1]
    assert card.title == "督1 the report: 3 working days left"
    assert "It is not signed for yet" in card.text
    assert card.fact("Rule") == (
        "yellow from 3 working days before, red when overdue; "
        "reminders 3, 1 working days before and on the day, 2 at most, then one each working day; "
        "to be signed for within 8 working hours"
    )


async def test_nobody_silences_what_is_wanted_of_them(office: Office) -> None:
    office.clock.set(on("11-23 10:00"))
    await accepts(office, "陈静", await assign(office, "评估报告", FRIDAY))
    (coming,) = await office.says("陈静", "接下来会发什么", "direct")
    assert "督办提醒：督1 评估报告" in coming.text
    (shown,) = await office.presses("陈静", "1 督办提醒", "direct")
    assert shown.labels == ["现在就发"]
    await office.presses("陈静", "全部暂停", "direct")
    action = shown.card["buttons"][0]["action"].replace("digest.send", "digest.hold")
    (refused,) = await office.presses_action("陈静", action, shown.message_id, "dm:chenjing")
    assert "不能暂停" in refused.text
    await office.goes_to(on("11-24 10:00"))
    assert [line.title for line in await office.direct("陈静")] == ["还有 3 个工作日：督1 评估报告"]


async def test_one_that_was_sent_early_is_followed_by_the_next(office: Office) -> None:
    await accepts(office, "陈静", await assign(office, "评估报告", "11-20 18:00"))
    await office.says("陈静", "接下来会发什么", "direct")
    await office.presses("陈静", "1 督办提醒", "direct")
    await office.presses("陈静", "现在就发", "direct")
    assert list(await each_day(office, "11-26 20:00", "陈静")) == ["11-23", "11-25", "11-26"]


async def test_each_reads_what_is_theirs(office: Office) -> None:
    """The lead what presses, the supervisor what waits for a word, a leader's week the whole office."""
    for who in ("陈静", "赵敏"):
        await subscribes(office, who, "每个工作日8:30给我发早报", "direct")
    await subscribes(office, "李敏", "每周一9点给我发周报", "direct")
    mine = await assign(office, "评估报告", FRIDAY)
    await accepts(office, "陈静", mine)
    done = await assign(office, "通知稿", "12-18 18:00", lead="黄婷")
    await does(office, "黄婷", done, lambda one, hand, now: one.submitted(hand, "已发", 0, now))
    await assign(office, "年底的事", "12-31 18:00", lead="杨洋")
    for who in ("陈静", "赵敏", "李敏"):
        await office.direct(who)
    await office.goes_to(on("11-25 08:30"))
    own = digests(await office.direct("陈静"))[-1]
    assert own.card["body"] == "【督办】🟡 督1 评估报告 · 还有 2 个工作日"
    waits = digests(await office.direct("赵敏"))[-1]
    assert waits.card["body"] == "【督办】🟢 督2 通知稿 · 黄婷 · 待办结"
    await office.goes_to(on("11-30 09:00"))
    (week,) = digests(await office.direct("李敏"))
    assert week.card["body"].splitlines() == [
        "【督办】🔴 督1 评估报告 · 陈静 · 逾期 1 个工作日",
        "· 🟢 督3 年底的事 · 杨洋 · 还有 23 个工作日 · 未签收",
    ]


async def test_a_deed_is_told_to_whom_it_concerns_since_they_heard_last(office: Office) -> None:
    """Three digests of one morning: of the lead, of one who has nothing to do with it, and of the group."""
    for who, text, chat in (
        ("陈静", "每个工作日8:30给我发早报", "direct"),
        ("黄婷", "每个工作日8:30给我发早报", "direct"),
        ("赵敏", "@小办 每个工作日8:30发早报到本群", GROUP),
    ):
        await subscribes(office, who, text, chat)
    item = await assign(office, "评估报告", "12-18 18:00")
    await accepts(office, "陈静", item)
    await does(office, "赵敏", item, lambda one, hand, now: one.closed(hand, "已发", 0, now))
    await office.parts.store.write(
        lambda uow: uow.audit.note(None, "supervision.closed", f"item:{item}", office.clock.now())
    )
    told = "【督办变动】督1 评估报告 已办结"
    for who in ("陈静", "黄婷"):
        await office.direct(who)
    await office.goes_to(on("11-24 08:30"))
    assert [line.card["body"] for line in digests(await office.direct("陈静"))] == [told]
    assert digests(await office.direct("黄婷")) == []
    assert [line.card["body"] for line in digests(await office.news(GROUP))] == [told]
    await office.goes_to(on("11-25 08:30"))
    assert digests(await office.direct("陈静")) == []


async def test_who_leads_no_more_hears_no_more(office: Office) -> None:
    item = await assign(office, "评估报告", "12-18 18:00")
    await accepts(office, "陈静", item)
    people = await read(office, lambda uow: {one.name: one for one in uow.people.all()})
    await does(office, "赵敏", item, lambda one, hand, now: one.reassigned(hand, people["黄婷"], "陈静出差", now))
    await accepts(office, "黄婷", item)
    assert await each_day(office, "12-22 20:00", "陈静") == {}
    said = [line.title for line in await office.direct("黄婷")]
    assert said[-2:] == ["🔵 蓝色督办单：督1 评估报告", "逾期 2 个工作日：督1 评估报告"]
    coming = await read(office, lambda uow: uow.reminders.of("supervision.due", item))
    assert [one.due_at for one in coming] == [on("12-23 09:00")]
