from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.meeting import Rsvp
from handlers.meetings.slots import NO_ROOM, Book, Cancel, Move
from tests.unit.handlers.rig import Rig, at, card_to, fact, labels, text_to

BOARD = Book(start=at(15), end=at(17), room="301", title="校务会", people=("张伟", "王芳"))


async def books(rig: Rig, who: str = "赵敏", chat: str = "office", **changes: Any) -> None:
    await rig.wants(who, replace(BOARD, **changes), chat)
    await rig.presses(who, "确认", chat)


async def moves(rig: Rig, who: str = "赵敏", **slots: Any) -> str:
    """The old and the new as they are read back, or the sentence that comes instead."""
    card = card_to(await rig.wants(who, Move(**slots)), "office")
    return f"{fact(card, '原定')} → {fact(card, '改为')}" if card.facts else card.title


OLD = "11月24日（周二）15:00–17:00，301（三层）"


@pytest.mark.parametrize(
    ("slots", "now"),
    [
        ({"start": at(9, day=25)}, "11月25日（周三）09:00–11:00，301（三层）"),
        ({"start": at(9, day=25), "end": at(10, day=25)}, "11月25日（周三）09:00–10:00，301（三层）"),
        ({"start": at(9, day=23), "end": at(10, day=23), "undated": 1}, "11月24日（周二）09:00–10:00，301（三层）"),
        ({"start": date(2026, 11, 26)}, "11月26日（周四）15:00–17:00，301（三层）"),
        ({"start": date(2026, 11, 26), "part": "afternoon"}, "11月26日（周四）15:00–17:00，301（三层）"),
        ({"room": "202"}, "11月24日（周二）15:00–17:00，202"),
        ({"room": NO_ROOM}, "11月24日（周二）15:00–17:00，不用会议室"),
        ({"room": "202", "start": at(10)}, "11月24日（周二）10:00–12:00，202"),
        ({"end": at(18)}, "11月24日（周二）15:00–18:00，301（三层）"),
        ({"duration": timedelta(hours=1)}, "11月24日（周二）15:00–16:00，301（三层）"),
        ({"shift": timedelta(minutes=30)}, "11月24日（周二）15:30–17:30，301（三层）"),
        ({"shift": timedelta(minutes=-30)}, "11月24日（周二）14:30–16:30，301（三层）"),
    ],
)
async def test_what_is_not_said_of_the_new_time_stays(rig: Rig, slots: dict[str, Any], now: str) -> None:
    await books(rig)
    assert await moves(rig, title="校务会", **slots) == f"{OLD} → {now}"


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({}, "「校务会」改到什么时候？"),
        ({"start": date(2026, 11, 26), "part": "morning"}, "11月26日（周四）几点？"),
        ({"start": date(2026, 11, 30), "end": date(2026, 12, 7)}, "哪一天开？"),
        ({"start": at(15)}, "「校务会」本来就是11月24日（周二）15:00–17:00，没有变化。"),
        ({"start": at(9, day=23)}, "11月23日（周一）09:00已经过去了"),
        ({"end": at(14)}, "结束时间（11月24日（周二）14:00）要晚于开始时间"),
        ({"room": "999"}, "没有「999」这个会议室"),
        ({"faults": ("impossible_time",), "start": at(9)}, "没有这样的时间"),
    ],
)
async def test_a_move_that_cannot_be_is_one_sentence(rig: Rig, slots: dict[str, Any], words: str) -> None:
    await books(rig)
    assert words in await moves(rig, title="校务会", **slots)
    assert (await rig.meeting()).version == 1


async def test_an_hour_in_answer_is_of_the_meeting_s_own_day(rig: Rig) -> None:
    await books(rig, start=at(15, day=26), end=at(17, day=26))
    await rig.wants("赵敏", Move(title="校务会"))
    card = card_to(await rig.says("赵敏", "上午9点"), "office")
    assert fact(card, "改为") == "11月26日（周四）09:00–11:00，301（三层）"


