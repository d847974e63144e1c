"""The reminder before a meeting: once, at its time, over restarts; late ones say so."""

from datetime import datetime, timedelta

from tests.flow.conversation import GROUP, MONDAY, SHANGHAI, Office
from tests.flow.test_booking import book

START = datetime(2026, 11, 24, 15, 0, tzinfo=SHANGHAI)
DUE = START - timedelta(minutes=15)


async def reminders(office: Office) -> list[str]:
    return [card.text for card in await office.visible(GROUP) if "后开会" in card.title]


async def test_it_comes_at_its_time_and_not_before(office: Office) -> None:
    await book(office)
    await office.goes_to(DUE - timedelta(seconds=1))
    assert await reminders(office) == []
    await office.goes_to(DUE)
    (said,) = await reminders(office)
    assert "校务会" in said
    assert "15 分钟" in said
    assert "迟发" not in said


async def test_it_comes_once_when_the_clock_jumps_far(office: Office) -> None:
    await book(office)
    await office.goes_to(MONDAY + timedelta(days=3))
    (said,) = await reminders(office)
    assert "迟发" not in said


async def test_it_comes_once_over_a_restart(office: Office) -> None:
    await book(office)
    await office.goes_to(DUE - timedelta(minutes=1))
    await office.restarts()
    await office.goes_to(DUE + timedelta(minutes=1))
    await office.restarts()
    await office.waits(minutes=5)
    assert len(await reminders(office)) == 1


async def test_one_that_fell_due_while_the_house_was_down_says_so(office: Office) -> None:
    await book(office)
    await office.goes_to(DUE - timedelta(minutes=1))
    await office.restarts(down=timedelta(minutes=6))
    await office.news(GROUP)
    (said,) = await reminders(office)
    assert "迟发 5 分钟" in said
    assert "14:45" in said


async def test_one_whose_meeting_has_begun_is_not_said(office: Office) -> None:
    await book(office)
    await office.goes_to(DUE - timedelta(minutes=1))
    await office.restarts(down=timedelta(minutes=30))
    await office.news(GROUP)
    assert await reminders(office) == []


async def test_it_moves_with_its_meeting(office: Office) -> None:
    await book(office)
    await office.says("赵敏", "把校务会改到后天上午9点")
    await office.presses("赵敏", "确认")
    await office.goes_to(DUE + timedelta(minutes=1))
    assert await reminders(office) == []
    await office.goes_to(datetime(2026, 11, 25, 8, 45, tzinfo=SHANGHAI))
    assert len(await reminders(office)) == 1


async def test_it_goes_with_its_meeting(office: Office) -> None:
    await book(office)
    await office.says("赵敏", "取消校务会")
    await office.presses("赵敏", "确认")
    await office.goes_to(START)
    assert await reminders(office) == []
