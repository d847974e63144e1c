"""Early signals: noted in the very words, weighed by those whose it is, looked at again, made an item or let go."""

from datetime import timedelta

import pytest

from bot.domain.signal import TEXT_LENGTH, Level, Signal, Watch
from tests.flow.conversation import Office, Shown
from tests.flow.holding import as_it_is, on

SAID = "苗头：近期学生反映食堂价格上涨"
WORDS = "近期学生反映食堂价格上涨"


async def notes(office: Office, who: str = "赵敏", said: str = SAID) -> Shown:
    return (await office.says(who, said, "direct"))[-1]


async def signal(office: Office, number: int = 1) -> Signal:
    found = await office.parts.store.read(lambda uow: uow.signals.get(number))
    assert found is not None
    return found


async def deeds(office: Office, number: int = 1) -> list[str]:
    trail = await office.parts.store.read(lambda uow: uow.audit.trail(f"signal:{number}"))
    return [note.deed.removeprefix("signal.") for note in trail]


async def reviews(office: Office, who: str) -> list[Shown]:
    return [line for line in await office.direct(who) if "该复核了" in line.title]


async def test_it_is_noted_at_once_in_the_very_words(office: Office) -> None:
    card = await notes(office)
    assert card.title == "苗头1"
    assert card.card["body"] == WORDS
    assert card.fact("登记") == "赵敏 11月23日（周一）10:00"
    assert card.fact("复核") == "11月30日（周一）09:00"
    assert card.labels == ["一般", "较重", "严重", "继续观察", "立为事项", "不再关注"]
    assert await deeds(office) == ["logged"]
    assert (await notes(office, said="苗头：宿舍用电超负荷")).title == "苗头2"


async def test_who_weighs_it_hears_of_what_a_member_noted(office: Office) -> None:
    """The secretaries of the member's unit, else those of the office; the member's own card has nothing to press."""
    card = await notes(office, "杨洋")
    assert card.labels == []
    (told,) = await office.direct("赵敏")
    assert (told.title, told.labels[0]) == ("苗头1", "一般")
    await office.presses("赵敏", "严重", "direct")
    assert (await signal(office)).level is Level.HIGH
    (now,) = await office.direct("杨洋")
    assert (now.fact("程度"), now.replaces, now.labels) == ("严重", card.message_id, [])


async def test_it_is_rated_and_watched_in_its_own_card(office: Office) -> None:
    card = await notes(office)
    (rated,) = await office.presses("赵敏", "较重", "direct")
    assert (rated.fact("程度"), rated.replaces) == ("较重", card.message_id)
    await office.waits(days=2)
    (watched,) = await office.presses("赵敏", "继续观察", "direct")
    assert watched.fact("复核") == "12月2日（周三）09:00"
    assert await deeds(office) == ["logged", "rated", "watched"]


async def test_on_the_day_it_is_looked_at_again_and_again_while_nobody_decides(office: Office) -> None:
    await notes(office)
    await office.goes_to(on(30, 8))
    assert not await reviews(office, "赵敏")
    await office.goes_to(on(30, 9) + timedelta(minutes=1))
    (card,) = await reviews(office, "赵敏")
    assert card.title == "该复核了：苗头1"
    assert "不再关注" in card.labels
    await office.goes_to(on(7, 10, month=12))
    assert len(await reviews(office, "赵敏")) == 1
    await office.presses("赵敏", "不再关注", "direct")
    assert (await signal(office)).state is Watch.DROPPED
    await office.goes_to(on(20, 10, month=12))
    assert not await reviews(office, "赵敏")