async def test_everyone_who_was_told_the_old_time_is_told_the_new_one(rig: Rig) -> None:
    await books(rig, people=("张伟", "王芳", "Amy"))
    await rig.presses("张伟", "请假", "@张伟")
    await rig.presses("王芳", "替会", "@王芳")
    await rig.presses("王芳", "孙丽", "@王芳")
    await moves(rig, title="校务会", start=at(9, day=25))
    out = await rig.presses("赵敏", "确认")

    assert rig.titles("office")[-1] == "已改期：校务会"
    assert fact(card_to(out, "office"), "时间") == "11月25日（周三）09:00–11:00"
    assert fact(card_to(out, "office"), "回执") == "参加 1 · 请假 0 · 未回 3"
    assert f"原定{OLD}" in text_to(out, "office")
    for invited in ("@张伟", "@王芳"):
        assert card_to(out, invited).title == "会议改期，请重新答复：校务会"
        assert "改为11月25日（周三）09:00–11:00" in text_to(out, invited)
        answers = [one.label for one in rig.buttons(invited) if one.action.verb == "meetings.rsvp"]
        assert answers == ["参加", "请假", "替会"]
    assert card_to(out, "@Amy").title == "Moved, please answer again: 校务会"
    assert fact(card_to(out, "@孙丽"), "时间") == "11月25日（周三）09:00–11:00"
    assert "已重新征询原来的参会人" in card_to(out, "@孙丽").body
    assert rig.buttons("@孙丽") == []
    meeting = await rig.meeting()
    assert [one.rsvp for one in meeting.attendees] == [Rsvp.ACCEPTED, Rsvp.PENDING, Rsvp.PENDING, Rsvp.PENDING]


async def test_a_move_into_a_taken_room_is_refused_with_ways_out(rig: Rig) -> None:
    await books(rig)
    await books(rig, title="预算会", start=at(9, day=25), end=at(10, day=25), people=())
    card = card_to(await rig.wants("赵敏", Move(title="校务会", start=at(9, day=25))), "office")
    assert "已被赵敏的「预算会」占用" in card.title
    assert labels(card) == ["改用202", "10:00–12:00", "11月26日（周四）09:00–11:00"]
    card = card_to(await rig.presses("赵敏", "10:00–12:00"), "office")
    assert fact(card, "改为") == "11月25日（周三）10:00–12:00，301（三层）"
    await rig.presses("赵敏", "确认")
    assert (await rig.meeting()).span.start == at(10, day=25)


async def test_a_meeting_is_not_in_its_own_way(rig: Rig) -> None:
    await books(rig)
    assert "改为" not in await moves(rig, title="校务会", start=at(16))
    await rig.presses("赵敏", "确认")
    assert (await rig.meeting()).span.end == at(18)


@pytest.mark.parametrize(
    ("who", "may"), [("赵敏", True), ("张伟", True), ("刘洋", True), ("王芳", False), ("孙丽", False)]
)
async def test_only_organizer_chair_and_admin_change_it(rig: Rig, who: str, may: bool) -> None:
    await books(rig, chair="张伟")
    for wish in (Move(title="校务会", start=at(9)), Cancel(title="校务会")):
        title = card_to(await rig.wants(who, wish), "office").title
        assert ("只有召集人赵敏、主持人或管理员可以改动「校务会」。" in title) is not may


async def test_a_cancelled_meeting_is_cancelled_for_everyone(rig: Rig) -> None:
    await books(rig)
    await rig.presses("王芳", "替会", "@王芳")
    await rig.presses("王芳", "孙丽", "@王芳")
    card = card_to(await rig.wants("赵敏", Cancel(title="校务会")), "office")
    assert (card.title, fact(card, "时间")) == ("取消会议：校务会", "11月24日（周二）15:00–17:00")
    out = await rig.presses("赵敏", "确认")
    for told in ("office", "@张伟", "@王芳", "@孙丽"):
        assert card_to(out, told).title == "已取消：校务会"
        assert rig.titles(told)[-1] == "已取消：校务会"
        assert [one for one in rig.buttons(told) if one.action.verb == "meetings.rsvp"] == []
    assert await rig.coming() == []
    assert await rig.goes_to(at(14, 45)) == []


