from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.meeting import Rsvp
from handlers.meetings.slots import NO_ROOM, Book
from tests.unit.handlers.rig import MONDAY, Rig, at, card_to, fact, labels, text_to

BOARD = Book(start=at(15), end=at(17), room="301", title="校务会", people=("张伟", "王芳"))


def book(**changes: Any) -> Book:
    return replace(BOARD, **changes)


async def booked(rig: Rig, wish: Book = BOARD, who: str = "赵敏", chat: str = "office") -> None:
    assert labels(card_to(await rig.wants(who, wish, chat), chat)) == ["确认", "修改", "取消"]
    await rig.presses(who, "确认", chat)


async def test_what_was_understood_is_read_back(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", BOARD), "office")
    assert card.title == "预订会议：校务会"
    assert card.facts == (
        ("时间", "11月24日（周二）15:00–17:00"),
        ("会议室", "301（三层）"),
        ("参会", "张伟、王芳"),
        ("主持", "赵敏"),
    )
    assert labels(card) == ["确认", "修改", "取消"]
    assert await rig.coming() == []


async def test_a_yes_books_and_tells_everyone(rig: Rig) -> None:
    await rig.wants("赵敏", BOARD)
    out = await rig.presses("赵敏", "确认")
    card = card_to(out, "office")
    assert card.title == "已预订：校务会"
    assert fact(card, "回执") == "参加 1 · 请假 0 · 未回 2"
    for invited in ("@张伟", "@王芳"):
        assert card_to(out, invited).title == "请参会：校务会"
        assert labels(card_to(out, invited)) == ["参加", "请假", "替会"]
    assert [one for one in out if one.to.id == "赵敏"] == []
    meeting = await rig.meeting()
    assert (meeting.title, meeting.span.start, meeting.span.end) == ("校务会", at(15), at(17))
    assert [one.rsvp for one in meeting.attendees] == [Rsvp.ACCEPTED, Rsvp.PENDING, Rsvp.PENDING]


async def test_a_meeting_without_a_length_is_as_long_as_usual_and_says_so(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", book(end=None, people=())), "office")
    assert fact(card, "时间") == "11月24日（周二）15:00–16:00（没说时长，按 1 小时）"
    assert fact(card, "参会") == "未指定参会人"


async def test_missing_parts_are_asked_for_one_at_a_time(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", Book(title="教学例会", start=date(2026, 11, 24))), "office")
    assert (card.title, labels(card)) == ("11月24日（周二）几点？", ["09:00", "10:00", "14:00", "15:00"])
    card = card_to(await rig.presses("赵敏", "14:00"), "office")
    assert card.title == "用哪个会议室？11月24日（周二）14:00–15:00空着的有："
    assert labels(card) == ["302（3座）", "202（20座）", "301（40座）", "不用会议室"]
    card = card_to(await rig.presses("赵敏", "不用会议室"), "office")
    assert (fact(card, "会议室"), fact(card, "时间")[:10]) == ("不用会议室", "11月24日（周二）")
    await rig.presses("赵敏", "确认")
    assert (await rig.meeting()).room_id is None


async def test_a_title_is_asked_for(rig: Rig) -> None:
    assert card_to(await rig.wants("赵敏", book(title="")), "office").title.startswith("开什么会？")
    assert card_to(await rig.says("赵敏", "招生工作碰头会"), "office").title == "预订会议：招生工作碰头会"


@pytest.mark.parametrize(
    ("part", "offered"),
    [("morning", ["11:00"]), ("afternoon", ["14:00", "15:00", "16:00", "17:00"]), ("dawn", ["14:00", "15:00"])],
)
async def test_only_hours_to_come_of_the_part_said_are_offered(rig: Rig, part: str, offered: list[str]) -> None:
    card = card_to(await rig.wants("赵敏", book(start=MONDAY.date(), end=None, part=part)), "office")
    assert labels(card) == offered


@pytest.mark.parametrize(
    ("start", "more", "written"),
    [
        (date(2026, 11, 30), {"duration": timedelta(days=1)}, "11月30日（周一）09:00–18:00"),
        (date(2026, 12, 1), {"end": date(2026, 12, 4)}, "12月1日（周二）09:00 – 12月3日（周四）18:00"),
    ],
)
async def test_whole_days_are_booked_from_opening_to_closing(
    rig: Rig, start: date, more: dict[str, Any], written: str
) -> None:
    card = card_to(await rig.wants("赵敏", book(**{"start": start, "end": None} | more)), "office")
    assert fact(card, "时间") == written


async def test_a_week_is_no_day_yet(rig: Rig) -> None:
    wish = book(start=date(2026, 11, 23), end=date(2026, 11, 30))
    card = card_to(await rig.wants("赵敏", wish), "office")
    assert card.title == "哪一天开？"
    assert labels(card)[0] == "11月23日（周一）"
    assert len(labels(card)) == 5
    assert "几点" in card_to(await rig.presses("赵敏", "11月25日（周三）"), "office").title


async def test_a_date_and_a_weekday_that_do_not_agree_are_asked_about(rig: Rig) -> None:
    wish = book(start=at(15, day=25), end=at(17, day=25), faults=("weekday_conflict",))
    card = card_to(await rig.wants("赵敏", wish), "office")
    assert card.title.startswith("日期和星期对不上：11月25日（周三）。")
    card = card_to(await rig.presses("赵敏", "11月25日（周三）"), "office")
    assert fact(card, "时间") == "11月25日（周三）15:00–17:00"


async def test_corrections_in_words_change_the_draft(rig: Rig) -> None:
    await rig.wants("赵敏", BOARD)
    for said, label, value in [
        ("改到后天上午9点", "时间", "11月25日（周三）09:00–11:00"),
        ("改成202", "会议室", "202"),
        ("加上孙丽", "参会", "张伟、王芳、孙丽"),
        ("去掉张伟", "参会", "王芳、孙丽"),
    ]:
        assert fact(card_to(await rig.says("赵敏", said), "office"), label) == value


FAULTY = [
    (book(faults=("impossible_time",)), "没有这样的时间"),
    (book(start=at(15, day=22), end=at(17, day=22)), "11月22日（周日）15:00已经过去了"),
    (book(start=date(2026, 11, 22), end=None), "11月22日（周日）已经过去了"),
    (book(end=at(14)), "结束时间（11月24日（周二）14:00）要晚于开始时间（11月24日（周二）15:00）"),
    (book(end=at(17) + timedelta(days=14)), "一个会最长 14 天"),
    (book(title="会" * 81), "会议名称有 81 个字，最多 80 个"),
    (book(room="399"), "没有「399」这个会议室，是不是："),
    (book(room="操场"), "没有「操场」这个会议室，可以选："),
    (book(start=at(17), end=at(3, day=25)), "结束时间（11月24日（周二）03:00）要晚于开始时间（11月24日（周二）17:00）"),
    (book(people=("诸葛亮",)), "没有找到「诸葛亮」"),
    (book(people=("王伟",)), "有几位「王伟」，是哪一位？"),
    (book(rrule="FREQ=WEEKLY;BYDAY=TU"), "定期会议还不能一次订下"),
]


@pytest.mark.parametrize(("wish", "words"), FAULTY)
async def test_what_cannot_be_is_one_clear_question(rig: Rig, wish: Book, words: str) -> None:
    out = await rig.wants("赵敏", wish)
    assert len(out) == 1
    assert words in out[0].card.title
    assert await rig.coming() == []


async def test_two_people_of_one_name_are_told_apart_by_their_unit(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", book(people=("张伟", "王伟", "王芳"))), "office")
    assert labels(card) == ["王伟（教务处）", "王伟（学生处）", "不请这个人"]
    card = card_to(await rig.presses("赵敏", "王伟（学生处）"), "office")
    assert sorted(fact(card, "参会").split("、")) == sorted(["张伟", "王芳", "王伟"])
    out = await rig.presses("赵敏", "确认")
    assert card_to(out, "@王伟2").title == "请参会：校务会"
    assert [one for one in out if one.to.id == "王伟"] == []


async def test_a_name_in_doubt_may_be_left_out(rig: Rig) -> None:
    await rig.wants("赵敏", book(people=("张伟", "诸葛亮", "王芳")))
    card = card_to(await rig.presses("赵敏", "不请这个人"), "office")
    assert fact(card, "参会") == "张伟、王芳"


async def test_another_name_may_be_typed_for_one_in_doubt(rig: Rig) -> None:
    await rig.wants("赵敏", book(people=("张伟", "诸葛亮", "王芳")))
    card = card_to(await rig.says("赵敏", "孙丽"), "office")
    assert sorted(fact(card, "参会").split("、")) == sorted(["张伟", "孙丽", "王芳"])


async def test_a_unit_and_a_chat_may_be_named_as_a_whole(rig: Rig) -> None:
    card = card_to(await rig.wants("刘洋", book(people=("教务处", "所有人", "我"))), "office")
    assert fact(card, "参会") == "王伟、Amy、赵敏、张伟、王芳"


async def test_the_nearest_rooms_are_offered_for_an_unknown_one(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", book(room="303")), "office")
    assert labels(card)[-1] == "不用会议室"
    assert "301（40座）" in labels(card)
    assert fact(card_to(await rig.presses("赵敏", "301（40座）"), "office"), "会议室") == "301（三层）"


async def test_only_the_first_of_a_series_can_be_booked(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", book(rrule="FREQ=WEEKLY;BYDAY=TU")), "office")
    assert labels(card) == ["只订11月24日（周二）这一次"]
    card = card_to(await rig.presses("赵敏", labels(card)[0]), "office")
    assert fact(card, "时间") == "11月24日（周二）15:00–17:00"


async def test_what_should_be_thought_of_is_said_and_forbids_nothing(rig: Rig) -> None:
    await booked(rig, book(room=NO_ROOM, title="预算会", people=("张伟",)))
    wish = book(start=at(16, day=24), end=at(18, day=24), room="302", people=("张伟", "王芳", "孙丽"))
    card = card_to(await rig.wants("Amy", wish), "office")
    assert "注意：302只有 3 座，参会 4 人。" in card.body
    assert "注意：张伟那时另有「预算会」（15:00–17:00）。" in card.body
    await rig.presses("Amy", "确认")
    assert len(await rig.coming()) == 2
    weekend = book(start=at(9, day=28), end=at(10, day=28))
    assert "注意：11月28日（周六）不是工作日。" in card_to(await rig.wants("赵敏", weekend), "office").body


async def test_a_chair_is_invited_and_named(rig: Rig) -> None:
    card = card_to(await rig.wants("赵敏", book(people=("王芳",), chair="张伟")), "office")
    assert fact(card, "主持") == "张伟"
    out = await rig.presses("赵敏", "确认")
    assert fact(card_to(out, "office"), "主持") == "张伟"
    assert fact(card_to(out, "@张伟"), "召集人") == "赵敏"
    assert [one.rsvp for one in (await rig.meeting()).attendees] == [Rsvp.ACCEPTED, Rsvp.PENDING, Rsvp.PENDING]


async def test_whoever_cannot_be_reached_is_named(rig: Rig) -> None:
    await rig.wants("赵敏", book(people=("周杰", "王芳")))
    assert fact(card_to(await rig.presses("赵敏", "确认"), "office"), "未能通知") == "周杰"


async def test_everyone_is_told_in_their_language(rig: Rig) -> None:
    await rig.wants("赵敏", book(people=("Amy", "张伟")))
    out = await rig.presses("赵敏", "确认")
    assert labels(card_to(out, "@Amy")) == ["Accept", "Decline", "Send a stand-in"]
    assert fact(card_to(out, "@Amy"), "Time") == "Tue 24 Nov 15:00–17:00"
    assert labels(card_to(out, "@张伟")) == ["参加", "请假", "替会"]


async def test_a_taken_room_is_refused_with_ways_out_that_work(rig: Rig) -> None:
    await booked(rig, who="张伟", wish=book(people=()))
    card = card_to(await rig.wants("赵敏", book(title="预算会", start=at(16), end=at(18))), "office")
    assert card.title == "301 在11月24日（周二）15:00–17:00已被张伟的「校务会」占用，可以改成："
    assert labels(card) == ["改用202", "13:00–15:00", "11月25日（周三）16:00–18:00"]
    card = card_to(await rig.presses("赵敏", "13:00–15:00"), "office")
    assert (fact(card, "时间"), fact(card, "会议室")) == ("11月24日（周二）13:00–15:00", "301（三层）")
    await rig.presses("赵敏", "确认")
    assert [(one.title, one.span.start) for one in await rig.coming()] == [("预算会", at(13)), ("校务会", at(15))]


async def test_another_room_may_be_taken_instead(rig: Rig) -> None:
    await booked(rig)
    await rig.wants("张伟", book(title="预算会"))
    card = card_to(await rig.presses("张伟", "改用202"), "office")
    assert (fact(card, "时间"), fact(card, "会议室")) == ("11月24日（周二）15:00–17:00", "202")


async def test_whoever_says_yes_second_is_offered_ways_out(rig: Rig) -> None:
    await rig.wants("张伟", book(title="预算会", people=()), "@张伟")
    await booked(rig)
    card = card_to(await rig.presses("张伟", "确认", "@张伟"), "@张伟")
    assert "已被赵敏的「校务会」占用" in card.title
    card = card_to(await rig.presses("张伟", "改用202", "@张伟"), "@张伟")
    await rig.presses("张伟", "确认", "@张伟")
    assert sorted(one.room_id or 0 for one in await rig.coming()) == [1, 3]


async def test_a_question_that_waited_past_its_time_is_asked_again(rig: Rig) -> None:
    await rig.wants("赵敏", book(start=at(10, 5, day=23), end=at(11, day=23)))
    rig.clock.at = at(10, 8, day=23)
    assert "已经过去了" in text_to(await rig.presses("赵敏", "确认"), "office")
    assert await rig.coming() == []


async def test_strange_titles_stand_as_they_are(rig: Rig) -> None:
    title = "<b>'; DROP TABLE meetings;--</b> 🎉{room}%s"
    await booked(rig, book(title=title))
    assert (await rig.meeting()).title == title
    assert f"已预订：{title}" in rig.titles("office")