@pytest.mark.parametrize(("deputy", "hears"), [("孙丽", False), ("张伟", True)])
async def test_a_members_signal_is_reviewed_by_the_secretaries_or_a_deputy_who_may(
    office: Office, deputy: str, hears: bool
) -> None:
    await notes(office, "杨洋")
    await office.says("赵敏", f"我下周请假，{deputy}代", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.goes_to(on(30, 9) + timedelta(minutes=1))
    assert bool(await reviews(office, deputy)) == hears
    assert len(await reviews(office, "王芳")) == 1
    assert not await reviews(office, "赵敏")
    assert not await reviews(office, "杨洋")


async def test_where_all_who_weigh_it_are_away_the_others_in_charge_hear_of_it(office: Office) -> None:
    await notes(office)
    await office.says("赵敏", "我下周请假", "direct")
    await office.says("赵敏", "确认", "direct")
    await office.goes_to(on(30, 9) + timedelta(minutes=1))
    assert len(await reviews(office, "王芳")) == 1
    assert not await reviews(office, "孙丽")


async def test_it_becomes_an_item_by_the_usual_way(office: Office) -> None:
    """The words are its title and its origin; only when it is confirmed the signal is over, and who noted it hears."""
    await notes(office, "杨洋")
    await office.direct("赵敏")
    (asked,) = await office.presses("赵敏", "立为事项", "direct")
    assert asked.title == "谁主办？"
    await office.says("赵敏", "周杰", "direct")
    read_back = (await office.says("赵敏", "12月10日前", "direct"))[-1]
    assert WORDS in read_back.title
    assert "来自杨洋的话" in read_back.text
    assert (await signal(office)).state is Watch.WATCHED
    await office.says("赵敏", "确认", "direct")
    after = await signal(office)
    assert (after.state, after.item_id) == (Watch.PROMOTED, 1)
    item = await as_it_is(office, 1)
    assert (item.title, item.origin.text, item.origin.by) == (WORDS, WORDS, "杨洋")
    assert f"苗头1已立为督1「{WORDS}」" in [line.title for line in await office.direct("杨洋")]
    assert await deeds(office) == ["logged", "promoted"]
    (card,) = await office.says("赵敏", "苗头1", "direct")
    assert (card.fact("状态"), card.labels) == ("已立为督1", [])


async def test_of_two_who_promote_it_one_wins(office: Office) -> None:
    await notes(office)
    for who in ("赵敏", "李敏"):
        await office.says(who, "苗头1 立项", "direct")
        await office.says(who, "周杰", "direct")
        await office.says(who, "12月10日前", "direct")
    await office.says("赵敏", "确认", "direct")
    late = (await office.says("李敏", "确认", "direct"))[-1]
    assert "苗头1已经立为事项" in late.text
    assert await office.parts.store.read(lambda uow: uow.items.get(2)) is None


async def test_words_that_are_too_long_for_a_title_stay_its_origin(office: Office) -> None:
    long = "食堂价格上涨，" * 20
    await notes(office, said=f"苗头：{long}")
    (asked,) = await office.presses("赵敏", "立为事项", "direct")
    assert asked.title == "要办的是什么事？"


async def test_by_sentence(office: Office) -> None:
    await notes(office)
    assert (await notes(office, said="苗头1 较重")).title == "苗头1定为较重。"
    assert "12月1日（周二）09:00复核" in (await notes(office, said="苗头1 继续观察到12月1日")).title
    assert (await notes(office, said="苗头1 不再关注")).title == "苗头1不再关注。"
    assert (await notes(office, said="苗头1 较重")).title == "苗头1不再关注。"
    assert (await signal(office)).level is Level.MIDDLE
    assert "没有苗头9" in (await notes(office, said="苗头9")).title


async def test_the_list_is_by_review_and_only_ones_own_for_members(office: Office) -> None:
    for what in ("食堂价格上涨", "宿舍用电超负荷"):
        await notes(office, "杨洋", f"苗头：{what}")
    await notes(office, "赵敏", "苗头：停车难")
    await notes(office, said="苗头1 继续观察到12月8日")
    whole = await notes(office, said="苗头清单")
    assert whole.title == "在观察的苗头 3 条"
    assert whole.card["body"].splitlines() == [
        "苗头2 宿舍用电超负荷 · 一般 · 杨洋 · 11月30日（周一）复核",
        "苗头3 停车难 · 一般 · 赵敏 · 11月30日（周一）复核",
        "苗头1 食堂价格上涨 · 一般 · 杨洋 · 12月8日（周二）复核",
    ]
    assert whole.labels == ["苗头2", "苗头3", "苗头1"]
    (one,) = await office.presses("赵敏", "苗头3", "direct")
    assert one.card["body"] == "停车难"
    assert (await notes(office, "杨洋", "苗头清单")).title == "在观察的苗头 2 条"
    assert "没有在观察的苗头" in (await notes(office, "陈静", "苗头清单")).title


async def test_rights_are_asked_at_the_deed(office: Office) -> None:
    card = (await office.says("杨洋", f"@小办 {SAID}"))[0]
    assert "严重" in card.labels
    (refused,) = await office.presses("杨洋", "严重")
    assert "由文秘和领导来定" in refused.text
    assert "只有登记的人、文秘和领导能看" in (await notes(office, "陈静", "苗头1")).text
    (gone,) = await office.presses_action("赵敏", "supervision.weigh:1:worst", card.message_id)
    assert gone.title.startswith("这张卡片已过时")
    assert (await signal(office)).level is Level.LOW


@pytest.mark.parametrize("length", [TEXT_LENGTH, TEXT_LENGTH + 1])
async def test_the_longest_words(office: Office, length: int) -> None:
    answer = await notes(office, said="苗头：" + "很" * length)
    assert (f"这段话有 {length} 个字" in answer.title) == (length > TEXT_LENGTH)


async def test_in_english(office: Office) -> None:
    (card,) = await office.says("Amy", "early signal: students complain about prices", "direct")
    assert card.title == "Early signal 1"
    assert card.card["body"] == "students complain about prices"