async def test_whoever_else_cancels_it_the_organizer_hears_of_it(rig: Rig) -> None:
    await books(rig)
    await rig.wants("刘洋", Cancel(title="校务会"), "@刘洋")
    out = await rig.presses("刘洋", "确认", "@刘洋")
    for told in ("office", "@赵敏", "@张伟", "@刘洋"):
        assert "刘洋取消了这个会。" in text_to(out, told)


async def test_a_meeting_booked_in_a_direct_chat_lives_there(rig: Rig) -> None:
    await books(rig, chat="@赵敏")
    assert "已预订：校务会" in rig.titles("@赵敏")
    await rig.wants("赵敏", Move(title="校务会", start=at(9)))
    out = await rig.presses("赵敏", "确认")
    assert card_to(out, "office").title == "已改期：校务会"
    assert card_to(out, "@赵敏").title == "已改期：校务会"
    assert len([one for one in out if one.to.id == "赵敏" and one.replaces is None]) == 1


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        (Cancel(title="教务例会"), "取消会议：教务例会"),
        (Cancel(title="教务"), "取消会议：教务例会"),
        (Cancel(start=date(2026, 11, 25)), "取消会议：教务例会"),
        (Cancel(title="例会", start=at(9, day=26)), "取消会议：党务例会"),
        (Cancel(room="202"), "取消会议：党务例会"),
        (Cancel(title="例会"), "是哪一个会？"),
        (Cancel(), "是哪一个会？"),
        (Cancel(start=date(2026, 11, 25), part="morning"), "取消会议：教务例会"),
        (Cancel(start=date(2026, 11, 25), part="afternoon"), "没有找到这样的会，近期的会有："),
        (Cancel(start=at(9, 30, day=25)), "没有找到这样的会，近期的会有："),
        (Cancel(title="运动会"), "没有找到「运动会」，近期的会有："),
        (Cancel(title="例会", room="310"), "没有「310」这个会议室。"),
    ],
)
async def test_a_meeting_is_found_by_title_day_or_room(rig: Rig, wish: Cancel, title: str) -> None:
    await books(rig, title="教务例会", start=at(9, day=25), end=at(10, day=25))
    await books(rig, title="党务例会", start=at(9, day=26), end=at(10, day=26), room="202")
    assert title in card_to(await rig.wants("赵敏", wish), "office").title


async def test_a_picker_tells_meetings_of_one_title_apart(rig: Rig) -> None:
    await books(rig)
    await books(rig, start=at(15, day=26), end=at(16, day=26))
    card = card_to(await rig.wants("赵敏", Cancel(title="校务会")), "office")
    assert labels(card) == ["校务会 11月24日（周二）15:00", "校务会 11月26日（周四）15:00"]
    await rig.presses("赵敏", "校务会 11月26日（周四）15:00")
    await rig.presses("赵敏", "确认")
    assert [one.span.start for one in await rig.coming()] == [at(15)]


async def test_one_s_own_meeting_is_meant_before_another_s(rig: Rig) -> None:
    await books(rig)
    await books(rig, who="张伟", start=at(15, day=26), end=at(16, day=26), people=("赵敏",))
    card = card_to(await rig.wants("张伟", Cancel(title="校务会")), "office")
    assert fact(card, "召集人") == "张伟"


async def test_who_has_no_meeting_is_told_so(rig: Rig) -> None:
    assert card_to(await rig.wants("赵敏", Cancel(title="校务会")), "office").title == "近期没有与你有关的会。"


async def test_a_yes_after_it_was_cancelled_changes_nothing(rig: Rig) -> None:
    await books(rig)
    await moves(rig, title="校务会", start=at(9))
    await rig.wants("刘洋", Cancel(title="校务会"))
    await rig.presses("刘洋", "确认")
    out = await rig.presses("赵敏", "确认")
    assert card_to(out, "office").title == "「校务会」已经取消了。"
