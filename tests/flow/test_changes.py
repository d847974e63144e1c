"""Moving, cancelling, and who may."""

import pytest

from tests.flow.conversation import GROUP, Office
from tests.flow.test_booking import book


async def test_a_move_is_read_back_and_told_to_all_who_knew(office: Office) -> None:
    await book(office)
    for person in ("张伟", "王芳"):
        await office.direct(person)
    await office.presses("张伟", "参加", "direct")
    await office.presses("王芳", "请假", "direct")
    card = (await office.says("赵敏", "把校务会改到后天上午9点"))[-1]
    assert "11月25日（周三）09:00–11:00" in card.text
    assert "11月24日（周二）15:00–17:00" in card.text
    await office.presses("赵敏", "确认")
    assert "11月25日（周三）09:00–11:00" in (await office.visible(GROUP))[-1].text
    for person in ("张伟", "王芳"):
        told = await office.direct(person)
        assert any("11月25日（周三）09:00–11:00" in card.text and card.labels for card in told), person
    assert (await office.visible(GROUP))[-1].fact("回执") == "参加 1 · 请假 0 · 未回 2"


async def test_a_cancelled_meeting_is_told_and_its_room_is_free(office: Office) -> None:
    await book(office)
    await office.direct("张伟")
    await office.says("赵敏", "取消校务会")
    await office.presses("赵敏", "确认")
    assert any("取消" in card.title for card in await office.direct("张伟"))
    assert "没有会" in (await office.says("赵敏", "明天有什么会"))[0].title
    (card,) = await office.says("李强", "明天下午4点到5点在301开教学例会")
    assert card.labels == ["确认", "修改", "取消"]


@pytest.mark.parametrize("wish", ["把校务会改到后天上午9点", "取消校务会"])
@pytest.mark.parametrize(("who", "may"), [("赵敏", True), ("刘洋", True), ("张伟", False), ("李强", False)])
async def test_only_organizer_chair_or_admin_may_change_it(office: Office, wish: str, who: str, may: bool) -> None:
    await book(office)
    answer = (await office.says(who, wish))[-1]
    assert (answer.labels == ["确认", "修改", "取消"]) == may
    assert ("只有召集人赵敏" in answer.title) == (not may)


async def test_the_chair_may_change_it(office: Office) -> None:
    await book(office, text="明天下午3点到5点在301开校务会，张伟主持，请王芳参加")
    answer = (await office.says("张伟", "取消校务会"))[-1]
    assert answer.labels == ["确认", "修改", "取消"]


async def test_moving_into_a_taken_room_is_refused_with_ways_out(office: Office) -> None:
    await book(office)
    await book(office, "李强", "后天上午9点到10点在301开教学例会")
    refusal = (await office.says("赵敏", "把校务会改到后天上午9点"))[-1]
    assert "李强" in refusal.title
    assert refusal.labels


async def test_the_list_and_the_free_hours(office: Office) -> None:
    await book(office)
    (listed,) = await office.says("李强", "明天有什么会")
    assert "校务会" in listed.text
    assert "15:00–17:00" in listed.text
    (free,) = await office.says("李强", "301明天什么时候空")
    assert "15:00" in free.text
    assert "301" in free.text
    assert "没有会" in (await office.says("李强", "今天有什么会"))[0].title


async def test_the_same_in_english(office: Office) -> None:
    (card,) = await office.says("Amy", "book Room 301 tomorrow 3-5pm for budget review with @张伟")
    assert card.fact("Time") == "Tue 24 Nov 15:00–17:00"
    assert card.fact("Room").startswith("301")
    assert card.fact("People") == "张伟"
    assert card.labels == ["Confirm", "Change", "Cancel"]
    await office.says("Amy", "yes")
    assert (await office.visible(GROUP))[-1].title == "Booked: budget review"
    assert "budget review" in (await office.says("Amy", "what's on tomorrow"))[0].text
    assert "no meetings" in (await office.says("Amy", "what's on today"))[0].title
    assert "301" in (await office.says("Amy", "when is Room 301 free tomorrow"))[0].text
    moved = (await office.says("Amy", "move budget review to Thursday 9am"))[-1]
    assert "Thu 26 Nov 09:00–11:00" in moved.text
    await office.presses("Amy", "Confirm")
    cancelled = (await office.says("Amy", "cancel budget review"))[-1]
    assert "budget review" in cancelled.title
    await office.presses("Amy", "Confirm")
    assert (await office.visible(GROUP))[-1].title == "Cancelled: budget review"
